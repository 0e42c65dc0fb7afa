"""ESC/POS parser: the next command or run of text in a stream of bytes."""

from dataclasses import dataclass
from typing import Final

DLE: Final = 0x10
ESC: Final = 0x1B
FS: Final = 0x1C
GS: Final = 0x1D


@dataclass(frozen=True, slots=True)
class Text:
    """Bytes to print; the selected code page decides which letters they are."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its name in the manufacturers' manuals ("ESC t"), with its argument bytes."""

    name: str
    arguments: bytes = b""


Token = Text | Command

_CONTROLS = {0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN"}
_PREFIXES = {DLE: "DLE", ESC: "ESC", FS: "FS", GS: "GS"}
_ARGUMENTS = {
    "DLE EOT": 1, "DLE ENQ": 1, "DLE DC4": 3,
    "ESC @": 0, "ESC !": 1, "ESC -": 1, "ESC 2": 0, "ESC 3": 1, "ESC E": 1, "ESC G": 1, "ESC J": 1,
    "ESC M": 1, "ESC R": 1, "ESC V": 1, "ESC a": 1, "ESC d": 1, "ESC p": 3, "ESC t": 1, "ESC {": 1,
    "FS .": 0, "FS &": 0,
    "GS !": 1, "GS B": 1, "GS L": 2, "GS W": 2, "GS a": 1, "GS b": 1, "GS r": 1,
}  # fmt: skip
_FIRST_LETTER: Final = 0x20
_FIRST_COUNTED_BARCODE: Final = 0x41
_CONTROL_NAMES = {0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"}
_HEADS = {"GS V": 1, "GS (": 3, "ESC (": 3, "GS v": 6, "ESC *": 3}
"""Commands of variable length: how many of their first bytes are needed to compute the rest."""

_THREE_BYTE_COLUMNS = frozenset({32, 33})
_CUTS_WITH_FEED = frozenset({0x41, 0x42, 0x61, 0x62, 0x67, 0x68})


def next_token(data: bytes, at: int = 0) -> tuple[Token, int] | None:
    """The token at offset `at` and the offset of the next one; None while the token is incomplete."""
    if at >= len(data):
        return None
    first = data[at]
    if first in _PREFIXES:
        return _command(data, at)
    if first < _FIRST_LETTER:
        return Command(_CONTROLS.get(first, f"{first:02X}")), at + 1
    end = at
    while end < len(data) and data[end] >= _FIRST_LETTER:
        end += 1
    return Text(data[at:end]), end


def _command(data: bytes, at: int) -> tuple[Token, int] | None:
    if at + 1 >= len(data):
        return None
    second = data[at + 1]
    name = f"{_PREFIXES[data[at]]} {_CONTROL_NAMES.get(second) if data[at] == DLE else chr(second)}"
    length = _length(name, data, at + 2)
    if length is None or at + 2 + length > len(data):
        return None
    end = at + 2 + length
    return Command(name, data[at + 2 : end]), end


def _length(name: str, data: bytes, start: int) -> int | None:
    """How many argument bytes follow the name; None while too few have arrived to know.

    An unknown command is assumed to have no arguments.
    """
    head_length = _HEADS.get(name)
    if head_length is None:
        return _barcode_length(data, start) if name == "GS k" else _ARGUMENTS.get(name, 0)
    head = data[start : start + head_length]
    return None if len(head) < head_length else head_length + _body_length(name, head)


def _body_length(name: str, head: bytes) -> int:
    match name:
        case "GS V":
            return 1 if head[0] in _CUTS_WITH_FEED else 0
        case "GS v":
            return _word(head, 2) * _word(head, 4)
        case "ESC *":
            return _word(head, 1) * (3 if head[0] in _THREE_BYTE_COLUMNS else 1)
        case _:
            return _word(head, 1)


def _barcode_length(data: bytes, start: int) -> int | None:
    if start + 1 >= len(data):
        return None
    if data[start] >= _FIRST_COUNTED_BARCODE:
        return 2 + data[start + 1]
    end = data.find(b"\x00", start + 1)
    return None if end < 0 else end + 1 - start


def _word(data: bytes, at: int) -> int:
    return data[at] + 256 * data[at + 1]
