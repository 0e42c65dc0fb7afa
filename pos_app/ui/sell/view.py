"""The sell screen: on the left what to sell, on the right the cart. Typed keys always go to the one input field."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.click_guard import REPEAT_GUARD_MS
from pos_app.ui.screen import Screen
from pos_app.ui.sell.cart_panel import CartPanel
from pos_app.ui.sell.cart_pricing import CartState
from pos_app.ui.sell.catalogue_panel import CataloguePanel
from pos_app.ui.sell.choosing import SellState, has_seats
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.sell.scan_input import Commands
from pos_app.ui.widgets.customer_form import once_settled
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import row
from pos_app.ui.widgets.while_shown import WhileShown

_FOLLOW_EVERY_MS = 700
"""A change of a price or a performance is on the screen within a second."""


class SellView(Screen):
    """Draws two states: what can be chosen, and the cart."""

    margin: ClassVar[str] = "gap"

    def __init__(self, presenter: SellPresenter) -> None:
        super().__init__()
        self._presenter, cart = presenter, presenter.cart
        keys: Commands = {
            Qt.Key.Key_Plus: partial(cart.more, 1),
            Qt.Key.Key_Minus: partial(cart.more, -1),
            Qt.Key.Key_Asterisk: presenter.list_types,
            Qt.Key.Key_Slash: presenter.list_next_types,
            Qt.Key.Key_Delete: cart.remove,
        }
        self._catalogue = CataloguePanel(presenter, keys)
        self._cart = CartPanel(cart, partial(presenter.digits, "0"))
        self._fewer = self._key("sell.fewer", "-", partial(cart.more, -1))
        self._more = self._key("sell.more", "+", partial(cart.more, 1))
        self._type = self._key("sell.type", "*", presenter.list_types)
        self._remove = self._key("sell.remove", "Del", cart.remove)
        self._customer = self._key("sell.customer", "F4", cart.ask_for_customer)
        self._hold = self._key("sell.hold", "F5", once_settled(self._cart.settle_customer, cart.hold))
        self._gift = self._key("sell.gift", "Ctrl+G", once_settled(self._cart.settle_customer, cart.give_away))
        self._undo = self._key("sell.undo", "F8", cart.undo)
        self._map = self._key("sell.map", "F6", once_settled(self._cart.settle_customer, presenter.map_or_quantity))
        self._pay = self._key(
            "sell.pay", "F12", once_settled(self._cart.settle_customer, self._begin_payment), role="primary"
        )
        line_keys = (self._fewer, self._more, self._type, self._remove, self._customer, self._gift)
        for button in (*line_keys, self._undo, self._map, self._hold):
            button.stack()
        for keys_of_line, step in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            self._listen(keys_of_line, partial(self._move_line, step), repeats=True)
        self._listen("Ctrl+Z", cart.undo)
        self._listen("Ctrl+T", cart.more_time)
        WhileShown(self, _FOLLOW_EVERY_MS, presenter.follow)
        self._since_entered = QElapsedTimer()
        self._arrange()
        cart.watch(self.render_cart)
        presenter.watch(self.render_state)

    def enter(self) -> None:
        self._since_entered.start()
        self._presenter.enter()
        self._catalogue.input.setFocus()

    def fit_height(self) -> None:
        self._catalogue.set_low(low=self.is_low)
        self._cart.set_low(low=self.is_low)

    def scan(self, code: str) -> None:
        self._presenter.scan(code)

    def step_back(self) -> bool:
        """Always True: no screen is behind this one."""
        self._presenter.step_back()
        return True

    def render_state(self, state: SellState) -> None:
        """Draw what can be chosen."""
        self._catalogue.render_state(state, self._presenter.cart.state)
        card = state.choices.card
        self._map.show_text(wording.text("sell.map" if card and has_seats(card) else "sell.how_many"))

    def render_cart(self, state: CartState) -> None:
        """Draw the cart, and the meaning that digits have now."""
        asked = self._presenter.cart.state.asks_for_customer
        self._cart.render_state(state)
        self._catalogue.render_state(self._presenter.state, state)
        for button in (self._fewer, self._more, self._type, self._remove, self._gift):
            button.setEnabled(bool(state.priced))
        if not asked and not self._catalogue.input.hasFocus() and self.isVisible():
            self._catalogue.input.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass a character that no widget took to the input field."""
        if event.text().isprintable() and event.text() and not self._catalogue.input.hasFocus():
            self._catalogue.input.setFocus()
            self._catalogue.input.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _move_line(self, step: int) -> None:
        cart = self._presenter.cart
        cart.select(cart.state.line + step)

    def _key(self, words: str, key: str, pressed: Callable[[], None], *, role: str = "") -> KeyButton:
        button = KeyButton(wording.text(words), key, self._decided(key, pressed), role=role)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _listen(self, key: str, pressed: Callable[[], None], *, repeats: bool = False) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(repeats)
        shortcut.activated.connect(self._decided(key, pressed))

    def _decided(self, key: str, pressed: Callable[[], None]) -> Callable[[], None]:
        """A handler that first handles the digits still waiting in the input, which were typed before this key.

        Where these digits lead to another screen, the key is meant for that one.
        """

        def act() -> None:
            self._catalogue.input.decide()
            pressed() if self.isVisible() else self._presenter.pass_on(key)

        return act

    def _begin_payment(self) -> None:
        """F12 on an empty cart has no effect so soon after the step that led here, which had the same key."""
        if self._presenter.cart.wanted.lines or self._since_entered.elapsed() >= REPEAT_GUARD_MS:
            self._presenter.cart.pay()

    def _arrange(self) -> None:
        self._cart.arrange(
            _strip(self._fewer, self._more, self._type, self._remove, self._customer, self._gift),
            _strip(self._undo, self._map, self._hold, self._pay, stretched=3),
        )
        page = row(self._catalogue, self._cart, gap="gap")
        for place, side in enumerate((self._catalogue, self._cart)):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            page.setStretch(place, 1)
        margin = theme.size("gap")
        page.setContentsMargins(margin, margin, margin, margin)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setLayout(page)


def _strip(*buttons: KeyButton, stretched: int | None = None) -> QWidget:
    made = QWidget()
    inside: QHBoxLayout = row(*buttons, gap="gap")
    for i in range(len(buttons)):
        inside.setStretch(i, 1 if stretched in {None, i} else 0)
    made.setLayout(inside)
    return made
