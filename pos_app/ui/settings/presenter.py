"""The settings of this machine: language and theme are applied at once, the printer under a supervisor."""

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
from pos_app.ui.wording import Message
from printing.devices import Delivery

LANGUAGES = ("", *settings.LANGUAGES)
THEMES = ("", *settings.THEMES)
KINDS = tuple(str(kind) for kind in (PrinterKind.NONE, PrinterKind.NETWORK, PrinterKind.FILE))
COLUMNS = tuple(map(str, settings.COLUMNS))
QUESTIONS = tuple(map(str, PrinterQuestions))


@dataclass(frozen=True, slots=True)
class PrinterDesk:
    """The printer of the running station: `use` replaces it, `try_out` sends a test page to one that is not in use."""

    use: Callable[[PrinterSettings], None]
    try_out: Callable[[PrinterSettings], Trial]


@dataclass(frozen=True, slots=True)
class PrinterForm:
    """The choices of the form; the kind of a demo's printer is none of those that can be chosen."""

    kind: str = str(PrinterKind.NONE)
    address: str = ""
    columns: str = "48"
    questions: str = str(PrinterQuestions.AUTO)


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the screen shows."""

    language: str = ""
    theme: str = ""
    printer: PrinterForm = PrinterForm()
    outcome: str = ""
    tone: Tone = Tone.PLAIN
    has_desk: bool = True
    busy: bool = False


class SettingsPresenter(Presenter[SettingsState]):
    """Reads the settings of the profile and changes them. Without a desk the printer belongs to somebody else."""

    def __init__(self, station: Station, frame: Frame, run: Run, desk: PrinterDesk | None) -> None:
        super().__init__(SettingsState(has_desk=desk is not None))
        self._station, self._frame, self._run, self._desk = station, frame, run, desk

    def enter(self) -> None:
        """Read the settings."""
        self._run(lambda: machine_settings.load(self._station), self._show_settings, self._failed)

    def choose_language(self, language: str) -> None:
        """Use a language at once and keep it; empty: the system's."""
        self._choose(lambda: machine_settings.choose_language(self._station, language))

    def choose_theme(self, theme: str) -> None:
        """Use a theme at once and keep it; empty: light or dark, as the desktop."""
        self._choose(lambda: machine_settings.choose_theme(self._station, theme))

    def edit_printer(self, form: PrinterForm) -> None:
        """The form was changed; nothing is kept yet."""
        self.show(printer=form, outcome="", tone=Tone.PLAIN)

    def try_printer(self) -> None:
        """Send a test page to the printer of the form, which need not be kept."""
        desk, form = self._desk, self.state.printer

        def work(use: PrinterDesk) -> Trial:
            printer = self._printer(form)
            machine_settings.check(printer)
            return use.try_out(printer)

        if desk is not None and not self.state.busy and form.kind != PrinterKind.NONE:
            self.show(busy=True, outcome=wording.text("settings.trying"), tone=Tone.PLAIN)
            self._run(lambda: work(desk), self._show_trial, self._failed)

    def save_printer(self) -> None:
        """Keep the printer of the form and use it at once; a supervisor approves."""
        if self._desk is None or self.state.busy:
            return
        try:
            machine_settings.check(_printer_of(PrinterSettings(), self.state.printer))
        except Refused as error:
            self._failed(error)
            return
        self._frame.approve(Permission.CHANGE_PRINTER, self._keep_printer)

    def _keep_printer(self, supervisor: Cashier) -> None:
        desk, form = self._desk, self.state.printer
        assert desk is not None

        def work() -> Settings:
            kept = machine_settings.choose_printer(self._station, supervisor, self._printer(form))
            desk.use(kept.printer)
            return kept

        def done(kept: Settings) -> None:
            self._show_settings(kept)
            self._frame.changed()
            self._frame.show_message(Message("", wording.text("settings.printer_saved"), "", ""), Tone.OK)

        self.show(busy=True)
        self._run(work, done, self._failed)

    def _choose(self, keep: Callable[[], Settings]) -> None:
        # A choice may come before the settings are read, and each one builds on what is stored, not on what is shown.
        def done(kept: Settings) -> None:
            self._show_settings(kept)
            self._frame.change_look(kept.language, kept.theme)

        if not self.state.busy:
            self.show(busy=True)
            self._run(keep, done, self._failed)

    def _printer(self, form: PrinterForm) -> PrinterSettings:
        return _printer_of(machine_settings.load(self._station).printer, form)

    def _show_settings(self, kept: Settings) -> None:
        printer = kept.printer
        form = PrinterForm(str(printer.kind), printer.address, str(printer.columns), str(printer.status))
        self.show(language=kept.language, theme=kept.theme, printer=form, outcome="", tone=Tone.PLAIN, busy=False)

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

    def _failed(self, error: Exception) -> None:
        self.show(busy=False, outcome="", tone=Tone.PLAIN)
        self._frame.show_message(wording.error_message(error))


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
