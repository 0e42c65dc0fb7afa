"""The base class of the pages of the window."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget


class Screen(QWidget):
    """A page. The window calls these three methods; a page overrides those it needs."""

    own_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of the window (F2 F7 F9 Ctrl+P) that have another meaning on this page, such as F2 when paying."""

    def enter(self) -> None:
        """The page comes to the front: read its data again and set the focus where work starts."""

    def scan(self, code: str) -> None:
        """A scanner read a code while the page was shown."""

    def step_back(self) -> bool:
        """Esc. True when the page itself had a step to undo; otherwise the window leaves the page."""
        return False
