"""The history: find a document, see what became of its paper, print a counted copy, answer for a lost one."""

from dataclasses import dataclass

from pos_app.services.documents import documents, print_queue
from pos_app.services.documents.documents import FoundDocument
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Presenter, Run, Tone
from pos_app.ui.wording import Message

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as the list shows it."""

    number: str
    at: str
    event: str
    tickets: str
    total: str
    paid_with: str
    paper: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of the columns."""
        return (self.number, self.at, self.event, self.tickets, self.total, self.paid_with, self.paper)


@dataclass(frozen=True, slots=True)
class DocumentsState:
    """What the screen shows. `chosen` is -1 when nothing was found."""

    searched: str = ""
    rows: tuple[DocumentRow, ...] = ()
    chosen: int = -1
    detail: str = ""
    asks: bool = False
    may_reprint: bool = False
    busy: bool = False


class DocumentsPresenter(Presenter[DocumentsState]):
    """Finds, copies, settles."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(DocumentsState())
        self._station, self._frame, self._run = station, frame, run
        self._found: tuple[FoundDocument, ...] = ()

    def enter(self) -> None:
        """Begin with the latest."""
        self.search("")

    def search(self, text: str) -> None:
        """By number, ticket code, seat, customer's document or payment reference."""

        def arrived(found: tuple[FoundDocument, ...]) -> None:
            if text == self.state.searched:
                self._found = found
                self.choose(0 if found else -1)

        self.show(searched=text)
        self._run(lambda: documents.find(self._station, text), arrived, self._failed)

    def choose(self, place: int) -> None:
        """Look at one row."""
        chosen = self._found[place] if 0 <= place < len(self._found) else None
        self.show(
            rows=tuple(_row(each) for each in self._found),
            chosen=place if chosen else -1,
            detail=_detail(chosen) if chosen else wording.text("documents.nothing"),
            asks=chosen is not None and chosen.paper == UNKNOWN,
            may_reprint=chosen is not None,
        )

    def reprint(self) -> None:
        """Print the chosen document again, marked as copy."""
        chosen, cashier = self._chosen(), self._frame.cashier
        if chosen is None or self.state.busy:
            return

        def done(copy_no: int) -> None:
            said = wording.text("documents.copy_queued", number=chosen.number, copy_no=copy_no)
            self._settled(said)

        self.show(busy=True)
        self._run(lambda: documents.reprint(self._station, cashier, chosen.document_id), done, self._failed)

    def answer(self, *, seen: bool) -> None:
        """Whether the chosen document's paper is in the cashier's hand."""
        chosen, cashier = self._chosen(), self._frame.cashier
        if chosen is None or self.state.busy or not self.state.asks:
            return

        def work() -> None:
            for job in print_queue.jobs(self._station):
                if job.subject == chosen.number and job.state is JobState.UNKNOWN:
                    print_queue.settle(self._station, cashier, job.id, seen=seen)

        said = wording.text("documents.settled_seen" if seen else "documents.settled_missing", number=chosen.number)
        self.show(busy=True)
        self._run(work, lambda _: self._settled(said), self._failed)

    def _chosen(self) -> FoundDocument | None:
        return self._found[self.state.chosen] if 0 <= self.state.chosen < len(self._found) else None

    def _settled(self, said: str) -> None:
        self.show(busy=False)
        self._frame.say(Message("", said, "", ""), Tone.OK)
        self._frame.changed()
        self.search(self.state.searched)

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.say(wording.say(error))


def _row(found: FoundDocument) -> DocumentRow:
    return DocumentRow(
        number=found.number,
        at=wording.moment(found.issued_at),
        event=found.event,
        tickets=wording.number(found.tickets),
        total=wording.money(found.total),
        paid_with=", ".join(wording.method(code) for code in found.paid_with),
        paper=wording.text(f"documents.paper_{found.paper}"),
    )


def _detail(found: FoundDocument) -> str:
    parts = [found.number, found.event, wording.text("documents.tickets", count=found.tickets)]
    if found.control_number:
        parts.append(wording.text("documents.control", number=found.control_number))
    if found.copies:
        parts.append(wording.text("documents.copies", count=found.copies))
    return " · ".join(parts)
