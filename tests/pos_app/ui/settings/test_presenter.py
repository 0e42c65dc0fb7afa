"""The settings without Qt: language and theme at once, the printer by a supervisor, the test page."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.people.staff import Cashier, Permission
from pos_app import SOFTWARE, settings
from pos_app.services.documents import print_queue
from pos_app.services.documents.printer_trial import Trial
from pos_app.settings import PrinterKind, PrinterQuestions, PrinterSettings, Settings
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobState
from pos_app.storage.store import sync_state
from pos_app.storage.store.trouble import Trouble
from pos_app.ui.frame import Tone, run_inline
from pos_app.ui.settings.presenter import PrinterDesk, PrinterForm, SettingsPresenter
from printing.devices import Cause, Delivery, PrinterStatus
from tests.pos_app.ui.fakes import DESK, FakeFrame
from tests.pos_app.ui.later import RunLater

NETWORK = PrinterForm("network", "10.0.0.7", "42", "none")


class Desk:
    """Remembers the printers that it was given, and has the outcome of a trial ready."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.used: list[PrinterSettings] = []
        self.tried: list[PrinterSettings] = []

    def try_out(self, printer: PrinterSettings) -> Trial:
        self.tried.append(printer)
        return self.trial


@pytest.fixture
def desk() -> Desk:
    return Desk(Trial(PrinterStatus(), Delivery.PROVED))


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def screen(station: Station, frame: FakeFrame, desk: Desk) -> SettingsPresenter:
    presenter = SettingsPresenter(station, frame, run_inline, PrinterDesk(desk.used.append, desk.try_out), lambda: None)
    presenter.enter()
    return presenter


def kept(station: Station) -> Settings:
    return settings.read(station.database.path.parent)


def test_language_and_theme_are_kept_and_applied_at_once(
    screen: SettingsPresenter, frame: FakeFrame, station: Station
) -> None:
    screen.choose_language("en")
    screen.choose_theme("contrast")
    assert (kept(station).language, kept(station).theme) == ("en", "contrast")
    assert frame.looks == [("en", ""), ("en", "contrast")]
    assert frame.asked == []


@pytest.mark.parametrize("first", [("en", ""), ("", "dark"), ("en", "dark")])
def test_a_choice_before_the_settings_are_read_changes_only_its_own(
    station: Station, frame: FakeFrame, first: tuple[str, str]
) -> None:
    """Another language makes the screen again, and the next click may come before it has read the settings."""
    settings.write(station.database.path.parent, Settings(language=first[0], theme=first[1]))
    for choice, value, expected in (
        ("choose_theme", "contrast", (first[0], "contrast")),
        ("choose_language", "es", ("es", "contrast")),
        ("choose_language", "", ("", "contrast")),
        ("choose_theme", "", ("", "")),
    ):
        run = RunLater()
        presenter = SettingsPresenter(station, frame, run, DESK, lambda: None)
        presenter.enter()
        getattr(presenter, choice)(value)
        run.catch_up()
        assert (kept(station).language, kept(station).theme) == expected
        assert (presenter.state.language, presenter.state.theme) == frame.looks[-1] == expected


def test_a_printer_is_kept_and_used_once_a_supervisor_approves(
    screen: SettingsPresenter, frame: FakeFrame, station: Station, desk: Desk
) -> None:
    screen.edit_printer(NETWORK)
    assert kept(station) == Settings()
    screen.save_printer()
    assert frame.asked == [Permission.CHANGE_PRINTER]
    assert desk.used == [kept(station).printer]
    assert kept(station).printer == PrinterSettings(PrinterKind.NETWORK, "10.0.0.7", 42, status=PrinterQuestions.NONE)


def test_without_approval_the_printer_stays(screen: SettingsPresenter, frame: FakeFrame, station: Station) -> None:
    frame.supervisor = None
    screen.edit_printer(NETWORK)
    screen.save_printer()
    assert kept(station) == Settings()


def test_a_bad_address_is_refused_before_a_supervisor_is_asked(
    screen: SettingsPresenter, frame: FakeFrame, desk: Desk
) -> None:
    screen.edit_printer(PrinterForm("network", "10.0.0.7:impresora"))
    screen.save_printer()
    screen.try_printer()
    assert frame.codes == ["AJU-11", "AJU-11"]
    assert (frame.asked, desk.tried, desk.used) == ([], [], [])


@pytest.mark.parametrize(
    ("trial", "words", "tone"),
    [
        (Trial(PrinterStatus(), Delivery.PROVED), "✔ La página de prueba salió.", Tone.OK),
        (Trial(PrinterStatus(one_way=True), Delivery.UNPROVABLE), "▲ La prueba se envió.", Tone.ATTENTION),
        (Trial(PrinterStatus(), Delivery.UNPROVED), "▲ La impresora no confirmó", Tone.ATTENTION),
        *((Trial(PrinterStatus(cause)), "▲", Tone.ERROR) for cause in Cause),
    ],
)
def test_the_outcome_of_a_test_page_is_shown(
    screen: SettingsPresenter, desk: Desk, trial: Trial, words: str, tone: Tone
) -> None:
    desk.trial = trial
    screen.edit_printer(NETWORK)
    screen.try_printer()
    assert screen.state.outcome.startswith(words)
    assert (screen.state.tone, screen.state.busy) == (tone, False)
    assert [printer.address for printer in desk.tried] == ["10.0.0.7"]


def test_there_is_no_test_page_without_a_printer(screen: SettingsPresenter, desk: Desk) -> None:
    screen.try_printer()
    assert desk.tried == []


def test_what_the_form_does_not_show_stays(screen: SettingsPresenter, station: Station) -> None:
    printer = PrinterSettings(PrinterKind.FILE, "/dev/usb/lp0", image_codes=True)
    settings.write(station.database.path.parent, Settings(printer=printer, hq_ca="/etc/hq.pem"))
    screen.enter()
    assert screen.state.printer == PrinterForm("file", "/dev/usb/lp0", "48", "auto")
    screen.edit_printer(NETWORK)
    screen.save_printer()
    assert kept(station).printer.image_codes
    assert kept(station).hq_ca == "/etc/hq.pem"


def test_what_is_edited_stays_until_it_is_kept_or_dropped(screen: SettingsPresenter, frame: FakeFrame) -> None:
    screen.edit_printer(NETWORK)
    screen.choose_language("en")
    screen.enter()
    assert (screen.state.printer, screen.state.is_edited) == (NETWORK, True)
    screen.drop_edits()
    assert (screen.state.printer, screen.state.is_edited) == (PrinterForm(), False)


def test_a_choice_during_a_test_page_is_not_lost(station: Station, frame: FakeFrame, desk: Desk) -> None:
    run = RunLater()
    presenter = SettingsPresenter(station, frame, run, PrinterDesk(desk.used.append, desk.try_out), lambda: None)
    presenter.edit_printer(NETWORK)
    presenter.try_printer()
    presenter.choose_theme("dark")
    run.catch_up()
    assert (kept(station).theme, len(desk.tried)) == ("dark", 1)
    assert presenter.state.outcome.startswith("✔")


def value(screen: SettingsPresenter, name: str) -> str:
    facts = (*screen.state.facts.station, *screen.state.facts.papers)
    return next(fact.value for fact in facts if fact.name == name)


def test_the_facts_of_a_station_that_was_never_enrolled(screen: SettingsPresenter, station: Station) -> None:
    assert value(screen, "Central") == "Ninguna: vende sola"
    assert value(screen, "Conexión") == "○ Sin central"
    assert value(screen, "Datos en") == str(station.database.path.parent)
    assert value(screen, "Última copia") == "Todavía ninguna"
    assert value(screen, "Programa") == SOFTWARE
    assert "Por enviar" not in [fact.name for fact in screen.state.facts.station]


def test_the_facts_of_an_enrolled_station_say_whether_head_office_answers(
    screen: SettingsPresenter, station: Station
) -> None:
    with station.database.write() as tx:
        sync_state.pin(tx, "https://central.example/taquilla", "ab" * 32, UUID(int=7))
        sync_state.note_contact(tx, station.clock.now(), 0)
    screen.refresh()
    assert value(screen, "Central") == "https://central.example/taquilla"
    assert value(screen, "Conexión") == "● En línea"
    assert value(screen, "Por enviar").endswith("se envían solos")
    with station.database.write() as tx:
        sync_state.note_failure(tx, Trouble.NO_NETWORK)
    screen.refresh()
    assert value(screen, "Conexión").startswith("○ Sin red en este equipo")


def test_the_state_of_the_printer_and_its_last_paper_are_shown(station: Station, frame: FakeFrame) -> None:
    status: list[PrinterStatus | None] = [PrinterStatus(Cause.COVER_OPEN)]
    presenter = SettingsPresenter(station, frame, run_inline, DESK, lambda: status[0])
    presenter.enter()
    assert (presenter.state.facts.printer.words, presenter.state.facts.printer.tone) == ("Tapa abierta", Tone.ERROR)
    assert (value(presenter, "Último papel"), value(presenter, "En espera")) == ("Ninguno todavía", "Ningún papel")
    job = print_queue.print_test(station)
    presenter.refresh()
    assert value(presenter, "En espera") == "1 trabajo"
    with station.database.write() as tx:
        stored = print_jobs.find(tx, job)
        assert stored is not None
        print_jobs.save(tx, replace(stored, state=JobState.PRINTED, done=1))
    status[0] = PrinterStatus()
    presenter.refresh()
    assert presenter.state.facts.printer.words == "● Impresora lista"
    assert value(presenter, "Último papel").startswith("Página de prueba · ")
