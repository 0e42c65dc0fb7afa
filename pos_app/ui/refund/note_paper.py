"""The paper of a credit note, followed on the screen after the refund. No Qt."""

from functools import partial

from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import JobCard
from pos_app.ui import wording
from pos_app.ui.done.paper_watch import paper_of
from pos_app.ui.refund.steps import RefundSteps


class NotePaper(RefundSteps):
    """Follows the paper, and settles it when it is in doubt."""

    _looking = False

    def look(self) -> None:
        """Read the state of the note's paper; the screen calls it repeatedly while `paper_moves`."""
        self.show(has_printer=self._printer() is not None)
        made = self.state.made
        if made is None or self._looking or not self.state.paper_moves:
            return
        self._looking = True
        self._run(partial(paper_of, self._station, made.job_id), self._show_job, self._failed)

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
        self._frame.show_message(wording.error_message(error))
