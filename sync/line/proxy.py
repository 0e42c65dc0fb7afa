"""The proxy between a station and HQ: the one that the system names, and none on this very machine."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sync.line.hq_address import is_loopback

_SPOKEN = {"http", "https"}


def proxy_of(url: str) -> str | None:
    """The proxy to an address, from `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` or the system's settings.

    Kinds of proxy that the station does not speak (SOCKS) are passed over.
    """
    address = urlsplit(url)
    host = address.hostname or ""
    # A proxy reaches its own loopback, not ours: HQ on this machine would be out of reach.
    if is_loopback(host) or proxy_bypass(host):
        return None
    named = getproxies()
    for proxy in (named.get(address.scheme), named.get("all")):
        if proxy and (usable := _usable(proxy)):
            return usable
    return None


def _usable(proxy: str) -> str | None:
    full = proxy if "://" in proxy else f"http://{proxy}"
    try:
        read = urlsplit(full)
        is_usable = read.scheme in _SPOKEN and bool(read.hostname) and (read.port is None or read.port > 0)
    except ValueError:
        return None
    return full if is_usable else None
