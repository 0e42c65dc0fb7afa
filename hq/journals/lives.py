"""The current life of a station at HQ: its status, and whether it is entitled to rights."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.rights import Holder
from hq.journals import rows
from sync.tables.transaction import Tx


class StationStatus(StrEnum):
    """The status of a station."""

    ADDED = "added"
    """Added at HQ, not enrolled yet."""
    ACTIVE = "active"
    FROZEN = "frozen"
    """Two stores wrote its chain, or its store was restored. It may push, and gets no rights."""
    LOST = "lost"
    """The machine is gone with its rights. A new enrolment code may put another machine in its place."""
    REVOKED = "revoked"
    """It may never enrol again."""


@dataclass(eq=False)
class NoSuchStation(Refused):
    """The organisation has no such station."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "station"


@dataclass(eq=False)
class StatusRefused(Refused):
    """A station with this status cannot do that, or cannot get the wanted status."""

    code: ClassVar[str] = "STATION_STATUS"

    status: str


@dataclass(eq=False)
class StaleEpoch(Refused):
    """The station's store is not of its current life at HQ."""

    code: ClassVar[str] = "STALE_EPOCH"

    epoch: int
    current: int


def must_be_entitled(tx: Tx, station: Holder, *, in_line: bool = False) -> None:
    """Check that a station is active and in its current life; any other may push its journal, and gets no rights.

    `in_line` locks the station's row, so that a request sent twice waits for the first one and sees its effects.

    Raises StaleEpoch, StatusRefused or NoSuchStation.
    """
    life = rows.status_and_epoch(tx, station.tenant_id, station.station_id, lock=in_line)
    if life is None:
        raise NoSuchStation
    status, epoch = life
    if epoch != station.epoch:
        raise StaleEpoch(station.epoch, epoch)
    if status != StationStatus.ACTIVE:
        raise StatusRefused(status)


def lock(tx: Tx, tenant_id: UUID, station_id: UUID) -> Any:
    """The station's row, locked until the transaction ends. Raises NoSuchStation."""
    row = rows.lock_station(tx, tenant_id, station_id)
    if row is None:
        raise NoSuchStation
    return row


def entitled_holder(tx: Tx, tenant_id: UUID, station_id: UUID) -> Holder:
    """The current life of an active station, locked: staff may grant it rights.

    Raises StatusRefused or NoSuchStation.
    """
    life = lock(tx, tenant_id, station_id)
    if life.status != StationStatus.ACTIVE:
        raise StatusRefused(life.status)
    return Holder(tenant_id, station_id, life.epoch)
