"""The customers of the registry who have what is typed: arrows move, Enter takes one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from domain.people.customers import Field
from domain.people.same_customer import Person
from pos_app.ui import wording

_ROWS, _ROWS_IN_A_LOW_WINDOW = 4, 2
_LOW = 700
"""Below so many pixels the cart and the total leave room for fewer rows; the others scroll."""


class CustomerMatches(QListWidget):
    """Calls `take` with the one that is chosen, and `leave` when Up leaves the first row. Hidden without matches."""

    def __init__(self, take: Callable[[Person], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        self._people: list[Person] = []
        self.setAccessibleName(wording.text("sell.customer_matches"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemActivated.connect(lambda item: take(self._people[self.row(item)]))
        self.itemClicked.connect(lambda item: take(self._people[self.row(item)]))
        self.hide()

    def show_people(self, people: Sequence[Person]) -> None:
        """Show these customers instead of those before."""
        self._people = list(people)
        self.clear()
        self.addItems([_line(person) for person in people])
        height = self.sizeHintForRow(0) if people else 0
        most = _ROWS if self.window().height() >= _LOW else _ROWS_IN_A_LOW_WINDOW
        self.setFixedHeight(height * min(len(people), most) + 2 * self.frameWidth())
        self.setVisible(bool(people))

    def enter(self) -> bool:
        """Move the focus to the first customer; returns whether there is one."""
        if self.isHidden():
            return False
        self.setFocus()
        self.setCurrentRow(0)
        return True

    def with_document(self, document: str) -> Person | None:
        """The one shown customer who has this document; None without one, or with several."""
        same = [person for person in self._people if document and person.text(Field.DOCUMENT) == document]
        return same[0] if len(same) == 1 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentRow() <= 0:
            self._leave()
        else:
            super().keyPressEvent(event)


def _line(person: Person) -> str:
    known = (person.text(Field.DOCUMENT), person.full_name, person.text(Field.PHONE), person.text(Field.EMAIL))
    return " · ".join(text for text in known if text)
