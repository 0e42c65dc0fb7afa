"""The acts on tickets, each with its key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.tickets.acts import ACTS, Act
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.state import TicketsState
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, label

_IN_A_LINE = 2


class ActList(QWidget):
    """A key for each act; they do nothing while no ticket can be changed. `row` is where the cursor is."""

    def __init__(self, presenter: TicketsPresenter, row: Callable[[], int]) -> None:
        super().__init__()
        self._title, self._hint = label(role="heading"), label(role="muted", wraps=True)
        self._all = KeyButton(wording.text("tickets.mark_all"), "F8", presenter.mark_all)
        self._acts = [
            _stacked(f"tickets.act.{act}", rules.key, partial(_begin, presenter, act, row))
            for act, rules in ACTS.items()
        ]
        self._refund = _stacked("tickets.refund", "F7", presenter.give_back)
        keys = QGridLayout()
        keys.setSpacing(theme.size("gap"))
        for place, button in enumerate((*self._acts, self._refund)):
            keys.addWidget(button, *divmod(place, _IN_A_LINE))
        self.setLayout(column(self._title, self._hint, self._all, keys, None, gap="gap"))

    def render_state(self, state: TicketsState) -> None:
        """Draw how many tickets are marked, and what can be done."""
        has_live, marked = bool(state.live), len(state.marked)
        what = wording.text("tickets.marked", count=marked) if marked else wording.text("tickets.what_to_do")
        self._title.setText(what)
        self._hint.setText(wording.text("tickets.hint" if has_live or state.read is None else "tickets.none_live"))
        self._all.show_text(wording.text("tickets.mark_none" if state.all_marked else "tickets.mark_all"))
        for button in (self._all, *self._acts):
            button.setEnabled(has_live and not state.busy)
        self._refund.setEnabled(state.read is not None and not state.busy)

    def fit_height(self, *, low: bool) -> None:
        """Leave out the hint on a low page."""
        self._hint.setHidden(low)


def _stacked(words: str, key: str, pressed: Callable[[], None]) -> KeyButton:
    button = KeyButton(wording.text(words), key, pressed)
    button.stack()
    return button


def _begin(presenter: TicketsPresenter, act: Act, row: Callable[[], int]) -> None:
    presenter.begin(act, row())
