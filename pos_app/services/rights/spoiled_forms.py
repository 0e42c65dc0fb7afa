"""Spoiling forms, and bringing station and printer to the same next control number (docs/fiscal-rules.md F47, F48)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.fiscal.documents import DocumentKind, FiscalDocument
from domain.fiscal.form_supply import FormRun, FormSupply, count_forms
from domain.fiscal.forms import Form, control_after, read_control
from domain.fiscal.series import FormsUnknown, FormsUsedUp, Series
from domain.fiscal.spoiled_forms import (
    FormSettled,
    FormSpoiledBefore,
    NoFormsHere,
    NotNextForm,
    SpoilCause,
    on_form,
    passed_over,
)
from domain.fiscal.typed_number import typed_control_number
from domain.ids import CashierId, DocumentId
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from pos_app.services.rights import forms
from pos_app.station import Station
from pos_app.storage.sales import form_changes, form_doubts, print_jobs, recorded, refunds, reports
from pos_app.storage.sales.form_changes import SpoiledForms
from pos_app.storage.sales.form_doubts import FormDoubt
from pos_app.storage.sales.print_jobs import JobKind, JobState, PrintJob, new_job
from pos_app.storage.store import fences
from sync import journal
from sync.facts import FormReplaced, FormsSpoiled, PaperOutcome, PaperSettled
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx

_SHOWN = 50
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class PrinterForms:
    """The forms in the printer. `form` is the printing of the next one, None when none is left.

    `doubt` is the document of which nobody knows whether it is on its form.
    """

    series: str
    supply: FormSupply
    form: Form | None
    last: FiscalDocument | None
    doubt: FiscalDocument | None
    spoiled: tuple[SpoiledForms, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a form is spoiled. Words are needed for OTHER."""

    code: SpoilCause
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """The outcome: how many forms were spoiled, the document that is printed on another one, and the next form."""

    count: int
    moved: FiscalDocument | None
    next_control: str


@dataclass(frozen=True, slots=True)
class _Act:
    """Who acts, who approved, and why."""

    by: Cashier
    approved_by: CashierId | None
    cause: Cause


def read(station: Station) -> PrinterForms:
    """The forms in the printer. Raises NoFormsHere."""
    with station.database.read() as tx:
        series, supply = _in_printer(tx, station)
        last = form_changes.last_document(tx, station.tenant_id)
        doubt = form_doubts.current(tx, station.holder)
        return PrinterForms(
            series=series.code,
            supply=supply,
            form=series.form_of(supply.next_control) if supply.next_control else None,
            last=_document(tx, station, last) if last else None,
            doubt=doubt.document if doubt else None,
            spoiled=form_changes.latest(tx, station.tenant_id, _SHOWN),
        )


def spoil(
    station: Station, by: Cashier, control_number: str, cause: Cause, approved_by: Cashier | None = None
) -> Spoiled:
    """Spoil one form: the next one, or that of a document, which is then printed on the next form.

    Raises NotAllowed, ReasonMissing, NoFormsHere, NotNextForm, FormSpoiledBefore, FormSettled, FormsUsedUp,
    StoreFenced, AnotherLife and StoppedByHq.
    """
    act = _checked(by, approved_by, cause)
    with station.database.write() as tx:
        fences.refuse_stopped(tx, station.author.epoch)
        series, supply = _in_printer(tx, station)
        control = _as_stored(control_number, supply)
        if control == supply.next_control:
            _spoil(tx, station, act, series, (FormRun(control, control),))
            done = Spoiled(1, None, supply.after(control).next_control)
        else:
            done = _move(tx, station, act, (series, supply), _document_on(tx, station, supply, control))
    station.wake()
    return done


def show_next(
    station: Station, by: Cashier, control_number: str, note: str = "", approved_by: Cashier | None = None
) -> Spoiled:
    """Take the control number that the printer shows as the next one: the forms before it are spoiled.

    After a doubt, it is the answer to what became of the document: it is printed on its own form when that is still
    in the printer, and otherwise on the next one. Raises as `spoil` does, but not FormSpoiledBefore.
    """
    act = _checked(by, approved_by, Cause(SpoilCause.PASSED_OVER, note))
    with station.database.write() as tx:
        fences.refuse_stopped(tx, station.author.epoch)
        series, supply = _in_printer(tx, station)
        control = _as_stored(control_number, supply)
        doubt = form_doubts.current(tx, station.holder)
        if doubt is None:
            passed = passed_over(supply, control)
            _spoil(tx, station, act, series, passed)
            done = Spoiled(count_forms(passed), None, control)
        else:
            done = _answer(tx, station, act, (series, supply), (doubt, control))
    station.wake()
    return done


def _answer(
    tx: Tx, station: Station, act: _Act, where: tuple[Series, FormSupply], answer: tuple[FormDoubt, str]
) -> Spoiled:
    """What became of a document in doubt, by the control number that the printer shows."""
    (series, supply), (doubt, shown) = where, answer
    own = doubt.document.control_number
    if shown == own:  # nothing was printed on it
        _print_again(tx, station, doubt.document, first=True)
        return Spoiled(0, doubt.document, supply.next_control)
    if supply.before(shown) is None and shown != control_after(own, 1):
        raise NotNextForm(shown, own)
    passed = supply.before(shown) or ()
    _spoil(tx, station, act, series, passed)
    rest = supply.after(passed[-1].last) if passed else supply
    jammed = replace(act, cause=replace(act.cause, code=SpoilCause.JAMMED))
    done = _move(tx, station, jammed, (series, rest), doubt.document)
    return replace(done, count=done.count + count_forms(passed))


def _spoil(tx: Tx, station: Station, act: _Act, series: Series, runs: Sequence[FormRun]) -> None:
    for run in runs:
        fact = FormsSpoiled(series.code, run.first, run.last, act.cause.code, act.cause.note, act.approved_by)
        journal.append(tx, station.author, fact, at=station.clock.now(), actor=act.by.id)


def _move(tx: Tx, station: Station, act: _Act, where: tuple[Series, FormSupply], document: FiscalDocument) -> Spoiled:
    """Spoil the form of a document, and print the document on the next one."""
    series, supply = where
    control = supply.next_control
    if not control:
        raise FormsUsedUp(series.code)
    form = series.form_of(control)
    if form is None:
        raise FormsUnknown(series.code, control)
    _refuse_settled(tx, station, document)
    fact = FormReplaced(
        series.code,
        document.id,
        document.control_number,
        control,
        form,
        act.cause.code,
        act.cause.note,
        act.approved_by,
    )
    journal.append(tx, station.author, fact, at=station.clock.now(), actor=act.by.id)
    moved = on_form(document, control, form)
    _print_again(tx, station, moved)
    return Spoiled(1, moved, supply.after(control).next_control)


def _print_again(tx: Tx, station: Station, document: FiscalDocument, *, first: bool = False) -> None:
    """Print the original of a document again, without its tickets; `first` before all that waits behind it."""
    subject: UUID
    if document.kind is DocumentKind.INVOICE:
        subject, kind = document.sale_id, JobKind.SALE
    else:
        subject, kind = refunds.of_note(tx, (station.tenant_id, station.id), document.id).id, JobKind.REFUND
    again = new_job(station.ids.new(), kind, subject, station.clock.now())
    before = next((job for job in print_jobs.of_subject(tx, subject) if job.kind is kind and _lacks_first(job)), None)
    print_jobs.add(tx, again, ahead_of=before if first else None)
    if before is not None:
        _skip_first(tx, station, before, document)


def _lacks_first(job: PrintJob) -> bool:
    """Whether the document of an original is not printed yet, or nobody knows whether it is."""
    if job.state is JobState.UNKNOWN:
        return form_doubts.first_in_doubt(job) == 0
    return job.state in {JobState.QUEUED, JobState.BLOCKED} and not job.done


def _skip_first(tx: Tx, station: Station, job: PrintJob, document: FiscalDocument) -> None:
    """Go on with the papers of a job after its document, which another job prints."""
    is_unknown = job.state is JobState.UNKNOWN
    after = replace(job, doubts=job.doubts[1:], done=job.done if job.doubts else job.done + 1, cause="")
    if after.doubts:
        print_jobs.save(tx, after)
    elif after.done < after.papers:
        print_jobs.save(tx, replace(after, state=JobState.QUEUED, next_try_at=station.clock.now()))
    elif is_unknown:
        print_jobs.save(tx, replace(after, state=JobState.PRINTED))
        settled = PaperSettled(job.id, document.id, PaperOutcome.MISSING)
        journal.append(tx, station.author, settled, at=station.clock.now(), actor=None)
    else:
        print_jobs.save(tx, replace(after, state=JobState.CANCELLED))


def _document_on(tx: Tx, station: Station, supply: FormSupply, control: str) -> FiscalDocument:
    document_id = form_changes.document_on(tx, station.tenant_id, control)
    document = _document(tx, station, document_id) if document_id else None
    if document is not None and document.control_number == control:
        return document
    if form_changes.is_spoiled(tx, station.tenant_id, control):
        raise FormSpoiledBefore(control)
    raise NotNextForm(control, supply.next_control)


def _refuse_settled(tx: Tx, station: Station, document: FiscalDocument) -> None:
    """Refuse to print a document on another form when something that was given out names the one it is on."""
    position = recorded.position_of(tx, station.tenant_id, document.id)
    assert position is not None
    is_earlier = epoch_of(position) != station.author.epoch
    is_closed = position <= reports.last_z_position(tx, station.tenant_id, station.id)
    is_named = document.kind is DocumentKind.INVOICE and refunds.has_notes(tx, station.tenant_id, document.sale_id)
    if is_earlier or is_closed or is_named:
        raise FormSettled(document.control_number, document.printed_number)


def _document(tx: Tx, station: Station, document_id: DocumentId) -> FiscalDocument:
    position = recorded.position_of(tx, station.tenant_id, document_id)
    assert position is not None
    return recorded.document_at(tx, (station.tenant_id, station.id), position)


def _in_printer(tx: Tx, station: Station) -> tuple[Series, FormSupply]:
    series = station.catalogue.series(tx)
    supply = forms.supply(tx, station, series)
    if not series.medium.needs_control_number or not (supply.runs or supply.used_to):
        raise NoFormsHere
    return series, supply


def _as_stored(typed: str, supply: FormSupply) -> str:
    """The control number that was typed. Its two digits before the dash, and zeros after it, may be missing."""
    digits = typed.strip()
    control = typed_control_number(digits.zfill(_DIGITS) if digits.isdecimal() else digits) or digits
    if not control.startswith("-"):
        return control
    known = read_control(supply.next_control or supply.used_to)
    return f"{known.identifier}{control}" if known else control


def _checked(by: Cashier, approved_by: Cashier | None, cause: Cause) -> _Act:
    (approved_by or by).must(Permission.HANDLE_FORMS)
    note = check_reason(cause.note) if cause.note.strip() or cause.code is SpoilCause.OTHER else ""
    approver = approved_by.id if approved_by and approved_by != by else None
    return _Act(by, approver, Cause(cause.code, note))
