"""Papers as PDF, for a station without a printer: a waiting job leaves the queue as a file of the profile."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from domain.errors import Unavailable
from domain.ids import JobId
from domain.people.staff import Cashier, Permission
from pos_app import durable
from pos_app import settings as profile_settings
from pos_app.services.documents import print_queue
from pos_app.services.documents.papers import papers
from pos_app.services.documents.print_queue import JobCard
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind, JobState, PrintJob
from printing.printout import PaperWidth, Printout

FOLDER = "papers"
_WAITING = {JobState.QUEUED, JobState.BLOCKED}


@dataclass(eq=False)
class PaperNotSaved(Unavailable):
    """The file of a paper cannot be written. The job stays in the queue."""

    code: ClassVar[str] = "PDF-01"


def save_pdf(station: Station, cashier: Cashier, job_id: JobId) -> Path | None:
    """Write the papers of a waiting job into the profile, one page each, and end the job as printed.

    None for a job that does not wait or has no paper. A later file of the same document is a counted copy, made by a
    reprint. Not for a station whose print thread runs: both would take the job. Raises NotAllowed or PaperNotSaved.
    """
    cashier.must(Permission.REPRINT)
    card = print_queue.job(station, job_id)
    job = _taken(station, job_id)
    if card is None or job is None:
        return None
    try:
        # A crash from here on leaves the job SENDING: the next start asks whether the paper is there.
        file = _written(station, card, _content(station, card, job))
    except OSError as error:
        print_queue.put_back(station, job)
        raise PaperNotSaved(what=FOLDER, cause=str(error)) from error
    print_queue.finish(station, job)
    return file


def _taken(station: Station, job_id: JobId) -> PrintJob | None:
    """The job, out of the queue."""
    with station.database.write() as tx:
        job = print_jobs.find(tx, job_id)
        if job is None or job.kind is JobKind.DRAWER or job.state not in _WAITING:
            return None
        taken = replace(job, state=JobState.SENDING, cause="")
        print_jobs.save(tx, taken, sent_at=station.clock.now())
    return taken


def _content(station: Station, card: JobCard, job: PrintJob) -> bytes:
    from printing.pdf_writer import write_roll  # noqa: PLC0415  # loads reportlab, which most stations never need

    columns = profile_settings.read(_profile(station)).printer.columns
    width = next(width for width in PaperWidth if width.columns == columns)
    together = sum(papers(station, job)[job.done :], Printout(()))
    return write_roll(together, width, title=card.subject)


def _written(station: Station, card: JobCard, content: bytes) -> Path:
    folder = _profile(station) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = f"-copy-{card.copy_no}" if card.copy_no else ""
    named = re.sub(r"[^\w-]+", "-", f"{card.subject or card.kind}{copy}")
    file = folder / f"{named}.pdf"
    if file.exists():  # for example a second test page
        file = folder / f"{named}-{card.id}.pdf"
    durable.write(file, content)
    return file


def _profile(station: Station) -> Path:
    return station.database.path.parent
