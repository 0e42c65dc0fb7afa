"""Printers: read their status, send them jobs, and know whether a job was printed.

A write to a dead printer succeeds, and python-escpos reads no reply as "paper is adequate". So the status bytes
are read here, and each job ends in a request that the printer answers only after it has printed what came before.
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
"""`GS r 1`: the printer buffers it like text, so its answer proves that the text before it is on paper."""

# DLE EOT n is answered at once, also by a printer that is offline. The bits are those of the ESC/POS manual; bits 1
# and 4 of every answer are set and bits 0 and 7 are clear, which tells a status from text of something else.
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
    """The printer is ready when `cause` is None."""

    cause: Cause | None = None
    paper_low: bool = False

    @property
    def ready(self) -> bool:
        """Whether a job may be sent."""
        return self.cause is None


class Delivery(Enum):
    """What is known about a job after it was sent."""

    PROVED = "proved"
    """The printer answered the fence: the job is on paper."""

    UNPROVED = "unproved"
    """Bytes may have reached the printer and it did not answer the fence. Only a person may decide to send it again."""

    UNPROVABLE = "unprovable"
    """All bytes were written to a path that carries no answers."""


class Device(Protocol):
    """A path to a printer. `send` raises Unavailable only when no byte has left, so that a retry cannot print twice."""

    def status(self) -> PrinterStatus:
        """The state of the printer; never raises."""

    def send(self, payload: bytes) -> Delivery:
        """Send a job. Raises Unavailable."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds; `proof_s` includes the time that printing takes."""

    connect_s: float = 3.0
    status_s: float = 0.5
    send_s: float = 6.0
    proof_s: float = 15.0


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer on TCP, usually port 9100. Each status request and each job has its own short connection."""

    host: str
    port: int
    timeouts: Timeouts = Timeouts()

    def status(self) -> PrinterStatus:
        """The answers to DLE EOT 1, 2 and 4. No connection and no reply are both NO_ANSWER."""
        try:
            with self._connection() as connection:
                connection.settimeout(self.timeouts.status_s)
                return status_of([_request_status(connection, n) for n in (1, 2, 4)])
        except OSError:
            return PrinterStatus(Cause.NO_ANSWER)

    def send(self, payload: bytes) -> Delivery:
        """Send a job and wait for the answer to its fence. Raises Unavailable when nothing was sent."""
        try:
            connection = self._connection()
        except OSError as error:
            raise Unavailable(what=f"{self.host}:{self.port}", cause=str(error)) from error
        with closing(connection):
            try:
                connection.settimeout(self.timeouts.send_s)
                connection.sendall(payload + FENCE)
                connection.settimeout(self.timeouts.proof_s)
                return _wait_for_proof(connection)
            except OSError:
                # Some bytes may have been printed: this must not become Unavailable, which is retried.
                return Delivery.UNPROVED

    def _connection(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), self.timeouts.connect_s)


@dataclass(frozen=True, slots=True)
class FilePrinter:
    """A printer that is a file, such as /dev/usb/lp0: it can be written to and gives no answers.

    The file must exist. Creating it would turn an unplugged printer into a growing file.
    """

    path: Path
    timeouts: Timeouts = Timeouts()

    def status(self) -> PrinterStatus:
        """Ready when the file can be opened; a one-way path gives no other status."""
        try:
            os.close(self._open())
        except OSError:
            return PrinterStatus(Cause.NO_ANSWER)
        return PrinterStatus()

    def send(self, payload: bytes) -> Literal[Delivery.UNPROVABLE, Delivery.UNPROVED]:
        """Write a job. Unproved when the printer stops taking bytes; raises Unavailable when it took none."""
        try:
            descriptor = self._open()
        except OSError as error:
            raise Unavailable(what=str(self.path), cause=str(error)) from error
        written = 0
        try:
            while written < len(payload):
                if not select.select([], [descriptor], [], self.timeouts.send_s)[1]:
                    raise TimeoutError("takes no bytes")
                written += os.write(descriptor, payload[written:])
        except OSError as error:
            if written == 0:
                raise Unavailable(what=str(self.path), cause=str(error)) from error
            return Delivery.UNPROVED
        finally:
            os.close(descriptor)
        return Delivery.UNPROVABLE

    def _open(self) -> int:
        # O_NONBLOCK: a stopped printer must not block the print thread; `send` waits with a timeout instead.
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)


def status_of(replies: list[int]) -> PrinterStatus:
    """The status for the replies to DLE EOT 1, 2 and 4; of several causes, the one to mend first."""
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


def _request_status(connection: socket.socket, n: int) -> int:
    connection.sendall(_STATUS + bytes([n]))
    reply = connection.recv(1)
    if not reply:
        raise ConnectionResetError
    return reply[0]


def _wait_for_proof(connection: socket.socket) -> Delivery:
    """Wait for the answer to the fence; other bytes, such as a status that the printer sends unasked, are ignored."""
    while reply := connection.recv(1):
        if reply[0] & _FENCE_FIXED_BITS == 0:
            return Delivery.PROVED
    return Delivery.UNPROVED
