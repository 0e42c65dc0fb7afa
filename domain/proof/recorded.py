"""A sale as its station recorded it, and what the station had been given when it made the sale."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.calendar import CARACAS
from domain.catalogue.catalog import Seat
from domain.catalogue.offering import Offering
from domain.fiscal.documents import FiscalDocument
from domain.fiscal.series import Issuer
from domain.ids import CashierId, PerformanceId, SeatId, VenueId
from domain.money.money import Rates
from domain.money.taxes import TaxTable
from domain.people.staff import Cashier
from domain.sale.closing import Terms
from domain.sale.offered import terms_at
from domain.sale.sale import Sale


@dataclass(frozen=True, slots=True)
class Recorded:
    """A sale as its station recorded it. `turns` as in `sync.facts.SaleRecorded`; `approved_by` approved a courtesy."""

    sale: Sale
    document: FiscalDocument
    turns: tuple[int | None, ...] = ()
    approved_by: CashierId | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the station had at the moment of the sale, from the catalogue that the sale cites.

    `rates` are those of the day of the sale, `issuer` that of the document's series, `staff` who was active.
    """

    offerings: Mapping[PerformanceId, Offering]
    seats: Mapping[tuple[VenueId, SeatId], Seat]
    taxes: TaxTable
    rates: Rates
    issuer: Issuer | None
    staff: Mapping[CashierId, Cashier]

    def terms(self, sale: Sale) -> Terms:
        """The conditions that the sale should have been made under. Raises NoTaxRate."""
        day = sale.sold_at.astimezone(CARACAS).date()
        special = self.issuer is not None and self.issuer.is_special_taxpayer(day)
        return terms_at(sale.sold_at, self.rates, self.taxes, is_special_taxpayer=special)
