"""The papers of a change, followed on the screen of tickets one job after another. No Qt."""

from pos_app.services.documents.print_queue import JobCard
from pos_app.ui.done.paper_watch import ENDED
from pos_app.ui.tickets.steps import TicketSteps


class ChangePapers(TicketSteps):
    """Each ticket that is reissued has a job of its own: the next one is followed when one has ended."""

    def _show_job(self, job: JobCard | None) -> None:
        super()._show_job(job)
        if job is not None and job.state in ENDED and len(self.state.jobs) > 1:
            self.show(jobs=self.state.jobs[1:], job=None)
