"""Saving a printer while its test page is being sent, and what is said of a printer that does not answer."""

from pathlib import Path

import pytest

from domain.people.staff import Cashier
from pos_app import settings
from pos_app.services.documents.printer_trial import Trial
from pos_app.settings import PrinterKind
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.frame import Tone, run_inline
from pos_app.ui.settings.presenter import PrinterDesk, PrinterForm, SettingsPresenter
from printing.devices import Cause, PrinterStatus
from printing.file_printer import FilePrinter
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.settings.test_by_keyboard import at_settings, look_kept, texts, view
from tests.pos_app.ui.slow import Slow

__all__ = ["at_settings"]  # the fixture of a cashier at the settings


def begin_a_slow_trial(hands: Hands, slow: Slow) -> None:
    hands.press("F4")
    hands.type("10.0.0.7:9100")
    hands.press("Return")
    slow.begin()
    hands.press("F8")


def test_f12_and_a_pin_wait_for_the_test_page(hands: Hands, at_settings: Till, slow: Slow, station: Station) -> None:
    look = look_kept(station)
    begin_a_slow_trial(hands, slow)
    hands.press("F12")
    assert "Probando… Después se guarda, con el PIN de un supervisor. Esc: no guardarla." in texts(at_settings)
    hands.type("9999")
    slow.end()
    hands.wait_for_field("PIN")
    hands.press("Return")
    hands.wait_for(lambda: settings.read(station.database.path.parent).printer.kind is PrinterKind.NETWORK)
    assert look_kept(station) == look


def test_digits_typed_for_a_pin_choose_no_look(hands: Hands, at_settings: Till, slow: Slow, station: Station) -> None:
    look = look_kept(station)
    begin_a_slow_trial(hands, slow)
    hands.press("F12")
    hands.type("3456")
    slow.end()
    hands.wait_for_field("PIN")
    hands.press("Esc")
    hands.qtbot.wait(100)
    assert look_kept(station) == look
    assert settings.read(station.database.path.parent).printer.kind is not PrinterKind.NETWORK


def test_esc_gives_up_saving_and_the_test_goes_on(hands: Hands, at_settings: Till, slow: Slow) -> None:
    begin_a_slow_trial(hands, slow)
    hands.press("F12", "Esc")
    assert "Probando…" in texts(at_settings)
    slow.end()
    hands.wait_for(lambda: not view(at_settings)._presenter.state.busy)
    hands.qtbot.wait(100)
    assert not at_settings.window._approvals.is_open


@pytest.mark.parametrize("path", ["no/such/folder/lp0", "."])
def test_a_printer_that_does_not_answer_is_saved_and_said_not_to_print(
    station: Station, ana: Cashier, rosa: Cashier, tmp_path: Path, path: str
) -> None:
    file, frame = str(tmp_path / path), FakeFrame(ana, rosa)
    desk = PrinterDesk(lambda _: None, lambda _: Trial(PrinterStatus(Cause.NO_ANSWER)))
    presenter = SettingsPresenter(station, frame, run_inline, desk, FilePrinter(Path(file)).status)
    presenter.enter()
    presenter.edit_printer(PrinterForm("file", file))
    frame.messages.clear()
    presenter.save_printer()
    presenter.refresh()
    assert settings.read(station.database.path.parent).printer.address == file
    words, tone = frame.messages[-1]
    assert tone is Tone.ATTENTION
    assert "Impresora guardada, pero no imprime todavía: La impresora no responde" in words


def test_a_printer_that_answers_is_only_said_to_be_saved(
    station: Station, ana: Cashier, rosa: Cashier, tmp_path: Path
) -> None:
    file, frame = tmp_path / "lp0", FakeFrame(ana, rosa)
    file.touch()
    desk = PrinterDesk(lambda _: None, lambda _: Trial(PrinterStatus()))
    presenter = SettingsPresenter(station, frame, run_inline, desk, FilePrinter(file).status)
    presenter.enter()
    presenter.edit_printer(PrinterForm("file", str(file)))
    presenter.save_printer()
    presenter.refresh()
    assert frame.messages[-1] == ("Impresora guardada. Lo pendiente se imprime en ella cuando esté lista.", Tone.OK)
