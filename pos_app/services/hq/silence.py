"""Why HQ did not answer a command that a person typed, for the words of its refusal."""

import socket
import ssl
from collections.abc import Iterator
from enum import Enum
from typing import Literal

from sync.line.hq_errors import HqBusy, HqUnreachable
from sync.line.proxy import proxy_of


class Silence(Enum):
    """A cause that a person can look into."""

    NO_HOST = "no machine has the name in the address"
    NOBODY_LISTENS = "the machine refuses the port"
    NO_REPLY = "neither an answer nor a refusal in time"
    NOT_ENCRYPTED = "what listens on the port does not speak TLS"
    PROXY = "the proxy that the system names lets nothing through"
    NO_WAY = "no network, or no route"
    BUSY = "HQ answered that it cannot serve now"


MaybeSilence = Silence | Literal[""]
"""Empty when the cause is none of these."""

_BY_CAUSE: tuple[tuple[type[BaseException], Silence], ...] = (
    (socket.gaierror, Silence.NO_HOST),
    (ConnectionRefusedError, Silence.NOBODY_LISTENS),
    (TimeoutError, Silence.NO_REPLY),
    (ssl.SSLError, Silence.NOT_ENCRYPTED),
    (OSError, Silence.NO_WAY),  # the last one: those above are its kinds
)


def silence_of(error: HqUnreachable | HqBusy, url: str) -> MaybeSilence:
    """The cause of an unanswered request to this address."""
    if isinstance(error, HqBusy):
        return Silence.BUSY
    if proxy_of(url):
        return Silence.PROXY
    known_causes = (known for cause in causes(error) for kind, known in _BY_CAUSE if isinstance(cause, kind))
    return next(known_causes, "")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
