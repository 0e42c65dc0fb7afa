"""The map on which a supervisor picks other seats for a group."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.seat_plan import SeatPlan, States
from pos_app.ui import theme, wording
from pos_app.ui.conflicts.presenter import ConflictsPresenter
from pos_app.ui.conflicts.steps import Picking
from pos_app.ui.seat_map.colours import seat_colours
from pos_app.ui.seat_map.legend import Legend
from pos_app.ui.seat_map.widget import SeatMap
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, row


class SeatPicker(QWidget):
    """Draws the picked seats; the map keeps its own camera and cursor."""

    def __init__(self, presenter: ConflictsPresenter, back: Callable[[], None]) -> None:
        super().__init__()
        colours = seat_colours(theme.in_use().value)
        self._map, self._legend = SeatMap(colours), Legend(colours)
        self._map.seat_chosen.connect(presenter.pick_seat)
        self._plan: SeatPlan | None = None
        self._looks: States | None = None
        self._picked = ElidedLabel(role="strong")
        self._accept = KeyButton(wording.text("conflicts.pick_accept"), "F12", presenter.accept, role="primary")
        last = row(KeyButton(wording.text("conflicts.pick_back"), "Esc", back), self._picked, self._accept)
        last.setStretch(1, 1)
        page_layout = column(label(wording.text("conflicts.pick_title"), "title"), self._map, self._legend, last)
        page_layout.setStretchFactor(self._map, 1)
        self.setLayout(page_layout)

    def render_picking(self, picking: Picking, *, busy: bool) -> None:
        """Draw the picked seats."""
        if self._plan is not picking.map.plan or self._looks is None:
            self._plan = picking.map.plan
            self._map.show_plan(picking.map.plan, picking.looks)
            self._legend.show_plan(picking.map.plan)
            self._map.setFocus()
        elif self._looks is not picking.looks:
            changed = (self._looks != picking.looks).nonzero()[0]
            self._map.set_states(changed, picking.looks[changed])
        self._looks = picking.looks
        names = ", ".join(map(picking.name, picking.chosen))
        count, wanted = len(picking.chosen), picking.wanted
        self._picked.show_text(
            wording.text("conflicts.picked", count=count, wanted=wanted, seats=names)
            if names
            else wording.text("conflicts.picked_none")
        )
        self._accept.setEnabled(count == wanted and not busy)
