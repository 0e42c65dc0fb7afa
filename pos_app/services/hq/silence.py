"""Why HQ did not answer a command that a person typed: each cause has its own code and next step."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pos_app.services.hq.enrolment import NotAnswered
from sync.line.hq_errors import HqBusy, HqUnreachable
from sync.line.proxy import proxy_of


@dataclass(eq=False)
class HostUnknown(NotAnswered):
    """No machine has the name in HQ's address."""

    code: ClassVar[str] = "CEN-33"


@dataclass(eq=False)
class NobodyListens(NotAnswered):
    """The machine answered that no program listens on this port."""

    code: ClassVar[str] = "CEN-34"


@dataclass(eq=False)
class NoReply(NotAnswered):
    """Neither an answer nor a refusal came in time."""

    code: ClassVar[str] = "CEN-35"


@dataclass(eq=False)
class NotEncrypted(NotAnswered):
    """What listens on this port does not speak TLS."""

    code: ClassVar[str] = "CEN-36"


@dataclass(eq=False)
class NoWay(NotAnswered):
    """This machine has no network, or no route to HQ."""

    code: ClassVar[str] = "CEN-37"


@dataclass(eq=False)
class ProxySilent(NotAnswered):
    """The proxy that the system names for HQ's address does not let the request through."""

    code: ClassVar[str] = "CEN-38"


_BY_CAUSE: tuple[tuple[type[BaseException], type[NotAnswered]], ...] = (
    (socket.gaierror, HostUnknown),
    (ConnectionRefusedError, NobodyListens),
    (TimeoutError, NoReply),
    (ssl.SSLError, NotEncrypted),
    (OSError, NoWay),  # the last one: those above are its kinds
)


def explained(error: HqUnreachable | HqBusy, url: str) -> NotAnswered:
    """The failure with the words of its cause; `cause` stays for support."""
    if isinstance(error, HqUnreachable) and proxy_of(url):
        return ProxySilent("hq", error.cause)
    for cause in _causes(error):
        for kind, failure in _BY_CAUSE:
            if isinstance(cause, kind):
                return failure("hq", error.cause)
    return NotAnswered("hq", error.cause)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
