"""What the chosen act asks for: the holder, the seats or the reason; and F12."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.tickets.acts import ACTS
from pos_app.ui.tickets.holder_form import HolderForm
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.state import TicketsState, frequent_reason
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, label
from pos_app.ui.widgets.whole_field import WholeField

_MOST_REASONS, _REASONS_IN_A_LINE = 4, 2


class ActForm(QWidget):
    """Draws the act that was chosen."""

    def __init__(self, presenter: TicketsPresenter) -> None:
        super().__init__()
        self._title, self._marked = label(role="heading"), label(role="strong")
        self._about = label(role="muted", wraps=True)
        self.holder = HolderForm(presenter)
        self._seats_caption = label(wording.text("tickets.seats"), "caption")
        self.seats = _field("tickets.seats")
        self.seats.textEdited.connect(presenter.type_seats)
        self.seats.returnPressed.connect(partial(presenter.enter_field, "seats"))
        self._seats_caption.setBuddy(self.seats)
        self._reasons = [_reason(place, presenter) for place in range(_MOST_REASONS)]
        grid = QGridLayout()
        grid.setSpacing(theme.size("hair"))
        for place, button in enumerate(self._reasons):
            grid.addWidget(button, *divmod(place, _REASONS_IN_A_LINE))
        self.reason = _field("tickets.why")
        self.reason.setPlaceholderText(wording.text("tickets.why"))
        self.reason.textEdited.connect(presenter.type_reason)
        self.reason.returnPressed.connect(partial(presenter.enter_field, "reason"))
        self._confirm = KeyButton(wording.text("tickets.confirm"), "F12", presenter.confirm, role="primary")
        asked = (self._seats_caption, self.seats, self.holder, grid, self.reason)
        self.setLayout(column(self._title, self._marked, self._about, *asked, None, self._confirm, gap="hair"))

    def render_state(self, state: TicketsState) -> None:
        """Draw the act with what was typed for it."""
        act = state.typed.act
        if act is None:
            return
        rules = ACTS[act]
        self._title.setText(wording.text(f"tickets.act.{act}"))
        self._marked.setText(wording.text("tickets.marked", count=len(state.marked)))
        self._about.setText(wording.text(f"tickets.about.{act}"))
        self._seats_caption.setVisible(rules.asks_seats)
        self.seats.setVisible(rules.asks_seats)
        self.holder.setVisible(rules.how is not None)
        self.holder.show_typed(state.typed.holder, state.matches)
        self.reason.setVisible(bool(rules.reasons))
        self.seats.show_value(state.typed.seats)
        self._show_reasons(rules.reasons, state.typed.reason)
        for part in (self.holder, self.seats, self.reason, self._confirm, *self._reasons):
            part.setEnabled(not state.busy)
        self._confirm.show_text(wording.text("tickets.confirming" if state.busy else "tickets.confirm"))

    def fit_height(self, *, low: bool) -> None:
        """Leave out the explanation on a low page."""
        self._about.setHidden(low)

    def _show_reasons(self, names: tuple[str, ...], typed: str) -> None:
        frequent = [frequent_reason(name) for name in names]
        for place, button in enumerate(self._reasons):
            button.setVisible(place < len(names))
            if place < len(names):
                button.show_text(wording.text(f"tickets.reason.{names[place]}"))
                button.setChecked(typed == frequent[place])
        # A frequent reason is seen on its key, and the field is for any other one.
        if self.reason.text() != typed:
            self.reason.setText("" if typed in frequent else typed)


def _reason(place: int, presenter: TicketsPresenter) -> KeyButton:
    button = KeyButton("", f"Alt+{place + 1}", partial(presenter.choose_reason, place))
    button.stack()
    button.setCheckable(True)
    give_role(button, "choice")
    return button


def _field(name: str) -> WholeField:
    field = WholeField()
    field.setAccessibleName(wording.text(name))
    field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
    return field
