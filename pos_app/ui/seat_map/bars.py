"""The rows of keys around the map: the group, the warning of seats left alone, the chosen seats."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QWidget

from pos_app.ui import supply_text, theme, wording
from pos_app.ui.price_text import price_text
from pos_app.ui.seat_map.chosen_seats import SeatMapState
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.ticket_types import short_name
from pos_app.ui.widgets.cut_box import NAME, CutBox
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, give_role, give_tone, label, row

_NAMES_SHOWN = 8


def map_key(words: str, key: str, pressed: Callable[[], None], *, role: str = "") -> KeyButton:
    """A button that leaves the keyboard focus on the map when it is clicked."""
    button = KeyButton(wording.text(f"seat_map.{words}"), key, pressed, role=role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


class ZoneBox(CutBox):
    """The zones with their price and what is left of them; it follows both."""

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        self._is_narrow = False
        self.activated.connect(presenter.show_zone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(theme.size("zone_box_width"))

    def be_narrow(self, *, narrow: bool) -> None:
        """Take the room that is left beside other keys, and leave the price to the list of seats."""
        self._is_narrow = narrow
        across = QSizePolicy.Policy.Expanding if narrow else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.size("narrow_zone_box") if narrow else 0)
        sized = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(sized.AdjustToMinimumContentsLengthWithIcon if narrow else sized.AdjustToContents)

    def render_state(self, state: SeatMapState) -> None:
        """Show the zones, and the one that best seats are looked for in."""
        for i, card in enumerate(state.zones):
            price, left = price_text(card.price, is_least=card.is_least), supply_text.zone_left(card)
            line = wording.text("seat_map.zone_left", name=card.zone.name, price=price, left=left)
            if self._is_narrow:
                line = f"{card.zone.name} · {left}"
            if i == self.count():
                self.addItem(line)
            elif self.itemText(i) != line:
                self.setItemText(i, line)
            self.setItemData(i, card.zone.name, NAME)
        while self.count() > len(state.zones):
            self.removeItem(self.count() - 1)
        self.setCurrentIndex(state.zone)


class GroupBar(QWidget):
    """The size of the group, and the best seats for it."""

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        self._group = label(role="strong")
        self._best = map_key("best", "F5", presenter.choose_best)
        self._letter = QShortcut(QKeySequence("M"), self, self._best.click)
        self._letter.setAutoRepeat(False)
        self._fewer = map_key("fewer", "F2", partial(presenter.more, -1))
        self._more = map_key("more", "F3", partial(presenter.more, 1))
        self._type = KeyButton("", "*", presenter.list_types)
        self._type.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        inside = row(self._fewer, self._group, self._more, None, self._type, self._best)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def set_low(self, *, low: bool) -> None:
        """On a low page the keys share their row with the zones."""
        for key in (self._fewer, self._more, self._type, self._best):
            key.stack(stacked=low)

    def listen_to_m(self, *, on: bool) -> None:
        """M finds the best seats too, where it is a letter of no seat."""
        self._letter.setEnabled(on)

    def render_state(self, state: SeatMapState) -> None:
        """Show the size of the group and the type of its tickets."""
        self._group.setText(wording.text("seat_map.group", count=state.group))
        name = state.ticket_type.name if state.ticket_type else ""
        self._type.show_text(wording.text("seat_map.type", type=short_name(name)))


class OrphanWarning(QFrame):
    """Says which seats the choice would leave alone, and proposes others."""

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        give_role(self, "banner")
        give_tone(self, "attention")
        self._alone = label(role="strong", wraps=True)
        self._instead = KeyButton(wording.text("seat_map.instead", seats=""), "Return", presenter.take_instead)
        self._instead.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._instead.hide()  # it has no name before there is something to warn of
        inside = row(self._alone, self._instead, map_key("anyway", "F6", presenter.accept_anyway))
        inside.setStretch(0, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)
        self.hide()

    def render_state(self, state: SeatMapState) -> None:
        """Show or hide the warning."""
        self.setVisible(state.warned is not None)
        if warned := state.warned:
            alone = ", ".join(warned.alone)
            self._alone.setText(wording.text("seat_map.alone", count=len(warned.alone), seats=alone))
            self._instead.show()
            self._instead.show_text(wording.text("seat_map.instead", seats=", ".join(state.names(warned.instead))))


class ChosenBar(QWidget):
    """What is being typed, the chosen seats with their price, and the keys that end the choice."""

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        self._typed, self._chosen = ElidedLabel(role="strong"), ElidedLabel(role="strong")
        self._typed.hide()
        self._has_seats = False
        self._drop = map_key("drop_last", "F8", presenter.drop_last)
        self._accept = map_key("accept", "F12", presenter.accept, role="primary")
        inside = row(self._drop, self._typed, self._chosen, self._accept)
        for place in (1, 2):
            inside.setStretch(place, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inside)

    def render_state(self, state: SeatMapState) -> None:
        """Show the chosen seats; the price comes first, because a long list of seats is cut."""
        # The question about a single seat has its own two answers.
        self._accept.setEnabled(not state.busy and state.warned is None)
        self._drop.setEnabled(bool(state.chosen))
        self._has_seats = bool(state.chosen)
        self._share_row()
        price = state.price
        if price is None:
            key = "none_chosen" if state.has_seats_to_choose else "none_to_choose"
            self._chosen.show_text(wording.text(f"seat_map.{key}"))
            return
        names = ", ".join(state.names(state.chosen[:_NAMES_SHOWN]))
        more = " …" if len(state.chosen) > _NAMES_SHOWN else ""
        self._chosen.show_text(
            wording.text("seat_map.chosen", count=len(state.chosen), seats=names + more, price=wording.money(price))
        )

    def show_typed(self, text: str) -> None:
        """Show what is being typed; nothing when it is empty."""
        self._typed.setVisible(bool(text))
        self._typed.show_text(wording.text("seat_map.typed", text=text) if text else "")
        self._share_row()

    def show_missed(self, text: str) -> None:
        """Say that no seat has this name."""
        self._typed.show()
        self._typed.show_text(wording.text("seat_map.no_such_seat", text=text))
        self._share_row()

    def _share_row(self) -> None:
        """Beside what is typed there is room for the chosen seats, and none for how to choose some."""
        self._chosen.setVisible(self._has_seats or self._typed.isHidden())
