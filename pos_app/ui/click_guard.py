"""Presses repeated by a hand that is not sure of the first one, which would act on what the next screen has."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.layouts import take_press

REPEAT_GUARD_MS = 700
"""So soon after a step F12 is the press of that step, repeated by a hand that is not sure of it."""

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class ClickGuard(QObject):
    """Ignores a click at the place of the last one, for the double-click interval after another screen came.

    The second click of a double click would press what the new screen has under the button of the first one, before
    anybody can have read it. Keys typed ahead wait for the screen and act on it; F12 has `REPEAT_GUARD_MS`.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._place, self._is_on = window, QPoint(), False
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._ended)

    def begin(self) -> None:
        """Another screen comes to the front."""
        application, place = QApplication.instance(), take_press(self._window)
        if application is None or place is None:
            return
        self._place, self._is_on = place, True
        self._end.stop()
        application.installEventFilter(self)  # a second time moves the filter, and adds none
        QTimer.singleShot(0, self, self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The release of an ignored press presses nothing by itself."""
        return self.ignores(watched, event)

    def ignores(self, watched: QObject, event: QEvent) -> bool:
        """Whether this is a press that has no effect now."""
        if (
            not self._is_on
            or event.type() not in _PRESSES
            or not isinstance(event, QMouseEvent)
            or not isinstance(watched, QWidget)
        ):
            return False
        away = (event.globalPosition().toPoint() - self._place).manhattanLength()
        return watched.window() is self._window and away <= theme.size("touch")

    def _shown(self) -> None:
        """The screen is filled and drawn: the interval is counted from what can be seen."""
        self._end.start(QApplication.doubleClickInterval())

    def _ended(self) -> None:
        self._is_on = False
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
