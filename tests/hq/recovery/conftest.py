"""HQ with an issue log, two counters, and a safe for copies of its database."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hq.office import Office
from hq.recovery.recovery import recover
from hq.storage.database import Database
from hq.storage.issue_log import IssueLog
from tests.builders.clock import FakeClock
from tests.builders.counters import Counters, two_counters
from tests.builders.office import office_on
from tests.hq.recovery.copies import PutBack, Safe
from tests.log_guard import LogGuard


@pytest.fixture
def safe() -> Iterator[Safe]:
    with ExitStack() as stack:
        yield Safe(stack)


@pytest.fixture
def issued(tmp_path: Path) -> IssueLog:
    return IssueLog(tmp_path / "issued.log")


@pytest.fixture
def office(database: Database, clock: FakeClock, issued: IssueLog) -> Office:
    """HQ that writes an issue log, opened as the program opens it."""
    return recover(office_on(database, clock, 0, issued))


@pytest.fixture
def put_back(safe: Safe, issued: IssueLog, log_guard: LogGuard) -> PutBack:
    """Opens HQ over an older copy of its database and expects the warning about it."""
    log_guard.expect("the database was put back")
    return lambda office, copy: recover(safe.opened(office, copy, issued))


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    """Two counters of the small house without rights. Mark the test `house`."""
    with two_counters(office, tmp_path) as (one, two):
        yield one, two
