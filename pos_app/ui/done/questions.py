"""Questions in a line of their own: whether a paper came out, and why the drawer is opened."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from pos_app.ui import theme, wording
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import give_role, give_tone, label, row

_LONGEST_REASON = 120


class Seen(Protocol):
    """Takes the answer: `seen` when the paper is in the cashier's hand."""

    def __call__(self, *, seen: bool) -> None: ...


def asking_whether_seen(answer: Seen) -> QFrame:
    """The question about a paper in doubt, with a key for each answer."""
    yes = KeyButton(wording.text("done.seen_yes"), "S", partial(answer, seen=True))
    no = KeyButton(wording.text("done.seen_no"), "N", partial(answer, seen=False))
    return _banner(label(wording.text("done.seen"), "heading"), yes, no)


def asking_for_a_reason(reason: QLineEdit, open_drawer: Callable[[str], None]) -> QFrame:
    """The question why the drawer is opened, with the field for the answer."""
    reason.setMaxLength(_LONGEST_REASON)
    reason.setAccessibleName(wording.text("done.drawer_reason"))
    reason.returnPressed.connect(lambda: open_drawer(reason.text()))
    go = KeyButton(wording.text("done.drawer_open"), "F12", lambda: open_drawer(reason.text()))
    asked = label(wording.text("done.drawer_reason"), "heading")
    asked.setBuddy(reason)
    return _banner(asked, reason, go)


def _banner(asked: QLabel, *parts: QLineEdit | KeyButton) -> QFrame:
    made = QFrame()
    give_role(made, "banner")
    give_tone(made, "attention")
    inside = row(asked, *parts)
    margin = theme.size("space")
    inside.setContentsMargins(margin, margin, margin, margin)
    made.setLayout(inside)
    made.hide()
    return made
