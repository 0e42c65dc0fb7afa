"""The station's log: JSON lines in files of the profile that rotate, without personal data.

A line holds words of the program, codes, types and places in the code. The text of an error is left out, because it may
quote what was typed: a name, a document, a phone, a reference, a PIN or the code of a ticket.
"""

import json
import logging
import os
import platform
import re
import sys
import traceback
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from uuid import UUID

from domain.errors import Refused, Unavailable
from pos_app import SOFTWARE, durable
from sync import file_errors

FOLDER, FILE_NAME = "logs", "station.log"
LARGEST_BYTES, KEPT_FILES = 1_000_000, 9
OWN = ("pos_app", "sync", "printing", "domain", "resources")

log = logging.getLogger(__name__)

_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime"})
_FIGURES = re.compile(r"\d[\d .\-/]{2,}\d")
"""Four digits or more, also with marks between them: what documents, phones and references are made of."""


class JsonLines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "thread": record.threadName,
            "event": _event(record),
        }
        line |= {name: _plain(value) for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [_described(error) for error in _causes(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)


class ProfileLog(RotatingFileHandler):
    """The log files of one profile, readable by their owner only."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
        self.setFormatter(JsonLines())
        self.setLevel(logging.INFO)
        self.addFilter(_is_wanted)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802  # the name of logging
        """Do nothing: a full disk is shown by the sale that it refuses, and no log line may stop the station."""


def path_of(profile: Path) -> Path:
    """The file that is written now; older ones lie beside it."""
    return profile / FOLDER / FILE_NAME


def attach(profile: Path) -> logging.Handler:
    """Write what is logged from now on into the profile's log. Where it cannot be written, nothing is."""
    try:
        durable.make_folder(path_of(profile).parent)
        lines: logging.Handler = ProfileLog(path_of(profile))
    except OSError as error:
        log.warning("cannot write the station's log: %s", error)
        lines = logging.NullHandler()
    root = logging.getLogger()
    root.addHandler(lines)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    log.info("%s writes this log", SOFTWARE, extra={"python": platform.python_version(), "system": sys.platform})
    return lines


def detach(lines: logging.Handler) -> None:
    """Write no more into a log, and close its file."""
    logging.getLogger().removeHandler(lines)
    lines.close()


def files(profile: Path) -> list[Path]:
    """The files of the log, the newest first; none before the first start. Raises OSError when they cannot be read."""
    folder = path_of(profile).parent
    if not file_errors.exists(folder):
        return []
    return sorted((file for file in folder.iterdir() if file.name.startswith(FILE_NAME)), key=_age)


def export(profile: Path, target: Path) -> None:
    """Put the log, if any, into a ZIP file, with the versions of what runs here and the sizes of the files."""
    about = {
        "software": SOFTWARE,
        "python": platform.python_version(),
        "system": platform.platform(),
        "files": {file.name: file.stat().st_size for file in sorted(profile.iterdir()) if file.is_file()},
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", json.dumps(about, indent=2, ensure_ascii=False))
        for file in files(profile):
            archive.writestr(f"{FOLDER}/{file.name}", file.read_bytes())
    durable.write(target, packed.getvalue())


def _age(file: Path) -> int:
    number = file.name.removeprefix(FILE_NAME).removeprefix(".")
    return int(number) if number.isdecimal() else 0


def _is_wanted(record: logging.LogRecord) -> bool:
    """Our own lines, and warnings of libraries."""
    return record.name.partition(".")[0] in OWN or record.levelno >= logging.WARNING


def _event(record: logging.LogRecord) -> str:
    """The message with plain values. The words of a library are kept, its values are not."""
    message = str(record.msg)
    if record.name.partition(".")[0] not in OWN:
        return message if record.args else _FIGURES.sub("…", message)
    given = record.args if isinstance(record.args, tuple) else ()
    return message % tuple(map(_plain, given)) if given else message


def _plain(value: object) -> object:
    """A value without personal data."""
    if isinstance(value, BaseException):
        return _named(value)
    if isinstance(value, bool | int | float | None):
        return value
    return str(value) if isinstance(value, UUID | Path) else _FIGURES.sub("…", str(value))


def _named(error: BaseException) -> str:
    """The type of an error, with its code; the cause of what is outside of the program holds nobody's data."""
    name = f"{error.code} {type(error).__name__}" if isinstance(error, Refused | Unavailable) else type(error).__name__
    if isinstance(error, Unavailable):
        return f"{name} ({_FIGURES.sub('…', str(error.cause))})"
    return f"{name} {error.errno} {error.filename or ''}".rstrip() if isinstance(error, OSError) else name


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _described(error: BaseException) -> dict[str, object]:
    return {"error": _named(error), "trace": list(_places(error.__traceback__))}


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Where the error passed, without the source lines, which may hold values."""
    for frame in traceback.extract_tb(trace):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"
