"""What became of the tickets of a performance at every station: refunded, amended, revoked, or still to be settled.

A performance that is cancelled or moved is settled sale by sale at the station that sold it; this says how far all are.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from domain.errors import Refused
from domain.money.money import Currency, Money
from hq.books.rows import performance_sales as rows
from sync.tables.transaction import Tx


@dataclass(eq=False)
class NoSuchPerformance(Refused):
    """The catalogue has no such performance."""

    code: ClassVar[str] = "NO_SUCH_PERFORMANCE"

    performance_id: UUID


@dataclass(frozen=True, slots=True)
class StationSales:
    """One station: its sales with tickets of the performance, and their tickets by what became of them.

    `amended` are live tickets that were issued again, such as for a new date; `live` counts them too. `given_back` has
    one amount a currency.
    """

    station_id: UUID
    name: str
    sales: int
    sold: int
    refunded: int
    revoked: int
    amended: int
    given_back: tuple[Money, ...]

    @property
    def live(self) -> int:
        """Tickets that are neither refunded nor revoked."""
        return self.sold - self.refunded - self.revoked


def sales_by_station(tx: Tx, tenant_id: UUID, performance_id: UUID) -> tuple[StationSales, ...]:
    """Every station that sold tickets of a performance, by number. Raises NoSuchPerformance."""
    if not rows.exists(tx, tenant_id, performance_id):
        raise NoSuchPerformance(performance_id)
    given_back: dict[UUID, list[Money]] = defaultdict(list)
    for row in rows.money(tx, tenant_id, performance_id):
        given_back[row.station_id].append(Money(int(row.amount), Currency(row.currency)))
    return tuple(
        StationSales(
            row.station_id, row.name, row.sales, row.sold, row.refunded, row.revoked, row.amended,
            tuple(given_back[row.station_id]),
        )
        for row in rows.tickets(tx, tenant_id, performance_id)
    )  # fmt: skip
