"""The menu of the till: one item an act, the present one marked."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from pos_app.ui import theme, wording
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.shift.state import CLOSING, Form, ShiftState
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role

_ITEM = {Form.TAKEN: Form.DAY}
"""The item of the menu that a form belongs to, where it is not the form's own."""
_MENU_OPEN = ((Form.CASH_IN, "F3"), (Form.CASH_OUT, "F4"), (Form.NO_SALE, "F5"))
_ANSWERED = ((Form.CASH_OUT, "F4"), (Form.NO_SALE, "F5"), (Form.COUNT, "F8"), (Form.DAY, "Ctrl+F6"))
"""Items whose key says why they are not in the menu: with a shift open, or without one."""
_NEEDS_SHIFT = frozenset({form for form, _ in _MENU_OPEN} | {Form.COUNT})


class ShiftMenu(QFrame):
    """The items that fit the state of the till."""

    def __init__(self, presenter: ShiftPresenter) -> None:
        super().__init__()
        give_role(self, "panel")
        self._presenter = presenter
        self._items = self._made_items()
        self._answers = {form: self._answer(form, key) for form, key in _ANSWERED}
        inside = column(*self._items.values(), None, gap="hair")
        space = theme.size("space")
        inside.setContentsMargins(space, space, space, space)
        self.setLayout(inside)
        self.setFixedWidth(theme.size("menu_width"))

    def render_state(self, state: ShiftState) -> None:
        """Show the items that are possible now, and mark the present one."""
        chosen = Form.COUNT if state.form in CLOSING else _ITEM.get(state.form, state.form)
        hidden = _hidden(state)
        for form, button in self._items.items():
            # Once: Qt lays the menu out again at each item that is shown, also at one that is hidden right after.
            button.setHidden(form in hidden)
            button.setEnabled(not state.busy)
            button.setChecked(form == chosen)

        for form, answer in self._answers.items():
            answer.setEnabled(form in hidden)

    def _answer(self, form: Form, key: str) -> QShortcut:
        made = QShortcut(QKeySequence(key), self)
        made.setAutoRepeat(False)
        made.activated.connect(partial(self._presenter.choose_hidden, form))
        return made

    def _made_items(self) -> dict[Form | str, KeyButton]:
        presenter = self._presenter
        menu: dict[Form | str, KeyButton] = {
            form: KeyButton(wording.text(f"shift.menu_{form}"), key, partial(presenter.choose, form))
            for form, key in ((Form.OPEN, "F3"), *_MENU_OPEN)
        }
        menu[Form.COUNT] = KeyButton(wording.text("shift.menu_count"), "F8", presenter.begin_closing)
        menu[Form.READ] = KeyButton(wording.text("shift.menu_x"), "F6", presenter.read_x)
        day = partial(presenter.choose, Form.DAY)
        menu[Form.DAY] = KeyButton(wording.text("shift.menu_z"), "Ctrl+F6", day)
        menu["rate"] = KeyButton(wording.text("shift.menu_rate"), "Ctrl+T", presenter.enter_rate)
        clock = partial(presenter.choose, Form.CLOCK)
        menu[Form.CLOCK] = KeyButton(wording.text("shift.menu_clock"), "Ctrl+H", clock)
        store = partial(presenter.choose, Form.STORE)
        menu[Form.STORE] = KeyButton(wording.text("shift.menu_store"), "Ctrl+D", store)
        for button in menu.values():
            button.setCheckable(True)
        return menu


def _hidden(state: ShiftState) -> frozenset[Form]:
    """The items that are not possible now."""
    of_the_shift = {Form.OPEN, Form.DAY} if state.is_open else _NEEDS_SHIFT
    # In its place: nothing is sold before it is answered, and a window of 600 px has no room for both.
    return frozenset({*of_the_shift, Form.CLOCK if state.doubt else Form.STORE})
