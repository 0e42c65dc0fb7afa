"""Facts as a table of names and values."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.widgets.layouts import ElidedLabel, give_role, give_tone, label

if TYPE_CHECKING:
    from pos_app.ui.settings.facts import Fact


class FactTable(QWidget):
    """One fact a line: a quiet name and its value. A value of more than two lines is cut and its tool tip whole."""

    def __init__(self, most: int) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.size("space"))
        grid.setVerticalSpacing(theme.size("hair"))
        grid.setColumnStretch(1, 1)
        self._lines = [(label(role="muted"), ElidedLabel(two_lines=True)) for _ in range(most)]
        for place, (name, value) in enumerate(self._lines):
            for part in (name, value):
                part.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
        grid.setRowStretch(most, 1)
        self.setLayout(grid)

    def show_facts(self, facts: "Sequence[Fact]") -> None:
        """Show these facts, as many as there are lines."""
        for place, (name, value) in enumerate(self._lines):
            is_used = place < len(facts)
            for part in (name, value):
                part.setVisible(is_used)
            if is_used:
                fact = facts[place]
                name.setText(fact.name)
                value.show_text(fact.value)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                give_tone(value, fact.tone)

    def lines(self) -> list[tuple[int, int]]:
        """The top and the foot of each line that is shown, in pixels."""
        shown = [value.geometry() for _, value in self._lines if not value.isHidden()]
        return [(line.top(), line.bottom() + 1) for line in shown]


class KindTable(QWidget):
    """What each kind of printer means, for a page that has the room; the chosen one is marked by a bold name."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, theme.size("gap"), 0, 0)
        self._grid.setHorizontalSpacing(theme.size("gap"))
        self._grid.setVerticalSpacing(theme.size("space"))
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)
        self._names: dict[str, QLabel] = {}

    def show_kinds(self, kinds: "Sequence[str]", chosen: str) -> None:
        """Explain these kinds, which stay the same."""
        for place, kind in enumerate(kinds):
            if kind not in self._names:
                self._names[kind] = label(wording.text(f"settings.kind_{kind}"))
                self._names[kind].setAlignment(Qt.AlignmentFlag.AlignTop)
                self._names[kind].setFixedWidth(theme.size("setting_width"))
                self._grid.addWidget(self._names[kind], place, 0)
                self._grid.addWidget(label(wording.text(f"settings.about_{kind}"), "muted", wraps=True), place, 1)
            give_role(self._names[kind], "strong" if kind == chosen else "muted")
