"""A panel over the same screen: what lies below stays in sight and keeps its state."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.layouts import column, give_role, row


class Overlay(QFrame):
    """Covers the widget it lies on while it is shown, and gives the focus back when it goes."""

    def __init__(self, below: QWidget, content: QWidget) -> None:
        super().__init__(below)
        self._below = below
        give_role(self, "veil")
        content.setFixedWidth(theme.size("form_width"))
        self.setLayout(column(None, row(None, content, None), None))
        self._focus_before: QWidget | None = None
        below.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Cover what lies below."""
        self._focus_before = self.window().focusWidget()
        self._let_below_work(allowed=False)
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()

    def close_over(self) -> None:
        """Uncover it again."""
        self.hide()
        self._let_below_work(allowed=True)
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_before = None

    def _let_below_work(self, *, allowed: bool) -> None:
        """What is covered takes no keys: its shortcuts would still be heard."""
        for covered in self._below.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if covered is not self:
                covered.setEnabled(allowed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._below.rect())
        return super().eventFilter(watched, event)
