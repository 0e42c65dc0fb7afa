"""The base class of the pages of the window."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from pos_app.ui.frame import Presenter


class Screen(QWidget):
    """A page. The window calls these methods; a page overrides those it needs."""

    own_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of the window (F2 F7 F9 Ctrl+P) that have another meaning on this page, such as F2 when paying."""

    def enter(self) -> None:
        """The page comes to the front: read its data again and set the focus where work starts."""

    def scan(self, code: str) -> None:
        """A scanner read a code while the page was shown."""

    def step_back(self) -> bool:
        """Esc. True when the page itself had a step to undo; otherwise the window leaves the page."""
        return False

    def must_stay(self) -> bool:
        """Whether leaving now would hide the outcome of what has begun, such as the change of a sale."""
        return False

    def retire(self) -> None:
        """End a page that another one replaces. Work that it began goes on, and its outcome is not drawn."""
        for part in vars(self).values():
            if isinstance(part, Presenter):
                part.unwatch()
        self.deleteLater()
