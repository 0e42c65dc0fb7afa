"""The stations of a tenant: registering them, opening sessions, and freezing, losing and revoking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Row

from domain.errors import Refused
from domain.rights import Holder
from hq.audit import act_journal
from hq.audit.acts import EpochApproved, StationAdded, StationStatusSet
from hq.catalogue import feed
from hq.catalogue.publish import publish
from hq.journals.lives import NoSuchStation, StationStatus, StatusRefused, lock
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing, recalls
from hq.stations import rows
from hq.storage import ledger
from sync.journal import NO_PREVIOUS_HASH
from sync.line.messages import Head
from sync.tables import catalogue
from sync.tables.transaction import Tx

_SESSION_BYTES = 16


_MAY_BECOME: dict[StationStatus, frozenset[StationStatus]] = {
    StationStatus.ADDED: frozenset({StationStatus.REVOKED}),
    StationStatus.ACTIVE: frozenset({StationStatus.FROZEN, StationStatus.LOST, StationStatus.REVOKED}),
    StationStatus.FROZEN: frozenset({StationStatus.ACTIVE, StationStatus.LOST, StationStatus.REVOKED}),
    StationStatus.LOST: frozenset({StationStatus.REVOKED}),
    StationStatus.REVOKED: frozenset(),
}
_ENDS_RIGHTS = {StationStatus.LOST, StationStatus.REVOKED}


@dataclass(eq=False)
class StationNumberTaken(Refused):
    """Another station of the organisation has this number."""

    code: ClassVar[str] = "STATION_NUMBER_TAKEN"

    no: int


@dataclass(frozen=True, slots=True)
class NewStation:
    """The wanted state of a station. `no` and `name` are printed on paper, `series` numbers its documents."""

    id: UUID
    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int = 48
    difference_limits: str | None = None
    """None keeps the limits that the set-up files gave."""
    blind_count: bool | None = None
    """None keeps what the set-up files gave; a new station counts blind."""


@dataclass(frozen=True, slots=True)
class StationView:
    """A station with its status and the progress of its present life."""

    id: UUID
    no: int
    name: str
    series: str
    status: StationStatus
    epoch: int
    acknowledged: int
    enrolled_at: datetime | None
    last_seen_at: datetime | None
    software: str


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The wanted status of a station, and why."""

    status: StationStatus
    reason: str


def add(tx: Tx, office: Office, by: Author, wanted: NewStation) -> StationView:
    """Register a station or change it, and publish it to all stations. The same again changes no row.

    Raises StationNumberTaken or UnknownSeries.
    """
    ledger.require_series(tx, by.tenant_id, wanted.series)
    before = rows.published(tx, by.tenant_id, wanted.id)
    limits, blind = wanted.difference_limits, wanted.blind_count
    row = {
        "tenant_id": by.tenant_id,
        "id": wanted.id,
        "no": wanted.no,
        "name": wanted.name,
        "organisation": wanted.organisation,
        "series": wanted.series,
        "printer_columns": wanted.printer_columns,
        "difference_limits": limits if limits is not None else before.difference_limits if before else "",
        "blind_count": blind if blind is not None else before.blind_count if before else True,
    }
    publish(tx, by.tenant_id, office.clock.now(), {catalogue.station: [row]})
    # Checked after the feed's lock, which two that add a station at once take in turn: the second sees the first's.
    if rows.other_station_has_number(tx, by.tenant_id, wanted.id, wanted.no):
        raise StationNumberTaken(wanted.no)
    begin(tx, office, by, wanted.id, wanted.no)
    return view(tx, by.tenant_id, wanted.id)


def begin(tx: Tx, office: Office, by: Author, station_id: UUID, no: int) -> None:
    """Create the life of a published station, unless it has one. It is not enrolled yet."""
    row = {
        "tenant_id": by.tenant_id,
        "station_id": station_id,
        "status": StationStatus.ADDED,
        # After an older copy of the database was restored, the ledger may know lives that this table does not.
        "epoch": ledger.last_epoch(tx, by.tenant_id, station_id),
        "public_key": "",
        "enrolled_at": None,
        "acknowledged": 0,
        "head_hash": NO_PREVIOUS_HASH,
        "session": "",
        "last_request": 0,
        "last_seen_at": None,
        "software": "",
        "epoch_approved": None,
    }
    if rows.insert_life(tx, row):
        act_journal.append(tx, office, by.tenant_id, StationAdded(station_id, no), by.account_id)


def id_of_number(tx: Tx, tenant_id: UUID, no: int) -> UUID:
    """The id of the station with this number. Raises NoSuchStation."""
    station_id = rows.station_with_number(tx, tenant_id, no)
    if station_id is None:
        raise NoSuchStation(f"station {no}")
    return station_id


def view(tx: Tx, tenant_id: UUID, station_id: UUID) -> StationView:
    """A station. Raises NoSuchStation."""
    row = rows.station_with_life(tx, tenant_id, station_id)
    if row is None:
        raise NoSuchStation
    return _view(row)


def page(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> Sequence[StationView]:
    """At most `most` stations by id, from the first one after `after`."""
    return [_view(row) for row in rows.stations_after(tx, tenant_id, after, most)]


def open_session(tx: Tx, office: Office, station: Holder) -> Head:
    """Open a session, so that requests of the previous one are refused, and return the state of the station at HQ.

    For an ended life no session is stored: it must not end the session of the life that followed. Raises NoSuchStation.
    """
    life = lock(tx, station.tenant_id, station.station_id)
    session = office.random(_SESSION_BYTES).hex()
    now = office.clock.now()
    if station.epoch == life.epoch:
        _update(tx, life, session=session, last_request=0, last_seen_at=now)
    return Head(
        epoch=life.epoch,
        acknowledged=life.acknowledged,
        head_hash=bytes(life.head_hash).hex(),
        status=life.status,
        session=session,
        hq_incarnation=office.incarnation,
        feed_head=feed.head(tx, station.tenant_id),
        server_time=now,
        recalls=recalls.standing(tx, station) if station.epoch == life.epoch else (),
    )


def set_status(tx: Tx, office: Office, by: Author, station_id: UUID, wanted: StatusChange) -> StationView:
    """Freeze a station, make it active again, declare it lost or revoke it. Losing or revoking fences its rights.

    Raises NoSuchStation or StatusRefused.
    """
    life = lock(tx, by.tenant_id, station_id)
    if life.status != wanted.status:
        if wanted.status not in _MAY_BECOME[StationStatus(life.status)]:
            raise StatusRefused(life.status)
        if wanted.status in _ENDS_RIGHTS and life.epoch:
            ended = Holder(by.tenant_id, station_id, life.epoch)
            fencing.fence(tx, ended, wanted.status, office.clock.now())
        _update(tx, life, status=wanted.status)
        act = StationStatusSet(station_id, wanted.status, wanted.reason)
        act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return view(tx, by.tenant_id, station_id)


def freeze(tx: Tx, office: Office, tenant_id: UUID, station_id: UUID, reason: str) -> None:
    """Freeze a station because its journal contradicts itself. HQ is the author of the act."""
    life = lock(tx, tenant_id, station_id)
    _update(tx, life, status=StationStatus.FROZEN)
    act_journal.append(tx, office, tenant_id, StationStatusSet(station_id, StationStatus.FROZEN, reason), None)


def approve_epoch(tx: Tx, office: Office, by: Author, station_id: UUID, epoch: int, reason: str) -> StationView:  # noqa: PLR0913, PLR0917  # who, which, why
    """Allow a restored station to begin a new life after this epoch.

    Raises NoSuchStation, or StatusRefused when the station is in another epoch or neither active nor frozen.
    """
    life = lock(tx, by.tenant_id, station_id)
    if life.epoch != epoch or life.status not in {StationStatus.ACTIVE, StationStatus.FROZEN}:
        raise StatusRefused(life.status)
    if life.epoch_approved != epoch:
        _update(tx, life, epoch_approved=epoch)
        act_journal.append(tx, office, by.tenant_id, EpochApproved(station_id, epoch, reason), by.account_id)
    return view(tx, by.tenant_id, station_id)


def _update(tx: Tx, life: Any, **values: object) -> None:
    rows.update_life(tx, life.tenant_id, life.station_id, **values)


def _view(row: Row[Any]) -> StationView:
    return StationView(
        id=row.id,
        no=row.no,
        name=row.name,
        series=row.series,
        status=StationStatus(row.status),
        epoch=row.epoch,
        acknowledged=row.acknowledged,
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        software=row.software,
    )
