"""The settings of this machine: language and theme are applied at once, the printer under a supervisor.

With them goes what somebody is asked who calls for help: the state of the station and of its printer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from pos_app import settings
from pos_app.services.documents.printer_trial import Trial
from pos_app.services.setup import machine_settings
from pos_app.settings import PrinterKind, PrinterQuestions, PrinterSettings, Settings
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Presenter, Run, Tone
from pos_app.ui.printer_text import PrinterText
from pos_app.ui.settings import facts
from pos_app.ui.settings.facts import UNREAD, StationFacts
from pos_app.ui.status import ReadPrinter
from pos_app.ui.wording import Message
from printing.devices import Delivery

LANGUAGES = ("", *settings.LANGUAGES)
THEMES = ("", *settings.THEMES)
KINDS = tuple(map(str, (PrinterKind.NONE, PrinterKind.NETWORK, PrinterKind.FILE, PrinterKind.VIRTUAL)))
COLUMNS = tuple(map(str, settings.COLUMNS))
QUESTIONS = tuple(map(str, PrinterQuestions))
_PRINTER_FORM = "printer"
_ADDRESSED = frozenset({str(PrinterKind.NETWORK), str(PrinterKind.FILE)})
"""The kinds that have an address, each one of its own form."""
_LOOKS_AFTER_SAVING = 10
"""How many readings of the facts, one a second, may bring the first answer of a printer that was just saved."""


@dataclass(frozen=True, slots=True)
class PrinterDesk:
    """The printer of the running station: `use` replaces it, `try_out` sends a test page to one that is not in use.

    `has_virtual`: this run was started with a virtual printer, which can be chosen again.
    """

    use: Callable[[PrinterSettings], None]
    try_out: Callable[[PrinterSettings], Trial]
    has_virtual: bool = False


@dataclass(frozen=True, slots=True)
class PrinterForm:
    """The choices of the form."""

    kind: str = str(PrinterKind.NONE)
    address: str = ""
    columns: str = "48"
    questions: str = str(PrinterQuestions.AUTO)


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the screen shows. `printer` is what the form holds and `kept` what is in use."""

    language: str = ""
    theme: str = ""
    printer: PrinterForm = PrinterForm()
    kept: PrinterForm = PrinterForm()
    facts: StationFacts = UNREAD
    outcome: str = ""
    tone: Tone = Tone.PLAIN
    has_virtual: bool = False
    loaded: bool = False
    busy: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether the form holds a printer that is not kept yet."""
        return self.printer != self.kept


class LookAndFacts(Presenter[SettingsState]):
    """The facts of the station, read again and again, and language and theme."""

    def __init__(self, station: Station, frame: Frame, run: Run, desk: PrinterDesk, printer: ReadPrinter) -> None:
        super().__init__(SettingsState(has_virtual=desk.has_virtual))
        self._station, self._frame, self._run, self._desk = station, frame, run, desk
        self._printer_status = printer
        self._reading = False
        self._trying = self._saves_after_trial = False
        self._looks_left = 0
        self._addresses: dict[str, str] = {}

    def refresh(self) -> None:
        """Read the facts again, unless a reading is under way; the view calls it while the screen is open."""
        if not self._reading:
            self._reading = True
            self._run(lambda: facts.read(self._station, self._printer_status()), self._show_facts, self._no_facts)

    def choose_language(self, language: str) -> None:
        """Use a language at once and keep it; empty: the system's."""
        self._choose(lambda: machine_settings.choose_language(self._station, language))

    def choose_theme(self, theme: str) -> None:
        """Use a theme at once and keep it; empty: light or dark, as the desktop."""
        self._choose(lambda: machine_settings.choose_theme(self._station, theme))

    def _choose(self, keep: Callable[[], Settings]) -> None:
        # A choice may come before the settings are read, and each one builds on what is stored, not on what is shown.
        def done(kept: Settings) -> None:
            self.show(language=kept.language, theme=kept.theme)
            self._frame.change_look(kept.language, kept.theme)

        self._run(keep, done, self._failed)

    def _warn_of_silence(self, printer: PrinterText) -> None:
        """After saving: a printer that does not answer prints nothing, and the message must not promise it."""
        if self._looks_left:
            self._looks_left -= 1
            if printer.tone is Tone.ERROR:
                self._looks_left = 0
                what = wording.text("settings.saved_silent", state=printer.words)
                safe, todo = wording.text("settings.saved_silent_safe"), wording.text("settings.saved_silent_todo")
                self._frame.show_message(Message("", what, safe, todo), Tone.ATTENTION)

    def _show_facts(self, read: StationFacts) -> None:
        self._reading = False
        self._warn_of_silence(read.printer)
        if read != self.state.facts:
            self.show(facts=read)

    def _no_facts(self, _: Exception) -> None:
        """Keep what is shown; the message of a step shows why the store cannot be read."""
        self._reading = False

    def _failed(self, error: Exception) -> None:
        self.show(busy=False, outcome="", tone=Tone.PLAIN)
        self._frame.show_message(wording.error_message(error))


class SettingsPresenter(LookAndFacts):
    """Reads the settings of the profile and the facts of the station, and changes the settings."""

    def enter(self) -> None:
        """Read the settings; a form that was edited and not kept stays."""
        self.show(outcome="", tone=Tone.PLAIN)
        self._run(lambda: machine_settings.load(self._station), self._show_settings, self._failed)
        self.refresh()

    def edit_printer(self, form: PrinterForm) -> None:
        """The form was changed; it waits for whoever edits it until it is saved or dropped."""
        self._frame.kept.keep(_PRINTER_FORM, form)
        self.show(printer=form, outcome="", tone=Tone.PLAIN)

    def choose_kind(self, kind: str) -> None:
        """Choose a kind of printer with the address that was typed for it: that of one kind is none of another."""
        form, kept = self.state.printer, self.state.kept
        if kind == form.kind:
            return
        self._addresses[form.kind] = form.address
        known = self._addresses.get(kind, "") if kind in _ADDRESSED else ""
        self.edit_printer(replace(form, kind=kind, address=known or (kept.address if kept.kind == kind else "")))

    def drop_edits(self) -> None:
        """Show the printer in use again."""
        self._addresses.clear()
        self._frame.kept.forget(_PRINTER_FORM)
        self.show(printer=self.state.kept, outcome="", tone=Tone.PLAIN)

    def try_printer(self) -> None:
        """Send a test page to the printer of the form, which need not be kept."""
        form = self.state.printer

        def work() -> Trial:
            printer = self._printer(form)
            machine_settings.check(printer)
            return self._desk.try_out(printer)

        if not self.state.busy and form.kind != PrinterKind.NONE:
            self._trying = True
            self.show(busy=True, outcome=wording.text("settings.trying"), tone=Tone.PLAIN)
            self._run(work, self._show_trial, self._not_tried)

    def save_printer(self) -> None:
        """Keep the printer of the form and use it at once; a supervisor approves.

        While a test page is being sent this waits for it, and so do the keys that follow: they may be a PIN.
        """
        if self.state.busy:
            if self._trying and not self._saves_after_trial:
                self._saves_after_trial = True
                self.show(outcome=wording.text("settings.trying_then_saves"))
                self._frame.hold_keys(self._save_no_more)
            return
        try:
            machine_settings.check(_printer_of(PrinterSettings(), self.state.printer))
        except Refused as error:
            self._failed(error)
            return
        self._frame.approve(Permission.CHANGE_PRINTER, self._keep_printer)

    def _keep_printer(self, supervisor: Cashier) -> None:
        form = self.state.printer

        def work() -> Settings:
            kept = machine_settings.choose_printer(self._station, supervisor, self._printer(form))
            self._desk.use(kept.printer)
            return kept

        def done(kept: Settings) -> None:
            self._frame.kept.forget(_PRINTER_FORM)
            self.show(busy=False, printer=_form(kept.printer), kept=_form(kept.printer), outcome="", tone=Tone.PLAIN)
            self.refresh()
            self._frame.changed()
            self._frame.show_message(Message("", wording.text("settings.printer_saved"), "", ""), Tone.OK)
            self._looks_left = _LOOKS_AFTER_SAVING

        self.show(busy=True)
        self._run(work, done, self._failed)

    def _printer(self, form: PrinterForm) -> PrinterSettings:
        return _printer_of(machine_settings.load(self._station).printer, form)

    def _show_settings(self, kept: Settings) -> None:
        form, edited = _form(kept.printer), self._frame.kept.find(_PRINTER_FORM, PrinterForm)
        self.show(language=kept.language, theme=kept.theme, printer=edited or form, kept=form, loaded=True)

    def _save_no_more(self) -> None:
        """Esc, or another screen, before the test page was sent: nothing is saved."""
        self._saves_after_trial = False
        if self._trying:
            self.show(outcome=wording.text("settings.trying"))

    def _trial_ended(self) -> None:
        """The printer is saved now, if that was asked for meanwhile."""
        self._trying, saves, self._saves_after_trial = False, self._saves_after_trial, False
        if saves:
            self.save_printer()
            self._frame.drop_keys()  # the question for the PIN has taken them; without one nothing waits for them

    def _not_tried(self, error: Exception) -> None:
        self._saves_after_trial = False
        self._frame.drop_keys()
        self._failed(error)
        self._trial_ended()

    def _show_trial(self, trial: Trial) -> None:
        if trial.status.cause is not None:
            cause = trial.status.cause
            words, tone = f"▲ {wording.text(f'printer.cause.{cause}')}. {_advice(cause)}", Tone.ERROR
        else:
            tone = Tone.OK if trial.delivery is Delivery.PROVED else Tone.ATTENTION
            words = wording.text(
                f"settings.trial_{trial.delivery.name.lower()}" if trial.delivery else "settings.trying"
            )
        self.show(busy=False, outcome=words, tone=tone)
        self._trial_ended()


def _form(printer: PrinterSettings) -> PrinterForm:
    return PrinterForm(str(printer.kind), printer.address, str(printer.columns), str(printer.status))


def _printer_of(before: PrinterSettings, form: PrinterForm) -> PrinterSettings:
    """The printer of the form; what the form does not show stays as it was."""
    return replace(
        before,
        kind=PrinterKind(form.kind),
        address=form.address.strip(),
        columns=int(form.columns),
        status=PrinterQuestions(form.questions),
    )


def _advice(cause: str) -> str:
    return wording.text(f"settings.advice.{cause}")
