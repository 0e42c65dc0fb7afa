"""The forms in the printer: which one is the next, spoiling one, and taking the number that the printer shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.fiscal.spoiled_forms import NoFormsHere, SpoilCause
from domain.people.staff import Cashier, Permission
from domain.till.shifts import BadReason, ReasonMissing
from pos_app.services.rights import spoiled_forms
from pos_app.services.rights.spoiled_forms import Cause, PrinterForms, Spoiled
from pos_app.station import Station
from pos_app.storage.sales.form_changes import SpoiledForms
from pos_app.ui import approved_act, wording
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.wording import Message
from printing.spanish import rif

FORMS_FORM = "forms"
"""Where a control number that was typed and not used is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class WrongField:
    """The field that a refusal asks to correct. Each new object sets the focus again."""

    is_note: bool


@dataclass(frozen=True, slots=True)
class FormsState:
    """What the screen shows. `next_control` is empty when no form is left; `may_act` is false without forms."""

    headline: str = ""
    tone: Tone = Tone.PLAIN
    next_control: str = ""
    left: str = ""
    printing: str = ""
    doubt: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    may_act: bool = False
    busy: bool = False
    wrong: WrongField | None = None


class FormsPresenter(KeepingPresenter[FormsState]):
    """Reads the forms, and keeps station and printer at the same one."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(FormsState())
        self._station, self._frame, self._run = station, frame, run

    def enter(self) -> None:
        """Read the forms in the printer."""
        self._run(lambda: spoiled_forms.read(self._station), self._show_forms, self._not_read)

    def spoil(self, cause: SpoilCause, typed: str, note: str) -> None:
        """F3 to F6: spoil the form with the typed control number, or the next one when none is typed."""
        control = typed.strip() or self.state.next_control
        if not self.state.busy and self.state.may_act and control:
            act = partial(spoiled_forms.spoil, self._station, self._frame.cashier, control, Cause(cause, note))
            self._ask(act, approved_act.spoiled_form(control, cause))

    def show_next(self, typed: str, note: str) -> None:
        """F12: take the control number that the printer shows as the next one."""
        if self.state.busy or not self.state.may_act:
            return
        if not typed.strip():
            self.show(wrong=WrongField(is_note=False))
            return
        act = partial(spoiled_forms.show_next, self._station, self._frame.cashier, typed.strip(), note)
        self._ask(act, approved_act.next_form(typed.strip()))

    def _ask(self, act: Callable[..., Spoiled], about: str) -> None:
        self._frame.clear_message()

        def approved(supervisor: Cashier) -> None:
            self.show(busy=True)
            self._frame.hold_keys()
            self._run(partial(act, approved_by=supervisor), self._done, self._failed)

        self._frame.approve(Permission.HANDLE_FORMS, approved, about)

    def _done(self, done: Spoiled) -> None:
        self._frame.kept.forget(FORMS_FORM)
        self._frame.drop_keys()
        self._frame.changed()
        self.show(busy=False)
        self._frame.show_message(Message("", _outcome(done), "", ""), Tone.OK)
        self.enter()

    def _failed(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False, wrong=WrongField(isinstance(error, BadReason | ReasonMissing)))
        self._frame.show_message(wording.error_message(error))

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, NoFormsHere):
            self.show(headline=wording.text("forms.none_here"), may_act=False)
        else:
            self._failed(error)

    def _show_forms(self, read: PrinterForms) -> None:
        control, left = read.supply.next_control, read.supply.left
        self.show(
            headline=wording.text("forms.next" if control else "forms.used_up"),
            tone=Tone.PLAIN if control else Tone.ERROR,
            next_control=control,
            left=wording.text("forms.left", count=left),
            printing=_printing(read),
            doubt=_doubt(read),
            rows=tuple(_row(one) for one in read.spoiled),
            may_act=True,
        )


def _printing(read: PrinterForms) -> str:
    """The printing house of the next form, its authorisation, and the range of its printing."""
    if read.form is None:
        return ""
    form = read.form
    return wording.text(
        "forms.printing",
        first=form.first_control,
        last=form.last_control,
        printer=form.printer,
        rif=rif(form.printer_rif),
        authorisation=form.authorisation,
        day=wording.day(form.made_on),
    )


def _doubt(read: PrinterForms) -> str:
    if read.doubt is not None:
        return wording.text("forms.doubt", document=read.doubt.printed_number, control=read.doubt.control_number)
    if read.last is not None:
        return wording.text("forms.last", document=read.last.printed_number, control=read.last.control_number)
    return ""


def _row(spoiled: SpoiledForms) -> tuple[str, ...]:
    run = spoiled.run
    controls = run.first if run.first == run.last else wording.text("forms.range", first=run.first, last=run.last)
    cause = wording.text(f"forms.cause_{spoiled.cause}")
    return (
        controls,
        f"{cause}: {spoiled.note}" if spoiled.note else cause,
        spoiled.new_control,
        wording.moment(spoiled.spoiled_at),
    )


def _outcome(done: Spoiled) -> str:
    if done.moved is not None:
        return wording.text("forms.moved", document=done.moved.printed_number, control=done.moved.control_number)
    if not done.count:
        return wording.text("forms.agreed", control=done.next_control)
    return wording.text("forms.spoiled", count=done.count)
