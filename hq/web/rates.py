"""The rate limits of requests: one for each token, and one for each address without a valid token.

Each process counts its own requests, so several HQ processes together allow several times the rate.
"""

import math
import threading
import time
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import ClassVar

from domain.errors import Refused
from hq.addresses import network
from hq.settings import Limits, Rate, parse_rate

MOST_REMEMBERED = 100_000


@dataclass(eq=False)
class TooManyRequests(Refused):
    """This token or address made too many requests."""

    code: ClassVar[str] = "TOO_MANY_REQUESTS"

    retry_after_s: int


class Rates:
    """The buckets of all tokens and all addresses."""

    def __init__(self, limits: Limits) -> None:
        self._tokens = Bucket(parse_rate(limits.per_token))
        self._addresses = Bucket(parse_rate(limits.per_address))

    def token(self, subject: str, times: int = 1) -> None:
        """Count a request with a token, as so many when it costs as much. Raises TooManyRequests."""
        self._tokens.take(subject, time.monotonic(), times)

    def address(self, address: str) -> None:
        """Count a request from an address. Raises TooManyRequests."""
        self._addresses.take(network(address), time.monotonic())

    def ask_address(self, address: str) -> None:
        """Check that another request from an address is allowed, without counting it. Raises TooManyRequests."""
        self._addresses.ask(network(address), time.monotonic())


class Bucket:
    """A leaky bucket as a meter: as many requests at once as the limit, then one more whenever enough time has passed.

    It holds one number for each caller: the instant, in seconds, at which that caller's bucket is empty.
    """

    def __init__(self, limit: Rate) -> None:
        self._period_s, self._most = limit.period_s, limit.requests
        self._each_s = self._period_s / limit.requests
        self._empty_at: dict[str, float] = {}
        self._guard = threading.Lock()  # called from the event loop and from threads

    def ask(self, who: str, now_s: float, times: int = 1) -> float:
        """When the caller's bucket would be empty after another request. Raises TooManyRequests."""
        empty_at = max(self._empty_at.get(who, 0.0), now_s) + self._each_s * min(times, self._most)
        if empty_at - now_s > self._period_s:
            raise TooManyRequests(max(1, math.ceil(empty_at - now_s - self._period_s)))
        return empty_at

    def take(self, who: str, now_s: float, times: int = 1) -> None:
        """Count a request, as so many. Raises TooManyRequests."""
        with self._guard:
            empty_at = self.ask(who, now_s, times)
            if len(self._empty_at) >= MOST_REMEMBERED and who not in self._empty_at:
                self._forget()
            self._empty_at[who] = empty_at

    def _forget(self) -> None:
        """Forget the half of the callers with the emptiest buckets, so that a refused caller stays refused."""
        self._empty_at = dict(nlargest(MOST_REMEMBERED // 2, self._empty_at.items(), key=itemgetter(1)))
