"""The papers that the demo leaves in its folder: what the printer printed as PNG, and the jobs as PDF."""

from pathlib import Path

from pos_app.services.documents.papers import papers
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from printing.paper_picture import draw
from printing.pdf_writer import write_roll, write_sheet
from printing.printout import PaperWidth
from printing.virtual_printer import VirtualPrinter

_ALL = 1_000


def keep_papers(station: Station, printer: VirtualPrinter, folder: Path) -> None:
    """Save the printer's papers as PNG and the jobs as PDF on the roll; reports also on A4."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, paper in enumerate(printer.papers, start=1):
        draw(paper, printer.width).save(folder / f"{i:02}.png")
    with station.database.read() as tx:
        jobs = sorted(print_jobs.latest(tx, _ALL), key=lambda job: (job.created_at, job.id))
    for i, job in enumerate((job for job in jobs if job.kind is not JobKind.DRAWER), start=1):
        name = f"{i:02}-{job.kind}"
        pages = [write_roll(printout, PaperWidth.MM80, name) for printout in papers(station, job)]
        for page, content in enumerate(pages, start=1):
            (folder / f"{name}-{page}.pdf").write_bytes(content)
        if job.kind is JobKind.REPORT:
            (folder / f"{name}-a4.pdf").write_bytes(write_sheet(papers(station, job)[0], name))
