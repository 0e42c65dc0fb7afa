"""The proxy between a station and HQ: the one that the system is configured with, and none for the loopback."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sync.line.hq_address import is_loopback

_SCHEMES = {"http", "https"}


def proxy_of(url: str) -> str | None:
    """The proxy to an address, from `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` or the system's settings.

    Proxies of other schemes (SOCKS) are ignored.
    """
    address = urlsplit(url)
    host = address.hostname or ""
    # A proxy resolves the loopback to its own machine, where HQ is not.
    if is_loopback(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    for proxy in (proxies.get(address.scheme), proxies.get("all")):
        if proxy and (usable := _usable(proxy)):
            return usable
    return None


def _usable(proxy: str) -> str | None:
    full = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(full)
        is_usable = parts.scheme in _SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return full if is_usable else None
