"""The address of HQ: https, or http on the same machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from sync.line.hq_errors import BadAddress


def checked_address(url: str) -> str:
    """The address as scheme, host and port. Raises BadAddress for one without encryption to another machine."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise BadAddress(url) from error
    host = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    plain = parts.path in {"", "/"} and not (parts.username or parts.password or parts.query or parts.fragment)
    if not (safe and plain and host):
        raise BadAddress(url)
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
