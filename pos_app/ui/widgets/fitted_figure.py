"""An amount in the largest letters that its place has room for. It is never cut and never broken."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

from pos_app.ui import theme
from pos_app.ui.widgets.layouts import give_role


class FittedFigure(QLabel):
    """`FittedFigure("huge", "figure", "heading")`: roles of figures, the largest first."""

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self._roles = roles
        self.setTextFormat(Qt.TextFormat.PlainText)
        give_role(self, roles[0])

    def fit_roles(self, *roles: str) -> None:
        """Choose among other roles from now on."""
        if roles != self._roles:
            self._roles = roles
            self._fit()
            self.updateGeometry()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return self._size(self._roles[0])

    def minimumSizeHint(self) -> QSize:
        return self._size(self._roles[-1])

    def _fit(self) -> None:
        fitting = (role for role in self._roles if self._fits(self._size(role)))
        give_role(self, next(fitting, self._roles[-1]))

    def _fits(self, size: QSize) -> bool:
        return size.width() <= self.width() and size.height() <= self.height()

    def _size(self, role: str) -> QSize:
        font = QFont(self.font())
        font.setPixelSize(theme.size(role))
        font.setBold(True)
        metrics, lines = QFontMetrics(font), self.text().split("\n")
        return QSize(max(map(metrics.horizontalAdvance, lines)) + 1, metrics.lineSpacing() * len(lines))
