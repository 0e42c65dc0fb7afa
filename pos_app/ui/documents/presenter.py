"""The history: find a document, see the state of its paper, print a counted copy, answer for a paper in doubt."""

from dataclasses import dataclass

from domain.fiscal.copies import CopyReason
from domain.fiscal.spoiled_forms import FormInDoubt
from domain.ids import DocumentId, SaleId
from domain.timeline.subjects import Subject, SubjectKind
from pos_app.services.after_sale import lent_refunds
from pos_app.services.documents import documents, print_queue
from pos_app.services.documents.documents import DocumentMatch
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.frame import Frame, KeepingPresenter, Run, ScreenName, Tone
from pos_app.ui.payee_text import payee_text
from pos_app.ui.wording import Message

UNKNOWN = "unknown"
SEARCH_FORM = "documents"
"""Where the text of a search is kept."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as shown in the list."""

    kind: str
    number: str
    at: str
    event: str
    tickets: str
    total: str
    paid_with: str
    paper: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns."""
        return (self.kind, self.number, self.at, self.event, self.tickets, self.total, self.paid_with, self.paper)


@dataclass(frozen=True, slots=True)
class DocumentsState:
    """What the screen shows. `chosen` is -1 when no document matches; `searching` until the matches are shown."""

    searched: str = ""
    rows: tuple[DocumentRow, ...] = ()
    chosen: int = -1
    detail: str = ""
    sent: str = ""
    asks: bool = False
    may_reprint: bool = False
    asks_cause: bool = False
    may_ask: bool = False
    busy: bool = False
    searching: bool = False


class DocumentsPresenter(KeepingPresenter[DocumentsState]):
    """Finds documents, prints copies, settles papers in doubt."""

    def __init__(self, station: Station, frame: Frame, run: Run, after_sale: AfterSale | None = None) -> None:
        super().__init__(DocumentsState())
        self._after_sale = after_sale or AfterSale()
        self._station, self._frame, self._run = station, frame, run
        self._documents: tuple[DocumentMatch, ...] = ()

    def enter(self, searched: str = "") -> None:
        """Show the latest documents of a search, with the newest one chosen."""
        self._documents = ()
        self.search(searched)

    def search(self, text: str) -> None:
        """Find documents by number, control number, ticket code, seat, customer or payment reference.

        The same search again keeps the chosen document; another one chooses its first match.
        """
        chosen = self._chosen() if text == self.state.searched else None
        kept = chosen.document_id if chosen else None

        def show_matches(matches: tuple[DocumentMatch, ...]) -> None:
            # A late result of an older search is dropped.
            if text != self.state.searched:
                return
            self._documents = matches
            self.show(searching=False)
            note, self._after_sale.note = self._after_sale.note, None
            self.choose(_place_of(note or kept, matches))

        self.show(searched=text, searching=True, asks_cause=False)
        self._run(lambda: documents.find(self._station, text), show_matches, self._failed)

    def choose(self, place: int) -> None:
        """Choose the document in this row."""
        chosen = self._documents[place] if 0 <= place < len(self._documents) else None
        self.show(
            rows=tuple(_row(document) for document in self._documents),
            chosen=place if chosen else -1,
            detail=_detail(chosen) if chosen else "" if self._documents else self._no_match(),
            sent=_sent(chosen) if chosen else "",
            asks=chosen is not None and chosen.paper == UNKNOWN,
            may_reprint=chosen is not None,
            may_ask=bool(self.state.searched) and self._station.hq is not None,
        )

    def reprint(self) -> None:
        """F8: ask why the chosen document is printed again. Not during a search: another one may be chosen next."""
        if self._chosen() is not None and not self.state.busy and not self.state.searching:
            self._frame.clear_message()
            self.show(asks_cause=True)

    def step_back(self) -> bool:
        """Esc: leave the question; False when none is asked."""
        asked = self.state.asks_cause
        self.show(asks_cause=False)
        return asked

    def copy(self, why: CopyReason) -> None:
        """F3 to F6: print the chosen document again, marked as a copy."""
        chosen, cashier = self._chosen(), self._frame.cashier
        if chosen is None or self.state.busy or self.state.searching or not self.state.asks_cause:
            return

        def done(copy_no: int) -> None:
            self._finish(wording.text("documents.copy_queued", number=chosen.number, copy_no=copy_no))

        self.show(busy=True)
        self._run(lambda: documents.reprint(self._station, cashier, chosen.document_id, why), done, self._failed)

    def give_back(self) -> None:
        """F7: give tickets of the chosen document's sale back. Not during a search, as for a copy."""
        chosen = self._chosen()
        if chosen is not None and not self.state.busy and not self.state.searching:
            self._after_sale.choose(chosen.sale_id)
            self._frame.go(ScreenName.REFUND)

    def ask_hq(self) -> None:
        """Ctrl+B: ask HQ for the right to refund the sale that the search names, of any station."""
        typed = self.state.searched
        if not self.state.may_ask or self.state.busy or self.state.searching:
            return

        def refund(sale_id: SaleId) -> None:
            self.show(busy=False)
            self._after_sale.choose(sale_id)
            self._frame.go(ScreenName.REFUND)

        self.show(busy=True)
        self._run(lambda: lent_refunds.ask(self._station, typed), refund, self._failed)

    def open_tickets(self) -> None:
        """F4: the tickets of the chosen document's sale. Not during a search, as for a copy."""
        chosen = self._chosen()
        if chosen is not None and not self.state.busy and not self.state.searching:
            self._after_sale.tickets_of = chosen.sale_id
            self._frame.go(ScreenName.TICKETS)

    def show_history(self) -> None:
        """F3: everything that happened to the chosen document. Not during a search, as for a copy."""
        chosen = self._chosen()
        if chosen is not None and not self.state.busy and not self.state.searching:
            self._after_sale.history_of = Subject(SubjectKind.DOCUMENT, chosen.document_id)
            self._frame.go(ScreenName.TIMELINE)

    def answer(self, *, seen: bool) -> None:
        """Settle the chosen document's paper in doubt: `seen` when it is in the cashier's hand."""
        chosen, cashier = self._chosen(), self._frame.cashier
        if chosen is None or self.state.busy or self.state.searching or not self.state.asks:
            return

        def work() -> None:
            for job in print_queue.jobs(self._station):
                if job.subject == chosen.number and job.state is JobState.UNKNOWN:
                    print_queue.settle(self._station, cashier, job.id, seen=seen)

        done = wording.text("documents.settled_seen" if seen else "documents.settled_missing", number=chosen.number)
        self.show(busy=True)
        self._run(work, lambda _: self._finish(done), self._failed)

    def _no_match(self) -> str:
        return wording.text("documents.nothing" if self.state.searched else "documents.none_yet")

    def _chosen(self) -> DocumentMatch | None:
        return self._documents[self.state.chosen] if 0 <= self.state.chosen < len(self._documents) else None

    def _finish(self, text: str) -> None:
        self.show(busy=False, asks_cause=False)
        self._frame.show_message(Message("", text, "", ""), Tone.OK)
        self._frame.changed()
        self.search(self.state.searched)

    def _failed(self, error: Exception) -> None:
        self.show(busy=False, searching=False)
        if isinstance(error, FormInDoubt):  # that screen asks which form is the next one
            self._frame.go(ScreenName.FORMS)
            return
        self._frame.show_message(wording.error_message(error))


def _sent(document: DocumentMatch) -> str:
    """The change by pago móvil and who receives it, also after the screen of the sale is gone; empty for cash."""
    if document.sent is None:
        return ""
    change, payee = document.sent
    amount, method = wording.money(change.amount), wording.method(change.method)
    return wording.text("documents.change", method=method, amount=amount, payee=payee_text(payee))


def _place_of(kept: DocumentId | None, matches: tuple[DocumentMatch, ...]) -> int:
    """The row of the document to keep, -1 when it is not among the matches; without one the first row, if any."""
    if kept is None:
        return 0 if matches else -1
    return next((i for i, match in enumerate(matches) if match.document_id == kept), -1)


def _row(document: DocumentMatch) -> DocumentRow:
    return DocumentRow(
        kind=wording.text(f"documents.kind_{document.kind}"),
        number=document.number,
        at=wording.moment(document.issued_at),
        event=document.event,
        tickets=wording.number(document.tickets),
        total=wording.money(document.total),
        paid_with=", ".join(wording.method(code) for code in document.paid_with),
        paper=wording.text(f"documents.paper_{document.paper}"),
    )


def _detail(document: DocumentMatch) -> str:
    parts = [document.number, document.event, wording.text("documents.tickets", count=document.tickets)]
    if document.control_number:
        parts.append(wording.text("documents.control", number=document.control_number))
    if document.beside:
        parts.append(wording.text("documents.of_invoice", number=document.beside))
    elif document.given_back:
        parts.append(wording.text("documents.given_back", count=document.given_back, all=document.tickets))
    if document.searched_code:
        parts.insert(0, wording.text(f"documents.code_{document.searched_code}", note=document.searched_note))
    if document.copies:
        parts.append(wording.text("documents.copies", count=document.copies))
    return " · ".join(parts)
