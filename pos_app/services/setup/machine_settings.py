"""Changing the settings of this machine at the counter: how the screens look, and the printer."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused, Unavailable
from domain.people.staff import Cashier, Permission
from pos_app import settings
from pos_app.settings import PrinterKind, PrinterSettings, Settings
from pos_app.station import Station


@dataclass(eq=False)
class BadPrinterAddress(Refused):
    """A network printer needs host:port, and a file needs its path."""

    code: ClassVar[str] = "AJU-11"

    address: str


@dataclass(eq=False)
class OnlyFormsPrinter(Refused):
    """One printer is marked for forms. Tickets, copies, X and Z need another one, and forms do not come out of it."""

    code: ClassVar[str] = "AJU-13"

    forms_printer: str


@dataclass(eq=False)
class SettingsNotSaved(Unavailable):
    """The settings file cannot be written. It is unchanged."""

    code: ClassVar[str] = "AJU-12"


def load(station: Station) -> Settings:
    """The settings of the station's profile. Raises BadSettings."""
    return settings.read(_profile(station))


def choose_language(station: Station, language: str) -> Settings:
    """Keep a language; an empty one follows the system. Raises BadSettings or SettingsNotSaved."""
    return _keep(station, replace(load(station), language=language))


def choose_theme(station: Station, theme: str) -> Settings:
    """Keep a theme; an empty one follows the desktop. Raises BadSettings or SettingsNotSaved."""
    return _keep(station, replace(load(station), theme=theme))


def choose_printer(station: Station, by: Cashier, printer: PrinterSettings) -> Settings:
    """Keep another printer. Raises NotAllowed, BadPrinterAddress, OnlyFormsPrinter, BadSettings or SettingsNotSaved."""
    by.must(Permission.CHANGE_PRINTER)
    check(printer)
    kept = load(station)
    check_beside(kept.forms_printer, printer)
    return _keep(station, replace(kept, printer=printer))


def check(printer: PrinterSettings) -> None:
    """Check that the printer can be looked for at its address. Raises BadPrinterAddress."""
    network, file = printer.kind is PrinterKind.NETWORK, printer.kind is PrinterKind.FILE
    if (network and settings.endpoint(printer.address) is None) or (file and not printer.address.strip()):
        raise BadPrinterAddress(printer.address.strip())


def check_beside(forms_printer: PrinterSettings, printer: PrinterSettings) -> None:
    """Check that a printer takes what the printer of forms may not print. Raises OnlyFormsPrinter."""
    if not settings.may_print_beside(forms_printer, printer):
        raise OnlyFormsPrinter(forms_printer.address)


def _keep(station: Station, changed: Settings) -> Settings:
    try:
        settings.write(_profile(station), changed)
    except OSError as error:
        raise SettingsNotSaved(what=settings.FILE_NAME, cause=str(error)) from error
    return changed


def _profile(station: Station) -> Path:
    return station.database.path.parent
