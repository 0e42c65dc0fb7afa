"""The route of this machine to a server, looked up in the system without sending a packet."""

import socket
from urllib.parse import urlsplit

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
