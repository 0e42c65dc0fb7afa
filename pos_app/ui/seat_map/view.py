"""The seat map screen: the map, the list of the row, the size of the group, the chosen seats."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame

from pos_app.seat_plan import SeatPlan, States
from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.seat_map.chosen_seats import SeatMapState, Warned
from pos_app.ui.seat_map.colours import SeatColours, seat_colours
from pos_app.ui.seat_map.legend import Legend
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.seat_map.seat_list import SeatList
from pos_app.ui.seat_map.widget import SeatMap
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, give_tone, label, row

_NAMES_SHOWN = 8


class SeatMapView(Screen):
    """Draws the state and passes on what is pressed; the map keeps its own camera and cursor."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2"})

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        colours = self._colours_now()
        self._presenter = presenter
        self._plan: SeatPlan | None = None
        self._looks: States | None = None
        self._cursor: int | None = None
        self._map, self._list, self._legend = SeatMap(colours), SeatList(colours), Legend(colours)
        self._title, self._chosen = ElidedLabel(role="heading"), ElidedLabel(role="strong")
        self._zones, self._group = QComboBox(), label(role="strong")
        self._typed = ElidedLabel(role="strong")
        self._zones.activated.connect(presenter.show_zone)
        self._zones.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._next_zone = self._key(wording.text("seat_map.next_zone"), "F4", presenter.next_zone)
        self._fewer = self._key(wording.text("seat_map.fewer"), "F2", partial(presenter.more, -1))
        self._more = self._key(wording.text("seat_map.more"), "F3", partial(presenter.more, 1))
        self._best = self._key(wording.text("seat_map.best"), "F5", presenter.choose_best)
        self._back = self._key(wording.text("seat_map.back"), "", presenter.step_back)
        self._drop = self._key(wording.text("seat_map.drop_last"), "F8", presenter.drop_last)
        self._accept = self._key(wording.text("seat_map.accept"), "F12", presenter.accept, role="primary")
        self._alone, self._instead = (
            label(role="strong", wraps=True),
            self._key(wording.text("seat_map.instead", seats=""), "Return", presenter.take_instead),
        )
        self._anyway = self._key(wording.text("seat_map.anyway"), "F6", presenter.accept_anyway)
        self._warning = self._framed()
        self._listen(presenter)
        self._arrange()
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._plan = self._looks = self._cursor = None
        self._presenter.enter()
        self._map.setFocus()

    def step_back(self) -> bool:
        self._presenter.step_back()
        return True

    def render_state(self, state: SeatMapState) -> None:
        """Draw the state."""
        if state.map is None or state.looks is None or state.card is None:
            return
        if self._plan is not state.map.plan:
            self._show_performance(state, state.map.plan, state.looks)
        self._show_changes(state.looks)
        if state.cursor != self._cursor:
            self._cursor = state.cursor
            self._map.lead_to(state.cursor)
        self._zones.setCurrentIndex(state.zone)
        self._group.setText(wording.text("seat_map.group", count=state.group))
        self._show_chosen(state)
        self._show_warning(state, state.warned)
        self._accept.setEnabled(not state.busy)
        self._drop.setEnabled(bool(state.chosen))

    def _show_performance(self, state: SeatMapState, plan: SeatPlan, looks: States) -> None:
        assert state.card is not None
        self._plan, self._looks = plan, looks
        self._map.show_plan(plan, looks)
        self._list.show_plan(plan, looks)
        self._legend.show_plan(plan)
        # Where a label has an M, the letter types it.
        self._letter.setEnabled(not self._map.types("M"))
        starts_at = state.card.performance.starts_at
        day = wording.short_day(wording.day_of(starts_at))
        self._title.show_text(
            wording.text("seat_map.title", event=state.card.event, day=day, time=wording.time(starts_at))
        )
        self._zones.clear()
        for card in state.zones:
            price = wording.money(card.price) if card.price else ""
            left = wording.number(card.left)
            self._zones.addItem(wording.text("seat_map.zone_left", name=card.zone.name, price=price, left=left))

    def _show_changes(self, looks: States) -> None:
        if looks is self._looks or self._looks is None:
            return
        changed = np.flatnonzero(self._looks != looks)
        self._looks = looks
        for part in (self._map, self._list):
            part.set_states(changed, looks[changed])

    def _show_chosen(self, state: SeatMapState) -> None:
        price = state.price
        if price is None:
            self._chosen.show_text(wording.text("seat_map.none_chosen"))
            return
        names = ", ".join(state.names(state.chosen[:_NAMES_SHOWN]))
        more = " …" if len(state.chosen) > _NAMES_SHOWN else ""
        self._chosen.show_text(
            wording.text("seat_map.chosen", count=len(state.chosen), seats=names + more, price=wording.money(price))
        )

    def _show_warning(self, state: SeatMapState, warned: Warned | None) -> None:
        self._warning.setVisible(warned is not None)
        if warned is not None:
            alone = ", ".join(warned.alone)
            self._alone.setText(wording.text("seat_map.alone", count=len(warned.alone), seats=alone))
            self._instead.show_text(wording.text("seat_map.instead", seats=", ".join(state.names(warned.instead))))

    def _listen(self, presenter: SeatMapPresenter) -> None:
        self._letter = QShortcut(QKeySequence("M"), self, self._best.click)
        self._letter.setAutoRepeat(False)
        for part in (self._map, self._list):
            part.seat_chosen.connect(presenter.choose)
        self._map.cursor_moved.connect(self._list.set_cursor)
        self._list.cursor_moved.connect(self._map.set_cursor)
        self._map.cursor_moved.connect(lambda _: self._show_typed(""))
        self._map.typed.connect(self._show_typed)
        self._map.missed.connect(lambda text: self._typed.show_text(wording.text("seat_map.no_such_seat", text=text)))

    def _show_typed(self, text: str) -> None:
        self._typed.show_text(wording.text("seat_map.typed", text=text) if text else "")

    def _key(self, words: str, key: str, pressed: Callable[[], None], *, role: str = "") -> KeyButton:
        button = KeyButton(words, key, pressed, role=role)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _colours_now(self) -> SeatColours:
        """The colours for the theme."""
        return seat_colours(theme.in_use().value)

    def _framed(self) -> QFrame:
        made = QFrame()
        give_role(made, "banner")
        give_tone(made, "attention")
        inside = row(self._alone, self._instead, self._anyway)
        inside.setStretch(0, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        made.setLayout(inside)
        made.hide()
        return made

    def _arrange(self) -> None:
        self._list.setFixedWidth(theme.size("side_list_width"))
        self._zones.setFixedWidth(theme.size("side_width"))
        head = row(self._title, self._zones, self._next_zone)
        head.setStretch(0, 1)
        group = row(self._fewer, self._group, self._more, self._typed, self._best)
        group.setStretch(3, 1)
        middle = row(self._map, self._list)
        middle.setStretch(0, 1)
        last = row(self._back, self._drop, self._chosen, self._accept)
        last.setStretch(2, 1)
        page = column(head, group, middle, self._legend, self._warning, last)
        page.setStretchFactor(middle, 1)
        margin = theme.size("gap")
        page.setContentsMargins(margin, margin, margin, margin)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(page)
