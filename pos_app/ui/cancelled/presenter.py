"""Cancelled performances: their sales go back one by one under a supervisor, and the list is printed or saved."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from domain.after_sale.refunds import Refund
from domain.after_sale.suspended_sales import SuspendedSale, to_give_back
from domain.ids import JobId, PerformanceId
from domain.people.staff import Cashier, Permission
from pos_app.services.after_sale import suspended_sales
from pos_app.services.documents import listing
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.cancelled import words
from pos_app.ui.cancelled.deciding import Deciding
from pos_app.ui.cancelled.state import Running, ShownSales
from pos_app.ui.frame import Frame, Run, Tone
from pos_app.ui.wording import Message


class CancelledPresenter(Deciding):
    """Gives the sales of a performance back."""

    def __init__(self, station: Station, frame: Frame, run: Run, after_sale: AfterSale | None = None) -> None:
        super().__init__(station, frame, run, after_sale)
        self._queue: list[SuspendedSale] = []

    def give_all_back(self) -> None:
        """F12: give every sale back that is ready, one by one, under a supervisor."""
        shown = self.state.sales
        if shown is None or self.state.busy or not shown.ready:
            return
        about = words.about_run(shown.ready, to_give_back(shown.ready))
        self._frame.clear_message()
        self._frame.approve(Permission.REFUND, partial(self._begin, shown), about)

    def print_list(self) -> None:
        """F8: print what went back and what waits."""
        self._list(partial(listing.print_list, self._station, self._frame.cashier), _printed)

    def save_list(self) -> None:
        """F4: write the same as PDF."""
        self._list(partial(listing.save_list, self._station, self._frame.cashier), _saved)

    # ---- inside

    def _begin(self, shown: ShownSales, supervisor: Cashier) -> None:
        self._queue = list(shown.ready)
        self.show(busy=True, sales=replace(shown, running=Running(0, len(self._queue)), refused={}))
        self._next(supervisor)

    def _next(self, supervisor: Cashier) -> None:
        """Give the next sale back, or end the run."""
        shown = self.state.sales
        assert shown is not None
        assert shown.running is not None
        if not self._queue or shown.running.stopping:
            self._end(shown)
            return
        sale = self._queue.pop(0)
        people = (self._frame.cashier, supervisor)
        reason = words.reason_of(shown.show)
        work = partial(
            suspended_sales.refund_one, self._station, people, shown.show.performance.id, sale.sale_id, reason
        )
        self._run(
            lambda: work().refund, partial(self._done, supervisor, sale), partial(self._not_done, supervisor, sale)
        )

    def _done(self, supervisor: Cashier, _sale: SuspendedSale, _made: Refund) -> None:
        self._count()
        self._next(supervisor)

    def _not_done(self, supervisor: Cashier, sale: SuspendedSale, error: Exception) -> None:
        """A refusal of one sale leaves it in the list; any other ends the run."""
        self._count()
        self._note(sale.sale_id, error)
        if not isinstance(error, suspended_sales.OF_ONE_SALE):
            self._queue.clear()
            self._frame.show_message(wording.error_message(error))
        self._next(supervisor)

    def _count(self) -> None:
        shown = self.state.sales
        assert shown is not None
        assert shown.running is not None
        self.show(sales=replace(shown, running=replace(shown.running, tried=shown.running.tried + 1)))

    def _end(self, shown: ShownSales) -> None:
        assert shown.running is not None
        back, waiting = shown.running.tried - len(shown.refused), len(shown.refused)
        if not waiting or back:
            tone = Tone.ATTENTION if waiting or shown.running.stopping else Tone.OK
            self._frame.show_message(Message("", words.ended(back, waiting), "", ""), tone)
        self._queue.clear()
        self._frame.changed()
        self.show(busy=False, sales=replace(shown, running=None))
        self.enter()

    def _list(self, work: Callable[[PerformanceId], JobId | Path], done: Callable[[object], str]) -> None:
        shown = self.state.sales
        if shown is None or self.state.busy:
            return

        def finished(outcome: JobId | Path) -> None:
            self.show(busy=False)
            self._frame.changed()
            self._frame.show_message(Message("", done(outcome), "", ""), Tone.OK)

        self.show(busy=True)
        self._run(partial(work, shown.show.performance.id), finished, self._failed)


def _printed(_: object) -> str:
    return wording.text("cancelled.list_queued")


def _saved(file: object) -> str:
    return wording.text("cancelled.list_saved", file=str(file))
