"""Fields that are read whole: a telephone number, and what the program itself filled in."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.ui import theme

_LONGEST_PHONE = "+584000000000"
"""As wide as any number of a mobile phone in E.164."""
_LONGEST_DOCUMENT = "W-00000000-0"
"""As wide as any RIF with its hyphens."""
_STAYS = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}
"""Why a field loses the focus that it has again at once."""


class WholeField(QLineEdit):
    """A text that is too long is seen from its start while another field is typed in, and its tool tip is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(self.setToolTip)

    def show_value(self, value: str) -> None:
        """Fill in a value; what is typed goes on at its end."""
        if self.text() != value:
            self.setText(value)
            self.setCursorPosition(len(value) if self.hasFocus() else 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is Qt.FocusReason.OtherFocusReason:
            self.setCursorPosition(len(self.text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.setCursorPosition(0)


class PhoneField(WholeField):
    """Never narrower than a whole number: without its first sign it would be read as another one."""

    def minimumSizeHint(self) -> QSize:
        return _for_text(self, _LONGEST_PHONE, super().minimumSizeHint().height())


class DocumentField(WholeField):
    """Never narrower than a whole RIF with its hyphens."""

    def minimumSizeHint(self) -> QSize:
        return _for_text(self, _LONGEST_DOCUMENT, super().minimumSizeHint().height())


def _for_text(field: QLineEdit, text: str, height: int) -> QSize:
    words = field.fontMetrics().horizontalAdvance(text)
    return QSize(words + 2 * theme.size("space") + theme.size("gap"), height)
