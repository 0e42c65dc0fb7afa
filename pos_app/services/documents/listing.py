"""The list of a performance that does not take place: queued for the printer, or written as PDF into the profile."""

import re
from pathlib import Path

from domain.ids import JobId, PerformanceId
from domain.people.staff import Cashier, Permission
from pos_app import durable
from pos_app import settings as profile_settings
from pos_app.services.documents import suspension_lists
from pos_app.services.documents.paper_files import FOLDER, PaperNotSaved
from pos_app.services.documents.papers import list_paper
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind, new_job
from printing.printout import PaperWidth


def print_list(station: Station, cashier: Cashier, performance_id: PerformanceId) -> JobId:
    """Queue the list. What it says is read when it is printed. Raises NotAllowed."""
    cashier.must(Permission.REPRINT)
    job = new_job(station.ids.new(), JobKind.SUSPENSION, performance_id, station.clock.now())
    with station.database.write() as tx:
        print_jobs.add(tx, job)
    station.wake()
    return job.id


def save_list(station: Station, cashier: Cashier, performance_id: PerformanceId) -> Path:
    """Write the list as PDF into the profile and return the file. Raises NotAllowed or PaperNotSaved."""
    from printing.pdf_writer import write_roll  # noqa: PLC0415  # loads reportlab, which most stations never need

    cashier.must(Permission.REPRINT)
    with station.database.read() as tx:
        listed = suspension_lists.of_performance(tx, station, performance_id)
        paper = list_paper(tx, station, listed)
    profile = station.database.path.parent
    columns = profile_settings.read(profile).printer.columns
    width = next(width for width in PaperWidth if width.columns == columns)
    title = f"{listed.event} {listed.starts_at:%Y-%m-%d}"
    named = re.sub(r"[^\w-]+", "-", title)
    file = profile / FOLDER / f"{named}-{station.ids.new()}.pdf"
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        durable.write(file, write_roll(paper, width, title=title))
    except OSError as error:
        raise PaperNotSaved(what=FOLDER, cause=str(error)) from error
    return file
