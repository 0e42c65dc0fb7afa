"""ESC/POS bytes to papers. The virtual printer prints with it, and the tests read our own output with it.

Letters are decoded with the code page that ESC t selected. Without ESC t a printer uses page 0 (CP437), on which
some Spanish letters are wrong; the reader shows them wrong too, so that a test notices a missing command.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from printing.escpos_commands import Command, Text, Token, next_token
from printing.paper import Mark, Paper, QrCode, Raster, Run, TextLine
from printing.printout import PLAIN, Align, Style

_PAGES: Final = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    18: "cp852",
    19: "cp858",
}
_ALIGNS: Final = (Align.LEFT, Align.CENTER, Align.RIGHT)
_STYLES: Final = frozenset({"ESC !", "ESC E", "GS !", "GS B"})
_WITHOUT_A_MARK: Final = frozenset({"GS r", "DLE EOT", "CR"})
"""Status requests, which the virtual printer answers, and the carriage return, which LF makes superfluous."""
_QR: Final = 0x31
_QR_HEAD: Final = 5
_QR_STORE: Final = 80
_QR_PRINT: Final = 81
_QR_SIZE: Final = 67
_QR_CORRECTION: Final = 69


@dataclass(frozen=True, slots=True)
class Reading:
    """The papers of a payload. `unknown` names the commands that this reader does not support."""

    papers: tuple[Paper, ...]
    drawer_kicks: int
    unknown: tuple[str, ...]


def read(payload: bytes, columns: int = 48) -> Reading:
    """Read a whole payload; text after the last cut becomes a paper that is not cut."""
    reader = PaperReader(columns)
    papers = []
    at = 0
    while (step := next_token(payload, at)) is not None:
        token, at = step
        if (paper := reader.take(token)) is not None:
            papers.append(paper)
    if (rest := reader.finish()) is not None:
        papers.append(rest)
    unknown = reader.unknown if at == len(payload) else [*reader.unknown, "unfinished"]
    return Reading(tuple(papers), reader.drawer_kicks, tuple(unknown))


@dataclass(slots=True)
class _QrSettings:
    text: str = ""
    module_dots: int = 3
    error_correction: str = "L"


@dataclass(slots=True)
class PaperReader:
    """The state of a printer between commands. `take` returns a paper when a command cuts it."""

    columns: int = 48
    drawer_kicks: int = 0
    unknown: list[str] = field(default_factory=list)
    _page: int = 0
    _style: Style = PLAIN
    _align: Align = Align.LEFT
    _runs: list[Run] = field(default_factory=list)
    _used: int = 0
    _marks: list[Mark] = field(default_factory=list)
    _qr: _QrSettings = field(default_factory=_QrSettings)

    def take(self, token: Token) -> Paper | None:
        """Execute one token; returns the paper that it cut, if any."""
        if isinstance(token, Text):
            self._print(token.raw)
            return None
        if token.name == "GS V":
            return self._end(cut=True)
        if token.name in _STYLES:
            self._style = _styled(self._style, token.name, token.arguments[0])
        else:
            self._execute(token)
        return None

    def finish(self) -> Paper | None:
        """The paper that was begun and not cut, if any."""
        return self._end(cut=False)

    def _execute(self, command: Command) -> None:
        argument = command.arguments[0] if command.arguments else 0
        match command.name:
            case "ESC @":
                self._break_line()
                self._page, self._style, self._align = 0, PLAIN, Align.LEFT
            case "ESC t":
                self._page = argument
            case "ESC a":
                self._align = _ALIGNS[argument % 48 % 3]
            case "LF" | "ESC d":
                self._feed(argument if command.name == "ESC d" else 1)
            case "ESC p":
                self.drawer_kicks += 1
            case "GS (" | "GS v":
                self._draw(command)
            case name if name not in _WITHOUT_A_MARK:
                self.unknown.append(name)

    def _print(self, raw: bytes) -> None:
        page = _PAGES.get(self._page)
        text = raw.decode(page, errors="replace") if page else _ascii_only(raw)
        size = 2 if self._style.wide else 1
        while text:
            room = (self.columns - self._used) // size
            if room == 0:
                self._new_line()
                continue
            self._runs.append(Run(text[:room], self._style))
            self._used += size * len(text[:room])
            text = text[room:]

    def _feed(self, lines: int) -> None:
        self._new_line()
        self._marks += [TextLine()] * (lines - 1)

    def _new_line(self) -> None:
        self._marks.append(TextLine(tuple(self._runs), self._align))
        self._runs.clear()
        self._used = 0

    def _break_line(self) -> None:
        if self._runs:
            self._new_line()

    def _end(self, *, cut: bool) -> Paper | None:
        self._break_line()
        marks, self._marks = tuple(self._marks), []
        return Paper(marks, cut) if marks else None

    def _draw(self, command: Command) -> None:
        data = command.arguments
        if command.name == "GS v":
            across, rows = data[2] + 256 * data[3], data[4] + 256 * data[5]
            self._break_line()
            self._marks.append(Raster(across, rows, data[6:], self._align))
        elif data[:1] == b"k" and len(data) >= _QR_HEAD and data[3] == _QR:
            self._qr_command(data[4], data[5:])
        else:
            self.unknown.append(f"{command.name} {data[:1].decode('latin-1')}")

    def _qr_command(self, function: int, data: bytes) -> None:
        if function == _QR_SIZE:
            self._qr.module_dots = data[0]
        elif function == _QR_CORRECTION:
            self._qr.error_correction = "LMQH"[(data[0] - 48) % 4]
        elif function == _QR_STORE:
            self._qr.text = data[1:].decode("utf-8", errors="replace")
        elif function == _QR_PRINT:
            self._break_line()
            qr = self._qr
            self._marks.append(QrCode(qr.text, qr.module_dots, qr.error_correction, self._align))


def _styled(style: Style, name: str, argument: int) -> Style:
    match name:
        case "ESC !":
            return Style(bool(argument & 8), bool(argument & 16), bool(argument & 32), style.inverted)
        case "GS !":
            return replace(style, tall=bool(argument & 0x07), wide=bool(argument & 0x70))
        case "ESC E":
            return replace(style, bold=bool(argument & 1))
        case _:
            return replace(style, inverted=bool(argument & 1))


def _ascii_only(raw: bytes) -> str:
    """Text of a code page that this reader does not support: other letters become replacement characters."""
    return raw.decode("ascii", errors="replace")
