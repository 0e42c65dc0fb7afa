"""The spooler: each job is printed once. When the outcome is unknown, a person is asked (docs/decisions/0007)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from domain.errors import Unavailable
from domain.fiscal.copies import CopyCause
from domain.fiscal.spoiled_forms import FormInDoubt
from domain.ids import HoldId, JobId, ReportId, ShiftId
from domain.people.staff import Cashier, Permission
from pos_app.services.documents import documents
from pos_app.services.documents.papers import papers
from pos_app.station import Station
from pos_app.storage.sales import form_doubts, holds, print_jobs, reports
from pos_app.storage.sales import shifts as stored_shifts
from pos_app.storage.sales.print_jobs import SENT, JobKind, JobState, PrintJob, new_job
from printing.devices import Delivery, Device
from printing.printout import Printout
from sync import journal
from sync.facts import DocumentReprinted, PaperOutcome, PaperSettled
from sync.tables.transaction import Tx

Writer = Callable[[Printout], bytes]
"""Encodes a paper for the station's printer."""


@dataclass(frozen=True, slots=True)
class Printer:
    """The path to a printer, and how papers are encoded for it."""

    device: Device
    write: Writer


_TOO_OLD = "too_old"
"""The cause of a cancelled request to open the drawer that came too late."""

_DRAWER_LASTS = timedelta(seconds=10)
"""Somebody stands in front of the drawer for so long. A request to open it that is older is cancelled."""

_WAITS_S = (1, 2, 5, 10)
"""Seconds before the second, third, fourth and each further attempt of a blocked job."""

_LONGEST_WAIT = timedelta(seconds=_WAITS_S[-1])


_COPIES = {JobKind.SALE: JobKind.COPY, JobKind.REFUND: JobKind.REFUND_COPY}
"""The kind of the copy of each kind of original document."""


@dataclass(frozen=True, slots=True)
class JobCard:
    """A print job with the name of its subject, for the screens."""

    id: JobId
    kind: JobKind
    subject: str
    copy_no: int
    papers: int
    done: int
    state: JobState
    cause: str
    created_at: datetime
    doubts: tuple[int, ...] = ()

    @property
    def doubtful(self) -> int:
        """The paper, counted from 0, that a person is asked about."""
        return self.doubts[0] if self.doubts else self.done


class Turn(Enum):
    """The outcome of one look at the queue."""

    IDLE = "idle"
    PRINTED = "printed"
    BLOCKED = "blocked"
    ASKING = "asking"


def print_next(station: Station, device: Device, write: Writer, forms: Printer | None = None) -> Turn:
    """Print the oldest waiting job.

    Each paper is saved as SENDING before its bytes leave: after a crash it is known that it may be on paper. A paper
    in doubt does not stop the papers after it: it is asked about when they are out. A document on a form comes out of
    `forms`, the printer that is marked for them, and nothing else does; of the other one when none is marked.
    """
    _cancel_old_drawers(station)
    job = _due(station)
    if isinstance(job, Turn):
        return job
    if job.kind is JobKind.DRAWER:
        return _open_drawer(station, device, write, job)
    todo: tuple[Printout, ...] = ()
    for position in range(job.done, job.papers):
        to = forms if forms and _is_on_form(station, job, position) else Printer(device, write)
        status = to.device.status()
        if not status.ready:
            _block(station, job, str(status.cause))
            return Turn.BLOCKED
        todo = todo or papers(station, job)
        job = replace(job, state=JobState.SENDING, done=position, cause=_of_sent(job))
        _save(station, job, sent_at=station.clock.now())
        try:
            delivery = to.device.send(to.write(todo[position]))
        except Unavailable as error:
            _block(station, job, error.cause)
            return Turn.BLOCKED
        job = _after(job, _of_form(station, job, delivery))
    if job.doubts:
        _save(station, replace(job, state=JobState.UNKNOWN, cause="unproved"))
        return Turn.ASKING
    finish(station, job)
    return Turn.PRINTED


def _due(station: Station) -> PrintJob | Turn:
    """The job whose turn it is, or why none is printed."""
    with station.database.read() as tx:
        job = print_jobs.next_due(tx, station.clock.now(), _LONGEST_WAIT)
        if job is None:
            return Turn.IDLE
        return Turn.ASKING if _waits_for_form(tx, station, job) else job


def _waits_for_form(tx: Tx, station: Station, job: PrintJob) -> bool:
    """Whether a document would come out on a wrong form, because nobody knows what became of the one before it."""
    is_original = job.kind in form_doubts.ORIGINALS and not job.done and not job.copy_no
    doubt = form_doubts.current(tx, station.holder) if is_original else None
    return doubt is not None and doubt.job.id != job.id


def _of_form(station: Station, job: PrintJob, delivery: Delivery) -> Delivery:
    """The delivery of a paper, in doubt for a document on a form that the printer cannot prove.

    The next document would come out on a wrong form if this one did not come out.
    """
    is_open = delivery is Delivery.UNPROVABLE and _is_on_form(station, job, job.done)
    return Delivery.UNPROVED if is_open else delivery


def _is_on_form(station: Station, job: PrintJob, position: int) -> bool:
    """Whether a paper of a job is an original document on a form: not a ticket, a copy, an X or a Z."""
    if position or job.copy_no:
        return False
    with station.database.read() as tx:
        return form_doubts.on_form(tx, station.holder, job) is not None


def _after(job: PrintJob, delivery: Delivery) -> PrintJob:
    """The job after its next paper was sent."""
    if delivery is Delivery.UNPROVED:
        job = replace(job, doubts=(*job.doubts, job.done))
    elif delivery is Delivery.UNPROVABLE:
        job = replace(job, cause=SENT)
    return replace(job, done=job.done + 1)


def _of_sent(job: PrintJob) -> str:
    return SENT if job.cause == SENT else ""


def _cancel_old_drawers(station: Station) -> None:
    """Cancel requests to open the drawer that waited behind a blocked paper, a stopped program or a missing printer."""
    now = station.clock.now()
    with station.database.read() as tx:
        old = [job for job in print_jobs.waiting_drawers(tx) if _is_too_old(job, now)]
    if old:
        with station.database.write() as tx:
            for job in old:
                print_jobs.save(tx, replace(job, state=JobState.CANCELLED, cause=_TOO_OLD))


def _is_too_old(job: PrintJob, now: datetime) -> bool:
    """Whether a job is a waiting request to open the drawer that came too late. The clock may have been set back.

    `created_at` is behind all unfinished jobs, so after the clock went back it may be late by hours; a new job is due
    at the clock's own time.
    """
    unfinished = job.state in {JobState.QUEUED, JobState.BLOCKED}
    asked_at = min(job.created_at, job.next_try_at)
    return job.kind is JobKind.DRAWER and unfinished and abs(now - asked_at) > _DRAWER_LASTS


def _open_drawer(station: Station, device: Device, write: Writer, job: PrintJob) -> Turn:
    """Open the drawer at once or cancel the job: a drawer that opens later stands open with nobody in front of it."""
    status = device.status()
    if not status.ready:
        _save(station, replace(job, state=JobState.CANCELLED, cause=str(status.cause)))
        return Turn.PRINTED
    try:
        delivery = device.send(write(papers(station, job)[0]))
    except Unavailable as error:
        _save(station, replace(job, state=JobState.CANCELLED, cause=error.cause))
        return Turn.PRINTED
    unproved = delivery is Delivery.UNPROVED
    _save(station, replace(job, state=JobState.PRINTED, done=1, cause="unproved" if unproved else ""))
    return Turn.PRINTED


def recover(station: Station) -> tuple[JobCard, ...]:
    """Called at start: doubt the papers that were being sent, and return all jobs that a person has to settle.

    The papers after a doubtful one were never sent: the queue goes on with them.
    """
    with station.database.write() as tx:
        for job in print_jobs.in_state(tx, JobState.SENDING):
            after = _after(job, Delivery.UNPROVED)
            state = JobState.QUEUED if after.done < after.papers else JobState.UNKNOWN
            print_jobs.save(tx, replace(after, state=state, cause="interrupted"))
    return tuple(card for card in jobs(station) if card.doubts or card.state is JobState.UNKNOWN)


def settle(station: Station, cashier: Cashier, job_id: JobId, *, seen: bool) -> None:
    """Settle the first paper in doubt of a job: `seen` tells whether it came out. Raises NotAllowed.

    A missing paper is printed again as a counted copy; the job continues with its next paper. A document on a form is
    printed again as itself, once somebody entered which form is the next one: raises FormInDoubt.
    """
    cashier.must(Permission.REPRINT)
    now = station.clock.now()
    with station.database.write() as tx:
        job = print_jobs.find(tx, job_id)
        if job is None or job.state is not JobState.UNKNOWN:
            return
        doubt = form_doubts.current(tx, station.holder)
        if not seen and doubt is not None and doubt.job.id == job.id:
            raise FormInDoubt(doubt.document.printed_number, doubt.document.control_number)
        if not seen:
            _copy_of_one_paper(tx, station, cashier, job)
        after = replace(job, doubts=job.doubts[1:], done=job.done + (not job.doubts), cause="")
        if after.doubts:
            print_jobs.save(tx, after)
        elif after.done < after.papers:
            print_jobs.save(tx, replace(after, state=JobState.QUEUED, next_try_at=now))
        else:
            _close(tx, station, after, PaperOutcome.SEEN if seen else PaperOutcome.MISSING)
    station.wake()


def print_test(station: Station) -> JobId:
    """Queue a test page with every accent, a code and the cut."""
    job = new_job(station.ids.new(), JobKind.TEST, station.ids.new(), station.clock.now())
    with station.database.write() as tx:
        print_jobs.add(tx, job)
    station.wake()
    return job.id


def release(station: Station) -> None:
    """Make blocked jobs due at once, after the printer became ready."""
    with station.database.write() as tx:
        for job in print_jobs.in_state(tx, JobState.BLOCKED):
            print_jobs.save(tx, replace(job, next_try_at=station.clock.now(), attempts=0))


def jobs(station: Station, limit: int = 50) -> tuple[JobCard, ...]:
    """The last jobs, those that need attention first."""
    with station.database.read() as tx:
        return tuple(_card(tx, station, job) for job in print_jobs.latest(tx, limit))


def job(station: Station, job_id: JobId) -> JobCard | None:
    """One job; None when it does not exist."""
    with station.database.read() as tx:
        stored = print_jobs.find(tx, job_id)
        return _card(tx, station, stored) if stored else None


def _copy_of_one_paper(tx: Tx, station: Station, cashier: Cashier, job: PrintJob) -> None:
    """Queue a copy of the missing paper alone: papers before `done` count as printed, none follows it."""
    now = station.clock.now()
    missing = job.doubts[0] if job.doubts else job.done
    copy = replace(
        new_job(station.ids.new(), job.kind, job.subject_id, now, papers=missing + 1),
        done=missing,
        copy_no=job.copy_no,
    )
    document = documents.printed_by(tx, station, job)
    if document is not None:
        copy_no = documents.copies(tx, station, document.id) + 1
        fact = DocumentReprinted(document_id=document.id, copy_no=copy_no, cause=CopyCause.NOT_PRINTED)
        journal.append(tx, station.author, fact, at=now, actor=cashier.id)
        copy = replace(copy, kind=_COPIES.get(job.kind, job.kind), copy_no=copy_no)
    print_jobs.add(tx, copy)


def finish(station: Station, job: PrintJob) -> None:
    """End a job whose papers all came out."""
    with station.database.write() as tx:
        _close(tx, station, job, PaperOutcome.PRINTED)


def put_back(station: Station, job: PrintJob) -> None:
    """Queue a job again of which nothing came out since it was taken."""
    _save(station, replace(job, state=JobState.QUEUED))


def _close(tx: Tx, station: Station, job: PrintJob, outcome: PaperOutcome) -> None:
    print_jobs.save(tx, replace(job, state=JobState.PRINTED, cause=_of_sent(job)))
    document = documents.printed_by(tx, station, job) if job.kind in _COPIES else None
    if document is not None:
        settled = PaperSettled(job_id=job.id, document_id=document.id, outcome=outcome)
        journal.append(tx, station.author, settled, at=station.clock.now(), actor=None)


def _block(station: Station, job: PrintJob, cause: str) -> None:
    wait_s = _WAITS_S[min(job.attempts, len(_WAITS_S) - 1)]
    next_try_at = station.clock.now() + timedelta(seconds=wait_s)
    waiting = replace(job, state=JobState.BLOCKED, cause=cause, attempts=job.attempts + 1, next_try_at=next_try_at)
    _save(station, waiting)


def _save(station: Station, job: PrintJob, sent_at: datetime | None = None) -> None:
    with station.database.write() as tx:
        print_jobs.save(tx, job, sent_at=sent_at)


def _card(tx: Tx, station: Station, job: PrintJob) -> JobCard:
    # Without a printer no thread cancels an old request to open the drawer, and it opens nothing all the same.
    state = JobState.CANCELLED if _is_too_old(job, station.clock.now()) else job.state
    return JobCard(
        job.id, job.kind, _subject(tx, station, job), job.copy_no, job.papers, job.done, state, job.cause,
        job.created_at, job.doubts,
    )  # fmt: skip


def _subject(tx: Tx, station: Station, job: PrintJob) -> str:
    if (document := documents.printed_by(tx, station, job)) is not None:
        return document.printed_number
    if job.kind is JobKind.REPORT:
        report = reports.load(tx, station.tenant_id, ReportId(job.subject_id)).report
        return f"{report.kind.upper()} {report.number}"
    if job.kind is JobKind.COUNT:
        return str(stored_shifts.number(tx, station.tenant_id, ShiftId(job.subject_id)))
    if job.kind is JobKind.HOLD:
        return str(holds.load(tx, station.tenant_id, HoldId(job.subject_id)).hold.number)
    return ""
