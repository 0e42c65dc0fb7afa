"""The list of ticket types with their prices and the digits that choose them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from domain.catalogue.catalog import TicketType
from domain.money.money import VES
from pos_app.services.selling.type_prices import TypePrice
from pos_app.ui import theme, wording
from pos_app.ui.price_text import price_text
from pos_app.ui.ticket_types import ON_A_PAGE, TypeChoices
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label, row
from pos_app.ui.widgets.row_button import RowButton, stacked


class TypeList(QFrame):
    """Shows the open list and passes on what is touched; keys are handled by the screen that shows it."""

    def __init__(
        self, chosen: Callable[[TicketType], None], closed: Callable[[], None], next_page: Callable[[], None]
    ) -> None:
        super().__init__()
        give_role(self, "panel")
        self._chosen, self._choices = chosen, TypeChoices("", ())
        self._heading = ElidedLabel(role="heading", two_lines=True)
        self._rows = [TypeRow(partial(self._press, digit)) for digit in range(1, ON_A_PAGE + 1)]
        rows = column(*self._rows, None, gap="hair")
        inside = QWidget()
        inside.setLayout(rows)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(wording.text("sell.types"))
        self._more = KeyButton("", "0", next_page)
        close = KeyButton(wording.text("sell.types_close"), "", closed)
        for button in (self._more, close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self._heading, self._more, close)
        head.setStretch(0, 1)
        layout = column(head, self._area)
        layout.setStretchFactor(self._area, 1)
        margin = theme.size("gap")
        layout.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(layout)
        for part in (self, self._more, *self._rows):
            part.hide()

    def show_choices(self, choices: TypeChoices | None) -> None:
        """Show the list; None closes it."""
        self.setVisible(choices is not None)
        if choices is None:
            return
        self._choices = choices
        self._heading.show_text(choices.heading)
        first = choices.first_on_page
        names = [priced.ticket_type.name for priced in choices.prices]
        for i, shown in enumerate(self._rows):
            shown.setVisible(first + i < len(choices.prices))
            if first + i < len(choices.prices):
                shown.show_price(str(i + 1), choices.prices[first + i], names, at_cursor=first + i == choices.cursor)
        pages = -(-len(choices.prices) // ON_A_PAGE)
        self._more.setVisible(pages > 1)
        self._more.show_text(wording.text("sell.more_types", page=first // ON_A_PAGE + 1, pages=pages))
        self._area.ensureWidgetVisible(self._rows[choices.cursor - first], 0, 0)

    def _press(self, digit: int) -> None:
        if ticket_type := self._choices.at_digit(digit):
            self._chosen(ticket_type)


class TypeRow(RowButton):
    """The digit of a type, its name, what it asks for, and the price in both currencies."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(pressed)
        self.setFixedHeight(theme.size("row_height"))
        self._key, self._name, self._asks = label(role="strong"), ElidedLabel(role="strong"), ElidedLabel(role="key")
        self._price, self._ves = label(role="strong"), label(role="key")
        for figure in (self._price, self._ves):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.fill(self._key, stacked(self._name, self._asks), stacked(self._price, self._ves), stretched=1)

    def show_price(self, key: str, priced: TypePrice, names: Sequence[str], *, at_cursor: bool) -> None:
        """`names`: of all types of the list. `at_cursor`: Enter chooses this type."""
        price = price_text(priced.price, is_least=priced.is_least)
        is_foreign = priced.price is not None and priced.price.currency != VES
        asks = asked_of(priced)
        self._key.setText(key)
        self._name.show_text(priced.ticket_type.name, names)
        self._asks.show_text(asks)
        self._asks.setVisible(bool(asks))
        self._price.setText(price)
        self._ves.setText(wording.money(priced.ves) if priced.ves is not None and is_foreign else "")
        self.setChecked(at_cursor)
        self.setAccessibleName(", ".join(part for part in (f"{key} {priced.ticket_type.name}", price, asks) if part))


def asked_of(priced: TypePrice) -> str:
    """What a ticket of this type asks for: a document of the customer, a supervisor; empty for nothing."""
    asks = []
    if priced.ticket_type.needs_document:
        asks.append(wording.text("sell.type_asks_document"))
    if priced.price is not None and not priced.price:
        asks.append(wording.text("sell.type_asks_supervisor"))
    return " · ".join(asks)
