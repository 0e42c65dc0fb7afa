"""Tests stay on this machine: a connection or a look-up that would leave it fails.

This process refuses by itself. The processes that tests start are given a proxy that does not answer: what they ask
over HTTP of another machine fails, and so does what they ask of this one through a proxy instead of directly.
"""

import os
import socket
import sys
from ipaddress import IPv4Address, IPv6Address, ip_address

# A port on which nobody listens: discard, which no system serves any more.
DEAD_PROXY = "http://127.0.0.1:9"
_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")


class LeftTheMachine(BaseException):
    """A test reached for the network. No `except Exception` of the program hides it."""


def install() -> None:
    """Guard this process until it ends, and the processes that it starts."""
    sys.addaudithook(_look)
    for name in _VARIABLES:
        os.environ[name] = os.environ[name.upper()] = DEAD_PROXY
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        listening, address = arguments
        is_inet = isinstance(listening, socket.socket) and listening.family in {socket.AF_INET, socket.AF_INET6}
        if is_inet and isinstance(address, tuple) and not _is_here(address[0]):
            raise LeftTheMachine(f"connect to {address}")
    elif event == "socket.getaddrinfo" and _needs_a_look_up(arguments[0]):
        raise LeftTheMachine(f"look-up of {arguments[0]!r}")


def _needs_a_look_up(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    return host not in {None, "", "localhost"} and _address(host) is None


def _is_here(host: object) -> bool:
    address = _address(host)
    return host in {"", "localhost"} or (address is not None and address.is_loopback)


def _address(host: object) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(str(host))
    except ValueError:
        return None
