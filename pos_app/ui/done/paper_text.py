"""The progress of the paper of a sale, as text and tone."""

from pos_app.services.documents.print_queue import JobCard
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.frame import Tone

_TONES = {
    JobState.PRINTED: Tone.OK,
    JobState.BLOCKED: Tone.ATTENTION,
    JobState.UNKNOWN: Tone.ATTENTION,
    JobState.CANCELLED: Tone.ATTENTION,
}


_WAITING = {JobState.QUEUED, JobState.BLOCKED}


def paper_text(job: JobCard | None, *, has_printer: bool = True, words: str = "done.paper") -> str:
    """The progress as text, such as printing 2 of 3. `words` are the texts of what was done: a sale or a refund."""
    if not has_printer and (job is None or job.state in _WAITING):
        return wording.text(f"{words}.no_printer")
    if job is None:
        return wording.text(f"{words}.waiting")
    # A paper on its way counts; a question is about the first paper in doubt, which may be long before the last one.
    paper = job.doubtful + 1 if job.state is JobState.UNKNOWN else job.done + (job.state is JobState.SENDING)
    return wording.text(
        f"{words}.{job.state}",
        done=min(paper, job.papers),
        papers=job.papers,
        cause=wording.printer_cause(job.cause),
    )


def paper_tone(job: JobCard | None) -> str:
    """How much attention the progress needs."""
    return _TONES.get(job.state, "") if job else ""
