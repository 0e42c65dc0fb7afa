"""The form that holds the cart: the purpose and the end by a key each, the name, and two short fields."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.holds.making import HOLD_FORM
from pos_app.ui.holds.presenter import HoldsPresenter
from pos_app.ui.holds.state import LENGTHS, PURPOSES, HoldsState, until_text
from pos_app.ui.widgets.kept_form import KeptForm, KeptNotice, take_focus
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, label, panel, row
from pos_app.ui.widgets.whole_field import WholeField

_FIELDS = ("name", "phone", "note")


class HoldForm(QWidget):
    """F12 holds the cart. What is typed waits for its cart."""

    def __init__(self, presenter: HoldsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._headline = label(role="heading", wraps=True)
        self._purposes, self._lengths = QButtonGroup(self), QButtonGroup(self)
        self._ends = [self._choice(self._lengths, place, place + 5) for place in range(len(LENGTHS))]
        purposes = [self._choice(self._purposes, place, place + 1) for place in range(len(PURPOSES))]
        for button, purpose in zip(purposes, PURPOSES, strict=True):
            star = "" if presenter.may_hold_for(purpose) else " ★"
            button.show_text(wording.text(f"holds.purpose.{purpose}") + star)
        self.fields = {name: _field(name) for name in _FIELDS}
        for name, after in zip(_FIELDS, (*_FIELDS[1:], _FIELDS[0]), strict=True):
            self.fields[name].returnPressed.connect(self.fields[after].setFocus)
        self._notice = KeptNotice()
        self._list = KeyButton(wording.text("holds.see_list"), "Ctrl+E", presenter.show_list)
        self._make = KeyButton(wording.text("holds.make"), "F12", self._pressed, role="primary")
        form = panel(
            label(wording.text("holds.for"), "muted"), choices(purposes), self._grid(),
            label(wording.text("holds.until"), "muted"), choices(self._ends), None, gap="gap",
        )  # fmt: skip
        page = column(self._headline, form, row(self._notice, None, self._list, self._make), gap="gap")
        page.setStretch(1, 1)
        self.setLayout(page)
        self._kept = KeptForm(presenter.kept, (*self.fields.values(), self._purposes, self._lengths), self._notice)

    def begin(self) -> None:
        """Show what was typed for this cart; else its customer as the name."""
        cart = self._presenter.cart
        self._kept.begin(HOLD_FORM, cart.id, (cart.customer.name, "", "", "0", "0"))

    def focus(self, field: str) -> None:
        """Focus a field with its content selected."""
        if field in self.fields:
            take_focus(self.fields[field])

    def render_state(self, state: HoldsState) -> None:
        """Draw what is held and the instants to choose from."""
        self._headline.setText(wording.text("holds.headline", tickets=state.cart) if state.cart else "")
        now = self._presenter.now()
        for length, button, end in zip(LENGTHS, self._ends, (*state.ends, *[None] * len(LENGTHS)), strict=False):
            until = f" · {until_text(end, now)}" if end else ""
            button.show_text(wording.text(f"holds.length.{length}") + until)
        self._make.setEnabled(not state.busy and bool(state.ends))

    def _pressed(self) -> None:
        name, phone, note = (field.text() for field in self.fields.values())
        self._presenter.make(self._purposes.checkedId(), self._lengths.checkedId(), (name, phone, note))

    def _choice(self, group: QButtonGroup, place: int, digit: int) -> KeyButton:
        button = KeyButton("", f"Alt+{digit}")
        button.setCheckable(True)
        button.stack()
        give_role(button, "choice")
        group.addButton(button, place)
        return button

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.size("space"))
        grid.setVerticalSpacing(theme.size("gap"))
        for line, (name, field) in enumerate(self.fields.items()):
            words = label(wording.text(f"holds.{name}"))
            words.setBuddy(field)
            grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, line, 1)
        return grid


def _field(name: str) -> QLineEdit:
    field = WholeField()
    field.setAccessibleName(wording.text(f"holds.{name}"))
    return field


def choices(buttons: Sequence[KeyButton]) -> QWidget:
    """A row of choices of one width."""
    made = QWidget()
    inside = row(*buttons, gap="hair")
    for place in range(len(buttons)):
        inside.setStretch(place, 1)
    made.setLayout(inside)
    return made
