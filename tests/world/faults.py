"""What goes wrong in a world, and how often: drawn from the seed, each fault absent from some worlds."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from random import Random

import psycopg

_ABSENT_IN = 0.35
"""Worlds without a fault find what the fault would hide."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Rates. Those of the line are a request; `crash` an act of a station; the others a day of a world."""

    lost_request: float = 0.06
    lost_reply: float = 0.08
    duplicate: float = 0.09
    late: float = 0.04
    """The request comes to HQ hours later, when nobody waits for its answer."""
    stale: float = 0.05
    """The answer to another request comes in the place of the answer."""
    cut_request: float = 0.03
    cut_reply: float = 0.03
    garbled_reply: float = 0.025
    hq_killed: float = 0.05
    crash: float = 0.05
    partition: float = 1.1
    clock: float = 0.9
    restore: float = 0.5
    clone: float = 0.2
    lost: float = 0.28
    newcomer: float = 0.28
    slow_writer: float = 0.8
    trespass: float = 0.02
    """A station's request is made under its token at another station's door as well."""

    @classmethod
    def drawn(cls, chance: Random) -> "Faults":
        """Some of the faults, more or less often."""
        rates = {each.name: getattr(cls(), each.name) for each in fields(cls)}
        return cls(**{
            name: 0.0 if chance.random() < _ABSENT_IN else rate * chance.uniform(0.4, 1.6)
            for name, rate in rates.items()
        })  # fmt: skip

    @classmethod
    def none(cls) -> "Faults":
        """A world in which everything works."""
        return cls(**{each.name: 0.0 for each in fields(cls)})

    def without(self, *names: str) -> "Faults":
        """The same without some."""
        return replace(self, **dict.fromkeys(names, 0.0))


class Crash(BaseException):
    """The station's program ends here, in the middle of what it does."""


class Fuse:
    """Burns down with each port that a station calls; the program crashes at the port where it ends."""

    def __init__(self) -> None:
        self._left: int | None = None

    def light(self, calls: int) -> None:
        """Crash at the port call after so many."""
        self._left = calls

    def put_out(self) -> None:
        """Nothing happens any more."""
        self._left = None

    def reach(self) -> None:
        """A port is called. Raises Crash."""
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
            raise Crash


class Killed(RuntimeError):
    """A process of HQ ended in the middle of a transaction."""


class HqFuse:
    """Kills HQ at a statement, or its PostgreSQL backend, or at the commit."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._left: int | None = None
        self._how = ""
        self.burnt = False
        """Whether it went off since it was lit."""

    def light(self, statements: int, how: str) -> None:
        """Go off after so many statements: `process`, `backend` or `commit`."""
        self._left, self._how, self.burnt = statements, how, False

    def put_out(self) -> None:
        """Nothing happens any more."""
        self._left, self.burnt = None, False

    def statement(self, backend: int) -> None:
        """A statement is about to run. Raises Killed."""
        if self._left is None or self._how == "commit":
            return
        self._left -= 1
        if self._left >= 0:
            return
        self._left, self.burnt = None, True
        if self._how == "process":
            raise Killed
        with psycopg.connect(self._url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [backend])

    def commit(self) -> None:
        """A transaction is about to be committed. Raises Killed."""
        if self._left is None or self._how != "commit":
            return
        self._left, self.burnt = None, True
        raise Killed


class Tally:
    """How often each thing happened."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, what: str, times: int = 1) -> None:
        """It happened."""
        self.counts[what] += times
