"""The right side of the sell screen: the lines, the explanation of a price, the customer, the total."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.services.selling.checkout import QuotedLine
from pos_app.ui import theme, wording
from pos_app.ui.counter import PricedCart, rates_of
from pos_app.ui.sell.cart_changes import Shortage
from pos_app.ui.sell.cart_presenter import CartPresenter
from pos_app.ui.sell.cart_pricing import CartState, short_text
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.sell.explanation import price_terms
from pos_app.ui.sell.time_label import TimeLabel
from pos_app.ui.type_list import TypeList
from pos_app.ui.widgets.customer_form import CustomerForm
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, give_tone, label, row

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CartPanel(QFrame):
    """The cart."""

    def __init__(self, presenter: CartPresenter, next_page: Callable[[], None]) -> None:
        super().__init__()
        give_role(self, "panel")
        self._types = TypeList(presenter.choose_type, partial(presenter.show_types, None), next_page)
        self._presenter = presenter
        self._count, self._time, self._table = label(role="muted"), TimeLabel(), CartTable(presenter.select)
        self._empty = label(wording.text("sell.empty"), "muted", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._steps, self._amounts = label(role="caption", wraps=True), label(role="caption")
        self._amounts.setAlignment(_RIGHT)
        self._explanation = QWidget()
        explained = row(self._steps, self._amounts)
        explained.setStretch(0, 1)
        self._explanation.setLayout(explained)
        self._question, self._question_detail = label(role="heading"), label(wraps=True)
        self._ask = self._asking()
        self._short = label(role="heading", wraps=True)  # what to do stands below the input
        self._most = KeyButton(wording.text("sell.how_many"), pressed=presenter.take_what_is_left)
        self._kept = KeyButton(wording.text("sell.keep"), pressed=presenter.keep_quantity)
        self._ask_quantity = _banner(column(self._short), self._most, self._kept)
        self._who = ElidedLabel(role="muted")
        self._customer = CustomerForm(presenter.take_customer, presenter.find_customers, presenter.kept)
        self._total, self._ves = FittedFigure("figure", "heading"), FittedFigure("figure", "heading")
        self._rate = label(role="caption", wraps=True)
        self._paid = label(role="strong", wraps=True)
        give_tone(self._paid, "attention")
        self._line_keys = QWidget()
        self._is_low = False
        for figure in (self._total, self._ves, self._rate):
            figure.setAlignment(_RIGHT)
        self._rate.setAlignment(_LEFT)

    def arrange(self, line_keys: QWidget, main_keys: QWidget) -> None:
        """Lay out the panel with the buttons of the screen."""
        self._line_keys = line_keys
        self._presenter.draw_time = self._time.show_time
        heading = column(
            label(wording.text("sell.total"), "heading"), self._rate, self._who, self._paid, None, gap="none"
        )
        totals = row(heading, column(self._total, self._ves, gap="none"))
        totals.setStretch(0, 1)
        head = row(label(wording.text("sell.cart"), "heading"), self._count, self._time, None)
        head.addWidget(label(wording.text("sell.line_keys"), "caption"))
        inside: QVBoxLayout = column(
            head, self._table, self._empty, self._types, self._explanation, self._ask, self._ask_quantity,
            line_keys, self._customer, totals, main_keys,
        )  # fmt: skip
        for part in (self._table, self._empty, self._types):
            inside.setStretchFactor(part, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)

    def settle_customer(self) -> bool:
        """Take the customer who is typed; returns whether the key that leaves the form may act."""
        return self._customer.settle()

    def set_low(self, *, low: bool) -> None:
        """Give the lines of the cart the most of a low page."""
        self._is_low = low
        inside = self.layout()
        assert inside is not None
        margin = theme.size("hair" if low else "gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        inside.setSpacing(margin)
        self._table.set_low(low=low)
        self.render_state(self._presenter.state)

    def render_state(self, state: CartState) -> None:
        """Draw the cart."""
        lines = state.priced.quote.lines if state.priced else ()
        self._time.setVisible(bool(lines))
        self._count.setText(wording.text("sell.tickets", count=state.cart.tickets) if state.cart and lines else "")
        self._table.setVisible(bool(lines) and not state.types)
        self._empty.setVisible(not lines and not state.types)
        self._types.show_choices(state.types)
        self._line_keys.setHidden(bool(state.types) or state.asks_to_empty)
        self._table.show_lines(lines, state.line)
        self._explain(lines[state.line] if 0 <= state.line < len(lines) else None)
        self._show_customer(state)
        self._show_total(state.priced)
        begun = "\n".join(self._begun())
        self._paid.setText(begun)
        self._paid.setVisible(bool(begun))
        self._ask.setVisible(state.asks_to_empty)
        asks = state.asks_to_empty or state.short or state.types or state.asks_for_customer
        self._explanation.setVisible(bool(lines) and not asks)  # each of them needs its place
        self._show_short(state.short)
        if state.asks_to_empty and state.cart:
            self._question_detail.setText(wording.text("sell.ask_empty_detail", count=state.cart.tickets))

    def _begun(self) -> Iterator[str]:
        """The exchange that the cart is for, and the payment that was begun for it."""
        if exchange := self._presenter.exchange:
            tickets = wording.text("sell.tickets", count=len(exchange.request.tickets))
            credit = wording.money(exchange.credit)
            yield wording.text("sell.exchange_begun", tickets=tickets, number=exchange.invoice, credit=credit)
        if paid := " + ".join(map(wording.money, self._presenter.paid_so_far)):
            yield wording.text("sell.payment_begun", amounts=paid)

    def _explain(self, line: QuotedLine | None) -> None:
        """A step a line, or on a low page all of them one after another."""
        steps = price_terms(line.price, line.tax_on_top) if line else ()
        if self._is_low:
            self._steps.setText(" · ".join(f"{step.what} {step.amount}" for step in steps))
        else:
            self._steps.setText("\n".join(step.what for step in steps))
        self._amounts.setText("\n".join(step.amount for step in steps))
        self._amounts.setHidden(self._is_low)
        self._explanation.setAccessibleName(", ".join(f"{step.what} {step.amount}" for step in steps))

    def _show_short(self, short: Shortage | None) -> None:
        self._ask_quantity.setVisible(short is not None)
        if short is None:
            return
        self._short.setText(short_text(short))
        self._most.show_text(wording.text("sell.short_take", most=wording.number(short.most)))
        self._most.setVisible(short.most > short.kept)
        self._kept.show_text(wording.text("sell.short_keep", kept=wording.number(short.kept)))

    def _show_customer(self, state: CartState) -> None:
        if state.cart is None:
            return
        customer = state.cart.customer
        known = " · ".join(part for part in (customer.document, customer.name) if part)
        self._who.show_text(wording.text("sell.customer_is", customer=known or wording.text("sell.walk_in")))
        if state.asks_for_customer:
            self._customer.ask(state.cart)
        else:
            self._customer.hide()

    def _show_total(self, priced: PricedCart | None) -> None:
        if priced is None:
            for figure in (self._total, self._ves, self._rate):
                figure.setText("")
            return
        quote = priced.quote
        self._ves.fit_roles(*(("heading",) if self._is_low and not quote.is_in_bolivares else ("figure", "heading")))
        self._total.setText("" if quote.is_in_bolivares else "\n".join(wording.money(part) for part in quote.totals))
        self._ves.setText(wording.money(quote.total_ves))
        self._rate.setText(rates_of(quote))

    def _asking(self) -> QFrame:
        self._question.setText(wording.text("sell.ask_empty"))
        give_up = KeyButton(wording.text("sell.do_empty"), pressed=self._presenter.step_back, role="danger")
        keep = KeyButton(wording.text("sell.keep"), pressed=self._presenter.end_quantity)
        return _banner(column(self._question, self._question_detail), give_up, keep)


def _banner(question: QVBoxLayout, *answers: KeyButton) -> QFrame:
    made = QFrame()
    give_role(made, "banner")
    give_tone(made, "attention")
    inside = column(question, row(*answers))
    margin = theme.size("gap")
    inside.setContentsMargins(margin, margin, margin, margin)
    made.setLayout(inside)
    for button in answers:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
