"""One page of the window, as the frame needs it."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget


class Screen(QWidget):
    """A page. The frame calls these three methods; a page overrides what concerns it."""

    own_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of the frame (F2 F7 F9 Ctrl+P) that mean something else on this page, such as F2 when paying."""

    def enter(self) -> None:
        """The page is shown: read again what it shows, put the focus where work starts."""

    def scan(self, code: str) -> None:
        """A scanner read a code while the page was shown."""

    def step_back(self) -> bool:
        """Esc. True when the page itself had a step to undo; otherwise the frame leaves the page."""
        return False
