"""The running station: starting and stopping it."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app import running, settings, startup, vault
from pos_app.services.documents import print_queue
from pos_app.services.setup.machine_settings import OnlyFormsPrinter
from pos_app.settings import PrinterKind, PrinterQuestions, PrinterSettings, Settings
from pos_app.startup import AlreadyRunning, NotSetUp
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobState
from pos_app.vault import VaultKind
from printing.devices import Cause, Delivery, NetworkPrinter
from printing.virtual_printer import LOOPBACK
from tests.builders import stations
from tests.builders.printer import virtual_printer
from tests.builders.stations import general_cart, sell

WAIT_S = 10.0


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile whose program ended while the paper of a sale was being sent."""
    monkeypatch.setenv(vault.ENVIRONMENT_KEY, stations.ROOT_SECRET.hex())
    folder = tmp_path / "profile"
    station = stations.new_station(folder)
    settings.write(folder, Settings(vault=VaultKind.ENVIRONMENT))
    with closing(station.database):
        stations.open_shift(station)
        job_id = sell(station, general_cart(station, 1)).job_id
        with station.database.write() as tx:
            job = print_jobs.find(tx, job_id)
            assert job is not None
            print_jobs.save(tx, replace(job, state=JobState.SENDING))
    return folder


def test_a_start_after_a_crash_asks_for_the_paper_that_was_on_its_way(profile: Path) -> None:
    at_work = running.start(profile, str)
    cards = print_queue.jobs(at_work.station)
    at_work.stop()
    assert [card.doubts for card in cards if card.doubts] == [(0,)]
    assert JobState.SENDING not in {card.state for card in cards}


def test_a_running_station_holds_its_profile_until_it_stops(profile: Path) -> None:
    at_work = running.start(profile, str)
    with pytest.raises(AlreadyRunning):
        running.start(profile, str)
    at_work.stop()
    running.start(profile, str).stop()


def test_a_start_that_fails_lets_go_of_the_profile(profile: Path) -> None:
    (profile / "station.db").rename(profile / "kept.db")
    with pytest.raises(NotSetUp):
        running.start(profile, str)
    (profile / "kept.db").rename(profile / "station.db")
    settings_file = profile / settings.FILE_NAME
    good = settings_file.read_text()
    settings_file.write_text("vault = 1")
    with pytest.raises(settings.BadSettings):
        running.start(profile, str)
    settings_file.write_text(good)
    startup.lock(profile).release()


def test_another_printer_is_used_while_the_station_runs(profile: Path) -> None:
    at_work = running.start(profile, str)
    assert at_work.printer() is None
    with virtual_printer() as printer:
        chosen = PrinterSettings(PrinterKind.NETWORK, f"{LOOPBACK}:{printer.port}")
        assert at_work.try_printer(chosen).delivery is Delivery.PROVED
        assert at_work.printer() is None
        at_work.use_printer(chosen)
        print_queue.print_test(at_work.station)
        papers = printer.wait_for_papers(3, WAIT_S)
        at_work.use_printer(PrinterSettings())
    at_work.spooler.forms_printer = chosen
    with pytest.raises(OnlyFormsPrinter):  # a test page would use up a form
        at_work.try_printer(chosen)
    at_work.spooler.forms_printer = PrinterSettings()
    at_work.stop()
    assert ["PRUEBA DE IMPRESORA" in paper.text for paper in papers] == [True, False, True]  # a ticket waited
    assert at_work.try_printer(PrinterSettings()).status.cause is Cause.NO_ANSWER


@pytest.mark.parametrize(("status", "one_way"), [(PrinterQuestions.AUTO, False), (PrinterQuestions.NONE, True)])
def test_the_settings_decide_whether_a_network_printer_is_asked(status: PrinterQuestions, one_way: bool) -> None:
    printer = PrinterSettings(PrinterKind.NETWORK, "[::1]:9200", status=status)
    assert running.device_of(printer) == NetworkPrinter("::1", 9200, one_way=one_way)
