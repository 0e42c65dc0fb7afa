"""How often one may ask: each token by itself, and each address for what carries no valid token.

Counted in this process: several HQ processes allow so much each.
"""

import math
import time
from dataclasses import dataclass
from typing import ClassVar

from limits import RateLimitItem, parse

from domain.errors import Refused
from hq.settings import Limits

MOST_REMEMBERED = 100_000


@dataclass(eq=False)
class TooManyRequests(Refused):
    """This token or address has asked too often."""

    code: ClassVar[str] = "TOO_MANY_REQUESTS"

    retry_after_s: int


class Rates:
    """Lets requests through or not."""

    def __init__(self, limits: Limits) -> None:
        self._tokens = _Bucket(parse(limits.per_token))
        self._addresses = _Bucket(parse(limits.per_address))

    def token(self, subject: str) -> None:
        """Raises TooManyRequests."""
        self._tokens.take(subject, time.monotonic())

    def address(self, address: str) -> None:
        """Raises TooManyRequests."""
        self._addresses.take(address, time.monotonic())


class _Bucket:
    """So many at once, then as many as flow in again; one number for each who asks (a leaky bucket as a meter)."""

    def __init__(self, limit: RateLimitItem) -> None:
        self._period_s = limit.get_expiry()
        self._each_s = self._period_s / limit.amount
        self._empty_at: dict[str, float] = {}

    def take(self, who: str, now_s: float) -> None:
        empty_at = max(self._empty_at.get(who, 0.0), now_s) + self._each_s
        if empty_at - now_s > self._period_s:
            raise TooManyRequests(max(1, math.ceil(empty_at - now_s - self._period_s)))
        if len(self._empty_at) >= MOST_REMEMBERED:
            self._forget(now_s)
        self._empty_at[who] = empty_at

    def _forget(self, now_s: float) -> None:
        """Who may ask as often as anybody; everybody when more ask at once than are remembered."""
        left = {each: at for each, at in self._empty_at.items() if at > now_s}
        self._empty_at = left if len(left) < MOST_REMEMBERED // 2 else {}
