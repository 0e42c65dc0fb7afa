"""The paper of a document, followed on the screen after it, and settled when it is in doubt. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from domain.fiscal.spoiled_forms import FormInDoubt
from domain.ids import JobId
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import JobCard
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.frame import KeepingPresenter, Run, ScreenName
from printing.devices import PrinterStatus

ENDED = frozenset({JobState.PRINTED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class PaperState:
    """The part of a screen's state that is about the paper of its document."""

    busy: bool = False
    job: JobCard | None = None
    has_printer: bool = True

    @property
    def job_id(self) -> JobId | None:
        """The job that prints the document; None before there is one."""
        return None

    @property
    def asks_whether_seen(self) -> bool:
        """Whether only a person can know if the paper came out."""
        return self.job is not None and self.job.state is JobState.UNKNOWN

    @property
    def paper_moves(self) -> bool:
        """Whether the state of the job may still change."""
        return self.job_id is not None and (self.job is None or self.job.state not in ENDED)


WithPaper = TypeVar("WithPaper", bound=PaperState)


class PaperWatch(KeepingPresenter[WithPaper]):
    """Follows the paper of a document. A subclass is the presenter of the screen after the document."""

    _station: Station
    _run: Run
    _printer: Callable[[], PrinterStatus | None]
    _looking = False

    def look(self) -> None:
        """Read the state of the paper; the screen calls it repeatedly while `paper_moves`."""
        self.show(has_printer=self._printer() is not None)
        job_id = self.state.job_id
        if job_id is None or self._looking or not self.state.paper_moves:
            return
        self._looking = True
        self._run(partial(paper_of, self._station, job_id), self._show_job, self._failed)

    def paper_seen(self, *, seen: bool) -> None:
        """Settle a paper in doubt: `seen` when it is in the cashier's hand; otherwise a copy is printed."""
        if self.state.job is None or self.state.busy or not self.state.asks_whether_seen:
            return
        self.show(busy=True)
        settle = partial(print_queue.settle, self._station, self._frame.cashier, self.state.job.id, seen=seen)
        self._run(settle, self._settled, self._failed)

    def _show_job(self, job: JobCard | None) -> None:
        self._looking = False
        moved = job != self.state.job
        if moved:
            self.show(job=job)
        if moved or self.state.paper_moves:
            self._frame.changed()

    def _settled(self, _: object) -> None:
        self.show(busy=False)
        self._frame.changed()
        self.look()

    def _failed(self, error: Exception) -> None:
        self._looking = False
        self.show(busy=False)
        if isinstance(error, FormInDoubt):  # that screen asks which form is the next one
            self._frame.go(ScreenName.FORMS)
            return
        self._frame.show_message(wording.error_message(error))


def paper_of(station: Station, job_id: JobId) -> JobCard | None:
    """The job of a document. While another job blocks the queue before it, this one is blocked for the same cause."""
    job = print_queue.job(station, job_id)
    if job is None or job.state is not JobState.QUEUED:
        return job
    blocked = (other for other in print_queue.jobs(station) if other.state is JobState.BLOCKED)
    before = next(blocked, None)
    return replace(job, state=JobState.BLOCKED, cause=before.cause) if before else job
