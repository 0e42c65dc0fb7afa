"""How many live lines each caller has open at this process: one token must not take every connection."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from hq.people.tokens import Claims
from hq.web.rates import TooManyRequests

MOST_LINES = 8
"""A station has one, and for a moment those of lost connections; a person has one for each window."""
_RETRY_AFTER_S = 5


class Lines:
    """The open live lines of each account or station. Used on the event loop only."""

    def __init__(self) -> None:
        self._open: Counter[tuple[UUID, UUID]] = Counter()

    def check(self, claims: Claims) -> None:
        """Raises TooManyRequests when the caller has as many lines as it may."""
        if self._open[claims.tid, claims.sub] >= MOST_LINES:
            raise TooManyRequests(_RETRY_AFTER_S)

    @contextmanager
    def one_more(self, claims: Claims) -> Iterator[None]:
        """Count a line while it is open."""
        whose = (claims.tid, claims.sub)
        self._open[whose] += 1
        try:
            yield
        finally:
            self._open[whose] -= 1
            if not self._open[whose]:
                del self._open[whose]
