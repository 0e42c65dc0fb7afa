"""Waiting in the demo: a condition that takes long is looked at again before it is given up."""

import threading

import pytest

from pos_app.demo.patience import Stuck, until


def test_a_condition_that_takes_longer_than_the_patience_is_looked_at_again() -> None:
    answers = iter([False, False, True])

    def slow() -> bool:
        threading.Event().wait(0.02)
        return next(answers)

    until(slow, "the third look", patience_s=0.01)
    assert next(answers, None) is None


def test_what_never_comes_is_given_up_with_its_name() -> None:
    with pytest.raises(Stuck, match="the train"):
        until(lambda: False, "the train", patience_s=0.1)
