"""Every message of both catalogues stays in the foot of the window, and all of its words can be read."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.app import Till
from pos_app.ui.frame import ScreenName
from pos_app.ui.sell.view import SellView
from pos_app.ui.widgets.banner import Banner, WholeMessage
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.wording import Message
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands

SIZES = [(1024, 600), (1024, 768), (1366, 768)]
LONG_NAME = "Carmen Elena Zambrano de la Concepción"
SPOKEN = (
    "shift",
    "sell",
    "payment",
    "seat_map",
    "printer",
    "documents",
    "settings",
    "conflicts",
    "rate",
    "done",
    "cancelled",
)
"""The catalogues of screens that show messages of their own, beside the refusals."""


@pytest.fixture
def selling(hands: Hands, running: Till, station: Station) -> Till:
    shifts.open_shift(station, stations.ana(station), ())
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    return running


def messages(language: str) -> Iterator[Message]:
    """The longest form of each refusal, and each long text of a screen, with long names in them."""
    errors = wording.catalogue(language, "errors")
    for code in sorted({key.partition(".")[0] for key in errors}):
        parts = {
            part: max((errors[key] for key in errors if key.startswith(f"{code}.{part}")), key=len, default="")
            for part in ("what", "safe", "todo")
        }
        yield Message(code, **{part: filled(text) for part, text in parts.items()})
    for name in SPOKEN:
        yield from (Message("", filled(text), "", "") for text in wording.catalogue(language, name).values())


def filled(text: str) -> str:
    return re.sub(r"\{\w*\}", LONG_NAME, text)


def place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def cut_in(banner: Banner) -> list[str]:
    labels = [part for part in banner.findChildren(QLabel) if part.isVisible()]
    return [part.text() for part in labels if part.heightForWidth(part.width()) > part.height()]


def buttons_of(banner: Banner) -> list[str]:
    return [button.accessibleName() for button in banner.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_no_message_leaves_the_foot_of_the_window(selling: Till, language: str, size: tuple[int, int]) -> None:
    window, banner = selling.window, selling.window._banner
    window.change_look(language, "light")
    window.go(ScreenName.PAYMENT)
    window.resize(*size)
    QApplication.processEvents()
    faults, long_ones, all_of_them = [], 0, list(messages(language))
    screen = place_of(window.shown, window)
    for message in all_of_them:
        window.show_message(message)
        if screen.intersects(place_of(banner, window)) or cut_in(banner):
            faults.append(str(message))
        whole = f"{banner._what.text()} {banner._todo.text()}".strip() == str(message)
        has_key = wording.text("frame.read_all") in buttons_of(banner)
        long_ones += not whole
        if whole is has_key or banner.toolTip() != str(message):
            faults.append(f"not readable: {message}")
    window.change_look("es", "light")
    assert faults == []
    assert len(all_of_them) > 300
    assert long_ones or size[0] > 1024


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [ScreenName.SELL, ScreenName.PAYMENT, ScreenName.SHIFT])
def test_all_words_of_a_long_message_are_read_over_the_top_of_the_screen(
    hands: Hands, selling: Till, name: ScreenName, size: tuple[int, int]
) -> None:
    window, banner = selling.window, selling.window._banner
    window.resize(*size)
    window.go(name)
    ended: list[None] = []
    for _ in range(3):  # what the screen reads when it is entered begins a new step, which clears a message
        selling.run(lambda: None, ended.append, lambda _: None)
        hands.qtbot.wait(50)
    hands.wait_for(lambda: len(ended) == 3)
    longest = max(messages("es"), key=lambda message: len(str(message)))
    longest = Message(longest.code, longest.what, longest.safe, longest.todo + " " + longest.todo)
    window.show_message(longest)
    hands.press("Ctrl+I")
    whole = window.findChild(WholeMessage)
    assert whole is not None
    assert whole.isVisible()
    shown = [part for part in whole.findChildren(QLabel) if part.isVisible()]
    assert " ".join(part.text() for part in shown) == str(longest)
    assert [part.text() for part in shown if part.heightForWidth(part.width()) > part.height()] == []
    over, screen = place_of(whole, window), place_of(window.shown, window)
    assert screen.contains(over)
    primary = [key for key in window.shown.findChildren(KeyButton) if key.property("role") == "primary"]
    covered = [key.accessibleName() for key in primary if key.isVisible() and over.intersects(place_of(key, window))]
    assert covered == []
    hands.press("Esc")
    assert (whole.isVisible(), banner.isVisible()) == (False, True)
    hands.press("Esc")
    assert not banner.isVisible()


def test_a_message_that_goes_takes_its_words_with_it(hands: Hands, selling: Till) -> None:
    window = selling.window
    window.show_message(max(messages("es"), key=lambda message: len(str(message))))
    hands.press("Ctrl+I")
    whole = window.findChild(WholeMessage)
    assert whole is not None
    assert whole.isVisible()
    window.show_message(Message("", "Algo pasó.", "", ""))
    assert not whole.isVisible()
    hands.press("Ctrl+I")
    assert not whole.isVisible()
