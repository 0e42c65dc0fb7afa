"""A form for the buyer's name and document, shown on the screen that needs them; both may stay empty."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from domain.sale.cart import Cart
from pos_app.ui import theme, wording
from pos_app.ui.customer import CUSTOMER_FORM, check_customer, waiting_customer, wrong_field
from pos_app.ui.kept_work import KeptWork
from pos_app.ui.widgets.kept_form import KeptForm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label, row


class CustomerForm(QFrame):
    """Enter goes from the document to the name, and from there calls `take` with both."""

    def __init__(self, take: Callable[[str, str], None], kept: KeptWork) -> None:
        super().__init__()
        self._take, self._work = take, kept
        self._cart: Cart | None = None
        give_role(self, "banner")
        give_tone(self, "plain")
        self._name = _field(wording.text("sell.customer_name"))
        self._document = _field(wording.text("sell.customer_document"))
        self._kept = KeptForm(kept, (self._document, self._name))
        self._document.returnPressed.connect(self._name.setFocus)
        self._name.returnPressed.connect(self._submit)
        save = KeyButton(wording.text("sell.customer_save"), pressed=self._submit)
        document = column(_buddy(self._document), self._document, gap="hair")
        name = column(_buddy(self._name), self._name, gap="hair")
        inside = row(document, name, save)
        inside.setAlignment(save, Qt.AlignmentFlag.AlignBottom)
        inside.setStretch(0, 2)
        inside.setStretch(1, 5)
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

    def _submit(self) -> None:
        name, document = self._name.text(), self._document.text()
        self._take(name, document)
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
