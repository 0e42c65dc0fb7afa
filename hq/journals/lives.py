"""A station's life as HQ knows it: its status, and whether a life of its store is entitled to rights."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from domain.errors import Refused
from domain.rights import Holder
from hq.storage.tables import station_life
from sync.tables.transaction import Tx


class StationStatus(StrEnum):
    """Where a station stands."""

    ADDED = "added"
    """Made known, not enrolled yet."""
    ACTIVE = "active"
    FROZEN = "frozen"
    """Two stores wrote its chain, or its store was put back: it uploads, and gets no rights."""
    LOST = "lost"
    """Gone with what it holds; a new code may bring another machine in its place."""
    REVOKED = "revoked"
    """Never to come back."""


@dataclass(eq=False)
class NoSuchStation(Refused):
    """The organisation has no such station."""

    code: ClassVar[str] = "NOT_FOUND"

    what: str = "station"


@dataclass(eq=False)
class StatusRefused(Refused):
    """A station that stands like this cannot do that, or become that."""

    code: ClassVar[str] = "STATION_STATUS"

    status: str


@dataclass(eq=False)
class StaleEpoch(Refused):
    """The station's store is of another life than HQ's."""

    code: ClassVar[str] = "STALE_EPOCH"

    epoch: int
    current: int


def must_be_entitled(tx: Tx, station: Holder, *, in_line: bool = False) -> None:
    """That it is active, in the life that HQ knows: others bring in what they did, and get nothing.

    `in_line` locks its row: the same request, sent again meanwhile, waits and finds what the first one did.

    Raises StaleEpoch, StatusRefused or NoSuchStation.
    """
    t = station_life.c
    mine = (t.tenant_id == station.tenant_id, t.station_id == station.station_id)
    statement = select(t.status, t.epoch).where(*mine)
    row = tx.execute(statement.with_for_update() if in_line else statement).first()
    if row is None:
        raise NoSuchStation
    if row.epoch != station.epoch:
        raise StaleEpoch(station.epoch, row.epoch)
    if row.status != StationStatus.ACTIVE:
        raise StatusRefused(row.status)


def lock(tx: Tx, tenant_id: UUID, station_id: UUID) -> Any:
    """The station's row, locked until the transaction ends. Raises NoSuchStation."""
    mine = (station_life.c.tenant_id == tenant_id, station_life.c.station_id == station_id)
    row = tx.execute(select(station_life).where(*mine).with_for_update()).first()
    if row is None:
        raise NoSuchStation
    return row


def entitled_holder(tx: Tx, tenant_id: UUID, station_id: UUID) -> Holder:
    """The current life of an active station, its row locked: who staff may give rights to.

    Raises StatusRefused or NoSuchStation.
    """
    life = lock(tx, tenant_id, station_id)
    if life.status != StationStatus.ACTIVE:
        raise StatusRefused(life.status)
    return Holder(tenant_id, station_id, life.epoch)
