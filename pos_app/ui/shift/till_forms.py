"""The forms of the till, one of them in sight, with the unfinished work of each."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from pos_app.ui import wording
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.shift.count_form import CountForm
from pos_app.ui.shift.figures import CURRENCIES, notes
from pos_app.ui.shift.forms import LONGEST_REASON, FigureLines, FloatForm, MoveForm
from pos_app.ui.shift.state import MOVES, WITH_REASON, Form, Wrong, place_of
from pos_app.ui.widgets.kept_form import KeptForm, KeptNotice, take_focus
from pos_app.ui.widgets.layouts import column


class TillForms(QWidget):
    """Fields and figures; what is done with them is the concern of the screen."""

    def __init__(
        self, kept: KeptWork, overview: QWidget, count_changed: Callable[[], None], count_paused: Callable[[], None]
    ) -> None:
        super().__init__()
        self._count_changed = count_changed
        self.floats, self.moves = FloatForm(CURRENCIES), MoveForm(CURRENCIES)
        self.count, self.lines = CountForm(notes(), count_changed, count_paused), FigureLines()
        self.reason = QLineEdit()
        self.reason.hide()
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.setPlaceholderText(wording.text("shift.reason"))
        self.reason.setAccessibleName(wording.text("shift.reason"))
        self.notice = KeptNotice()
        self._overview, self._blank, self._stack = overview, QWidget(), QStackedWidget()
        for form in (self._overview, self._blank, self.floats, self.moves, self.count, self.lines):
            self._stack.addWidget(form)
        self._kept = self._made_kept(kept)
        inside = column(self._stack, self.reason, gap="gap")
        inside.setStretchFactor(self._stack, 1)
        self.setLayout(inside)

    def begin(self, form: Form, shift: int) -> bool:
        """Show a form with what waits for it in this shift; returns whether one of its fields has the focus."""
        self.reason.setVisible(form in WITH_REASON)
        self.notice.show_for(None)
        if form in self._kept:
            self._kept[form].begin(place_of(form), shift)
        match form:
            case Form.OPEN:
                self._stack.setCurrentWidget(self.floats)
                self.floats.begin()
            case Form.CASH_IN | Form.CASH_OUT | Form.NO_SALE:
                self._stack.setCurrentWidget(self.moves)
                self.moves.begin(moves_cash=form is not Form.NO_SALE)
            case Form.COUNT:
                self._stack.setCurrentWidget(self.count)
                self.count.begin()
                self._count_changed()
            case Form.EXPLAIN | Form.REVIEW:
                self._stack.setCurrentWidget(self.lines)
                take_focus(self.reason)
            case Form.CLOSED | Form.DAY | Form.READ | Form.TAKEN:
                self._stack.setCurrentWidget(self.lines)
            case _:
                self._stack.setCurrentWidget(self._overview if form is Form.NONE else self._blank)
        return form in self._kept

    def correct(self, form: Form, wrong: Wrong) -> None:
        """Put the focus into the field of a form that a refusal names."""
        if form is Form.OPEN:
            self.floats.correct()
        elif form is Form.COUNT:
            self.count.correct(wrong.currency)
        elif form in MOVES:
            self.moves.correct(wrong.field)
        elif form in WITH_REASON:
            take_focus(self.reason)

    def _made_kept(self, kept: KeptWork) -> dict[Form, KeptForm]:
        """The unfinished work of each form that has any."""
        made = {
            Form.OPEN: KeptForm(kept, self.floats.fields, self.notice),
            Form.COUNT: KeptForm(kept, self.count.fields, self.notice, self._count_changed),
        }
        made |= dict.fromkeys(MOVES, KeptForm(kept, self.moves.fields, self.notice))
        return made | dict.fromkeys(WITH_REASON, KeptForm(kept, (self.reason,), self.notice))
