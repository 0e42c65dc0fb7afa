"""How often one may ask: each token by itself, and each address for what carries no valid token.

Counted in this process: several HQ processes allow so much each.
"""

from dataclasses import dataclass
from typing import ClassVar

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from domain.errors import Refused
from hq.settings import Limits


@dataclass(eq=False)
class TooManyRequests(Refused):
    """This token or address has asked too often."""

    code: ClassVar[str] = "TOO_MANY_REQUESTS"

    retry_after_s: int


class Rates:
    """Counts requests."""

    def __init__(self, limits: Limits) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._per_token = parse(limits.per_token)
        self._per_address = parse(limits.per_address)

    def token(self, subject: str) -> None:
        """Raises TooManyRequests."""
        self._hit(self._per_token, "token", subject)

    def address(self, address: str) -> None:
        """Raises TooManyRequests."""
        self._hit(self._per_address, "address", address)

    def _hit(self, limit: RateLimitItem, *who: str) -> None:
        if not self._window.hit(limit, *who):
            raise TooManyRequests(limit.get_expiry())
