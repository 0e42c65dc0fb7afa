"""Changing the settings of the machine at the counter: what is kept, who may, and what is refused."""

import pytest

from domain.people.staff import Cashier, NotAllowed
from pos_app import settings
from pos_app.services.setup import machine_settings
from pos_app.services.setup.machine_settings import BadPrinterAddress, OnlyFormsPrinter, SettingsNotSaved
from pos_app.settings import BackupSettings, PrinterKind, PrinterQuestions, PrinterSettings, Settings
from pos_app.station import Station

NETWORK = PrinterSettings(PrinterKind.NETWORK, "10.0.0.7", 42, status=PrinterQuestions.NONE)


def kept(station: Station) -> Settings:
    return settings.read(station.database.path.parent)


def test_a_language_and_a_theme_are_kept_and_given_back_to_the_system(station: Station) -> None:
    settings.write(station.database.path.parent, Settings(backup=BackupSettings(keep=3)))
    machine_settings.choose_language(station, "en")
    machine_settings.choose_theme(station, "contrast")
    assert kept(station) == Settings(language="en", theme="contrast", backup=BackupSettings(keep=3))
    machine_settings.choose_language(station, "")
    machine_settings.choose_theme(station, "")
    assert kept(station) == Settings(backup=BackupSettings(keep=3))


def test_a_supervisor_changes_the_printer_and_a_cashier_does_not(station: Station, ana: Cashier, rosa: Cashier) -> None:
    with pytest.raises(NotAllowed):
        machine_settings.choose_printer(station, ana, NETWORK)
    machine_settings.choose_printer(station, rosa, NETWORK)
    assert kept(station).printer == NETWORK


@pytest.mark.parametrize(
    "printer",
    [
        PrinterSettings(PrinterKind.NETWORK, ""),
        PrinterSettings(PrinterKind.NETWORK, "10.0.0.7:0"),
        PrinterSettings(PrinterKind.FILE, " "),
    ],
)
def test_a_printer_without_a_place_is_refused(station: Station, rosa: Cashier, printer: PrinterSettings) -> None:
    with pytest.raises(BadPrinterAddress):
        machine_settings.choose_printer(station, rosa, printer)
    assert kept(station) == Settings()


@pytest.mark.parametrize("printer", [PrinterSettings(), NETWORK])
def test_the_printer_of_forms_does_not_become_the_one_of_tickets(
    station: Station, rosa: Cashier, printer: PrinterSettings
) -> None:
    beside = Settings(printer=PrinterSettings(PrinterKind.FILE, "/dev/usb/lp0"), forms_printer=NETWORK)
    settings.write(station.database.path.parent, beside)
    with pytest.raises(OnlyFormsPrinter) as refused:
        machine_settings.choose_printer(station, rosa, printer)
    assert refused.value.forms_printer == NETWORK.address
    assert kept(station) == beside


def test_settings_that_cannot_be_written_stay_as_they_were(station: Station) -> None:
    (station.database.path.parent / f"{settings.FILE_NAME}.part").mkdir()
    with pytest.raises(SettingsNotSaved):
        machine_settings.choose_language(station, "en")
    assert kept(station) == Settings()
