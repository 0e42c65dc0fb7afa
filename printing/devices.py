"""Where paper comes out: ask a printer how it is, send it a job, say whether it is known to be printed.

A write to a dead printer succeeds, and a library takes silence for plenty of paper: so the status is read
here, byte by byte, and each job ends in a question that is answered only after all before it was printed.
"""

import os
import select
import socket
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import Final, Literal, Protocol

from domain.errors import Unavailable

FENCE: Final = b"\x1dr\x01"
"""`GS r 1`: buffered like text, so its answer proves that the text before it is on paper."""

_STATUS: Final = b"\x10\x04"
_FIXED_BITS: Final = 0b1001_0011
_FIXED_VALUE: Final = 0b0001_0010
_FENCE_FIXED_BITS: Final = 0b1001_0000
_EOT1_OFFLINE: Final = 0b0000_1000
_EOT2_COVER: Final = 0b0000_0100
_EOT2_PAPER_STOP: Final = 0b0010_0000
_EOT4_NEAR_END: Final = 0b0000_1100
_EOT4_END: Final = 0b0110_0000


class Cause(StrEnum):
    """Why a printer cannot print now."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    NO_ANSWER = "no_answer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """Ready when there is no cause against it."""

    cause: Cause | None = None
    paper_low: bool = False

    @property
    def ready(self) -> bool:
        """Whether a job may be sent."""
        return self.cause is None


class Delivery(Enum):
    """What is known of a job after it was sent."""

    PROVED = "proved"
    """The printer answered: it is on paper."""

    UNPROVED = "unproved"
    """Bytes may have left and the printer did not say that it printed them: not to be sent again unasked."""

    UNPROVABLE = "unprovable"
    """All bytes were accepted by a path that carries no answers."""


class Device(Protocol):
    """A way to paper. `send` raises Unavailable only when no byte has left."""

    def status(self) -> PrinterStatus:
        """How the printer is; never raises."""

    def send(self, payload: bytes) -> Delivery:
        """Hand over a job."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds; `proof_s` covers the printing itself."""

    connect_s: float = 3.0
    status_s: float = 0.5
    send_s: float = 6.0
    proof_s: float = 15.0


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer on TCP, usually port 9100: one short connection a question or job, always closed."""

    host: str
    port: int
    timeouts: Timeouts = Timeouts()

    def status(self) -> PrinterStatus:
        """Ask with DLE EOT 1, 2 and 4. No connection and no reply are the same to who waits for paper."""
        try:
            with self._connection() as connection:
                connection.settimeout(self.timeouts.status_s)
                return judge([_ask(connection, question) for question in (1, 2, 4)])
        except OSError:
            return PrinterStatus(Cause.NO_ANSWER)

    def send(self, payload: bytes) -> Delivery:
        """Send a job and wait for the answer to its fence."""
        try:
            connection = self._connection()
        except OSError as error:
            raise Unavailable(what=f"{self.host}:{self.port}", cause=str(error)) from error
        with closing(connection):
            try:
                connection.settimeout(self.timeouts.send_s)
                connection.sendall(payload + FENCE)
                connection.settimeout(self.timeouts.proof_s)
                return _proof(connection)
            except OSError:
                return Delivery.UNPROVED

    def _connection(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), self.timeouts.connect_s)


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A printer that is a file, such as /dev/usb/lp0: bytes go in, nothing comes back.

    The file must exist: making it would turn an unplugged printer into a growing file.
    """

    path: Path
    timeouts: Timeouts = Timeouts()

    def status(self) -> PrinterStatus:
        """As much as a one-way path can tell: whether it can be opened."""
        try:
            os.close(self._open())
        except OSError:
            return PrinterStatus(Cause.NO_ANSWER)
        return PrinterStatus()

    def send(self, payload: bytes) -> Literal[Delivery.UNPROVABLE, Delivery.UNPROVED]:
        """Write a job; a printer that stops taking bytes leaves it unproved."""
        try:
            opened = self._open()
        except OSError as error:
            raise Unavailable(what=str(self.path), cause=str(error)) from error
        written = 0
        try:
            while written < len(payload):
                if not select.select([], [opened], [], self.timeouts.send_s)[1]:
                    raise TimeoutError("takes no bytes")
                written += os.write(opened, payload[written:])
        except OSError as error:
            if written == 0:
                raise Unavailable(what=str(self.path), cause=str(error)) from error
            return Delivery.UNPROVED
        finally:
            os.close(opened)
        return Delivery.UNPROVABLE

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)


def judge(replies: list[int]) -> PrinterStatus:
    """The status that the replies to DLE EOT 1, 2 and 4 amount to."""
    if any(reply & _FIXED_BITS != _FIXED_VALUE for reply in replies):
        return PrinterStatus(Cause.UNKNOWN)
    printer, offline, paper = replies
    low = bool(paper & _EOT4_NEAR_END)
    if offline & _EOT2_PAPER_STOP or paper & _EOT4_END:
        return PrinterStatus(Cause.PAPER_OUT, paper_low=True)
    if offline & _EOT2_COVER:
        return PrinterStatus(Cause.COVER_OPEN, low)
    if printer & _EOT1_OFFLINE:
        return PrinterStatus(Cause.OFFLINE, low)
    return PrinterStatus(None, low)


def _ask(connection: socket.socket, question: int) -> int:
    connection.sendall(_STATUS + bytes([question]))
    reply = connection.recv(1)
    if not reply:
        raise ConnectionResetError
    return reply[0]


def _proof(connection: socket.socket) -> Delivery:
    """Wait for the byte of the fence; other bytes (a status pushed by itself) are passed over."""
    while reply := connection.recv(1):
        if reply[0] & _FENCE_FIXED_BITS == 0:
            return Delivery.PROVED
    return Delivery.UNPROVED
