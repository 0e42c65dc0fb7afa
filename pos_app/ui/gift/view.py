"""The screen of a gift of the organiser: the tickets on the left, the cause and who gets them on the right."""

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit

from pos_app.ui import theme, wording
from pos_app.ui.gift.presenter import REASONS, GiftPresenter, GiftState, frequent_reason
from pos_app.ui.gift.rows import gift_rows
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.screen import Screen
from pos_app.ui.tickets.holder_form import HolderForm
from pos_app.ui.tickets.state import Focus
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, fill, give_role, label, row
from pos_app.ui.widgets.row_table import RowTable
from pos_app.ui.widgets.whole_field import WholeField

_COLUMNS = ("count", "place", "type", "price", "value")
_FIGURES, _PLACE, _TYPE = (0, 3, 4), 1, 2
_REASONS_IN_A_LINE = 2


class GiftView(Screen):
    """Draws the state and passes on what is pressed; F12 gives once."""

    begins_empty: ClassVar[bool] = True
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: GiftPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._focus: Focus | None = None
        head = [wording.text(f"gift.column_{name}") for name in _COLUMNS]
        self._table = RowTable(head, lambda _: None, figures=_FIGURES, wide=_PLACE, bounded=(_TYPE,))
        self._table.setAccessibleName(wording.text("gift.list"))
        self._title, self._about = label(role="heading"), label(wording.text("gift.about"), "muted", wraps=True)
        self._reasons = [_reason(place, presenter) for place in range(len(REASONS))]
        self.reason = WholeField()
        self.reason.setAccessibleName(wording.text("gift.why"))
        self.reason.setPlaceholderText(wording.text("gift.why"))
        self.reason.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
        self.reason.textEdited.connect(presenter.type_reason)
        self.reason.returnPressed.connect(partial(presenter.enter_field, "reason"))
        self._holder = HolderForm(presenter, name="gift.name")
        self._confirm = KeyButton(wording.text("gift.confirm"), "F12", presenter.confirm, role="primary")
        self._right = QFrame()
        give_role(self._right, "panel")
        self._arrange()
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()

    def must_stay(self) -> bool:
        return self._presenter.state.busy

    def may_be_made_again(self) -> bool:
        """What is typed waits in the presenter."""
        return not self.must_stay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.size("wide_page")
        self._right.setFixedWidth(theme.size("side_width" if wide else "side_list_width"))

    def fit_height(self) -> None:
        self._about.setHidden(self.is_low)

    def render_state(self, state: GiftState) -> None:
        """Draw the tickets, the cause and the holder."""
        self._table.show_rows(gift_rows(state.priced), -1)
        self._title.setText(wording.text("gift.count", count=state.priced.cart.tickets if state.priced else 0))
        frequent = [frequent_reason(name) for name in REASONS]
        for button, text in zip(self._reasons, frequent, strict=True):
            button.setChecked(state.typed.reason == text)
        if self.reason.text() != state.typed.reason:
            self.reason.setText("" if state.typed.reason in frequent else state.typed.reason)
        self._holder.show_typed(state.typed.holder, state.matches)
        for part in (self.reason, self._holder, self._confirm, *self._reasons):
            part.setEnabled(not state.busy)
        self._confirm.show_text(wording.text("gift.confirming" if state.busy else "gift.confirm"))
        self._follow(state.focus)

    def _follow(self, focus: Focus | None) -> None:
        if focus is None or focus is self._focus:
            return
        self._focus = focus
        fields: dict[str, QLineEdit] = {"reason": self.reason, **self._holder.fields}
        field = fields.get(focus.field, self.reason)
        field.setFocus()
        field.selectAll()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(theme.size("hair"))
        for place, button in enumerate(self._reasons):
            grid.addWidget(button, *divmod(place, _REASONS_IN_A_LINE))
        inside = column(
            self._title, self._about, grid, self.reason, self._holder, None, self._confirm, gap="hair"
        )  # fmt: skip
        inside.setContentsMargins(*[theme.size("gap")] * 4)
        self._right.setLayout(inside)
        body = row(self._table, self._right, gap="gap")
        body.setStretch(0, 1)
        fill(self, column(body))


def _reason(place: int, presenter: GiftPresenter) -> KeyButton:
    text = wording.text(f"gift.reason.{REASONS[place]}")
    button = KeyButton(text, f"Alt+{place + 1}", partial(presenter.choose_reason, place))
    button.stack()
    button.setCheckable(True)
    give_role(button, "choice")
    return button
