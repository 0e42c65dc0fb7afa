"""How often one may ask: each token by itself, and each address for what carries no valid token.

Counted in this process: several HQ processes allow so much each.
"""

import math
import threading
import time
from dataclasses import dataclass
from heapq import nlargest
from ipaddress import IPv4Address, IPv6Address, ip_address
from operator import itemgetter
from typing import ClassVar

from domain.errors import Refused
from hq.settings import Limits, Rate, parse_rate

MOST_REMEMBERED = 100_000
_HOST_BITS = 64


@dataclass(eq=False)
class TooManyRequests(Refused):
    """This token or address has asked too often."""

    code: ClassVar[str] = "TOO_MANY_REQUESTS"

    retry_after_s: int


class Rates:
    """Lets requests through or not."""

    def __init__(self, limits: Limits) -> None:
        self._tokens = Bucket(parse_rate(limits.per_token))
        self._addresses = Bucket(parse_rate(limits.per_address))

    def token(self, subject: str) -> None:
        """Raises TooManyRequests."""
        self._tokens.take(subject, time.monotonic())

    def address(self, address: str) -> None:
        """Raises TooManyRequests."""
        self._addresses.take(network(address), time.monotonic())

    def ask_address(self, address: str) -> None:
        """Whether one more would be let through, without counting it. Raises TooManyRequests."""
        self._addresses.ask(network(address), time.monotonic())


def network(address: str) -> str:
    """Whom an address belongs to: of IPv6 whoever has one address has the 2^64 beside it."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> _HOST_BITS << _HOST_BITS))


class Bucket:
    """So many at once, then as many as flow in again; one number for each who asks (a leaky bucket as a meter)."""

    def __init__(self, limit: Rate) -> None:
        self._period_s = limit.period_s
        self._each_s = self._period_s / limit.requests
        self._empty_at: dict[str, float] = {}
        self._guard = threading.Lock()  # asked from the loop and from threads

    def ask(self, who: str, now_s: float) -> float:
        """When it were empty after one more. Raises TooManyRequests."""
        empty_at = max(self._empty_at.get(who, 0.0), now_s) + self._each_s
        if empty_at - now_s > self._period_s:
            raise TooManyRequests(max(1, math.ceil(empty_at - now_s - self._period_s)))
        return empty_at

    def take(self, who: str, now_s: float) -> None:
        with self._guard:
            empty_at = self.ask(who, now_s)
            if len(self._empty_at) >= MOST_REMEMBERED and who not in self._empty_at:
                self._forget()
            self._empty_at[who] = empty_at

    def _forget(self) -> None:
        """Half of them, who asked least of late: whoever was refused stays refused, however many others come."""
        self._empty_at = dict(nlargest(MOST_REMEMBERED // 2, self._empty_at.items(), key=itemgetter(1)))
