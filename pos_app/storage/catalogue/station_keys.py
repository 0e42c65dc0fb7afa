"""Queries of the lives of the organisation's stations and their keys, as HQ published them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from domain.ids import StationId
from sync.tables import catalogue
from sync.tables.transaction import Tx

_k, _s = catalogue.station_key.c, catalogue.station.c


@dataclass(frozen=True, slots=True)
class OtherStation:
    """A station in its latest life that HQ published; `epoch` is 0 when none was."""

    id: StationId
    no: int
    name: str
    epoch: int


def station_with_number(tx: Tx, tenant_id: UUID, no: int) -> OtherStation | None:
    """The station with a number; None when the catalogue has none."""
    row = tx.execute(select(_s.id, _s.no, _s.name).where(_s.tenant_id == tenant_id, _s.no == no)).first()
    if row is None:
        return None
    of_station = (_k.tenant_id == tenant_id, _k.station_id == row.id)
    epoch = tx.execute(select(func.coalesce(func.max(_k.epoch), 0)).where(*of_station)).scalar_one()
    return OtherStation(StationId(row.id), row.no, row.name, int(epoch))


def public_key(tx: Tx, tenant_id: UUID, station_id: UUID, epoch: int) -> str | None:
    """The key of a life of a station; None when HQ published no such life."""
    of_life = (_k.tenant_id == tenant_id, _k.station_id == station_id, _k.epoch == epoch)
    return tx.execute(select(_k.public_key).where(*of_life)).scalar()
