"""A guard that fails a test for log lines at WARNING or above that it did not announce."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager


class LogGuard(logging.Handler):
    """Collects what was logged at WARNING or above while it is installed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def expect(self, pattern: str) -> None:
        """Announce a log line that matches this regular expression."""
        self._expected.append(pattern)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Attach the guard to the root logger."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)

    def complaints(self) -> list[str]:
        """The lines that were logged and not expected, and those that were expected and not logged."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self._records]
        unexpected = [line for line in lines if not any(re.search(p, line) for p in self._expected)]
        missing = [p for p in self._expected if not any(re.search(p, line) for line in lines)]
        return [f"unexpected log line: {line}" for line in unexpected] + [
            f"expected log line did not come: {pattern}" for pattern in missing
        ]
