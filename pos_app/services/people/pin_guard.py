"""What follows from wrong PINs, at sign-in and at an approval: waits that double from the third one on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.errors import Refused
from pos_app.storage.people.sign_in_guards import SignInGuard

FREE_TRIES = 3
LONGEST_WAIT_S = 60
_hasher = PasswordHasher()


@dataclass(eq=False)
class WaitFirst(Refused):
    """After wrong PINs, no PIN is checked before the instant `until`."""

    code: ClassVar[str] = "PIN-02"

    until: datetime


@dataclass(eq=False)
class WrongPinThenWait(Refused):
    """The PIN is wrong. Further wrong ones lengthen a wait, and lock nobody."""

    code: ClassVar[str] = "PIN-05"


def wait_until(guard: SignInGuard, now: datetime, longest_s: int = LONGEST_WAIT_S) -> datetime | None:
    """The end of the wait; None when it is further off than any wait, because the clock was moved back since."""
    until = guard.wait_until
    return until if until is not None and until <= now + timedelta(seconds=longest_s) else None


def refuse_waiting(guard: SignInGuard, now: datetime, longest_s: int = LONGEST_WAIT_S) -> None:
    """Check that the wait is over. Raises WaitFirst."""
    until = wait_until(guard, now, longest_s)
    if until is not None and now < until:
        raise WaitFirst(until)


def after_failure(guard: SignInGuard, now: datetime, longest_s: int = LONGEST_WAIT_S) -> SignInGuard:
    """The wait starts at the third failure with one second and doubles with each further one."""
    failures = guard.failures + 1
    wait_s = min(2 ** min(failures - FREE_TRIES, 30), longest_s) if failures >= FREE_TRIES else 0
    return SignInGuard(failures, now + timedelta(seconds=wait_s))


def matches(pin_hash: str, pin: str) -> bool:
    """Whether a PIN is that of an argon2id hash."""
    try:
        # Half an emoji (a lone surrogate) cannot be encoded strictly; it is a wrong PIN, not a defect.
        return _hasher.verify(pin_hash, pin.encode(errors="surrogatepass"))
    except VerificationError:
        return False
