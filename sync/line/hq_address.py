"""HQ's address: https, or http on this very machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from sync.line.hq_errors import BadAddress


def checked_address(url: str) -> str:
    """The address without a path. Raises BadAddress for one that anybody on the way could read or change."""
    try:
        read = urlsplit(url.strip())
        port = read.port
    except ValueError as error:
        raise BadAddress(url) from error
    host = read.hostname or ""
    safe = read.scheme == "https" or (read.scheme == "http" and _is_here(host))
    plain = read.path in {"", "/"} and not (read.username or read.password or read.query or read.fragment)
    if not (safe and plain and host):
        raise BadAddress(url)
    named = f"[{host}]" if ":" in host else host
    return f"{read.scheme}://{named}" + (f":{port}" if port else "")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
