"""The first screen: sign-in. It is shown before the store is open, so it imports no use case."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.sign_in.pin_panel import UNLOCK_KEY, PinPanel
from pos_app.ui.sign_in.programme import Programme
from pos_app.ui.widgets.banner import announce
from pos_app.ui.widgets.key_button import Tile
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row
from pos_app.ui.widgets.while_shown import WhileShown

if TYPE_CHECKING:
    from pos_app.ui.sign_in.presenter import SignInPresenter, SignInState

_COLUMNS = 2
_SECOND_MS = 1000
_FOLLOW_EVERY_MS = 700
"""What is left of a function is true to within a second, also after the network was cut."""
_FUNCTIONS_ON_A_LOW_PAGE = 2


class SignInView(Screen):
    """Shows that the station is being opened, until a presenter is attached."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2", "F7", "F9"})
    begins_empty: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._presenter: SignInPresenter | None = None
        self._headline = ElidedLabel(wording.text("sign_in.opening"), "muted")
        self._tiles: list[Tile] = []
        self._grid = QGridLayout()
        self._programme, self._reads_programme = Programme(), False
        self._notices = label(role="muted", wraps=True)
        self._problem = label(wraps=True)
        give_tone(self._problem, "error")
        self._pin = PinPanel(self._submit, self._ask_unlock)
        for digit in range(10):
            # A PIN field with the focus takes its digits itself; elsewhere they are no key of anybody.
            shortcut = QShortcut(QKeySequence(str(digit)), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._digit_typed)
        self._clock = QTimer(self)
        self._clock.setInterval(_SECOND_MS)
        self._clock.timeout.connect(self._tick)
        WhileShown(self, _FOLLOW_EVERY_MS, self._read_programme)
        fill(self, self._arranged())

    def attend(self, presenter: "SignInPresenter") -> None:
        """Attach the presenter: the station is open and somebody can sign in."""
        self._presenter = presenter
        presenter.watch(self.render_state)
        self.enter()

    def enter(self) -> None:
        self._pin.clear()
        if self._presenter is not None:
            self._reads_programme = True
            self._presenter.enter()

    def step_back(self) -> bool:
        self._pin.clear()
        return self._presenter is not None and self._presenter.leave()

    def fit_height(self) -> None:
        if self._presenter is not None:
            self.render_state(self._presenter.state)

    def may_be_made_again(self) -> bool:
        """Not before the station is open, and not while a chosen person is about to type a PIN."""
        return self._presenter is not None and not self._presenter.has_chosen and super().may_be_made_again()

    def render_state(self, state: "SignInState") -> None:
        """Draw the state."""
        self._headline.show_text(state.headline or wording.text("sign_in.opening"))
        self._draw_tiles(state)
        self._programme.show_functions(state.programme[: _FUNCTIONS_ON_A_LOW_PAGE if self.is_low else None])
        if state.tiles and self._reads_programme:
            self._reads_programme = False
            QTimer.singleShot(0, self, self._read_programme)
        self._notices.setText("\n".join(state.notices))
        if state.problem and state.problem != self._problem.text():
            announce(self, state.problem, urgent=True)
        self._problem.setText(state.problem)
        self._pin.render_state(state)
        waits = state.takes_pin and not state.may_type
        self._clock.start() if waits else self._clock.stop()

    def _draw_tiles(self, state: "SignInState") -> None:
        while len(self._tiles) < len(state.tiles):
            place = len(self._tiles)
            tile = Tile(state.tiles[place].key, partial(self._choose, place))
            self._grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
            self._tiles.append(tile)
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < len(state.tiles))
        for tile, staff in zip(self._tiles, state.tiles, strict=False):
            tile.show_texts(staff.name, staff.detail)
            tile.setChecked(staff.chosen)
        nobody_chosen = not any(staff.chosen for staff in state.tiles)
        for tile in self._tiles:
            tile.heed_key(heeded=not (state.may_unlock and tile.key == UNLOCK_KEY))
        if self._tiles and nobody_chosen and self.isVisible():
            self._tiles[0].setFocus()

    def _arranged(self) -> QVBoxLayout:
        people = QWidget()
        self._grid.setSpacing(theme.size("space"))
        inside = column(self._grid, self._programme, None, gap="space")
        inside.setContentsMargins(0, 0, theme.size("gap"), 0)
        people.setLayout(inside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(people)
        left = column(self._headline, scroll, self._problem, self._notices, gap="gap")
        body = row(gap="wide")
        body.addLayout(left, 1)
        body.addWidget(self._pin)
        page = column(gap="space")
        page.addLayout(body, 1)
        return page

    def _choose(self, place: int) -> None:
        self._pin.clear()
        if self._presenter is not None:
            self._presenter.choose(place)
        self._pin.focus_pin()

    def _submit(self, pin: str) -> None:
        if self._presenter is not None:
            self._presenter.enter_pin(pin)

    def _digit_typed(self) -> None:
        if self._presenter is not None:
            self._presenter.ask_to_choose()

    def _ask_unlock(self) -> None:
        if self._presenter is not None:
            self._presenter.unlock()

    def _read_programme(self) -> None:
        if self._presenter is not None and not self._reads_programme:  # the staff comes first
            self._presenter.read_programme()

    def _tick(self) -> None:
        if self._presenter is not None:
            self._presenter.tick()
