"""The station's settings: profile.toml read into a frozen value, all problems reported at once."""

import json
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused
from pos_app.vault import VaultKind

FILE_NAME = "profile.toml"


@dataclass(eq=False)
class BadSettings(Refused):
    """The profile's settings cannot be used; every problem is named."""

    code: ClassVar[str] = "AJU-01"

    problems: tuple[str, ...]


class PrinterKind(StrEnum):
    """How the printer is reached; `virtual` shows the paper in a window."""

    NONE = "none"
    VIRTUAL = "virtual"
    NETWORK = "network"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`address` is host:port of a network printer or the path of a device file."""

    kind: PrinterKind = PrinterKind.NONE
    address: str = ""
    columns: int = 48
    image_codes: bool = False


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """Where copies of the store go while the station runs, how often, and how many stay; empty: beside the store."""

    folder: str = ""
    every_min: int = 60
    keep: int = 7
    keep_z: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between two machines that run the same station program."""

    vault: VaultKind = VaultKind.KEYRING
    language: str = "es"
    theme: str = "light"
    printer: PrinterSettings = PrinterSettings()
    backup: BackupSettings = BackupSettings()
    hq_ca: str = ""
    """A PEM file whose certificates are believed on the line to HQ, besides those of the system."""


_ALLOWED: dict[str, tuple[object, ...]] = {
    "vault": tuple(VaultKind),
    "language": ("es", "en"),
    "theme": ("light", "dark"),
    "printer.kind": tuple(PrinterKind),
    "printer.columns": (32, 42, 48),
    "printer.image_codes": (True, False),
}
_LARGEST_PORT = 65_535
_TEXTS = {"hq_ca", "printer.address", "backup.folder"}
_COUNTS = {"backup.every_min": range(1, 1_441), "backup.keep": range(1, 1_001), "backup.keep_z": range(1, 1_001)}


def read(profile: Path) -> Settings:
    """The settings of a profile folder; the defaults when it has no file. Raises BadSettings."""
    file = profile / FILE_NAME
    if not file.exists():
        return Settings()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings((str(error),)) from error
    flat = _flatten(content)
    problems = tuple(problem for name, value in flat.items() if (problem := _problem(name, value)))
    problems = problems or _unreachable(flat)
    if problems:
        raise BadSettings(problems)
    default, printer, backup = Settings(), PrinterSettings(), BackupSettings()
    return Settings(
        vault=VaultKind(str(flat.get("vault", default.vault))),
        language=str(flat.get("language", default.language)),
        theme=str(flat.get("theme", default.theme)),
        hq_ca=_beside(profile, str(flat.get("hq_ca", default.hq_ca))),
        printer=PrinterSettings(
            kind=PrinterKind(str(flat.get("printer.kind", printer.kind))),
            address=str(flat.get("printer.address", printer.address)),
            columns=int(str(flat.get("printer.columns", printer.columns))),
            image_codes=bool(flat.get("printer.image_codes", printer.image_codes)),
        ),
        backup=BackupSettings(
            folder=str(flat.get("backup.folder", backup.folder)),
            every_min=int(str(flat.get("backup.every_min", backup.every_min))),
            keep=int(str(flat.get("backup.keep", backup.keep))),
            keep_z=int(str(flat.get("backup.keep_z", backup.keep_z))),
        ),
    )


def write(profile: Path, settings: Settings) -> None:
    """Save a new profile's settings."""
    profile.mkdir(parents=True, exist_ok=True)
    printer, backup = settings.printer, settings.backup
    lines = [
        f'vault = "{settings.vault}"',
        f'language = "{settings.language}"',
        f'theme = "{settings.theme}"',
        f"hq_ca = {_text(settings.hq_ca)}",
        "",
        "[printer]",
        f'kind = "{printer.kind}"',
        f"address = {_text(printer.address)}",
        f"columns = {printer.columns}",
        f"image_codes = {str(printer.image_codes).lower()}",
        "",
        "[backup]",
        f"folder = {_text(backup.folder)}",
        f"every_min = {backup.every_min}",
        f"keep = {backup.keep}",
        f"keep_z = {backup.keep_z}",
    ]
    (profile / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _text(value: str) -> str:
    """TOML escapes a text as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _beside(profile: Path, file: str) -> str:
    """A path that is not absolute begins in the profile."""
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
    """A network printer has a host and, when it is not the usual one, a port."""
    address = str(flat.get("printer.address", ""))
    host, _, port = address.partition(":")
    is_port = port.isascii() and port.isdecimal() and 0 < int(port) <= _LARGEST_PORT
    if flat.get("printer.kind") != PrinterKind.NETWORK or (host and (is_port or port == "")):
        return ()
    return (f"printer.address: {address!r} is no host:port",)


def _miscounted(name: str, value: object) -> str:
    allowed = _COUNTS[name]
    if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
        return ""
    return f"{name}: {value!r} is not from {allowed.start} to {allowed.stop - 1}"


def _is(choice: object, value: object) -> bool:
    """Equal and of the same kind: for Python 1 is True and 48.0 is 48."""
    return value == choice and isinstance(choice, type(value)) and isinstance(choice, bool) == isinstance(value, bool)
