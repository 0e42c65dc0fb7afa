"""A search field that searches by itself once typing pauses."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from pos_app.ui.widgets.row_table import RowTable, SearchField

_TYPING_PAUSE_MS = 150


class TypedSearch(SearchField):
    """Passes its text to `search` once typing pauses. Enter is left to the screen."""

    def __init__(self, name: str, table: RowTable, search: Callable[[str], None]) -> None:
        super().__init__(name, table)
        self._search = search
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textEdited.connect(lambda _: self._pause.start())

    @property
    def is_due(self) -> bool:
        """Whether typed text waits for its search."""
        return self._pause.isActive()

    def search_now(self) -> None:
        """Search the text without waiting for a pause."""
        self.end_pause()
        self._search(self.text())

    def end_pause(self) -> None:
        """Drop the search that waits: another one replaces it."""
        self._pause.stop()

    def once_searched(self, act: Callable[[], None]) -> Callable[[], None]:
        """A handler that acts on what is shown, and only searches while typed text waits for its search."""

        def pressed() -> None:
            self.search_now() if self.is_due else act()

        return pressed
