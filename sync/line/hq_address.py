"""The address of HQ: https, or http on the same machine, and a path if HQ has one."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from sync.line.hq_errors import AddressFlaw, BadAddress

_PATH = re.compile(r"(/[A-Za-z0-9._~%-]+)*/?")


def checked_address(url: str) -> str:
    """The address as scheme, host, port and the path before `/v1`, without a slash at its end. Raises BadAddress.

    HQ may be one of several programs behind a server, under a path of its own.
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise BadAddress(url, AddressFlaw.NOT_READABLE) from error
    if flaw := _flaw(parts, host):
        raise BadAddress(_without_password(parts), flaw)
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "") + parts.path.rstrip("/")


def _flaw(parts: SplitResult, host: str) -> AddressFlaw | None:
    if parts.scheme not in {"https", "http"} or not host or not _PATH.fullmatch(parts.path):
        return AddressFlaw.NOT_READABLE
    if parts.scheme == "http" and not is_loopback(host):
        return AddressFlaw.NOT_ENCRYPTED
    if parts.username is not None or parts.password is not None:
        return AddressFlaw.WITH_PASSWORD
    return AddressFlaw.WITH_QUERY if parts.query or parts.fragment else None


def _without_password(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
