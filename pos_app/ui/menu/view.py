"""The menu: every screen that has a key of the window, what it is for, and its key."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.frame import ScreenName
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.layouts import column, fill, label
from pos_app.ui.window_keys import SCREEN_KEYS

_COLUMNS = 2
_LISTED = tuple((key, name) for key, name in SCREEN_KEYS.items() if name not in (ScreenName.SIGN_IN, ScreenName.MENU))
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MenuView(Screen):
    """A tile for each screen. Arrows move between the tiles and Enter opens one; its key opens it from any screen."""

    own_keys: ClassVar[frozenset[str]] = frozenset(key for key, _ in _LISTED)

    def __init__(self, open_screen: Callable[[ScreenName], None]) -> None:
        super().__init__()
        self._tiles = [_tile(key, name, partial(open_screen, name)) for key, name in _LISTED]
        fill(self, self._arranged())

    def enter(self) -> None:
        self._tiles[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the tile in focus: the tiles leave Enter to the page, as every button does."""
        focused = self.focusWidget()
        if event.key() in _ENTER and isinstance(focused, Tile):
            focused.click()
        else:
            super().keyPressEvent(event)

    def move_focus(self, step: int, of: Tile) -> None:
        """Move the focus by a number of tiles, as far as there are any."""
        place = self._tiles.index(of) + step
        if 0 <= place < len(self._tiles):
            self._tiles[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _arranged(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.size("gap"))
        for place, tile in enumerate(self._tiles):
            grid.addWidget(tile, *divmod(place, _COLUMNS))
        tiles = QWidget()
        tiles.setLayout(column(grid, None, gap="none"))
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(tiles)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = column(label(wording.text("menu.choose"), "muted"), gap="space")
        page.addWidget(scrolled, 1)
        return page


class _MenuTile(Tile):
    """A tile that the arrows leave for its neighbours above, below and beside it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.parentWidget()
        while view is not None and not isinstance(view, MenuView):
            view = view.parentWidget()
        step = _STEPS.get(Qt.Key(event.key()))
        if view is not None and step is not None:
            view.move_focus(step, self)
        else:
            super().keyPressEvent(event)


def _tile(key: str, name: ScreenName, pressed: Callable[[], None]) -> Tile:
    tile = _MenuTile(key, pressed)
    tile.setCheckable(False)
    tile.show_texts(wording.text(f"frame.screen.{name}"), wording.text(f"menu.about_{name}"))
    return tile
