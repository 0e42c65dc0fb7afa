"""A panel over the screen, which stays in sight and keeps its state."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.banner import Banner
from pos_app.ui.widgets.layouts import column, give_role, row


class Overlay(QFrame):
    """Covers a widget while it is shown, and restores the focus when it closes."""

    def __init__(self, below: QWidget, content: QWidget) -> None:
        super().__init__(below)
        self._below = below
        give_role(self, "veil")
        content.setFixedWidth(theme.size("form_width"))
        inside = column(None, row(None, content, None), None)
        inside.setContentsMargins(
            0, 0, 0, theme.size("banner_height")
        )  # a message lies there, and never over the panel
        self.setLayout(inside)
        self._focus_before: QWidget | None = None
        below.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the panel and disable the widgets below it."""
        self._focus_before = self.window().focusWidget()
        self._enable_below(enabled=False)
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()
        for message in self._below.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly):
            message.fold()
            message.raise_()  # it says why the panel opened

    def close_over(self) -> None:
        """Hide the panel and enable the widgets below it."""
        self.hide()
        self._enable_below(enabled=True)
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_before = None

    def _enable_below(self, *, enabled: bool) -> None:
        """Enable or disable the covered widgets: the shortcuts of an enabled widget work even while it is covered."""
        for covered in self._below.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if covered is not self:
                covered.setEnabled(enabled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._below.rect())
        return super().eventFilter(watched, event)
