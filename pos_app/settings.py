"""The station's settings, read from profile.toml. All problems of the file are reported at once."""

import json
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused
from pos_app import durable
from pos_app.vault_kind import VaultKind

FILE_NAME = "profile.toml"
LANGUAGES = ("es", "en")
THEMES = ("light", "dark", "contrast")
COLUMNS = (32, 42, 48)
DEFAULT_PORT = 9100


@dataclass(eq=False)
class BadSettings(Refused):
    """The settings file is invalid. `problems` names every problem."""

    code: ClassVar[str] = "AJU-01"

    problems: tuple[str, ...]


class PrinterKind(StrEnum):
    """How the printer is connected; `virtual` shows the paper in a window."""

    NONE = "none"
    VIRTUAL = "virtual"
    NETWORK = "network"
    FILE = "file"


class PrinterQuestions(StrEnum):
    """Whether a network printer is asked for its status. AUTO: it is asked until it is clear that it cannot answer."""

    AUTO = "auto"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """The printer. `address` is host:port of a network printer or the path of a device file; `columns` a line's width.

    With `image_codes`, QR codes are sent as images, for a printer without a QR command. With `status` NONE a network
    printer is one-way: it is asked for neither status nor proof.
    """

    kind: PrinterKind = PrinterKind.NONE
    address: str = ""
    columns: int = 48
    image_codes: bool = False
    status: PrinterQuestions = PrinterQuestions.AUTO


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Backups of a running station: the folder (empty: in the profile), the interval, and the numbers kept."""

    folder: str = ""
    every_min: int = 60
    keep: int = 7
    keep_z: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one profile."""

    vault: VaultKind = VaultKind.KEYRING
    language: str = ""
    """The language of the screens; empty: that of the system."""
    theme: str = ""
    """The theme of the screens; empty: light or dark, as the desktop."""
    printer: PrinterSettings = PrinterSettings()
    forms_printer: PrinterSettings = PrinterSettings()
    """The printer that is marked for forms: documents on forms come out of it and nothing else does. NONE: `printer`
    prints everything.
    """
    backup: BackupSettings = BackupSettings()
    cart_min: int = 10
    """The minutes for which a cart keeps its places; 0: for any time."""
    hq_ca: str = ""
    """A PEM file of certificates trusted on the line to HQ in addition to those of the system; empty for none."""


_PRINTERS = ("printer", "forms_printer")
_ALLOWED: dict[str, tuple[object, ...]] = {
    "vault": tuple(VaultKind),
    "language": LANGUAGES,
    "theme": THEMES,
    "printer.kind": tuple(PrinterKind),
    "forms_printer.kind": (PrinterKind.NONE, PrinterKind.NETWORK, PrinterKind.FILE),
    **{f"{name}.columns": COLUMNS for name in _PRINTERS},
    **{f"{name}.status": tuple(PrinterQuestions) for name in _PRINTERS},
    **{f"{name}.image_codes": (True, False) for name in _PRINTERS},
}
DEFAULT_PORT, _LARGEST_PORT = 9100, 65_535
_TEXTS = {"hq_ca", "printer.address", "forms_printer.address", "backup.folder"}
_COUNTS = {
    "cart_min": range(241),
    "backup.every_min": range(1, 1_441),
    "backup.keep": range(1, 1_001),
    "backup.keep_z": range(1, 1_001),
}


def read(profile: Path) -> Settings:
    """The settings of a profile; the defaults when it has no settings file. Raises BadSettings or OSError."""
    file = profile / FILE_NAME
    try:
        # A byte order mark is what an editor of Windows writes first.
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings((f"{file}: {error}",)) from error
    flat = _flatten(content)
    problems = tuple(problem for name, value in flat.items() if (problem := _problem(name, value)))
    problems = problems or _unreachable(flat)
    if problems:
        raise BadSettings(problems)
    printer, forms_printer = (_printer(flat, name) for name in _PRINTERS)
    if not may_print_beside(forms_printer, printer):
        raise BadSettings(("forms_printer: tickets, copies, X and Z need another printer, printer.kind",))
    default, backup = Settings(), BackupSettings()
    return Settings(
        vault=VaultKind(str(flat.get("vault", default.vault))),
        language=str(flat.get("language", default.language)),
        theme=str(flat.get("theme", default.theme)),
        cart_min=int(str(flat.get("cart_min", default.cart_min))),
        hq_ca=_beside(profile, str(flat.get("hq_ca", default.hq_ca))),
        printer=printer,
        forms_printer=forms_printer,
        backup=BackupSettings(
            folder=str(flat.get("backup.folder", backup.folder)),
            every_min=int(str(flat.get("backup.every_min", backup.every_min))),
            keep=int(str(flat.get("backup.keep", backup.keep))),
            keep_z=int(str(flat.get("backup.keep_z", backup.keep_z))),
        ),
    )


def may_print_beside(forms_printer: PrinterSettings, printer: PrinterSettings) -> bool:
    """Whether a printer takes what the printer that is marked for forms may not print: it is there, and another one."""
    if forms_printer.kind is PrinterKind.NONE:
        return True
    is_same = (printer.kind, printer.address.strip()) == (forms_printer.kind, forms_printer.address.strip())
    return printer.kind is not PrinterKind.NONE and not is_same


def _printer(flat: dict[str, object], name: str) -> PrinterSettings:
    default = PrinterSettings()
    return PrinterSettings(
        kind=PrinterKind(str(flat.get(f"{name}.kind", default.kind))),
        address=str(flat.get(f"{name}.address", default.address)),
        columns=int(str(flat.get(f"{name}.columns", default.columns))),
        image_codes=bool(flat.get(f"{name}.image_codes", default.image_codes)),
        status=PrinterQuestions(str(flat.get(f"{name}.status", default.status))),
    )


def write(profile: Path, settings: Settings) -> None:
    """Write the settings of a profile, which is created when it does not exist.

    Language and theme are left out until somebody chooses them, so that system and desktop decide.
    """
    durable.make_folder(profile)
    backup = settings.backup
    lines = [
        f'vault = "{settings.vault}"',
        *([f'language = "{settings.language}"'] if settings.language else []),
        *([f'theme = "{settings.theme}"'] if settings.theme else []),
        f"cart_min = {settings.cart_min}",
        f"hq_ca = {_text(settings.hq_ca)}",
        "",
        *_lines_of("printer", settings.printer),
        *(_lines_of("forms_printer", settings.forms_printer) if settings.forms_printer != PrinterSettings() else ()),
        "[backup]",
        f"folder = {_text(backup.folder)}",
        f"every_min = {backup.every_min}",
        f"keep = {backup.keep}",
        f"keep_z = {backup.keep_z}",
    ]
    # Complete or not at all: half a file would keep the station from starting.
    durable.write(profile / FILE_NAME, ("\n".join(lines) + "\n").encode(), mode=0o644)


def _lines_of(name: str, printer: PrinterSettings) -> tuple[str, ...]:
    return (
        f"[{name}]",
        f'kind = "{printer.kind}"',
        f"address = {_text(printer.address)}",
        f"columns = {printer.columns}",
        f"image_codes = {str(printer.image_codes).lower()}",
        f'status = "{printer.status}"',
        "",
    )


def endpoint(address: str) -> tuple[str, int] | None:
    """Host and port of `host`, `host:port` or `[IPv6]:port`; None when the text is neither."""
    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.%\w]+)\](?::(.*))?", address, re.ASCII)
    if bracketed:
        host, port = bracketed[1], bracketed[2]
    else:
        host, colon, port_text = address.partition(":")
        port = port_text if colon else None
    if not host or re.search(r"[\s\[\]]", host):
        return None
    if not port:
        return host, DEFAULT_PORT
    is_port = port.isascii() and port.isdecimal() and 0 < int(port) <= _LARGEST_PORT
    return (host, int(port)) if is_port else None


def _text(value: str) -> str:
    """A TOML string. TOML escapes a string as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _beside(profile: Path, file: str) -> str:
    """An absolute path. A relative one starts at the profile."""
    return str(profile.absolute() / file) if file else ""


def _flatten(content: dict[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in content.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": part for inner, part in value.items()})
        else:
            flat[name] = value
    return flat


def _problem(name: str, value: object) -> str:
    if name in _TEXTS:
        return "" if isinstance(value, str) else f"{name}: a text is needed, found {value!r}"
    if name in _COUNTS:
        return _miscounted(name, value)
    if name not in _ALLOWED:
        return f"{name}: unknown setting"
    if not any(_is(choice, value) for choice in _ALLOWED[name]):
        return f"{name}: {value!r} is none of {', '.join(str(choice) for choice in _ALLOWED[name])}"
    return ""


def _unreachable(flat: dict[str, object]) -> tuple[str, ...]:
    """The problem of each network printer that lacks a host or has an invalid port. A missing port means 9100."""
    networked = [name for name in _PRINTERS if flat.get(f"{name}.kind") == PrinterKind.NETWORK]
    addresses = {name: str(flat.get(f"{name}.address", "")) for name in networked}
    return tuple(f"{name}.address: {at!r} is no host:port" for name, at in addresses.items() if endpoint(at) is None)


def _miscounted(name: str, value: object) -> str:
    allowed = _COUNTS[name]
    if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
        return ""
    return f"{name}: {value!r} is not from {allowed.start} to {allowed.stop - 1}"


def _is(choice: object, value: object) -> bool:
    """Equal and of the same type: in Python, 1 equals True and 48.0 equals 48."""
    return value == choice and isinstance(choice, type(value)) and isinstance(choice, bool) == isinstance(value, bool)
