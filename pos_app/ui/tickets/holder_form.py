"""Who gets the tickets: name, e-mail and phone, with the customers of the registry found as one types."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.people.same_customer import Person
from pos_app.ui import wording
from pos_app.ui.kept_input import KEPT_BY_FORM
from pos_app.ui.tickets.holder_entry import HOLDER_FIELDS, TypedHolder
from pos_app.ui.widgets.customer_matches import CustomerMatches
from pos_app.ui.widgets.layouts import column, label
from pos_app.ui.widgets.whole_field import WholeField


class HolderSteps(Protocol):
    """The presenter of a screen that asks for a holder."""

    def type_holder(self, field: str, typed: str) -> None:
        """Take what is typed."""
        ...

    def choose_person(self, person: Person) -> None:
        """Take a customer of the registry."""
        ...

    def enter_field(self, field: str) -> None:
        """Enter in a field."""
        ...


class HolderForm(QWidget):
    """Down goes to the customers who have what is typed, Enter takes one."""

    def __init__(self, presenter: HolderSteps, *, name: str = "tickets.name") -> None:
        super().__init__()
        self.fields = {part: WholeField() for part in HOLDER_FIELDS}
        words = {part: wording.text(name if part == "name" else f"tickets.{part}") for part in HOLDER_FIELDS}
        captions = {part: label(words[part], "caption") for part in HOLDER_FIELDS}
        for part, field in self.fields.items():
            field.setAccessibleName(words[part])
            field.setProperty(KEPT_BY_FORM, True)  # noqa: FBT003  # Qt names no parameter
            field.textEdited.connect(partial(presenter.type_holder, part))
            field.returnPressed.connect(partial(presenter.enter_field, part))
            captions[part].setBuddy(field)
        self._registered = label(wording.text("tickets.registered"), "strong")
        self._keys = label(wording.text("tickets.matches"), "caption", wraps=True)
        self._matches = CustomerMatches(presenter.choose_person, self.fields["name"].setFocus)
        self._people: tuple[Person, ...] = ()
        lines = [line for part in HOLDER_FIELDS for line in (captions[part], self.fields[part])]
        self.setLayout(column(*lines[:2], self._registered, self._keys, self._matches, *lines[2:], gap="hair"))

    def show_typed(self, typed: TypedHolder, matches: tuple[Person, ...]) -> None:
        """Draw what is typed and who has it."""
        for name, field in self.fields.items():
            field.show_value(getattr(typed, name))
        self._registered.setVisible(typed.person_id is not None)
        if matches != self._people:
            self._people = matches
            self._matches.show_people(matches)
        self._keys.setVisible(bool(matches))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Down or not self._matches.enter():
            super().keyPressEvent(event)
