"""The address that HQ serves on: bound before anything else is started, so that a second HQ fails at once."""

import errno
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import ClassVar

from domain.errors import Refused
from hq.settings import PREFIX, Settings

_BACKLOG = 2048
_HOST, _PORT = f"{PREFIX}HOST", f"{PREFIX}PORT"


@dataclass(eq=False)
class PortTaken(Refused):
    """Another program uses this port: stop it, or set another port."""

    code: ClassVar[str] = "PORT_TAKEN"

    host: str
    port: int
    setting: str = _PORT


@dataclass(eq=False)
class BadListeningAddress(Refused):
    """This machine does not let HQ serve on this address."""

    code: ClassVar[str] = "ADDRESS_UNUSABLE"

    host: str
    port: int
    cause: str
    settings: str = f"{_HOST}, {_PORT}"


@contextmanager
def taken(settings: Settings) -> Iterator[socket.socket]:
    """A socket bound to the address; connections are refused until `listen`. Raises PortTaken, BadListeningAddress."""
    with _refusing(settings):
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    with closing(listener):
        with _refusing(settings):
            listener.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # connections that just ended would keep the port for minutes
            listener.bind((settings.host, settings.port))
        yield listener


def listen(listener: socket.socket, settings: Settings) -> None:
    """Accept connections, which wait until the server reads them.

    With SO_REUSEADDR two programs may bind one address; the second one to listen fails here with PortTaken.
    """
    with _refusing(settings):
        listener.listen(_BACKLOG)


@contextmanager
def _refusing(settings: Settings) -> Iterator[None]:
    """Raise the refusal for an error of the operating system."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(settings.host, settings.port) from error
        raise BadListeningAddress(settings.host, settings.port, error.strerror or str(error)) from error


def is_loopback(listener: socket.socket) -> bool:
    """Whether only programs of this machine can reach the socket."""
    return ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback
