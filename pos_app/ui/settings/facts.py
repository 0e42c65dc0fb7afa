"""What a technician asks on the telephone, as text: station, head office, data, copies, the last paper."""

from dataclasses import dataclass
from pathlib import Path

from pos_app import SOFTWARE
from pos_app.services import health
from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import JobCard
from pos_app.services.health import Health
from pos_app.services.hq import connection
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind, JobState
from pos_app.ui import status, wording
from pos_app.ui.frame import Tone
from pos_app.ui.printer_text import PrinterText, job_name, state_of
from printing.devices import PrinterStatus


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    name: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class StationFacts:
    """The facts of the station, the most asked ones first, and those of its printer."""

    station: tuple[Fact, ...]
    printer: PrinterText
    papers: tuple[Fact, ...]


UNREAD = StationFacts((), PrinterText("", "", Tone.PLAIN), ())


def read(station: Station, printer: PrinterStatus | None) -> StationFacts:
    """Read the present facts; `printer` is the last known state of the printer in use."""
    now = health.read(station, printer)
    folder, hq_url = station.database.path.parent, connection.address(station)
    return StationFacts(
        station=(*_station(now, hq_url), *_data(now, folder)),
        printer=state_of(printer),
        papers=_papers(now, _last_printed(print_queue.jobs(station))),
    )


def _station(now: Health, hq_url: str) -> tuple[Fact, ...]:
    line = status.connection_part(now)
    is_calm = line.tone in {Tone.PLAIN, Tone.OK}
    facts = [_fact("name", now.station_name), _fact("line", line.words, Tone.PLAIN if is_calm else line.tone)]
    facts.append(_fact("hq", hq_url or wording.text("settings.fact.hq_none")))
    if hq_url:
        count = now.pending_facts
        pending = wording.text("settings.fact.pending_some", count=count) if count else ""
        facts.append(_fact("pending", pending or wording.text("settings.fact.pending_none")))
    facts.append(_fact("organisation", now.organisation))
    return tuple(facts)


def _data(now: Health, folder: Path) -> tuple[Fact, ...]:
    numbers = wording.text("settings.fact.numbers_left", left=wording.number(now.numbers_left))
    backup, made_at = now.backup, now.backup.made_at
    copied = wording.moment(made_at) if made_at else wording.text("settings.fact.backup_none")
    if backup.failed_at is not None:
        copied = wording.text("settings.fact.backup_failed", at=wording.moment(backup.failed_at), last=copied)
    return (
        _fact("folder", str(folder)),
        _fact("version", SOFTWARE),
        _fact("backup", copied, Tone.ATTENTION if backup.failed_at else Tone.PLAIN),
        _fact("numbers", numbers, Tone.ATTENTION if now.numbers_low else Tone.PLAIN),
    )


def _papers(now: Health, last: JobCard | None) -> tuple[Fact, ...]:
    printed = wording.text("settings.fact.paper_none")
    if last is not None:
        printed = f"{job_name(last)} · {wording.moment(last.created_at)}"
    waits = now.jobs_waiting + now.jobs_unknown
    waiting = wording.text("settings.fact.waiting_some", count=waits) if waits else ""
    return (
        _fact("paper", printed),
        _fact("waiting", waiting or wording.text("settings.fact.waiting_none")),
    )


def _last_printed(jobs: tuple[JobCard, ...]) -> JobCard | None:
    printed = [job for job in jobs if job.state is JobState.PRINTED and job.kind is not JobKind.DRAWER]
    return max(printed, key=lambda job: job.created_at, default=None)


def _fact(name: str, value: str, tone: Tone = Tone.PLAIN) -> Fact:
    return Fact(wording.text(f"settings.fact.{name}"), value, tone)
