"""The printer: its state, its queue with the reason of each wait, papers in doubt, the test page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from domain.fiscal.spoiled_forms import FormInDoubt
from pos_app.services.documents import paper_files, print_queue
from pos_app.services.documents.print_queue import JobCard
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import SENT, JobKind, JobState
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Presenter, Run, ScreenName, Tone
from pos_app.ui.printer_text import job_name, state_of
from pos_app.ui.wording import Message
from printing.devices import PrinterStatus

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as shown in the list."""

    at: str
    what: str
    papers: str
    state: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns."""
        return (self.at, self.what, self.papers, self.state)


@dataclass(frozen=True, slots=True)
class PrinterState:
    """What the screen shows."""

    printer: str = ""
    todo: str = ""
    tone: Tone = Tone.PLAIN
    rows: tuple[JobRow, ...] = ()
    chosen: int = -1
    asks: str = ""
    may_save: bool = False
    busy: bool = False


class PrinterPresenter(Presenter[PrinterState]):
    """Shows the queue, settles papers in doubt, prints the test page."""

    def __init__(self, station: Station, frame: Frame, run: Run, printer: Callable[[], PrinterStatus | None]) -> None:
        super().__init__(PrinterState())
        self._station, self._frame, self._run, self._printer = station, frame, run, printer
        self._jobs: tuple[JobCard, ...] = ()
        self._reading = False

    def enter(self) -> None:
        """Begin with the first job that needs attention, or else the oldest that waits, or the newest."""
        self._jobs = ()
        self.state = replace(self.state, chosen=-1)
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again, unless a reading is under way."""
        if not self._reading:
            self._reading = True
            self._run(lambda: print_queue.jobs(self._station), self._show_jobs, self._failed)

    def choose(self, place: int) -> None:
        """Choose the job in this row."""
        chosen = self._jobs[place] if 0 <= place < len(self._jobs) else None
        self.show(
            rows=tuple(_row(job) for job in self._jobs),
            chosen=place if chosen else -1,
            asks=_question(chosen) if chosen and chosen.state is JobState.UNKNOWN else "",
            may_save=self._may_save(chosen),
            **_of_printer(self._printer()),
        )

    def answer(self, *, seen: bool) -> None:
        """Settle the chosen job's paper in doubt: `seen` when it is in the cashier's hand."""
        job, cashier = self._chosen(), self._frame.cashier
        if job is not None and self.state.asks:
            self._do(lambda: print_queue.settle(self._station, cashier, job.id, seen=seen), "printer.settled")

    def test(self) -> None:
        """Print a page with every accent, a code and the cut."""
        self._do(lambda: print_queue.print_test(self._station), "printer.test_queued")

    def save_pdf(self) -> None:
        """Save the papers of the chosen job into the profile, on a station without a printer."""
        job, cashier = self._chosen(), self._frame.cashier

        def done(file: Path | None) -> None:
            key = "printer.pdf_saved" if file else "printer.pdf_taken"
            self._done(wording.text(key, path=str(file)))

        if job is not None and self._may_save(job) and not self.state.busy:
            self.show(busy=True)
            self._run(lambda: paper_files.save_pdf(self._station, cashier, job.id), done, self._failed)

    def _may_save(self, job: JobCard | None) -> bool:
        waits = job is not None and job.kind is not JobKind.DRAWER and job.state in {JobState.QUEUED, JobState.BLOCKED}
        return waits and self._printer() is None

    def _do(self, work: Callable[[], T], done_key: str) -> None:
        def done(_: T) -> None:
            self._done(wording.text(done_key))

        if not self.state.busy:
            self.show(busy=True)
            self._run(work, done, self._failed)

    def _done(self, words: str) -> None:
        self.show(busy=False)
        self._frame.show_message(Message("", words, "", ""), Tone.OK)
        self._frame.changed()
        self.refresh()

    def _chosen(self) -> JobCard | None:
        return self._jobs[self.state.chosen] if 0 <= self.state.chosen < len(self._jobs) else None

    def _show_jobs(self, jobs: tuple[JobCard, ...]) -> None:
        self._reading = False
        chosen = self.state.chosen
        self._jobs = _in_their_places(self._jobs, jobs)
        self.choose(chosen if chosen >= 0 else _first_to_look_at(self._jobs))

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self.show(busy=False)
        if isinstance(error, FormInDoubt):  # that screen asks which form is the next one
            self._frame.go(ScreenName.FORMS)
            return
        self._frame.show_message(wording.error_message(error))


def _in_their_places(shown: Sequence[JobCard], read: Sequence[JobCard]) -> tuple[JobCard, ...]:
    """The jobs that are shown already stay in their rows, whatever became of them; new ones follow.

    Of the new ones those that wait come first, oldest first, and then those that are done, the last one first.
    """
    now = {job.id: job for job in read}
    known = {job.id for job in shown}
    new = sorted((job for job in read if job.id not in known), key=_order)
    return (*(now.get(job.id, job) for job in shown), *new)


def _order(job: JobCard) -> tuple[bool, float]:
    is_over = job.state in {JobState.PRINTED, JobState.CANCELLED}
    written = job.created_at.timestamp()
    return is_over, -written if is_over else written


def _first_to_look_at(jobs: Sequence[JobCard]) -> int:
    attention = (JobState.UNKNOWN, JobState.BLOCKED)
    return next((place for place, job in enumerate(jobs) if job.state in attention), 0 if jobs else -1)


def _row(job: JobCard) -> JobRow:
    sent = job.state is JobState.PRINTED and job.cause == SENT
    state = wording.text("printer.state_sent" if sent else f"printer.state_{job.state}")
    if job.cause and job.state is JobState.BLOCKED:
        state = f"{state}: {wording.printer_cause(job.cause)}"
    papers = wording.text("printer.papers", done=job.done, papers=job.papers)
    return JobRow(wording.moment(job.created_at), job_name(job), papers, state)


def _question(job: JobCard) -> str:
    return wording.text("printer.asks", name=job_name(job), paper=job.doubtful + 1, papers=job.papers)


def _of_printer(status: PrinterStatus | None) -> dict[str, object]:
    shown = state_of(status)
    return {"printer": shown.words, "todo": shown.todo, "tone": shown.tone}
