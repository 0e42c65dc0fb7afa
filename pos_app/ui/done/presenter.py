"""The screen after a sale: watch the paper, print a copy, open the drawer, begin the next sale."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.fiscal.copies import CopyReason
from domain.ids import JobId
from domain.money.money import Money
from domain.till.shifts import CashMove, CashMovement
from domain.typed_text import plain
from pos_app.services.after_sale.exchanges import CompletedExchange
from pos_app.services.documents import documents, previews
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter
from pos_app.ui.done.paper_watch import PaperState, PaperWatch
from pos_app.ui.frame import Frame, Run, ScreenName, Tone
from pos_app.ui.wording import Message
from printing.devices import PrinterStatus
from printing.preview import Preview

DRAWER_FORM = "drawer"
"""Where the reason for opening the drawer is kept, for each sale."""


@dataclass(frozen=True, slots=True)
class DoneState(PaperState):
    """The sale that was made, its invoice, and the job that prints it.

    `asks_reason`: the screen asks why the drawer is opened; `asks_cause`: why a copy is printed.
    """

    sold: CompletedSale | None = None
    exchanged: CompletedExchange | None = None
    invoice: Preview | None = None
    asks_reason: bool = False
    asks_cause: bool = False

    @property
    def job_id(self) -> JobId | None:
        """The job that prints the invoice."""
        return self.sold.job_id if self.sold else None


class DonePresenter(PaperWatch[DoneState]):
    """Watches the paper of a sale until the cashier goes on."""

    def __init__(
        self,
        station: Station,
        frame: Frame,
        run: Run,
        counter: Counter,
        printer: Callable[[], PrinterStatus | None] = PrinterStatus,
    ) -> None:
        super().__init__(DoneState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._printer = printer

    def enter(self) -> None:
        self.state = DoneState(
            sold=self._counter.sold, exchanged=self._counter.exchanged, has_printer=self._printer() is not None
        )
        self._looking = False
        self.look()
        if sold := self.state.sold:
            self._run(partial(previews.of_sale, self._station, sold.sale.id), self._show_invoice, self._failed)

    def next_sale(self) -> None:
        """Enter: begin the next sale."""
        self._frame.go(ScreenName.SELL)

    def ask_cause(self) -> None:
        """R: ask why the document is printed again."""
        if self.state.sold is not None and not self.state.busy:
            self._frame.clear_message()
            self.show(asks_cause=True)

    def copy(self, why: CopyReason) -> None:
        """F3 to F6: print a counted copy."""
        sold = self.state.sold
        if sold is None or self.state.busy or not self.state.asks_cause:
            return
        self.show(busy=True)
        copy = partial(documents.reprint, self._station, self._frame.cashier, sold.document.id, why)
        self._run(copy, self._copied, self._failed)

    def give_back(self) -> None:
        """F7: give tickets of the sale back."""
        if (sold := self.state.sold) is not None and not self.state.busy:
            self._counter.after_sale.choose(sold.sale.id, from_done=True)
            self._frame.go(ScreenName.REFUND)

    def open_tickets(self) -> None:
        """F4: the tickets of the sale."""
        if (sold := self.state.sold) is not None and not self.state.busy:
            self._counter.after_sale.tickets_of = sold.sale.id
            self._frame.go(ScreenName.TICKETS)

    def ask_reason(self) -> None:
        """D: ask why the drawer is to be opened."""
        self.show(asks_reason=True)

    def open_drawer(self, reason: str) -> None:
        """Open the drawer, once; the journal records a no-sale opening with the reason."""
        if self.state.busy:
            return
        movement = CashMovement(CashMove.NO_SALE, Money.zero(), plain(reason))
        move = partial(shifts.move_cash, self._station, self._frame.cashier, movement)
        self.show(busy=True)
        self._run(move, self._opened, self._failed)

    def step_back(self) -> None:
        """Esc: close the question about the drawer or a copy; otherwise begin the next sale."""
        if self.state.asks_reason or self.state.asks_cause:
            self.show(asks_reason=False, asks_cause=False)
        else:
            self.next_sale()

    def _show_invoice(self, invoice: Preview) -> None:
        self.show(invoice=invoice)

    def _copied(self, copy_no: int) -> None:
        self.show(busy=False, asks_cause=False)
        self._frame.changed()
        self._confirm_done(wording.text("done.copy_queued", copy=copy_no))

    def _opened(self, _: None) -> None:
        self._frame.kept.forget(DRAWER_FORM)
        self.show(asks_reason=False, busy=False)
        self._confirm_done(wording.text("done.drawer_opened"))

    def _confirm_done(self, text: str) -> None:
        self._frame.show_message(Message("", text, "", ""), Tone.OK)
