"""The job that prints a document, as the screen after it follows it. No Qt."""

from dataclasses import replace

from domain.ids import JobId
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import JobCard
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState


def paper_of(station: Station, job_id: JobId) -> JobCard | None:
    """The job of a document. While another job blocks the queue before it, this one is blocked for the same cause."""
    job = print_queue.job(station, job_id)
    if job is None or job.state is not JobState.QUEUED:
        return job
    blocked = (other for other in print_queue.jobs(station) if other.state is JobState.BLOCKED)
    before = next(blocked, None)
    return replace(job, state=JobState.BLOCKED, cause=before.cause) if before else job
