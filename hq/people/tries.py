"""Wrong passwords: whoever guesses has to wait, and nobody can make another person wait.

Tries are counted by the login that was typed, whether it exists or not, and by the network that they come from. Of
networks from which nobody signed in to the account before, all tries together are limited too: an attacker who has
many addresses makes those wait, and never the networks that the account is used from. Each process counts its own.
"""

import threading
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from typing import ClassVar

from domain.errors import Refused
from hq.settings import Rate
from hq.web.rates import MOST_REMEMBERED, Bucket, TooManyRequests

FREE_TRIES = 3
"""From the third wrong password in a row on, the next try has to wait: 1 s, then twice as long each time."""
LONGEST_WAIT_S = 300
FORGOTTEN_AFTER_S = 3_600
MOST_FROM_ELSEWHERE = Rate(600, 3_600)
"""Tries of one login from all networks together that its account was not used from: 14,400 in a day."""


@dataclass(eq=False)
class WaitFirst(Refused):
    """After several wrong passwords the next try of this login has to wait."""

    code: ClassVar[str] = "WAIT_FIRST"

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try is counted under. `secret` stands for the present password: another one begins with no tries."""

    tenant: str
    login: str
    secret: str
    network: str


class Tries:
    """The wrong passwords that this process was given, of a bounded number of logins and networks."""

    def __init__(self) -> None:
        self._wrong: dict[Tried, tuple[int, float]] = {}
        self._elsewhere = Bucket(MOST_FROM_ELSEWHERE)
        self._guard = threading.Lock()

    def begin(self, tried: Tried, at: datetime, *, is_familiar: bool) -> int:
        """Count a try as wrong until `forgive`; returns how many there are now. Raises WaitFirst."""
        now_s = at.timestamp()
        with self._guard:
            count, may_at = self._wrong.get(tried, (0, 0.0))
            if now_s < may_at:
                raise WaitFirst(int(may_at - now_s) + 1)
            if not is_familiar:
                self._count_elsewhere(tried, now_s)
            count = 1 if now_s - may_at > FORGOTTEN_AFTER_S else count + 1
            wait_s = min(2 ** min(count - FREE_TRIES, 16), LONGEST_WAIT_S) if count >= FREE_TRIES else 0
            if len(self._wrong) >= MOST_REMEMBERED and tried not in self._wrong:
                self._forget()
            self._wrong[tried] = (count, now_s + wait_s)
            return count

    def forgive(self, tried: Tried) -> None:
        """The password was right."""
        with self._guard:
            self._wrong.pop(tried, None)

    def _count_elsewhere(self, tried: Tried, now_s: float) -> None:
        try:
            self._elsewhere.take(f"{tried.tenant}/{tried.login}/{tried.secret}", now_s)
        except TooManyRequests as error:
            raise WaitFirst(error.retry_after_s) from error

    def _forget(self) -> None:
        """Forget the half that may try first, so that who has to wait still does."""
        latest = nlargest(MOST_REMEMBERED // 2, self._wrong.items(), key=lambda item: item[1][1])
        self._wrong = dict(latest)
