"""The form of a customer: the fields, what the customer says about news, and F12."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from domain.people.customers import Channel, Field
from pos_app.ui import theme, wording
from pos_app.ui.customers.card import consent_word
from pos_app.ui.customers.presenter import CustomersPresenter
from pos_app.ui.customers.state import CustomersState, Focus
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.widgets.kept_form import KeptNotice
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, label, panel, row
from pos_app.ui.widgets.whole_field import WholeField

_IN_A_ROW = 2
_IN_ORDER = (Field.NAME, Field.SURNAME, Field.DOCUMENT, Field.PHONE, Field.EMAIL, Field.NOTES)


class FormPage(QWidget):
    """Enter goes from field to field, and from the last one to the first key of the answers."""

    def __init__(self, presenter: CustomersPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._focus: Focus | None = None
        self._title = ElidedLabel(role="heading")
        self._notice = KeptNotice()
        self._fields = {of: self._field(f"customers.{of}") for of in _IN_ORDER}
        for of, field in self._fields.items():
            field.textEdited.connect(partial(presenter.type_text, of))
        following = (*list(self._fields.values())[1:], None)
        for field, after in zip(self._fields.values(), following, strict=True):
            field.returnPressed.connect(after.setFocus if after else self._to_answers)
        self._answers = {
            channel: KeyButton("", f"Alt+{place}", partial(presenter.turn, channel))
            for place, channel in enumerate(Channel, start=1)
        }
        self._source = self._field("customers.source")
        self._source.setPlaceholderText(wording.text("customers.source_counter"))
        self._source.textEdited.connect(presenter.type_source)
        self._save = KeyButton(wording.text("customers.save"), "F12", presenter.save, role="primary")
        self._arrange()

    def render_state(self, state: CustomersState) -> None:
        """Draw the form."""
        form = state.form
        if form is None:
            return
        name = form.person.full_name if form.person else ""
        title = wording.text("customers.editing", name=name) if form.person else wording.text("customers.making")
        self._title.show_text(title)
        self._notice.show_for(self._presenter.begin_anew if form.waited else None)
        for of, field in self._fields.items():
            field.show_value(form.typed.texts.get(of, ""))
        self._source.show_value(form.typed.source)
        for channel, button in self._answers.items():
            button.show_text(f"{wording.text(f'customers.channel_{channel}')}: {consent_word(form.allows(channel))}")
            button.setEnabled(not state.busy)
        self._save.setEnabled(not state.busy)
        self._follow(state.focus)

    def refocus(self) -> None:
        """Set the focus on the field that was asked for last."""
        self._focus = None
        self._follow(self._presenter.state.focus)

    def _follow(self, focus: Focus | None) -> None:
        if focus is not None and focus is not self._focus and focus.on is not None:
            self._focus = focus
            self._fields[focus.on].setFocus()
            self._fields[focus.on].selectAll()

    def _to_answers(self) -> None:
        next(iter(self._answers.values())).setFocus()

    def _field(self, name: str) -> WholeField:
        field = WholeField()
        field.setAccessibleName(wording.text(name))
        field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
        return field

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.size("space"))
        grid.setVerticalSpacing(theme.size("gap"))
        for place, field in enumerate(self._fields.values()):
            grid.addLayout(_named(field), place // _IN_A_ROW, place % _IN_A_ROW)
        answers = row(*self._answers.values())
        asked = column(label(wording.text("customers.asks_news"), "caption"), answers, gap="hair")
        news = row(gap="space")
        news.addLayout(asked, 3)
        news.addLayout(_named(self._source), 2)
        self.setLayout(
            column(self._title, panel(grid, news), None, row(self._notice, None, self._save), gap="gap")
        )  # fmt: skip


def _named(field: QLineEdit) -> QVBoxLayout:
    name = label(field.accessibleName(), "caption")
    name.setBuddy(field)
    return column(name, field, gap="hair")
