"""A passing test is silent: what it logs at WARNING or above must be expected by it."""

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
        """Say that the test provokes a log line in which this regular expression is found."""
        self._expected.append(pattern)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Listen to the root logger."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)

    def complaints(self) -> list[str]:
        """What was said and not expected, and what was expected and not said."""
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self._records]
        unexpected = [line for line in lines if not any(re.search(p, line) for p in self._expected)]
        unsaid = [p for p in self._expected if not any(re.search(p, line) for line in lines)]
        return [f"unexpected log line: {line}" for line in unexpected] + [
            f"expected log line did not come: {pattern}" for pattern in unsaid
        ]
