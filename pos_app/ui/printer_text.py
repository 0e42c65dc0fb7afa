"""The state of the printer and the name of a job, as the screens of the printer and of the settings show them."""

from dataclasses import dataclass

from pos_app.services.documents.print_queue import JobCard
from pos_app.ui import wording
from pos_app.ui.frame import Tone
from printing.devices import PrinterStatus


@dataclass(frozen=True, slots=True)
class PrinterText:
    """The state in a few words, and what to do about it."""

    words: str
    todo: str
    tone: Tone


def job_name(job: JobCard) -> str:
    """The name of a job: its paper and the number of its document."""
    name = wording.text(f"printer.kind_{job.kind}", subject=job.subject)
    return wording.text("printer.copy", name=name, copy_no=job.copy_no) if job.copy_no else name


def state_of(status: PrinterStatus | None) -> PrinterText:
    """The text for the last known state of a printer; None is no printer."""
    if status is None:
        return PrinterText(wording.text("printer.none"), wording.text("printer.none_todo"), Tone.PLAIN)
    if status.cause is not None:
        words, todo = wording.text(f"printer.cause.{status.cause}"), wording.text(f"printer.todo.{status.cause}")
        return PrinterText(words, todo, Tone.ERROR)
    if status.paper_low:
        return PrinterText(wording.text("printer.paper_low"), wording.text("printer.todo.paper_low"), Tone.ATTENTION)
    if status.one_way:
        return PrinterText(wording.text("printer.one_way"), wording.text("printer.one_way_todo"), Tone.OK)
    return PrinterText(wording.text("printer.ready"), "", Tone.OK)
