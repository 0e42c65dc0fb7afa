"""The right side of the payment screen: the amount received, notes, references, who receives electronic change."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from domain.money.money import Money
from pos_app.ui import theme, wording
from pos_app.ui.denominations import denominations
from pos_app.ui.payment.payee_form import PayeeForm
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.reference_form import CaptionedField, ReferenceForm
from pos_app.ui.payment.state import Focus, PaymentState
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.keypad import AmountField
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row

_NOTES_IN_A_LINE = 8
_OF_THE_PAYEE = "payee."
_ANY_HEIGHT = 16_777_215  # QWIDGETSIZE_MAX, which PySide does not have


class TenderPanel(QFrame):
    """The tender that is being typed."""

    def __init__(self, presenter: PaymentPresenter) -> None:
        super().__init__()
        give_role(self, "panel")
        self._presenter = presenter
        self._focus: Focus | None = None
        self._received = label(role="muted")
        self.amount = ReceivedField(partial(presenter.add, "amount"), presenter.propose_exact)
        self._received.setBuddy(self.amount)
        self.amount.textEdited.connect(presenter.type_amount)
        self._exact = KeyButton(wording.text("payment.exact"), "=", presenter.propose_exact)
        self._add = KeyButton(wording.text("payment.add"), "Return", presenter.add)
        self._add.leave_key_to_fields()  # Enter in the form of a customer or a payee is no payment
        self._notes = NoteKeys(presenter.add_note)
        self._references = ReferenceForm(presenter.type_reference, presenter.add)
        self._payee = PayeeForm(presenter.type_payee, presenter.enter_payee)
        for button in (self._exact, self._add):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        amount = row(self.amount, self._exact, self._add)
        amount.setStretch(0, 1)
        self._fields = QWidget()
        self._fields.setLayout(column(self._notes, self._references, self._payee, None))
        for field in (*self._fields.findChildren(QLineEdit), *self._fields.findChildren(QComboBox)):
            field.installEventFilter(self)
        self._rest = _scrolled(self._fields)
        self._rest.verticalScrollBar().rangeChanged.connect(
            self._show_focused
        )  # fields appeared, or the page became low
        self._inside = inside = column(self._received, amount, self._rest)
        inside.setStretchFactor(self._rest, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)

    def set_low(self, *, low: bool) -> None:
        """Leave out the caption on a low page: the method is marked above, and the field has its name."""
        self._received.setHidden(low)
        self._inside.setSpacing(theme.size("hair" if low else "gap"))

    def needed_height(self) -> int:
        """The height in which nothing has to be scrolled."""
        layout = self._fields.layout()
        assert layout is not None
        counted = self._rest.sizeHint().expandedTo(self._rest.minimumSizeHint()).height()
        edges = 2 * (self.frameWidth() + self._rest.frameWidth())
        return self._inside.sizeHint().height() - counted + layout.sizeHint().height() + edges

    def take_height(self, height: int | None) -> None:
        """Take this height, or whatever there is."""
        self.setMinimumHeight(height or 0)
        self.setMaximumHeight(height or _ANY_HEIGHT)

    def render_state(self, state: PaymentState) -> None:
        """Draw the tender that is being typed."""
        name = wording.text("payment.received", method=wording.method(state.method))
        is_wrong = state.to_mend == "amount" and bool(state.amount)
        shown = wording.text("payment.to_mend", field=name) if is_wrong else name
        self._received.setText(shown)
        self.amount.setAccessibleName(name)
        self.amount.setAccessibleDescription(shown if is_wrong else "")
        for part in (self._received, self.amount):
            give_tone(part, "error" if is_wrong else "")
        if self.amount.text() != state.amount:
            self.amount.setText(state.amount)
        self._notes.show_for(denominations(state.rules.currency) if state.rules.is_cash else ())
        self._references.render_state(state.rules, state.references, state.to_mend)
        of_the_payee = state.to_mend.startswith(_OF_THE_PAYEE)
        self._payee.show_typed(state.shown_payee, state.to_mend.removeprefix(_OF_THE_PAYEE) if of_the_payee else "")
        self.setEnabled(not state.busy)
        self._follow(state.focus)

    def _follow(self, focus: Focus | None) -> None:
        if focus is None or focus is self._focus:
            return
        self._focus = focus
        if focus.field == "amount":
            self.amount.setFocus()
            if focus.select_all:
                self.amount.selectAll()
        elif focus.field.startswith(_OF_THE_PAYEE) and self._payee.isHidden():
            self.amount.setFocus()
        elif focus.field.startswith(_OF_THE_PAYEE):
            self._payee.focus(focus.field.removeprefix(_OF_THE_PAYEE), select_all=focus.select_all)
        else:
            self._references.focus(focus.field, select_all=focus.select_all)
        self._show_focused()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._show_focused()
        return super().eventFilter(watched, event)

    def _show_focused(self) -> None:
        """Scroll to the field with the focus and its caption; Qt would scroll to the place of its cursor only."""
        if (field := QApplication.focusWidget()) is not None and self._fields.isAncestorOf(field):
            whole = field.parentWidget()
            self._rest.ensureWidgetVisible(whole if isinstance(whole, CaptionedField) else field)


def _scrolled(inside: QWidget) -> QScrollArea:
    """An area that scrolls only where a low page has less room than the fields of a method and of a payee need."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumHeight(theme.size("touch"))
    return area


class ReceivedField(AmountField):
    """The amount field; `=` proposes the exact amount, Enter adds."""

    def __init__(self, add: Callable[[], None], exact: Callable[[], None]) -> None:
        super().__init__("")
        self._commands = {Qt.Key.Key_Return: add, Qt.Key.Key_Enter: add, Qt.Key.Key_Equal: exact}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = self._commands.get(Qt.Key(event.key()))
        if command is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            command()


class NoteKeys(QWidget):
    """A key for each note and coin of a currency."""

    def __init__(self, laid: Callable[[Money], None]) -> None:
        super().__init__()
        self._laid = laid
        self._shown: tuple[Money, ...] | None = None
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.size("gap"))
        self.setLayout(self._grid)
        self.setAccessibleName(wording.text("payment.notes"))

    def show_for(self, notes: tuple[Money, ...]) -> None:
        """Keys for these notes; none for a method that is not cash."""
        if notes == self._shown:
            return
        self._shown = notes
        for old in self.findChildren(QPushButton):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        for i, note in enumerate(notes):
            self._grid.addWidget(self._key(i, note), i // _NOTES_IN_A_LINE, i % _NOTES_IN_A_LINE)
        self.setVisible(bool(notes))

    def _key(self, i: int, note: Money) -> KeyButton:
        units = f"{note.minor // 100}"
        key = KeyButton(units, f"Alt+{i + 1}", partial(self._laid, note))
        key.stack()
        key.setAccessibleName(wording.money(note))
        return key
