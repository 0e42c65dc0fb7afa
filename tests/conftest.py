"""Fixtures for every test: no display, temporary user folders, and a failure for unexpected log lines."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hq.postgres.server_account import server_account
from hq.postgres.server_programs import programs
from resources import texts
from tests import engines, network_guard
from tests.log_guard import LogGuard
from tests.world.totals import Totals

# Before anything imports Qt. A developer may name another platform to watch the widgets.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The screens of the tests are Spanish whatever the developer's language is.
for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--cases FILE` runs another file of worked cases instead of the project's own."""
    parser.addoption("--cases", metavar="FILE", help="a file of worked cases")


def pytest_configure(config: pytest.Config) -> None:
    """Keep every process on this machine; total the simulated worlds in the reporting process, not in its workers."""
    network_guard.install()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Totals(), "worlds")


def pytest_collection_finish() -> None:
    """Take modules and collected tests out of the collector's rounds: thousands of tests would each pay for them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def shared_engines() -> None:
    """Let all engines of the process share their compiled statements."""
    engines.share()


@pytest.fixture(scope="session", autouse=True)
def prepared_account() -> None:
    """Run by root: HQ makes an account for its PostgreSQL once, and logs it. No test is to be the one that meets it."""
    if os.geteuid() == 0:
        programs(server_account())


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fail a test that logs at WARNING or above without having expected it."""
    guard = LogGuard()
    with guard.installed():
        yield guard
    complaints = guard.complaints()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(log_guard: LogGuard) -> Callable[[str], None]:
    """Announce a log line (a regular expression) that the test provokes."""
    return log_guard.expect


@pytest.fixture(autouse=True)
def texts_in_spanish() -> Iterator[None]:
    """Texts are Spanish again after a test that chose another language, as each command does."""
    yield
    texts.use("es")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the program away from the developer's profile: home and the XDG folders are temporary."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in {
        "XDG_DATA_HOME": "share",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    return home
