"""A form for the buyer's name and document, shown on the screen that needs them; both may stay empty."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from domain.ids import CustomerId
from domain.people.customers import Field
from domain.people.identity import LONGEST_NAME, BadIdentity, parse_document
from domain.people.same_customer import Person
from domain.sale.cart import Cart
from domain.typed_text import compact
from pos_app.ui import theme, wording
from pos_app.ui.customer import CUSTOMER_FORM, ShowCustomers, check_customer, waiting_customer, wrong_field
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.widgets.customer_matches import CustomerMatches
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row

TakeCustomer = Callable[[str, str, CustomerId | None], None]
FindCustomers = Callable[[str, ShowCustomers], None]
_SHORTEST = 2
"""A single character is in too many customers to be worth a list."""


class CustomerForm(QFrame):
    """Enter goes from the document to the name, and from there calls `take` with both.

    What is typed is looked for in the registry: Down goes to the customers who have it, Enter takes one. Enter in the
    document takes the customer who has it, unless a name is typed.
    """

    def __init__(self, take: TakeCustomer, find: FindCustomers, kept: KeptWork) -> None:
        super().__init__()
        self._take, self._find, self._work = take, find, kept
        self._cart: Cart | None = None
        give_role(self, "banner")
        give_tone(self, "plain")
        self._name = _field(wording.text("sell.customer_name"))
        self._document = _field(wording.text("sell.customer_document"))
        self._kept = KeptForm(kept, (self._document, self._name))
        self._matches = CustomerMatches(self._choose, self._document.setFocus)
        self._document.returnPressed.connect(self._leave_document)
        for field in (self._document, self._name):
            field.textEdited.connect(self._look_for)
        self._name.returnPressed.connect(self._submit)
        save = KeyButton(wording.text("sell.customer_save"), pressed=self._submit)
        document = column(_buddy(self._document), self._document, gap="hair")
        name = column(_buddy(self._name), self._name, gap="hair")
        fields = row(document, name, save)
        fields.setAlignment(save, Qt.AlignmentFlag.AlignBottom)
        fields.setStretch(0, 2)
        fields.setStretch(1, 5)
        self._keys = label(wording.text("sell.customer_matches"), "caption")
        inside = column(fields, self._keys, self._matches, gap="hair")
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)
        self.hide()

    def ask(self, cart: Cart) -> None:
        """Show what was typed for this cart, or is known about its customer, with the focus on the document."""
        if not self.isHidden():
            return
        self._cart = cart
        self._kept.begin(CUSTOMER_FORM, cart.id, (cart.customer.document, cart.customer.name))
        self._show_people(())
        self.show()
        self._document.setFocus()
        self._document.selectAll()

    def settle(self) -> bool:
        """Take what is typed before the key that leaves the form acts; returns whether it may act.

        It may not while the data is refused, nor before a warning about the document was seen: the same key again may.
        """
        if self.isHidden() or self._cart is None or waiting_customer(self._work, self._cart) is None:
            return True
        name, document = self._name.text(), self._document.text()
        self._submit()
        return self.isHidden() and check_customer(name, document).digit_is_right

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Down or not self._matches.enter():
            super().keyPressEvent(event)

    def _look_for(self, typed: str) -> None:
        if len(compact(typed)) < _SHORTEST:
            self._show_people(())
        else:
            self._find(typed, partial(self._show_matches, typed))

    def _show_matches(self, typed: str, people: list[Person]) -> None:
        if typed in {self._document.text(), self._name.text()}:  # an answer that comes late is for other letters
            self._show_people(people)

    def _show_people(self, people: Sequence[Person]) -> None:
        self._matches.show_people(people)
        self._keys.setVisible(bool(people))

    def _leave_document(self) -> None:
        try:
            document = parse_document(self._document.text()).stored if self._document.text() else ""
        except BadIdentity:
            document = ""
        if not self._name.text() and (person := self._matches.with_document(document)):
            self._choose(person)
        else:
            self._name.setFocus()

    def _choose(self, person: Person) -> None:
        self._take(person.full_name[:LONGEST_NAME], person.text(Field.DOCUMENT), person.id)

    def _submit(self) -> None:
        name, document = self._name.text(), self._document.text()
        self._take(name, document, None)
        if self.isVisible() and (wrong := wrong_field(name, document)):
            field = self._name if wrong == "name" else self._document
            field.setFocus()
            field.selectAll()


def once_settled(settle: Callable[[], bool], pressed: Callable[[], None]) -> Callable[[], None]:
    """A handler that first takes the customer in an open form, and does nothing while that is refused."""

    def act() -> None:
        if settle():
            pressed()

    return act


def _field(name: str) -> QLineEdit:
    # No longest length: Qt would cut what is pasted without a word. The rule refuses what is too long.
    field = QLineEdit()
    field.setAccessibleName(name)
    return field


def _buddy(field: QLineEdit) -> QLabel:
    made = label(field.accessibleName(), "caption")
    made.setBuddy(field)
    return made
