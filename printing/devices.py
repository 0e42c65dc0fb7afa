"""Printers: read their status, send them jobs, and know whether a job was printed.

A write to a dead printer succeeds, and python-escpos reads no reply as "paper is adequate". So the status bytes
are read here, and each job ends in a request that the printer answers only after it has printed what came before.
Not every printer can answer: what a printer has shown of itself since the start is kept in `Learned`.
"""

import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final, Literal, Protocol

from domain.errors import Unavailable
from printing.status_bytes import STATUS_REQUEST, AnswerStream, are_statuses, is_proof

FENCE: Final = b"\x1dr\x01"
"""`GS r 1`: the printer buffers it like text, so its answer proves that the text before it is on paper."""

# The bits are those of the ESC/POS manual.
_EOT1_OFFLINE: Final = 0b0000_1000
_EOT2_COVER: Final = 0b0000_0100
_EOT2_PAPER_STOP: Final = 0b0010_0000
_EOT4_NEAR_END: Final = 0b0000_1100
_EOT4_END: Final = 0b0110_0000

_LOOKS_IN_VAIN: Final = 5
"""Looks without a single status after which a printer that accepts connections counts as one that has no status."""
_PROBES: Final = 2
_QUESTIONS: Final = (1, 2, 4)
_WITHOUT_TROUBLE: Final = (0x12, 0x12, 0x12)
_CHUNK: Final = 256


class Cause(StrEnum):
    """Why a printer cannot print now."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    NO_ANSWER = "no_answer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """The printer is ready when `cause` is None. `one_way`: it answers no questions, and what was sent is believed."""

    cause: Cause | None = None
    paper_low: bool = False
    one_way: bool = False

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
    probe_s: float = 2.0


USUAL = Timeouts()


@dataclass(slots=True)
class Learned:
    """What a printer has shown of itself. A printer that answered once and is silent now is in trouble; one that
    never answered may have no status to send.
    """

    answers: bool = False
    """It sent a proper status."""
    proves: bool | None = None
    """It answered the fence; None while unknown. False: it sends statuses and ignored the fence so far. A printer that
    was only busy answers a later one, and its jobs are proved from then on.
    """
    looks_in_vain: int = 0

    @property
    def one_way(self) -> bool:
        """Whether the printer counts as one that has no status."""
        return not self.answers and self.looks_in_vain >= _LOOKS_IN_VAIN


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer on TCP, usually port 9100. Each status request and each job has its own short connection.

    A printer that is `one_way` is never asked; otherwise it is found out whether it answers, and the fence with it.
    """

    host: str
    port: int
    timeouts: Timeouts = USUAL
    one_way: bool = False
    learned: Learned = field(default_factory=Learned, compare=False, repr=False)

    def status(self) -> PrinterStatus:
        """The answers to DLE EOT 1, 2 and 4. No connection and no reply are both NO_ANSWER."""
        try:
            with self._connection() as connection:
                return PrinterStatus(one_way=True) if self.one_way else self._look(connection)
        except (OSError, EOFError):
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
                if self.one_way or self.learned.one_way:
                    connection.sendall(payload)
                    return self._ended(connection)
                connection.sendall(payload + FENCE)
                ignores_fence = self.learned.proves is False
                if not _proof_comes(connection, self.timeouts.status_s if ignores_fence else self.timeouts.proof_s):
                    return self._ended(connection) if ignores_fence else Delivery.UNPROVED
            except (OSError, EOFError):
                # Some bytes may have been printed: this must not become Unavailable, which is retried.
                return Delivery.UNPROVED
        self.learned.proves = True
        return Delivery.PROVED

    def _connection(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), self.timeouts.connect_s)

    def _look(self, connection: socket.socket) -> PrinterStatus:
        status = self._asked(connection)
        if self.learned.answers and status.ready and self.learned.proves is None:
            self.learned.proves = self._probed(connection)
        return status

    def _asked(self, connection: socket.socket) -> PrinterStatus:
        """Ask, and learn from the outcome whether the printer has a status at all."""
        answers = _ask(connection, self.timeouts.status_s)
        if answers and len(answers) == len(_QUESTIONS) and are_statuses(answers):
            self.learned.answers = True
            return status_of(answers)
        if not _is_text(bytes(answers)):
            self.learned.looks_in_vain += 1
            if self.learned.one_way:
                return PrinterStatus(one_way=True)
        return PrinterStatus(Cause.UNKNOWN if answers else Cause.NO_ANSWER)

    def _probed(self, connection: socket.socket) -> bool | None:
        """Whether an idle printer answers the fence alone, which prints nothing; None when it is not ready any more."""
        for _ in range(_PROBES):
            connection.sendall(FENCE)
            if _proof_comes(connection, self.timeouts.probe_s):
                return True
        return False if self._asked(connection).ready else None

    def _ended(self, connection: socket.socket) -> Literal[Delivery.UNPROVABLE, Delivery.UNPROVED]:
        """The outcome of a job without a fence. A printer that sends statuses must still be ready after it."""
        if self.learned.answers and not self._asked(connection).ready:
            return Delivery.UNPROVED
        connection.shutdown(socket.SHUT_WR)
        # Closing a socket with unread bytes resets the connection, and the printer would lose what it has not read.
        with suppress(EOFError):
            answers = _receive_until(connection, self.timeouts.status_s, _is_text)
            return Delivery.UNPROVED if _is_text(answers) else Delivery.UNPROVABLE
        return Delivery.UNPROVABLE


def status_of(replies: list[int]) -> PrinterStatus:
    """The status for the replies to DLE EOT 1, 2 and 4; of several causes, the one to mend first."""
    if not are_statuses(replies):
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


def _ask(connection: socket.socket, timeout_s: float) -> list[int]:
    """The answers to the three questions; fewer when the printer is silent, more when it sends text.

    Some printers answer the first question alone; the others then count as answered without trouble.
    """
    answers: list[int] = []
    stream = AnswerStream()
    for question in _QUESTIONS:
        connection.sendall(STATUS_REQUEST + bytes([question]))
        received = _receive_until(connection, timeout_s, bool, stream)
        if not received:
            break
        answers += received
    return [*answers, *_WITHOUT_TROUBLE[len(answers) :]] if answers else answers


def _proof_comes(connection: socket.socket, timeout_s: float) -> bool:
    """Whether the fence is answered in time. A status that the printer sends unasked is no proof."""

    def proved(answers: bytes) -> bool:
        return any(map(is_proof, answers))

    return proved(_receive_until(connection, timeout_s, proved))


def _is_text(answers: bytes) -> bool:
    """Whether there are more bytes than questions: something that is no printer is speaking."""
    return len(answers) > len(_QUESTIONS)


def _receive_until(
    connection: socket.socket,
    timeout_s: float,
    enough: Callable[[bytes], bool],
    stream: AnswerStream | None = None,
) -> bytes:
    """The answers up to the first that are enough, or those that came in time. Raises EOFError at the end."""
    stream = stream or AnswerStream()
    answers = b""
    deadline = time.monotonic() + timeout_s
    while not enough(answers) and (left_s := deadline - time.monotonic()) > 0:
        connection.settimeout(left_s)
        try:
            received = connection.recv(_CHUNK)
        except TimeoutError:
            break
        if not received:
            raise EOFError
        answers += stream.take(received)
    return answers
