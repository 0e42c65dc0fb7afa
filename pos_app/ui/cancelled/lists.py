"""The cancelled performances, and the sales of one: read, chosen, opened, and left again."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.after_sale.suspended_sales import Progress, SuspendedSale
from domain.ids import SaleId
from domain.payments.change import Change
from pos_app.services.after_sale import suspended_sales, suspensions
from pos_app.services.after_sale.suspensions import SuspendedShow
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.cancelled import words
from pos_app.ui.cancelled.state import CancelledState, ShownSales
from pos_app.ui.frame import Frame, KeepingPresenter, Run, ScreenName


class CancelledLists(KeepingPresenter[CancelledState]):
    """Shows performances and their sales."""

    def __init__(self, station: Station, frame: Frame, run: Run, after_sale: AfterSale | None = None) -> None:
        super().__init__(CancelledState())
        self._station, self._frame, self._run = station, frame, run
        self._after_sale = after_sale or AfterSale()

    def enter(self) -> None:
        """Read the performances again; the sales of one stay open, so that the refund of a sale leads back to them."""
        if self.state.busy:
            return
        self.show(busy=True)
        self._run(partial(suspensions.suspended, self._station), self._show_list, self._failed)

    def choose(self, place: int) -> None:
        """Choose the performance, the sale or the performance to cancel in this row."""
        if self.state.choosing is not None:
            self.show(choosing=replace(self.state.choosing, chosen=place))
        elif self.state.sales is not None:
            self._choose_sale(self.state.sales, place)
        else:
            self.show(chosen=place)

    def open(self) -> None:
        """Return: the sales of the chosen performance; of a chosen sale, the screen that gives it back alone."""
        if self.state.busy or self.state.choosing is not None:
            return
        if self.state.sales is not None:
            self._give_back_alone(self.state.sales)
        elif self.state.show is not None:
            self._read_sales(ShownSales(self.state.show))

    def step_back(self) -> bool:
        """Esc: stop a run, or go from the sales or the choice to the list."""
        shown = self.state.sales
        if shown is not None and shown.running is not None:
            self.show(sales=replace(shown, running=replace(shown.running, stopping=True)))
            return True
        if shown is None and self.state.choosing is None:
            return False
        if self.state.busy:
            return True
        self.show(sales=None, choosing=None)
        self.enter()
        return True

    def _show_list(self, shows: Sequence[SuspendedShow]) -> None:
        before, opened = self.state.show, self.state.sales
        place = next((i for i, one in enumerate(shows) if before and one.performance.id == before.performance.id), 0)
        self.show(shows=tuple(shows), chosen=place if shows else -1, loaded=True, busy=False)
        if opened is not None:
            show = next((one for one in shows if one.performance.id == opened.show.performance.id), None)
            self._read_sales(replace(opened, show=show)) if show else self.show(sales=None)

    def _read_sales(self, shown: ShownSales) -> None:
        def show(sales: tuple[SuspendedSale, ...]) -> None:
            first = next((i for i, sale in enumerate(sales) if sale.progress is not Progress.DONE), 0)
            place = shown.chosen if 0 <= shown.chosen < len(sales) else first
            self.show(busy=False)
            self._choose_sale(replace(shown, sales=sales), place if sales else -1)

        self.show(busy=True, sales=shown)
        self._run(partial(suspended_sales.sales_of, self._station, shown.show.performance.id), show, self._failed)

    def _choose_sale(self, shown: ShownSales, place: int) -> None:
        """Choose a sale and read what would go back for it."""
        chosen = replace(shown, chosen=place, money=None)
        self.show(sales=chosen)
        sale, performance_id = chosen.sale, shown.show.performance.id
        if sale is None or sale.progress not in {Progress.READY, Progress.WAITS} or shown.running is not None:
            return

        def show(money: tuple[Change, ...]) -> None:
            now = self.state.sales
            if now is not None and now.sale == sale:
                self.show(sales=replace(now, money=money))

        work = partial(suspended_sales.money_of, self._station, performance_id, sale.sale_id)
        self._run(work, show, partial(self._note, sale.sale_id))

    def _note(self, sale_id: SaleId, error: Exception) -> None:
        """Keep why a sale cannot go back, for its row."""
        shown = self.state.sales
        if shown is not None:
            refused = {**shown.refused, sale_id: wording.error_message(error).what}
            self.show(sales=replace(shown, refused=refused))

    def _give_back_alone(self, shown: ShownSales) -> None:
        sale = shown.sale
        if sale is not None and sale.progress in {Progress.READY, Progress.WAITS}:
            self._after_sale.choose_suspended(sale.sale_id, shown.show.performance.id, words.reason_of(shown.show))
            self._frame.go(ScreenName.REFUND)

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))
