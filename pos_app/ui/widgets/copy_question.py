"""The question why a document is printed again: a line with a key for each cause and a field for words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from domain.fiscal.copies import COPY_CAUSES, CopyCause, CopyReason
from pos_app.ui import wording
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import label, row

_KEYS = ("F3", "F4", "F5", "F6")
_LONGEST_NOTE = 120


class CopyQuestion(QWidget):
    """Hidden until it is asked; `answered` takes the cause with what was typed."""

    def __init__(self, answered: Callable[[CopyReason], None]) -> None:
        super().__init__()
        self._answered = answered
        self._note = QLineEdit()
        self._note.setMaxLength(_LONGEST_NOTE)
        self._note.setPlaceholderText(wording.text("documents.copy_note"))
        self._note.setAccessibleName(wording.text("documents.copy_note"))
        causes = [
            KeyButton(wording.text(f"documents.cause_{cause}"), key, partial(self._answer, cause))
            for cause, key in zip(COPY_CAUSES, _KEYS, strict=True)
        ]
        line = row(label(wording.text("documents.copy_why"), "heading"), *causes, self._note)
        line.setStretch(len(causes) + 1, 1)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)
        self.hide()

    def show_asked(self, *, asked: bool) -> bool:
        """Show or hide the question, which begins with the focus and no words; returns whether anything changed."""
        if self.isHidden() is not asked:
            return False
        self.setVisible(asked)
        if asked:
            self._note.clear()
            self._note.setFocus()
        return True

    def _answer(self, cause: CopyCause) -> None:
        self._answered(CopyReason(cause, self._note.text()))
