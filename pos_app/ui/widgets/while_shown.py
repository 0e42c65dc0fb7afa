"""Something that is done again and again while a widget is shown."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class WhileShown(QObject):
    """Calls `act` every `every_ms` milliseconds while the widget is shown."""

    def __init__(self, widget: QWidget, every_ms: int, act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._clock = QTimer(self)
        self._clock.setInterval(every_ms)
        self._clock.timeout.connect(act)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._clock.start()
        elif event.type() == QEvent.Type.Hide:
            self._clock.stop()
        return super().eventFilter(watched, event)
