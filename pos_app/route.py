"""The routes of this machine, looked up in the system without sending a packet."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

_OUTSIDE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that no machine has (RFC 5737, RFC 3849): only a route out of the local network leads to them."""
_DISCARD_PORT = 9
_PORTS = {"https": 443, "http": 80}


def route_to(url: str) -> str:
    """The machine's own address on the route to a server; empty without a route."""
    parts = urlsplit(url)
    try:
        addresses = socket.getaddrinfo(parts.hostname, parts.port or _PORTS[parts.scheme], type=socket.SOCK_DGRAM)
        family, kind, protocol, _, address = addresses[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.connect(address)  # a datagram socket only selects the route
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def has_network(url: str) -> bool:
    """Whether this machine has a route to a server: out of its local network, or to its address where that is known."""
    if _is_address(urlsplit(url).hostname or ""):
        return bool(route_to(url))
    # The name service may be slow to fail, so it is asked last: without a route out it fails at once.
    return any(_has_route(family, address) for family, address in _OUTSIDE) or bool(route_to(url))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _has_route(family: socket.AddressFamily, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, _DISCARD_PORT))
            return True
    except OSError:
        return False
