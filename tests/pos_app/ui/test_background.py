"""Background work: outcomes arrive on the UI thread, in order; defects go to the last resort."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from domain.till.shifts import NoShiftOpen
from pos_app.ui.background import Background


@pytest.fixture
def run(qapp: object) -> Iterator[Background]:
    background = Background()
    yield background
    background.stop()


def unexpected(error: Exception) -> None:
    raise AssertionError from error


def test_work_leaves_the_ui_thread_and_its_outcome_comes_back(qtbot: QtBot, run: Background) -> None:
    seen: list[tuple[str, str]] = []
    run(
        lambda: threading.current_thread().name, lambda n: seen.append((n, threading.current_thread().name)), unexpected
    )
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0][0].startswith("work")
    assert seen[0][1] == threading.main_thread().name


def test_outcomes_arrive_in_the_order_of_the_work(qtbot: QtBot, run: Background) -> None:
    seen: list[int] = []
    for i in range(20):
        run(lambda i=i: i, seen.append, unexpected)  # type: ignore[misc]  # a default binds the loop's value
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_a_refusal_is_delivered(qtbot: QtBot, run: Background) -> None:
    def work() -> None:
        raise NoShiftOpen

    errors: list[Exception] = []
    run(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert isinstance(errors[0], NoShiftOpen)


def test_a_defect_frees_the_screen_and_goes_on_to_the_last_resort(qtbot: QtBot, run: Background) -> None:
    errors: list[Exception] = []
    with capture_exceptions() as raised:
        run(lambda: 1 // 0, lambda _: None, errors.append)
        qtbot.waitUntil(lambda: len(raised) == 1)
    assert isinstance(errors[0], ZeroDivisionError)
    assert raised[0][0] is ZeroDivisionError


def test_nothing_is_delivered_after_the_end(qtbot: QtBot, run: Background) -> None:
    seen: list[int] = []
    run(lambda: 1, seen.append, unexpected)
    run.stop()
    qtbot.wait(20)
    assert seen == []
