"""The state of the screen of cancelled performances: the list, the sales of one, or the choice of another to cancel."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.after_sale.suspended_sales import Progress, SuspendedSale
from domain.ids import SaleId
from domain.payments.change import Change
from pos_app.services.after_sale.suspensions import SuspendedShow
from pos_app.services.selling.browsing import PerformanceCard


@dataclass(frozen=True, slots=True)
class Running:
    """A run through the sales that are ready: how many were tried, of how many; `stopping` after the present one."""

    tried: int
    total: int
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class ShownSales:
    """The sales of one performance. `refused` says why money of a sale could not go back when it was tried.

    `money` is what would go back for the chosen sale; None while it is read, and where nothing can.
    """

    show: SuspendedShow
    sales: tuple[SuspendedSale, ...] = ()
    chosen: int = -1
    refused: Mapping[SaleId, str] = field(default_factory=dict)
    money: tuple[Change, ...] | None = None
    running: Running | None = None

    @property
    def sale(self) -> SuspendedSale | None:
        """The chosen sale."""
        return self.sales[self.chosen] if 0 <= self.chosen < len(self.sales) else None

    @property
    def ready(self) -> tuple[SuspendedSale, ...]:
        """The sales whose money can go back now."""
        return tuple(sale for sale in self.sales if sale.progress is Progress.READY)


@dataclass(frozen=True, slots=True)
class Choosing:
    """The choice of a performance to cancel, among those on sale."""

    cards: tuple[PerformanceCard, ...] = ()
    chosen: int = -1

    @property
    def card(self) -> PerformanceCard | None:
        """The chosen performance."""
        return self.cards[self.chosen] if 0 <= self.chosen < len(self.cards) else None


@dataclass(frozen=True, slots=True)
class CancelledState:
    """What the screen shows: the sales of a performance, the choice of one to cancel, or else the list."""

    shows: tuple[SuspendedShow, ...] = ()
    chosen: int = -1
    loaded: bool = False
    sales: ShownSales | None = None
    choosing: Choosing | None = None
    busy: bool = False

    @property
    def show(self) -> SuspendedShow | None:
        """The chosen performance of the list."""
        return self.shows[self.chosen] if 0 <= self.chosen < len(self.shows) else None
