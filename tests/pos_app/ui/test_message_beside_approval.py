"""A long message and the question for a supervisor's PIN: neither covers the other, and both are read whole."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from domain.people.staff import Permission
from pos_app.ui import look
from pos_app.ui.app import Till
from pos_app.ui.approval import Approval
from pos_app.ui.look import Look
from pos_app.ui.theme import Theme
from pos_app.ui.widgets.banner import WholeMessage
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.test_long_messages import messages, place_of

SIZES = [(1024, 540), (1024, 600), (1024, 768), (1366, 768)]


def parts_of(approval: Approval) -> list[QWidget]:
    parts = [*approval.findChildren(QPushButton), *approval.findChildren(QLineEdit), *approval.findChildren(QLabel)]
    return [part for part in parts if part.isVisible()]


def faults(approval: Approval, window: QWidget, message: QRect) -> list[str]:
    """What of the question a message covers, what is cut, and what lies over something else."""
    parts = parts_of(approval)
    covered = [f"covered: {part}" for part in parts if place_of(part, window).intersects(message)]
    outside = [f"outside: {part}" for part in parts if not window.rect().contains(place_of(part, window))]
    words = [part for part in parts if isinstance(part, QLabel)]
    cut = [
        part.text() for part in words if part.hasHeightForWidth() and part.heightForWidth(part.width()) > part.height()
    ]
    cut += [part.text() for part in words if not part.wordWrap() and part.sizeHint().width() > part.width()]
    own = [part for part in parts if not isinstance(part.parent(), QPushButton)]
    pairs = combinations([(part, place_of(part, window)) for part in own], 2)
    crossed = [f"{one} over {other}" for (one, at), (other, place) in pairs if at.intersects(place)]
    return covered + outside + cut + crossed


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_message_covers_the_question_for_a_pin(
    hands: Hands, qapp: QApplication, at_sell: Till, language: str, size: tuple[int, int]
) -> None:
    look.apply(qapp, Look(language, Theme.LIGHT))
    window = at_sell.window
    window.resize(*size)
    longest = max(messages(language), key=lambda message: len(str(message)))
    window.show_message(longest)
    hands.press("Ctrl+I")
    whole = window.findChild(WholeMessage)
    assert whole is not None
    assert whole.isVisible()
    window.approve(Permission.CHANGE_PRINTER, lambda _: None)
    hands.wait_for_field("PIN")
    approval = window._approvals.now
    assert approval is not None
    approval._answer.setText(str(longest))
    seen: list[str] = []
    for width, height in (size, (size[0] + 40, size[1] + 40), size):  # a message is placed again after a resize
        window.resize(width, height)
        window.show_message(longest)
        hands.qtbot.wait(20)
        assert not whole.isVisible()
        assert window._banner.isVisible()
        seen += faults(approval, window, place_of(window._banner, window))
    look.apply(qapp, Look("es", Theme.LIGHT))
    assert seen == []
    keys = [part for part in parts_of(approval) if isinstance(part, QPushButton)]
    assert len(keys) == 14
    assert all(key.height() >= key.sizeHint().height() for key in keys)


def test_a_key_that_shows_all_words_of_a_message_covers_no_question(hands: Hands, at_sell: Till) -> None:
    window = at_sell.window
    window.resize(1024, 600)
    window.approve(Permission.CHANGE_PRINTER, lambda _: None)
    hands.wait_for_field("PIN")
    window.show_message(max(messages("es"), key=lambda message: len(str(message))))
    hands.press("Ctrl+I")
    whole = window.findChild(WholeMessage)
    assert whole is not None
    assert not whole.isVisible()
    hands.press("Esc")
    hands.press("Ctrl+I")
    assert whole.isVisible()
