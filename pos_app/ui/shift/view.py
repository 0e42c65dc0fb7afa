"""The till: the menu on the left, the form on the right, and one large button that completes the form."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from pos_app.ui import theme, wording
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.frame import Tone
from pos_app.ui.paper_view import PaperView
from pos_app.ui.screen import Screen
from pos_app.ui.shift.menu import ShiftMenu
from pos_app.ui.shift.overview_panel import OverviewPanel
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.shift.state import MOVES, Form, ShiftState, Wrong
from pos_app.ui.shift.till_forms import TillForms
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, fill, give_tone, label, row

_AFTER_ANOTHER = {Form.CLOSE, Form.CLOSED, Form.DAY}
"""Steps whose button takes the place of the one just pressed, and that cannot be taken back."""


class ShiftView(Screen):
    """Draws the state and passes on what is pressed."""

    begins_empty: ClassVar[bool] = True

    def __init__(self, presenter: ShiftPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._form: Form | None = None
        self._begun, self._wrong = -1, presenter.state.wrong
        self._since_form, self._since_asked = QElapsedTimer(), QElapsedTimer()
        self._heading = ElidedLabel(role="muted")
        self._title, self._intro = label("", "title", wraps=True), label("", "muted", wraps=True)
        self._overview = OverviewPanel(presenter.follow)
        self._forms = forms = TillForms(presenter.kept, self._overview, self._count_changed, self._count_paused)
        self._move, self._count, self._lines, self._reason = forms.moves, forms.count, forms.lines, forms.reason
        self._paper = PaperView()
        self._clock = label("", "muted", wraps=True)
        give_tone(self._clock, Tone.ATTENTION)
        self._actions = self._made_actions()
        self._menu = ShiftMenu(presenter)
        fill(self, self._arranged())
        presenter.watch(self.render_state)

    def enter(self) -> None:
        if self._form is Form.NONE:
            self.setFocus()  # otherwise Enter would press the first button of the window
        self._presenter.enter()

    def step_back(self) -> bool:
        return self._presenter.leave_form()

    def may_be_made_again(self) -> bool:
        """Not while a form of the menu is open: entering the screen again would close it under somebody's hands."""
        return self._presenter.state.form in {Form.NONE, Form.OPEN} and super().may_be_made_again()

    def fit_height(self) -> None:
        """Hide the words above a page that says the same, or needs their height: the status bar names the shift."""
        says_it = self._form is Form.NONE and self._presenter.state.is_open
        self._heading.setHidden(says_it or (self.is_low and self._form is Form.COUNT))
        for words in (self._title, self._intro):
            words.setHidden(self.is_low and says_it)
        self._count.set_low(low=self.is_low)

    def render_state(self, state: ShiftState) -> None:
        """Draw the state."""
        self._heading.show_text(state.heading)
        self._title.setText(state.title)
        self._intro.setText(state.intro)
        self._clock.setText(state.warnings)
        self._clock.setVisible(bool(state.warnings))
        self._menu.render_state(state)
        self._overview.show_text(state.overview)
        self._count.show_sums(state.counted, state.expected)
        for form, button in self._actions.items():
            button.setVisible(form is state.form and state.has_action)
            button.setEnabled(not state.busy)
        self._lines.show_lines(_head_of(state), [(line.text, line.figures, line.tone) for line in state.lines])
        self._paper.show_paper(state.paper)
        if state.begun != self._begun:
            self._form, self._begun = state.form, state.begun
            self._begin(state.form)
        self.fit_height()
        self._correct(state.wrong)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show the paper where the figures leave room for it: figures are never cut."""
        self._paper.setVisible(self._presenter.state.paper is not None and self._has_room())

    def _has_room(self) -> bool:
        taken = theme.size("menu_width") + 2 * theme.size("page_margin") + 2 * theme.size("wide")
        left = self.width() - taken - theme.size("preview_width")
        if self._form is Form.COUNT:
            return left >= self._count.minimumSizeHint().width()
        return left >= (self._lines.needed_width() if self._presenter.state.lines else theme.size("keypad_width"))

    def _begin(self, form: Form) -> None:
        """Show a form with what waits for it, and the focus on its first field."""
        self._since_form.start()
        if not self._forms.begin(form, self._presenter.state.shift) and self.isVisible():
            self.setFocus()

    def _correct(self, wrong: Wrong | None) -> None:
        """Put the focus into the field that a new refusal names."""
        before, self._wrong = self._wrong, wrong
        if self._form is not None and wrong is not None and wrong is not before:
            self._forms.correct(self._form, wrong)

    def _open_shift(self) -> None:
        """Open the shift; without a float only at a second F12, once the question can have been read."""
        typed = self._forms.floats.typed()
        if self._presenter.asks_for_float(typed):
            self._since_asked.start()
        elif not self._since_asked.isValid() or self._since_asked.hasExpired(REPEAT_GUARD_MS) or any(typed):
            self._presenter.open_shift(typed)

    def _made_actions(self) -> dict[Form, KeyButton]:
        """The large button of each form that has one. Its key is always F12."""
        presenter = self._presenter
        made: dict[Form, Callable[[], None]] = {
            Form.OPEN: self._open_shift,
            Form.COUNT: lambda: presenter.save_count(self._count.quantities()),
            Form.CLOSE: presenter.close,
            Form.EXPLAIN: lambda: presenter.close(self._reason.text()),
            Form.REVIEW: lambda: presenter.close(self._reason.text()),
            Form.CLOSED: partial(presenter.choose, Form.DAY),
            Form.DAY: presenter.take_z,
            Form.CLOCK: presenter.accept_clock,
            Form.STORE: presenter.accept_store,
        }
        move = self._move
        made |= dict.fromkeys(MOVES, lambda: presenter.move_cash(move.amount(), move.currency(), move.reason()))
        made |= {form: _not_repeated(self._since_form, made[form]) for form in _AFTER_ANOTHER}
        return {form: _action(form, pressed) for form, pressed in made.items()}

    def _arranged(self) -> QVBoxLayout:
        right = column(self._title, self._intro, gap="gap")
        right.addWidget(self._forms, 1)
        right.addLayout(row(self._forms.notice, None, *self._actions.values()))
        body = row(self._menu, gap="wide")
        body.addLayout(right, 1)
        body.addWidget(self._paper)
        page = column(self._heading, self._clock, gap="gap")
        page.addLayout(body, 1)
        return page

    def _count_changed(self) -> None:
        self._presenter.counting(self._count.quantities())

    def _count_paused(self) -> None:
        if self._form is Form.COUNT and self._has_room():
            self._presenter.preview_count(self._count.quantities())


def _head_of(state: ShiftState) -> list[str]:
    """The names above the figures of a difference; none above those of a report."""
    if state.form not in {Form.EXPLAIN, Form.REVIEW, Form.CLOSED} or not state.lines:
        return []
    return [wording.text(f"shift.{column}") for column in ("expected", "counted_sum", "difference")]


def _not_repeated(since_form: QElapsedTimer, pressed: Callable[[], None]) -> Callable[[], None]:
    """A handler that ignores F12 while it may still be the one of the step before, pressed twice."""

    def act() -> None:
        if since_form.elapsed() >= REPEAT_GUARD_MS:
            pressed()

    return act


def _action(form: Form, pressed: Callable[[], None]) -> KeyButton:
    return KeyButton(wording.text(f"shift.do_{form}"), "F12", pressed, role="primary")
