"""The conflict desk: the cases, both sides of the chosen one, the proposal, and the keys to decide."""

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui import wording
from pos_app.ui.conflicts.case_text import SideText
from pos_app.ui.conflicts.presenter import ConflictsPresenter
from pos_app.ui.conflicts.seat_picker import SeatPicker
from pos_app.ui.conflicts.steps import ConflictsState
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, fill, label, panel, row
from pos_app.ui.widgets.row_table import RowTable

_COLUMNS = ("what", "event", "document", "at", "state")
_WIDE = 1


class Side(QFrame):
    """One side of a case in a panel."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._lines = label(role="heading", wraps=True), label(wraps=True)
        self.setLayout(column(panel(self._title, self._lines, None)))

    def show_side(self, side: SideText | None) -> None:
        """Draw a side, or hide the panel."""
        self.setVisible(side is not None)
        if side is not None:
            self._title.setText(side.title)
            self._lines.setText("\n".join(side.lines))


class ConflictsView(Screen):
    """Draws the state and passes on what is pressed."""

    def __init__(self, presenter: ConflictsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        head = [wording.text(f"conflicts.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, presenter.choose, wide=_WIDE)
        self._table.setAccessibleName(wording.text("conflicts.list"))
        self._headline = label(role="heading", wraps=True)
        self._sides = (Side(), Side())
        self._proposal_head = label(wording.text("conflicts.proposal"), "muted")
        self._proposal = label(role="strong", wraps=True)
        self._pick = KeyButton(wording.text("conflicts.pick"), "F5", presenter.pick)
        self._owe = KeyButton(wording.text("conflicts.owe"), "F4", presenter.owe)
        self._money = KeyButton(wording.text("conflicts.money_back"), "F6", presenter.money_back)
        self._stand = KeyButton(wording.text("conflicts.stand"), "F8", presenter.stand)
        self._accept = KeyButton(wording.text("conflicts.accept"), "F12", presenter.accept, role="primary")
        self._picker = SeatPicker(presenter, self._back)
        self._desk = QWidget()
        self._desk.setLayout(self._arranged())
        self._pages = QStackedWidget()
        self._pages.addWidget(self._desk)
        self._pages.addWidget(self._picker)
        page = QVBoxLayout()
        page.addWidget(self._pages)
        fill(self, page)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()
        self._table.setFocus()

    def step_back(self) -> bool:
        stepped = self._presenter.step_back()
        if stepped:
            self._table.setFocus()
        return stepped

    def render_state(self, state: ConflictsState) -> None:
        """Draw the state."""
        self._pages.setCurrentWidget(self._picker if state.picking else self._desk)
        if state.picking:
            self._picker.render_picking(state.picking, busy=state.busy)
            return
        self._table.show_rows(state.rows, state.chosen)
        self._headline.setText(state.headline)
        shown: list[SideText | None] = [*state.sides, None, None]
        for part, side in zip(self._sides, shown, strict=False):
            part.show_side(side)
        self._proposal_head.setVisible(state.waits)
        self._proposal.setText(state.proposal)
        self._pick.setVisible(state.may_pick)
        self._owe.setVisible(state.may_owe)
        self._money.setVisible(state.may_refund)
        self._stand.setVisible(state.may_stand)
        self._accept.setVisible(state.waits)
        for button in (self._owe, self._pick, self._money, self._stand, self._accept):
            button.setEnabled(not state.busy)

    def _back(self) -> None:
        self.step_back()

    def _arranged(self) -> QVBoxLayout:
        sides = row(*self._sides, gap="space")
        page = column(self._table, self._headline, sides, gap="gap")
        page.setStretchFactor(self._table, 1)
        proposal = row(column(self._proposal_head, None), self._proposal)
        proposal.setStretch(1, 1)
        page.addLayout(proposal)
        page.addLayout(row(None, self._owe, self._pick, self._money, self._stand, self._accept))
        return page
