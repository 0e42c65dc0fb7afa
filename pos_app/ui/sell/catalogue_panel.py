"""The left side of the sell screen: the input, the performances, the zones of the selected one."""

from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.ui import theme, wording
from pos_app.ui.sell.cart_pricing import CartState
from pos_app.ui.sell.choices import ON_A_PAGE, Choices
from pos_app.ui.sell.choosing import SellState
from pos_app.ui.sell.presenter import SellPresenter
from pos_app.ui.sell.rows import PerformanceRow, ZoneRow
from pos_app.ui.sell.scan_input import Commands, ScanInput
from pos_app.ui.sell.two_lists import TwoLists
from pos_app.ui.ticket_types import short_name
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import column, give_tone, label, row

_QUANTITY_FOLLOWS_MS = 1000
"""A digit this soon after a refused zone is the quantity that belongs to it, and not the choice of another zone."""


class CataloguePanel(QWidget):
    """The performances and zones that can be sold."""

    def __init__(self, presenter: SellPresenter, commands: Commands) -> None:
        super().__init__()
        self._presenter = presenter
        moves: Commands = {
            Qt.Key.Key_Up: partial(presenter.move_zone, -1),
            Qt.Key.Key_Down: partial(presenter.move_zone, 1),
            Qt.Key.Key_PageUp: partial(presenter.move_performance, -1),
            Qt.Key.Key_PageDown: partial(presenter.move_performance, 1),
            Qt.Key.Key_Return: presenter.enter_key,
            Qt.Key.Key_Enter: presenter.enter_key,
        }
        self.input = ScanInput(self._digits, presenter.search, {**commands, **moves})
        self._refusals, self._since_refusal = 0, QElapsedTimer()
        self._find = KeyButton(wording.text("sell.find"), "F3", self.input.setFocus)
        self._find.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._hint = label(role="caption", wraps=True)
        self._empty = label(role="muted", wraps=True)
        self._performances: list[PerformanceRow] = []
        self._zones: list[ZoneRow] = []
        self._performance_area, self._performance_column = _area(wording.text("sell.performances"))
        self._zone_area, self._zone_column = _area(wording.text("sell.zones"))
        self._lists = TwoLists(self._performance_area, self._empty, self._zone_area)
        self._next_type = KeyButton("", "/", presenter.list_next_types)
        self._next_type.setCheckable(True)
        self._more = KeyButton("", "0", presenter.next_page)
        for button in (self._next_type, self._more):
            button.stack()  # or the keys beside them would stand on four lines in a small window
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = row(self._find, self.input)
        top.setStretch(1, 1)
        last = row(label(wording.text("sell.move_keys"), "caption", wraps=True), self._next_type, self._more)
        last.setStretch(0, 1)
        self._column = layout = column(top, self._hint, self._lists, last)
        layout.setStretchFactor(self._lists, 1)
        self.setLayout(layout)

    def set_low(self, *, low: bool) -> None:
        """Give the lists the most of a low page."""
        self._column.setSpacing(theme.size("hair" if low else "gap"))

    def render_state(self, state: SellState, cart: CartState) -> None:
        """Draw what can be chosen, and what digits mean while the cart is in this state."""
        self.input.let_digits_choose(on=bool(cart.types) or cart.counted is not None)
        self.input.show_query(state.query)
        if state.refusals != self._refusals:
            self._refusals = state.refusals
            self._since_refusal.start()
        self._hint.setText(_hint(cart))
        give_tone(self._hint, "" if cart.counted is None and not cart.types else "attention")
        self._show_next_type()
        choices = state.choices if cart.cart is None else state.choices.beside(cart.cart)
        self._show_performances(choices)
        self._show_zones(choices)
        self._empty.setVisible(not state.choices.cards)
        self._empty.setText(_empty_text(state))

    def _show_performances(self, choices: Choices) -> None:
        while len(self._performances) < len(choices.cards):
            place = len(self._performances)
            made = PerformanceRow(partial(self._presenter.show_performance, place))
            self._performance_column.insertWidget(place, made)
            self._performances.append(made)
        for i, shown in enumerate(self._performances):
            shown.setVisible(i < len(choices.cards))
        events = {card.event for card in choices.cards}
        for i, (shown, card) in enumerate(zip(self._performances, choices.cards, strict=False)):
            shown.show_card(card, selected=i == choices.selected, events=events)
        self._lists.fit(len(choices.cards), self._height_of_zones(choices))
        if choices.cards:
            self._performance_area.ensureWidgetVisible(self._performances[choices.selected], 0, 0)

    def _height_of_zones(self, choices: Choices) -> int:
        on_page = min(len(choices.zones) - choices.first_on_page, ON_A_PAGE)
        return on_page * (theme.size("zone_height") + theme.size("hair"))

    def _show_next_type(self) -> None:
        ticket_type = self._presenter.next_type
        self._next_type.setVisible(ticket_type is not None)
        if ticket_type is not None:
            self._next_type.show_text(wording.text("sell.next_type", type=short_name(ticket_type.name)))
            self._next_type.setChecked(self._presenter.another_type)

    def _show_zones(self, choices: Choices) -> None:
        while len(self._zones) < ON_A_PAGE:
            place = len(self._zones)
            made = ZoneRow(partial(self._press_zone, place + 1))
            self._zone_column.insertWidget(place, made)
            self._zones.append(made)
        names = [card.zone.name for card in choices.zones]
        for digit, shown in enumerate(self._zones, 1):
            card = choices.at_digit(digit)
            shown.setVisible(card is not None)
            if card is not None:
                at_cursor = choices.zones[choices.zone] is card
                is_marked = choices.under_enter is card
                shown.show_card(str(digit), card, marked=is_marked, at_cursor=at_cursor, names=names)
                if at_cursor:
                    self._zone_area.ensureWidgetVisible(shown, 0, 0)
        pages = -(-len(choices.zones) // ON_A_PAGE)
        page = choices.first_on_page // ON_A_PAGE + 1
        self._more.setVisible(pages > 1)
        self._more.show_text(wording.text("sell.more_zones", page=page, pages=pages))

    def _digits(self, digits: str) -> None:
        """Pass digits on, but not those that were meant as the quantity of a zone that was refused under the hand."""
        soon = self._since_refusal.isValid() and self._since_refusal.elapsed() < _QUANTITY_FOLLOWS_MS
        if not soon or self._presenter.cart.counts_places:
            self._presenter.digits(digits)

    def _press_zone(self, digit: int) -> None:
        card = self._presenter.state.choices.at_digit(digit)
        if card is not None:
            self._presenter.choose(card)


def _empty_text(state: SellState) -> str:
    if not state.loaded:
        return wording.text("sell.loading")
    return wording.text("sell.no_match", query=state.query) if state.query else wording.text("sell.nothing_on_sale")


def _hint(cart: CartState) -> str:
    if cart.types:
        return wording.text("sell.types_hint")
    if cart.counted is None:
        return wording.text("sell.search_hint")
    if cart.counted:
        return wording.text("sell.counting_hint", typed=cart.counted)
    return wording.text("sell.short_todo" if cart.short else "sell.counting_start")


def _area(name: str) -> tuple[QScrollArea, QVBoxLayout]:
    area, inside = QScrollArea(), QWidget()
    rows = column(None, gap="hair")
    rows.setContentsMargins(0, 0, theme.size("hair"), 0)
    inside.setLayout(rows)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    return area, rows
