"""The payment screen: the amount due, the tenders on the left, the tender being typed and the cart on the right."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.counter import PricedCart, rates_of
from pos_app.ui.payment.cart_lines import CartLines
from pos_app.ui.payment.change_keys import ChangeKeys
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.payment.sold_summary import SoldSummary
from pos_app.ui.payment.standing import amounts_due
from pos_app.ui.payment.standing_panel import StandingPanel
from pos_app.ui.payment.state import METHOD_KEYS, OTHER_METHOD_KEYS, OTHER_METHODS, PaymentState
from pos_app.ui.payment.tender_panel import TenderPanel
from pos_app.ui.screen import Screen
from pos_app.ui.widgets.customer_form import CustomerForm, once_settled
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label, row
from pos_app.ui.widgets.while_shown import WhileShown

_FOLLOW_EVERY_MS = 700


class PaymentView(Screen):
    """Draws the payment and passes on what is pressed; F12 confirms it once."""

    own_keys: ClassVar[frozenset[str]] = frozenset({"F2", "F7", "F9"})
    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: PaymentPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._due, self._due_ves = FittedFigure("figure", "heading"), FittedFigure("figure", "heading")
        self._rate, self._who = label(role="caption"), ElidedLabel(role="muted")
        self._sold = SoldSummary()
        self._standing, self._tender, self._lines = StandingPanel(), TenderPanel(presenter), CartLines()
        self._right = QWidget()
        self._methods = {code: self._method(code, key) for key, code in METHOD_KEYS.items()}
        others = {code: self._method(code, key) for key, code in OTHER_METHOD_KEYS.items()}
        self._methods |= others
        self._list = _key("payment.more_methods", "F9", presenter.list_methods)
        self._list.stack()
        self._others = _strip(*others.values())
        self._customer = CustomerForm(presenter.take_customer, presenter.find_customers, presenter.kept)
        self._who_key = _key("payment.customer", "Ctrl+D", presenter.ask_for_customer)
        self._changes = ChangeKeys(presenter.choose_change, presenter.next_change)
        self._remove = _key("payment.remove_last", "F8", presenter.remove_last)
        confirm = once_settled(self._customer.settle, presenter.confirm)
        self._confirm = _key("payment.confirm", "F12", confirm, role="primary")
        WhileShown(self, _FOLLOW_EVERY_MS, presenter.follow)
        self._arrange([self._methods[code] for code in METHOD_KEYS.values()])
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._presenter.enter()

    def step_back(self) -> bool:
        self._presenter.step_back()
        return True

    def must_stay(self) -> bool:
        return self._presenter.state.busy

    def may_be_made_again(self) -> bool:
        """A payment goes on where it was; only the form of the customer would close under the hand."""
        return not self.must_stay() and not self._presenter.state.asks_for_customer

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def fit_height(self) -> None:
        self._page.setSpacing(theme.size("hair" if self.is_low else "gap"))
        for part in (self._sold, self._standing, self._tender):
            part.set_low(low=self.is_low)

    def render_state(self, state: PaymentState) -> None:
        """Draw the payment."""
        if state.priced is not None:
            self._show_due(state.priced, state)
        for code, button in self._methods.items():
            button.setChecked(code == state.method)
            button.setEnabled(not state.busy)
        lists_others = state.lists_methods or state.method in OTHER_METHODS
        self._others.setVisible(lists_others and not state.asks_for_customer)  # the form needs its place
        self._list.setChecked(state.lists_methods)
        self._standing.render_state(state)
        if state.asks_for_customer and state.priced is not None:
            self._customer.ask(state.priced.cart)
        else:
            self._customer.hide()
        self._tender.render_state(state)
        self._changes.show_chosen(state.change_in)
        self._changes.setEnabled(not state.busy)
        self._confirm.setEnabled(not state.busy)
        is_selling = state.busy and state.being_checked is None
        self._confirm.show_text(wording.text("payment.confirming" if is_selling else "payment.confirm"))
        for button in (self._remove, self._who_key):
            button.setEnabled(not state.busy)
        self._make_room()

    def _make_room(self) -> None:
        """Show the rows of the cart below the fields of the method, as far as these leave room for them.

        The short form at the top stays unless every row is in sight.
        """
        asks = self._presenter.state.asks_for_customer  # the form needs the place of both
        self._page.activate()
        tender, space = self._tender.needed_height(), self._page.spacing()
        free = self._right.height() - tender - theme.size("gap")
        if self._sold.isVisibleTo(self):
            free += self._sold.height() + space
        in_short = free < self._lines.whole_height()
        if in_short:
            free -= self._sold.needed_height(self.width() - 2 * theme.size("gap")) + space
        self._lines.setVisible(has_room := not asks and self._lines.take_height(free))
        self._tender.take_height(tender if has_room else None)
        self._sold.setVisible(not asks and (in_short or not has_room))

    def _show_due(self, priced: PricedCart, state: PaymentState) -> None:
        quote = priced.quote
        self._sold.show_quote(quote)
        self._lines.show_sale(quote, state.standing)
        in_prices, to_pay = amounts_due(priced, state.standing)
        self._due.setText(" + ".join(map(wording.money, in_prices)))
        self._due_ves.setText(wording.money(to_pay))
        self._rate.setText(rates_of(quote))
        customer = priced.cart.customer
        known = " · ".join(part for part in (customer.document, customer.name) if part)
        self._who.show_text(wording.text("sell.customer_is", customer=known or wording.text("sell.walk_in")))

    def _method(self, code: str, key: str) -> KeyButton:
        button = KeyButton(wording.method(code), key, partial(self._presenter.choose_method, code))
        button.stack()
        button.setCheckable(True)
        give_role(button, "choice")
        return button

    def _arrange(self, methods: list[KeyButton]) -> None:
        for words in (self._rate, self._who):
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
        title = label(wording.text("payment.title"), "heading")
        rate = column(self._rate, self._who, gap="none")
        top = row(title, self._due, self._due_ves, rate, gap="wide")
        top.setStretch(3, 1)
        right = column(self._tender, self._lines)
        right.setStretchFactor(self._lines, 1)
        self._right.setLayout(right)
        body = row(self._standing, self._right)
        for place, side in enumerate((self._standing, self._right)):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            body.setStretch(place, 1)
        last = row(self._remove, self._who_key, self._changes, self._confirm)
        last.setStretch(3, 1)
        self._list.setCheckable(True)
        self._page = page = column(
            top, self._sold, _strip(*methods, self._list), self._others, body, self._customer, last
        )
        page.setStretchFactor(body, 1)
        margin = theme.size("gap")
        page.setContentsMargins(margin, margin, margin, margin)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(page)


def _key(words: str, key: str, pressed: Callable[[], None], *, role: str = "") -> KeyButton:
    button = KeyButton(wording.text(words), key, pressed, role=role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _strip(*buttons: KeyButton) -> QWidget:
    made = QFrame()
    inside: QHBoxLayout = row(*buttons, gap="hair")
    for i in range(len(buttons)):
        inside.setStretch(i, 1)
    made.setLayout(inside)
    return made
