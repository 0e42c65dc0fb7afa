"""Addresses of callers: which count as one caller, and how much a caller has open at once."""

import logging
import time
from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

log = logging.getLogger(__name__)

_HOST_BITS = 64
_QUIET_S = 60.0
"""How long the log is quiet after it said that somebody was refused: a flood must not fill it."""


def network(address: str) -> str:
    """The owner of an address. Whoever has one IPv6 address usually has the whole /64 network."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> _HOST_BITS << _HOST_BITS))


class OpenCounts:
    """How many connections or requests each caller has open. Used on one event loop only."""

    def __init__(self, what: str, most: int, unlimited: Iterable[str] = ()) -> None:
        """`what` is their name in the log. `unlimited`: addresses and networks of proxies, which speak for many."""
        self._what, self._most = what, most
        self._unlimited = [ip_network(one) for one in unlimited]
        self._open: Counter[str] = Counter()
        self._quiet_until_s = 0.0

    def enter(self, address: str) -> bool:
        """Count one more of an address, and return True; False if it has as many as it may."""
        caller = network(address)
        if self._open[caller] >= self._most and not self._is_unlimited(address):
            self._complain(caller)
            return False
        self._open[caller] += 1
        return True

    def leave(self, address: str) -> None:
        """Count one less of an address that entered."""
        caller = network(address)
        self._open[caller] -= 1
        if not self._open[caller]:
            del self._open[caller]

    def _is_unlimited(self, address: str) -> bool:
        try:
            ip = ip_address(address)
        except ValueError:  # a socket of this machine has no address
            return not address
        mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        return any((mapped or ip) in one for one in self._unlimited)

    def _complain(self, caller: str) -> None:
        now_s = time.monotonic()
        if now_s >= self._quiet_until_s:
            self._quiet_until_s = now_s + _QUIET_S
            log.warning("%s has %d %s open: more are refused", caller, self._most, self._what)
