"""The address that HQ answers on: taken before anything else is begun, so that a second HQ is told at once."""

import errno
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import ClassVar

from domain.errors import Refused
from hq.settings import PREFIX, Settings

_WAITING_CALLERS = 2048
_HOST, _PORT = f"{PREFIX}HOST", f"{PREFIX}PORT"


@dataclass(eq=False)
class PortTaken(Refused):
    """Another program answers on this port: stop it, or name another port."""

    code: ClassVar[str] = "PORT_TAKEN"

    host: str
    port: int
    setting: str = _PORT


@dataclass(eq=False)
class BadListeningAddress(Refused):
    """This machine does not let HQ answer on this address."""

    code: ClassVar[str] = "ADDRESS_UNUSABLE"

    host: str
    port: int
    cause: str
    settings: str = f"{_HOST}, {_PORT}"


@contextmanager
def taken(settings: Settings) -> Iterator[socket.socket]:
    """The address, this program's alone. Callers are refused until `listen`. Raises one of the refusals above."""
    with _told(settings):
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    with closing(listener):
        with _told(settings):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # calls just ended hold no port
            listener.bind((settings.host, settings.port))
        yield listener


def listen(listener: socket.socket, settings: Settings) -> None:
    """Let callers in; they wait until they are answered. Of two that took the address at once one is refused here."""
    with _told(settings):
        listener.listen(_WAITING_CALLERS)


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(settings.host, settings.port) from error
        raise BadListeningAddress(settings.host, settings.port, error.strerror or str(error)) from error
