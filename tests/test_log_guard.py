"""The guard that makes an unexpected log line fail a test."""

import logging

from tests.log_guard import LogGuard

log = logging.getLogger("tests.guarded")


def complaints_of(message: str, *, expected: str | None = None, level: int = logging.WARNING) -> list[str]:
    """Log one message under a guard of its own, hidden from the guard of this test."""
    guard = LogGuard()
    if expected is not None:
        guard.expect(expected)
    log.propagate = False
    log.addHandler(guard)
    try:
        log.log(level, message)
    finally:
        log.removeHandler(guard)
        log.propagate = True
    return guard.complaints()


def test_an_unexpected_warning_is_a_complaint() -> None:
    assert complaints_of("the roll is out") == ["unexpected log line: WARNING tests.guarded: the roll is out"]


def test_an_expected_warning_is_none() -> None:
    assert complaints_of("the roll is out", expected="roll is out") == []


def test_an_expected_line_that_does_not_come_is_a_complaint() -> None:
    assert complaints_of("said softly", expected="softly", level=logging.INFO) == [
        "expected log line did not come: softly"
    ]
