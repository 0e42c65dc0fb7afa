"""The till: the menu on the left, the form on the right, and one large button that completes the form."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.screen import Screen
from pos_app.ui.shift.figures import CURRENCIES, notes
from pos_app.ui.shift.forms import LONGEST_REASON, CountForm, FigureLines, FloatForm, MoveForm
from pos_app.ui.shift.presenter import Form, ShiftPresenter, ShiftState
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, label, panel, row

_MOVES = {Form.CASH_IN, Form.CASH_OUT, Form.NO_SALE}
_MENU_OPEN = ((Form.CASH_IN, "F3"), (Form.CASH_OUT, "F4"), (Form.NO_SALE, "F5"), (Form.COUNT, "F8"))


class ShiftView(Screen):
    """Draws the state and passes on what is pressed."""

    def __init__(self, presenter: ShiftPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._form = Form.NONE
        self._heading = ElidedLabel(role="muted")
        self._title, self._intro = label("", "title", wraps=True), label("", "muted", wraps=True)
        self._float = FloatForm(CURRENCIES)
        self._move = MoveForm(CURRENCIES)
        self._count = CountForm(notes(), self._count_changed)
        self._lines = FigureLines()
        self._reason = QLineEdit()
        self._blank = QWidget()
        self._forms = QStackedWidget()
        self._actions = self._made_actions()
        self._menu = self._made_menu()
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()

    def step_back(self) -> bool:
        return self._presenter.leave_form()

    def render_state(self, state: ShiftState) -> None:
        """Draw the state."""
        self._heading.show_text(state.heading)
        self._title.setText(state.title)
        self._intro.setText(state.intro)
        for form, button in self._menu.items():
            needs_shift = form in {name for name, _ in _MENU_OPEN}
            button.setVisible(state.is_open if needs_shift else True)
            button.setEnabled(not state.busy)
        self._menu[Form.OPEN].setVisible(not state.is_open)
        self._menu[Form.DAY].setVisible(not state.is_open)
        self._count.show_sums(state.counted)
        for form, button in self._actions.items():
            button.setVisible(form is state.form)
            button.setEnabled(not state.busy)
        head = [wording.text(f"shift.{column}") for column in ("expected", "counted_sum", "difference")]
        has_head = state.form in {Form.REVIEW, Form.CLOSED} and bool(state.lines)
        self._lines.show_lines(head if has_head else [], [(line.text, line.figures, line.tone) for line in state.lines])
        if state.form is not self._form:
            self._form = state.form
            self._begin(state.form)

    def _begin(self, form: Form) -> None:
        """Show an empty form with the focus on its first field."""
        self._reason.setVisible(form is Form.REVIEW)
        self._reason.clear()
        match form:
            case Form.OPEN:
                self._forms.setCurrentWidget(self._float)
                self._float.begin()
            case Form.CASH_IN | Form.CASH_OUT | Form.NO_SALE:
                self._forms.setCurrentWidget(self._move)
                self._move.begin(moves_cash=form is not Form.NO_SALE)
            case Form.COUNT:
                self._forms.setCurrentWidget(self._count)
                self._count.begin()
            case Form.REVIEW | Form.CLOSED | Form.REPORT:
                self._forms.setCurrentWidget(self._lines)
                (self._reason if form is Form.REVIEW else self._lines).setFocus()
            case _:
                self._forms.setCurrentWidget(self._blank)
                self.setFocus()

    def _made_actions(self) -> dict[Form, KeyButton]:
        """The large button of each form that has one. Its key is always F12."""
        presenter = self._presenter
        made: dict[Form, Callable[[], None]] = {
            Form.OPEN: lambda: presenter.open_shift(self._float.typed()),
            Form.COUNT: lambda: presenter.save_count(self._count.quantities()),
            Form.CLOSE: presenter.close,
            Form.REVIEW: lambda: presenter.close(self._reason.text()),
            Form.CLOSED: partial(presenter.choose, Form.DAY),
            Form.DAY: presenter.take_z,
        }
        made |= dict.fromkeys(_MOVES, self._move_cash)
        return {
            form: KeyButton(wording.text(f"shift.do_{form}"), "F12", pressed, role="primary")
            for form, pressed in made.items()
        }

    def _made_menu(self) -> dict[Form | str, KeyButton]:
        presenter = self._presenter
        menu: dict[Form | str, KeyButton] = {
            form: KeyButton(wording.text(f"shift.menu_{form}"), key, partial(presenter.choose, form))
            for form, key in ((Form.OPEN, "F3"), *_MENU_OPEN)
        }
        menu[Form.REPORT] = KeyButton(wording.text("shift.menu_x"), "F6", presenter.read_x)
        day = partial(presenter.choose, Form.DAY)
        menu[Form.DAY] = KeyButton(wording.text("shift.menu_z"), "Ctrl+F6", day)
        menu["rate"] = KeyButton(wording.text("shift.menu_rate"), "Ctrl+T", presenter.enter_rate)
        menu["clock"] = KeyButton(wording.text("shift.menu_clock"), "", presenter.accept_clock)
        return menu

    def _arranged(self) -> QVBoxLayout:
        for form in (self._blank, self._float, self._move, self._count, self._lines):
            self._forms.addWidget(form)
        self._reason.setMaxLength(LONGEST_REASON)
        self._reason.setPlaceholderText(wording.text("shift.reason"))
        self._reason.setAccessibleName(wording.text("shift.reason"))
        menu: QFrame = panel(*self._menu.values(), None)
        menu.setFixedWidth(theme.size("menu_width"))
        right = column(self._title, self._intro, gap="gap")
        right.addWidget(self._forms, 1)
        right.addWidget(self._reason)
        right.addLayout(row(None, *self._actions.values()))
        body = row(menu, gap="wide")
        body.addLayout(right, 1)
        page = column(self._heading, gap="gap")
        page.addLayout(body, 1)
        return page

    def _move_cash(self) -> None:
        self._presenter.move_cash(self._move.amount(), self._move.currency(), self._move.reason())

    def _count_changed(self) -> None:
        self._presenter.counting(self._count.quantities())
