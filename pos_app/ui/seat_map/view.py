"""The seat map screen: the map, the list of the row, the size of the group, the chosen seats."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt

from pos_app.seat_plan import SeatPlan, States
from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.seat_map.bars import ChosenBar, GroupBar, OrphanWarning, ZoneBox, map_key
from pos_app.ui.seat_map.chosen_seats import SeatMapState
from pos_app.ui.seat_map.colours import SeatColours, seat_colours
from pos_app.ui.seat_map.legend import Legend
from pos_app.ui.seat_map.map_page import Above, Beside, MapPage
from pos_app.ui.seat_map.presenter import SeatMapPresenter
from pos_app.ui.seat_map.seat_list import SeatList
from pos_app.ui.seat_map.type_keys import MapTypes
from pos_app.ui.seat_map.widget import SeatMap
from pos_app.ui.widgets.kept_form import KeptNotice
from pos_app.ui.widgets.layouts import ElidedLabel, label
from pos_app.ui.widgets.row_button import stacked
from pos_app.ui.widgets.while_shown import WhileShown

_FOLLOW_EVERY_MS = 700
"""A change of a price, and what another station sells, is on the map within a second."""


class SeatMapView(Screen):
    """Draws the state and passes on what is pressed; the map keeps its own camera and cursor."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2"})
    begins_empty: ClassVar[bool] = True
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: SeatMapPresenter) -> None:
        super().__init__()
        colours = self._colours_now()
        self._presenter = presenter
        self._plan: SeatPlan | None = None
        self._looks: States | None = None
        self._cursor: int | None = None
        self._map, self._list, self._legend = SeatMap(colours), SeatList(colours), Legend(colours)
        self._event, self._when = ElidedLabel(role="strong"), label()
        self._zones = ZoneBox(presenter)
        self._group, self._warning, self._chosen = GroupBar(presenter), OrphanWarning(presenter), ChosenBar(presenter)
        self._types = MapTypes(presenter)
        self._notice = KeptNotice()
        self._listen()
        WhileShown(self, _FOLLOW_EVERY_MS, presenter.follow)
        self._page = MapPage(
            Above(stacked(self._event, self._when), self._zones, map_key("next_zone", "F4", presenter.next_zone)),
            self._group, self._map, Beside(self._list, self._legend, self._types),
            self._notice, self._warning, self._chosen,
        )  # fmt: skip
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(self._page)
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
        if self._plan is None or self._plan.x_mm is not state.map.plan.x_mm:
            self._show_performance(state, state.map.plan, state.looks)
        elif self._plan is not state.map.plan:
            self._show_prices(state, state.map.plan)
        self._zones.render_state(state)
        self._show_changes(state.looks)
        if state.cursor != self._cursor:
            self._show_cursor(state)
        self._group.render_state(state)
        self._show_types(state)
        self._notice.show_for(self._presenter.begin_anew if state.is_unfinished else None)
        self._warning.render_state(state)
        self._chosen.render_state(state)

    def fit_height(self) -> None:
        self._page.set_low(low=self.is_low)
        self._zones.render_state(self._presenter.state)
        self._show_types(self._presenter.state)

    def _show_types(self, state: SeatMapState) -> None:
        turned = self._types.render_types(state.types)
        self._list.setVisible(state.types is None)
        self._legend.setVisible(state.types is None and not self.is_low)  # a low page has no room for it
        if turned and state.types is None:
            self._map.setFocus()

    def _show_cursor(self, state: SeatMapState) -> None:
        """Bring the cursor into sight; the first one, before anything was chosen, leaves the whole room in sight."""
        first = self._cursor is None and not state.chosen
        self._cursor = state.cursor
        if first:
            self._map.set_cursor(state.cursor)
        else:
            self._map.lead_to(state.cursor)

    def _show_performance(self, state: SeatMapState, plan: SeatPlan, looks: States) -> None:
        assert state.card is not None
        self._plan, self._looks = plan, looks
        self._map.show_plan(plan, looks)
        self._list.show_plan(plan, looks)
        self._legend.show_plan(plan)
        self._group.listen_to_m(on=not self._map.types("M"))
        starts_at = state.card.performance.starts_at
        self._event.show_text(state.card.event)
        day = wording.short_day(wording.day_of(starts_at))
        self._when.setText(wording.text("seat_map.when", day=day, time=wording.time(starts_at)))
        self._zones.clear()
        self._chosen.show_typed("")

    def _show_prices(self, state: SeatMapState, plan: SeatPlan) -> None:
        """Show other prices of the same seats; camera and cursor stay."""
        assert self._looks is not None
        self._plan = plan
        self._map.show_prices(plan)
        self._list.show_plan(plan, self._looks)
        self._list.set_cursor(self._map.cursor_seat())
        self._legend.show_plan(plan)

    def _show_changes(self, looks: States) -> None:
        if looks is self._looks or self._looks is None:
            return
        changed = np.flatnonzero(self._looks != looks)
        self._looks = looks
        for part in (self._map, self._list):
            part.set_states(changed, looks[changed])

    def _listen(self) -> None:
        for part in (self._map, self._list):
            part.seat_chosen.connect(self._presenter.choose)
        self._map.cursor_moved.connect(self._list.set_cursor)
        self._list.cursor_moved.connect(self._map.set_cursor)
        for part in (self._map, self._list):
            part.cursor_moved.connect(lambda _: self._presenter.cursor_moved())
        self._map.cursor_moved.connect(lambda _: self._chosen.show_typed(""))
        self._map.typed.connect(self._chosen.show_typed)
        self._map.missed.connect(self._chosen.show_missed)

    def _colours_now(self) -> SeatColours:
        """The colours for the theme."""
        return seat_colours(theme.in_use().value)
