"""Where the files of hand-overs lie: on a memory stick when one is in, and always in a folder beside the store."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from domain.errors import Refused
from domain.people.staff import Cashier
from pos_app import durable
from pos_app.services.rights import accepting
from pos_app.services.rights.accepting import Received
from pos_app.services.rights.handing import HandOver
from pos_app.station import Station
from sync.line.hand_over import FILE_END, MOST_BYTES

FOLDER = "entregas"
_MOUNTS = ("/media/*/*", "/run/media/*/*", "/Volumes/*")


@dataclass(eq=False)
class NoFile(Refused):
    """No memory stick and no folder of hand-overs has a file that this station may accept."""

    code: ClassVar[str] = "DER-10"

    folder: str


def save(station: Station, made: HandOver) -> Path:
    """Write a hand-over beside the store and on a memory stick that is in; the path on the stick, or the other one.

    The entry is in the journal already: a file that cannot be written is written again with `save`.
    """
    kept = own_folder(station) / made.name
    durable.make_folder(kept.parent)
    durable.write(kept, made.content)
    for folder in sticks():
        with suppress(OSError):  # a stick that is full or read-only
            durable.write(folder / made.name, made.content, 0o644)
            return folder / made.name
    return kept


def accept_next(station: Station, by: Cashier) -> Received:
    """Accept the first file for this station that it has not accepted. Raises NoFile and what `accept` raises."""
    for content in _contents(station):
        if accepting.is_for(station, content):
            return accepting.accept(station, by, content)
    raise NoFile(str(own_folder(station)))


def accept_file(station: Station, by: Cashier, path: Path) -> Received:
    """Accept one file. Raises NoFile and what `accept` raises."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NoFile(str(path)) from error
    return accepting.accept(station, by, content)


def own_folder(station: Station) -> Path:
    """The folder beside the store."""
    return Path(station.database.path).parent / FOLDER


def sticks() -> list[Path]:
    """The memory sticks that are in and may be written to."""
    mounted = (path for pattern in _MOUNTS for path in sorted(Path("/").glob(pattern[1:])))
    return [path for path in mounted if path.is_dir() and os.access(path, os.W_OK)]


def _contents(station: Station) -> Iterator[bytes]:
    for folder in (*sticks(), own_folder(station)):
        with suppress(OSError):  # a stick that was pulled out
            for path in sorted(folder.glob(f"*{FILE_END}")):
                if path.stat().st_size <= MOST_BYTES:
                    yield path.read_bytes()
