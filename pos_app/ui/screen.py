"""The base class of the pages of the window."""

from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.ui import theme
from pos_app.ui.frame import Presenter
from pos_app.ui.widgets.key_button import KeyButton

_PASSES = 2
"""A part that takes another height in the first pass moves its neighbours in the second."""


class Screen(QWidget):
    """A page. The window calls these methods; a page overrides those it needs."""

    own_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of the window (F2 F7 F9 Ctrl+P Ctrl+K) that have another meaning on this page, such as F2 when paying."""

    begins_empty: ClassVar[bool] = False
    """Whether the page shows nothing that keys could be about until `enter` has read it, also when it comes again."""

    margin: ClassVar[str] = "page_margin"
    """The size around the parts of the page; on a low page it is narrower."""

    _spacing: int = 0
    """What is between the parts of the page where it is not low; 0 before it was low."""

    is_low: bool = False
    """Whether the page has only the height that the smallest screen leaves it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.size("low_page")
        if low != self.is_low:
            self.is_low = low
            self._fit_main_parts()
            self.fit_height()
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay out every part now: Qt does it over several turns of the event loop, and would draw what is between."""
        for _ in range(_PASSES):
            for part in (*reversed(self.findChildren(QWidget)), self):
                if (layout := part.layout()) is not None:
                    layout.activate()

    def _fit_main_parts(self) -> None:
        """On a low page margins and distances are narrow, and a main key is as low as the others."""
        for key in self.findChildren(KeyButton):
            key.be_low(low=self.is_low)
        layout = self.layout()
        if layout is not None:
            across = theme.size("gap" if self.is_low else self.margin)
            above = theme.size("hair" if self.is_low else self.margin)
            layout.setContentsMargins(across, above, across, above)
            self._spacing = self._spacing or layout.spacing()
            layout.setSpacing(min(theme.size("hair"), self._spacing) if self.is_low else self._spacing)

    def fit_height(self) -> None:
        """The page became low or high: arrange its parts for `is_low`."""

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

    def may_be_made_again(self) -> bool:
        """Whether the page can be replaced by a new one now, for another language, without losing what is typed."""
        typed = (field.text() for field in self.findChildren(QLineEdit) if field.isVisibleTo(self))
        return not self.must_stay() and not any(typed)

    def retire(self) -> None:
        """End a page that another one replaces. Work that it began goes on, and its outcome is not drawn."""
        for part in vars(self).values():
            if isinstance(part, Presenter):
                part.unwatch()
        self.deleteLater()
