"""The stations of a tenant: making one known, where HQ stands with it, freezing, losing and revoking it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Row, select, update

from domain.errors import Refused
from domain.rights import Holder
from hq.audit import act_journal
from hq.audit.acts import EpochApproved, StationAdded, StationStatusSet
from hq.catalogue import feed
from hq.catalogue.publish import publish
from hq.journals.lives import NoSuchStation, StationStatus, StatusRefused, lock
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import fencing
from hq.storage import ledger
from hq.storage.ledger import NoSuchThing
from hq.storage.tables import station_life
from sync.journal import NOTHING_BEFORE
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
    """A station as it is made known; what it is called on paper and how it numbers."""

    id: UUID
    no: int
    name: str
    organisation: str
    series: str
    printer_columns: int = 48
    difference_limits: str | None = None
    """None leaves what the set-up files said."""


@dataclass(frozen=True, slots=True)
class StationView:
    """A station and where HQ stands with it."""

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
    """What a station shall be, and why."""

    status: StationStatus
    reason: str


def add(tx: Tx, office: Office, by: Author, wanted: NewStation) -> StationView:
    """Make a station known and publish it; the same again changes nothing. Raises StationNumberTaken, NoSuchThing."""
    s = catalogue.station.c
    if not ledger.is_there(tx, catalogue.series, by.tenant_id, code=wanted.series):
        raise NoSuchThing("series")
    taken = select(s.id).where(s.tenant_id == by.tenant_id, s.no == wanted.no, s.id != wanted.id)
    if tx.execute(taken).first():
        raise StationNumberTaken(wanted.no)
    if (limits := wanted.difference_limits) is None:
        mine = (s.tenant_id == by.tenant_id, s.id == wanted.id)
        limits = tx.execute(select(s.difference_limits).where(*mine)).scalar()
    row = {
        "tenant_id": by.tenant_id,
        "id": wanted.id,
        "no": wanted.no,
        "name": wanted.name,
        "organisation": wanted.organisation,
        "series": wanted.series,
        "printer_columns": wanted.printer_columns,
        "difference_limits": limits or "",
    }
    publish(tx, by.tenant_id, {catalogue.station: [row]})
    begin(tx, office, by, wanted.id, wanted.no)
    return view(tx, by.tenant_id, wanted.id)


def begin(tx: Tx, office: Office, by: Author, station_id: UUID, no: int) -> None:
    """Give a published station its place in HQ's books, unless it has it."""
    row = {
        "tenant_id": by.tenant_id,
        "station_id": station_id,
        "status": StationStatus.ADDED,
        "epoch": ledger.last_epoch(tx, by.tenant_id, station_id),
        "public_key": "",
        "enrolled_at": None,
        "acknowledged": 0,
        "head_hash": NOTHING_BEFORE,
        "session": "",
        "last_request": 0,
        "last_seen_at": None,
        "software": "",
        "epoch_approved": None,
    }
    if tx.insert(station_life, [row]):
        act_journal.append(tx, office, by.tenant_id, StationAdded(station_id, no), by.account_id)


def view(tx: Tx, tenant_id: UUID, station_id: UUID) -> StationView:
    """One station. Raises NoSuchStation."""
    row = tx.execute(_VIEW.where(station_life.c.tenant_id == tenant_id, catalogue.station.c.id == station_id)).first()
    if row is None:
        raise NoSuchStation
    return _read(row)


def page(tx: Tx, tenant_id: UUID, after: UUID | None, most: int) -> Sequence[StationView]:
    """Stations in the order of their ids."""
    statement = _VIEW.where(station_life.c.tenant_id == tenant_id).order_by(catalogue.station.c.id).limit(most)
    if after is not None:
        statement = statement.where(catalogue.station.c.id > after)
    return [_read(row) for row in tx.execute(statement)]


def open_session(tx: Tx, office: Office, station: Holder) -> Head:
    """Where HQ stands with a station; requests of a session opened before are refused from now on.

    A life that ended has no session, and ends none of the life that followed it.
    """
    life = lock(tx, station.tenant_id, station.station_id)
    session = office.random(_SESSION_BYTES).hex()
    now = office.clock.now()
    if station.epoch == life.epoch:
        _write(tx, life, session=session, last_request=0, last_seen_at=now)
    return Head(
        epoch=life.epoch,
        acknowledged=life.acknowledged,
        head_hash=bytes(life.head_hash).hex(),
        status=life.status,
        session=session,
        hq_incarnation=office.incarnation,
        feed_head=feed.head(tx, station.tenant_id),
        server_time=now,
    )


def set_status(tx: Tx, office: Office, by: Author, station_id: UUID, wanted: StatusChange) -> StationView:
    """Freeze, let go on, lose or revoke; a lost or revoked station's rights are fenced. Raises StatusRefused."""
    life = lock(tx, by.tenant_id, station_id)
    if life.status != wanted.status:
        if wanted.status not in _MAY_BECOME[StationStatus(life.status)]:
            raise StatusRefused(life.status)
        if wanted.status in _ENDS_RIGHTS and life.epoch:
            ended = Holder(by.tenant_id, station_id, life.epoch)
            fencing.fence(tx, ended, wanted.status, office.clock.now())
        _write(tx, life, status=wanted.status)
        act = StationStatusSet(station_id, wanted.status, wanted.reason)
        act_journal.append(tx, office, by.tenant_id, act, by.account_id)
    return view(tx, by.tenant_id, station_id)


def freeze(tx: Tx, office: Office, tenant_id: UUID, station_id: UUID, reason: str) -> None:
    """HQ itself freezes an active station: its chain says something that cannot be."""
    life = lock(tx, tenant_id, station_id)
    _write(tx, life, status=StationStatus.FROZEN)
    act_journal.append(tx, office, tenant_id, StationStatusSet(station_id, StationStatus.FROZEN, reason), None)


def approve_epoch(tx: Tx, office: Office, by: Author, station_id: UUID, epoch: int, reason: str) -> StationView:  # noqa: PLR0913, PLR0917  # who, which, why
    """Let a restored station begin a new life after this epoch. Raises StatusRefused when it is not in it."""
    life = lock(tx, by.tenant_id, station_id)
    if life.epoch != epoch or life.status not in {StationStatus.ACTIVE, StationStatus.FROZEN}:
        raise StatusRefused(life.status)
    if life.epoch_approved != epoch:
        _write(tx, life, epoch_approved=epoch)
        act_journal.append(tx, office, by.tenant_id, EpochApproved(station_id, epoch, reason), by.account_id)
    return view(tx, by.tenant_id, station_id)


def _write(tx: Tx, life: Any, **values: object) -> None:
    mine = (station_life.c.tenant_id == life.tenant_id, station_life.c.station_id == life.station_id)
    tx.execute(update(station_life).where(*mine).values(**values))


_VIEW = select(catalogue.station, station_life).join_from(
    station_life,
    catalogue.station,
    (catalogue.station.c.tenant_id == station_life.c.tenant_id) & (catalogue.station.c.id == station_life.c.station_id),
)


def _read(row: Row[Any]) -> StationView:
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
