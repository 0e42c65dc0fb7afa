"""Plugin of pytest in the copied tree: runs chosen tests, records which lines each test reaches, or tests in forks."""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, Phase, settings

from tests.mutants.forked import LINE, Forked

CHOSEN, REACHED, WATCHED = "MUTANTS_CHOSEN", "MUTANTS_REACHED", "MUTANTS_WATCHED"
"""Variables that name files: the tests to run, where to write what they reach, and the files to watch."""

# The same examples in each run, and no search for the smallest one: that some example fails is enough.
settings.register_profile(
    "mutants",
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")


def pytest_configure(config: pytest.Config) -> None:
    """Register what the variables ask for."""
    if names := os.environ.get(CHOSEN):
        config.pluginmanager.register(_Chosen(json.loads(Path(names).read_text(encoding="utf-8"))))
    if line := os.environ.get(LINE):
        config.pluginmanager.register(Forked(line))
    if names := os.environ.get(WATCHED):
        watched = json.loads(Path(names).read_text(encoding="utf-8"))
        config.pluginmanager.register(_Reached(watched, Path(os.environ[REACHED]), config.rootpath))


class _Chosen:
    """Deselects every test but the chosen ones."""

    def __init__(self, names: list[str]) -> None:
        self._names = set(names)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._names]


class _Reached:
    """Writes the tests that pass with their seconds, and the tests that reach each line of the watched files."""

    def __init__(self, watched: list[str], out: Path, root: Path) -> None:
        self._out, self._root = out, root
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        self._coverage = Coverage(
            data_file=None, config_file=False, include=[str(root / file) for file in watched], messages=False
        )
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        start = time.monotonic()
        result = yield
        self._seconds[item.nodeid] = time.monotonic() - start
        self._coverage.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {}
        for file in data.measured_files():
            name = Path(file).relative_to(self._root).as_posix()
            lines[name] = {line: sorted(set(tests) - {""}) for line, tests in data.contexts_by_lineno(file).items()}
        seconds = {name: seconds for name, seconds in self._seconds.items() if name not in self._failed}
        self._out.write_text(
            json.dumps({"seconds": seconds, "lines": lines, "failed": sorted(self._failed)}), encoding="utf-8"
        )
