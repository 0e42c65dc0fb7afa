"""Who gets the tickets: name, e-mail and phone, with the customers of the registry found as one types."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui import wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.tickets.entry import HOLDER_FIELDS
from pos_app.ui.tickets.presenter import TicketsPresenter
from pos_app.ui.tickets.state import TicketsState
from pos_app.ui.widgets.customer_matches import CustomerMatches
from pos_app.ui.widgets.layouts import column, label
from pos_app.ui.widgets.whole_field import WholeField


class HolderForm(QWidget):
    """Down goes to the customers who have what is typed, Enter takes one."""

    def __init__(self, presenter: TicketsPresenter) -> None:
        super().__init__()
        self.fields = {name: WholeField() for name in HOLDER_FIELDS}
        captions = {name: label(wording.text(f"tickets.{name}"), "caption") for name in HOLDER_FIELDS}
        for name, field in self.fields.items():
            field.setAccessibleName(wording.text(f"tickets.{name}"))
            field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
            field.textEdited.connect(partial(presenter.type_holder, name))
            field.returnPressed.connect(partial(presenter.enter_field, name))
            captions[name].setBuddy(field)
        self._registered = label(wording.text("tickets.registered"), "strong")
        self._keys = label(wording.text("tickets.matches"), "caption", wraps=True)
        self._matches = CustomerMatches(presenter.choose_person, self.fields["name"].setFocus)
        self._people: tuple[object, ...] = ()
        lines = [part for name in HOLDER_FIELDS for part in (captions[name], self.fields[name])]
        self.setLayout(column(*lines[:2], self._registered, self._keys, self._matches, *lines[2:], gap="hair"))

    def render_state(self, state: TicketsState) -> None:
        """Draw what is typed and who has it."""
        for name, field in self.fields.items():
            field.show_value(getattr(state.typed, name))
        self._registered.setVisible(state.typed.person_id is not None)
        if state.matches != self._people:
            self._people = state.matches
            self._matches.show_people(state.matches)
        self._keys.setVisible(bool(state.matches))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Down or not self._matches.enter():
            super().keyPressEvent(event)
