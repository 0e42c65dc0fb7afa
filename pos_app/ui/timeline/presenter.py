"""The history of a thing: its life, and the acts that begin on the sale of what is shown."""

from collections.abc import Callable
from functools import partial

from domain.fiscal.copies import CopyReason
from domain.ids import DocumentId, SaleId
from pos_app.services.documents import documents
from pos_app.services.timeline import timelines
from pos_app.ui import wording
from pos_app.ui.frame import ScreenName, Tone
from pos_app.ui.timeline.walking import Walking
from pos_app.ui.wording import Message

SEARCH_FORM = "timeline"
"""Where the text of a search is kept."""


class TimelinePresenter(Walking):
    """Begins acts on the sale of a ticket, a document or a payment."""

    def give_back(self) -> None:
        """F7: give tickets of the sale back."""
        self._with_sale(self._after_sale.choose, ScreenName.REFUND)

    def open_tickets(self) -> None:
        """F4: the tickets of the sale."""

        def choose(sale_id: SaleId) -> None:
            self._after_sale.tickets_of = sale_id

        self._with_sale(choose, ScreenName.TICKETS)

    def ask_cause(self) -> None:
        """F8: ask why the document is printed again."""
        if self.state.has_sale and not self.state.busy:
            self._frame.clear_message()
            self.show(asks_cause=True)

    def copy(self, why: CopyReason) -> None:
        """F3 to F6: print the document again, marked as a copy."""
        if not self.state.has_sale or self.state.busy or not self.state.asks_cause:
            return
        cashier, subject = self._frame.cashier, self._way[-1]

        def work() -> int | None:
            document: DocumentId | None = timelines.document_of(self._station, subject)
            return documents.reprint(self._station, cashier, document, why) if document else None

        def done(copy_no: int | None) -> None:
            self.show(busy=False, asks_cause=False)
            if copy_no is not None:
                text = wording.text("timeline.copy_queued", copy_no=copy_no)
                self._frame.show_message(Message("", text, "", ""), Tone.OK)
                self._frame.changed()
            if self._way:
                self._read(self._way[-1])

        self.show(busy=True)
        self._run(work, done, self._failed)

    def _with_sale(self, choose: Callable[[SaleId], None], screen: ScreenName) -> None:
        if not self.state.has_sale or self.state.busy:
            return

        def then(sale_id: SaleId | None) -> None:
            self.show(busy=False)
            if sale_id is not None:
                choose(sale_id)
                self._frame.go(screen)

        self.show(busy=True)
        self._run(partial(timelines.sale_of, self._station, self._way[-1]), then, self._failed)
