"""A virtual receipt printer: ESC/POS over TCP on the loopback, with papers to look at and faults to switch on.

It is for the demo, the printer window and the tests. It behaves as an Epson printer does: it answers a status
request at once and buffers everything else, which waits while there is no paper or the cover is open.
"""

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import Final

from printing.escpos_commands import Command, Token, next_token
from printing.escpos_reader import PaperReader
from printing.paper import Paper
from printing.printout import PaperWidth

LOOPBACK: Final = "127.0.0.1"
_CHUNK: Final = 4096
_JOIN_S: Final = 5.0
_RESET: Final = Command("ESC @")


class Fault(StrEnum):
    """What can be wrong with the printer. OFF is the power switch: it loses the content of the buffer."""

    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    OFF = "off"


_STOPS_PRINTING: Final = frozenset(Fault) - {Fault.PAPER_LOW}


class VirtualPrinter:
    """Runs from `start` to `stop`. A thread of the printer calls `on_paper` for each paper."""

    def __init__(self, width: PaperWidth = PaperWidth.MM80, on_paper: Callable[[Paper], None] = lambda _: None) -> None:
        self.width = width
        self.port = 0
        self._on_paper = on_paper
        self._state = threading.Condition()  # guards everything below; notified when papers or the buffer change
        self._faults: set[Fault] = set()
        self._papers: list[Paper] = []
        self._reader = PaperReader(width.columns)
        self._buffer: deque[tuple[Token | None, socket.socket]] = deque()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Listen on a free port of the loopback; after OFF, on the same port as before."""
        listener = socket.create_server((LOOPBACK, self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._run(self._accept, listener)

    def stop(self) -> None:
        """Close the sockets and wait for the threads to end."""
        self._close_sockets()
        for thread in self._threads:
            thread.join(_JOIN_S)
        self._threads.clear()

    def switch(self, fault: Fault, *, on: bool) -> None:
        """Set or clear a fault. The buffer is printed once no fault prevents it."""
        with self._state:
            was_off = Fault.OFF in self._faults
            (self._faults.add if on else self._faults.discard)(fault)
        if fault is Fault.OFF and on and not was_off:
            self._lose_power()
        elif fault is Fault.OFF and was_off and not on:
            self.start()
        self._print()

    @property
    def faults(self) -> frozenset[Fault]:
        """The faults that are switched on."""
        with self._state:
            return frozenset(self._faults)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper since the printer was made."""
        with self._state:
            return tuple(self._papers)

    @property
    def drawer_kicks(self) -> int:
        """How often the drawer was opened."""
        with self._state:
            return self._reader.drawer_kicks

    def wait_for_papers(self, count: int, timeout_s: float) -> tuple[Paper, ...]:
        """The papers, as soon as `count` are printed or the timeout has passed."""
        with self._state:
            self._state.wait_for(lambda: len(self._papers) >= count, timeout_s)
            return tuple(self._papers)

    def wait_for_held_job(self, timeout_s: float) -> bool:
        """Wait until a fault keeps the buffer from being printed; False when the timeout has passed."""
        with self._state:
            return self._state.wait_for(lambda: bool(self._buffer and self._faults & _STOPS_PRINTING), timeout_s)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with self._state:
                    if self._listener is not listener:  # `stop` ran after accept returned
                        connection.close()
                        return
                    self._connections.add(connection)
                    self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        pending = b""
        with connection:
            with suppress(OSError):
                while chunk := connection.recv(_CHUNK):
                    pending = self._receive(connection, pending + chunk)
            with self._state:
                self._connections.discard(connection)
            self._enqueue(None, connection)  # None: the sender disconnected, so an unfinished paper comes out
            self._print()

    def _receive(self, connection: socket.socket, data: bytes) -> bytes:
        """Answer status requests at once and buffer the rest; returns the bytes of an unfinished command."""
        at = 0
        while (step := next_token(data, at)) is not None:
            token, at = step
            if isinstance(token, Command) and token.name == "DLE EOT":
                connection.sendall(bytes([status_reply(token.arguments[0], self.faults)]))
            else:
                self._enqueue(token, connection)
        self._print()
        return data[at:]

    def _enqueue(self, token: Token | None, connection: socket.socket) -> None:
        with self._state:
            if Fault.OFF not in self._faults:
                self._buffer.append((token, connection))
                self._state.notify_all()

    def _print(self) -> None:
        finished = []
        with self._state:
            while self._buffer and not self._faults & _STOPS_PRINTING:
                token, connection = self._buffer.popleft()
                if isinstance(token, Command) and token.name == "GS r":
                    with suppress(OSError):
                        connection.sendall(b"\x03" if Fault.PAPER_LOW in self._faults else b"\x00")
                elif (paper := self._reader.take(token) if token else self._reader.finish()) is not None:
                    finished.append(paper)
            self._papers += finished
            self._state.notify_all()
        # Outside the lock: the callback may ask the printer for its papers.
        for paper in finished:
            self._on_paper(paper)

    def _lose_power(self) -> None:
        self._close_sockets()
        with self._state:
            self._buffer.clear()
            finished = [half] if (half := self._reader.finish()) else []
            self._reader.take(_RESET)
            self._papers += finished
        for paper in finished:
            self._on_paper(paper)

    def _close_sockets(self) -> None:
        with self._state:
            sockets = [*self._connections, *([self._listener] if self._listener else [])]
            self._listener = None
        for opened in sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits on it
            opened.close()

    def _run(self, work: Callable[[socket.socket], None], on: socket.socket) -> None:
        thread = threading.Thread(target=work, args=(on,), name="virtual-printer", daemon=True)
        self._threads = [*(other for other in self._threads if other.is_alive()), thread]
        thread.start()


def status_reply(question: int, faults: frozenset[Fault]) -> int:
    """The byte that an Epson printer returns for DLE EOT 1 (printer), 2 (why offline) or 4 (paper)."""
    out = Fault.PAPER_OUT in faults
    match question:
        case 1:
            return 0x1E if faults & _STOPS_PRINTING else 0x16
        case 2:
            return 0x32 if out else 0x16 if Fault.COVER_OPEN in faults else 0x12
        case 4:
            return 0x7E if out else 0x1E if Fault.PAPER_LOW in faults else 0x12
        case _:
            return 0x12
