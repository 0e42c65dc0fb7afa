"""The way back never grows: a screen lies on it once, and a home ends it."""

from pos_app.ui.frame import ScreenName
from pos_app.ui.trail import Trail


def gone(*names: ScreenName) -> list[ScreenName]:
    """The screens that one step back after another leads to."""
    trail = Trail()
    for name in names:
        trail.go(name)
    passed = []
    while trail.behind is not None:
        trail.go(trail.behind)
        passed.append(trail.now)
    return passed


def test_one_step_leads_back_one_screen() -> None:
    assert gone(ScreenName.SELL, ScreenName.DOCUMENTS, ScreenName.PRINTER) == [ScreenName.DOCUMENTS, ScreenName.SELL]


def test_a_screen_that_was_passed_is_returned_to() -> None:
    to_and_fro = (ScreenName.SHIFT, ScreenName.DOCUMENTS) * 20
    assert gone(ScreenName.SELL, *to_and_fro) == [ScreenName.SHIFT, ScreenName.SELL]


def test_a_home_has_nothing_behind_it() -> None:
    assert gone(ScreenName.SHIFT, ScreenName.PAYMENT, ScreenName.SELL) == []


def test_the_sale_lies_behind_the_first_screen_of_whoever_sells() -> None:
    for home in (ScreenName.SELL, ScreenName.SIGN_IN):
        trail = Trail()
        trail.go(ScreenName.SHIFT, home)
        trail.go(ScreenName.DOCUMENTS, home)
        trail.go(ScreenName.SHIFT, home)
        assert trail.behind is home
