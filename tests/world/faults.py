"""The faults of a world and their rates, drawn from its seed; each fault is absent from some worlds."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from random import Random

import psycopg

_ABSENT_IN = 0.35
"""The share of worlds without a given fault: a fault can hide what another one would show."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Rates of faults: `crash` per act of a station, `partition` to `slow_writer` per day, the others per request."""

    lost_request: float = 0.06
    lost_reply: float = 0.08
    duplicate: float = 0.09
    late: float = 0.04
    """The request arrives at HQ up to hours later, when no station waits for the response."""
    stale: float = 0.05
    """The station receives the response to an earlier request."""
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
    """A station's request is also sent, with its token, to the path of another station."""

    @classmethod
    def drawn(cls, chance: Random) -> "Faults":
        """A random choice of the faults, each at a random rate."""
        rates = {field.name: getattr(cls(), field.name) for field in fields(cls)}
        return cls(**{
            name: 0.0 if chance.random() < _ABSENT_IN else rate * chance.uniform(0.4, 1.6)
            for name, rate in rates.items()
        })  # fmt: skip

    @classmethod
    def none(cls) -> "Faults":
        """No faults."""
        return cls(**{field.name: 0.0 for field in fields(cls)})

    def without(self, *names: str) -> "Faults":
        """The same rates with the named ones set to 0."""
        return replace(self, **dict.fromkeys(names, 0.0))


class Crash(BaseException):
    """The station's program ends at this point. No `except Exception` of the program may catch it."""


class Fuse:
    """Counts the calls of a station's ports (clock, chance, store, line) and crashes the program at a chosen one."""

    def __init__(self) -> None:
        self._left: int | None = None

    def light(self, calls: int) -> None:
        """Crash at the call after this many."""
        self._left = calls

    def put_out(self) -> None:
        """Cancel the crash."""
        self._left = None

    def reach(self) -> None:
        """Count a call of a port. Raises Crash."""
        if self._left is None:
            return
        self._left -= 1
        if self._left < 0:
            self._left = None
            raise Crash


class Killed(RuntimeError):
    """A process of HQ ended in the middle of a transaction."""


class HqFuse:
    """Kills HQ at a statement or at the commit, or kills the PostgreSQL backend of the connection."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._left: int | None = None
        self._how = ""
        self.burnt = False
        """Whether HQ was killed since the fuse was lit."""

    def light(self, statements: int, how: str) -> None:
        """Kill after this many statements; `how` is `process`, `backend` or `commit`, which ignores the statements."""
        self._left, self._how, self.burnt = statements, how, False

    def put_out(self) -> None:
        """Cancel the kill."""
        self._left, self.burnt = None, False

    def statement(self, backend: int) -> None:
        """Called before each statement. Raises Killed."""
        if self._left is None or self._how == "commit":
            return
        self._left -= 1
        if self._left >= 0:
            return
        self._left, self.burnt = None, True
        if self._how == "process":
            raise Killed
        # The statement then fails as it does when PostgreSQL is killed; 2 s is how long to wait for the backend's end.
        with psycopg.connect(self._url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [backend])

    def commit(self) -> None:
        """Called before each commit. Raises Killed."""
        if self._left is None or self._how != "commit":
            return
        self._left, self.burnt = None, True
        raise Killed


class Tally:
    """Counts of what happened in a world, by name."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, what: str, times: int = 1) -> None:
        """Count an occurrence."""
        self.counts[what] += times
