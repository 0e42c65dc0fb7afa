"""The left side of the payment screen: the tenders, and in large figures the missing amount or the change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from domain.money.money import Currency, Money
from domain.payments.change import Change, electronic_method
from domain.payments.methods import METHODS
from domain.payments.tenders import Tender
from pos_app.ui import theme, wording
from pos_app.ui.payment.standing import Standing, in_dollars
from pos_app.ui.payment.state import PaymentState, wrong_field
from pos_app.ui.widgets.fitted_figure import FittedFigure
from pos_app.ui.widgets.layouts import column, give_role, give_tone, label


class StandingPanel(QFrame):
    """The tenders of a payment and what is missing or given back."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._list.setAccessibleName(wording.text("payment.tenders"))
        self._list.setWordWrap(True)
        self._list.setMinimumHeight(theme.size("touch"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._no_tenders = label(wording.text("payment.no_tenders"), "muted", wraps=True)
        self._igtf = label(role="caption", wraps=True)
        self._what, self._figure = label(role="heading", wraps=True), FittedFigure("huge", "figure", "heading")
        self._same = FittedFigure("figure", "heading")
        for words in (self._what, self._figure, self._same):
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._heading = label(wording.text("payment.tenders"), "heading")
        self._inside = inside = column(
            self._heading, self._no_tenders, self._list,
            self._igtf, self._what, self._figure, self._same,
        )  # fmt: skip
        self._no_tenders.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self._no_tenders, self._list):
            inside.setStretchFactor(part, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)

    def set_low(self, *, low: bool) -> None:
        """Leave the height of the heading to the tenders on a low page."""
        self._heading.setHidden(low)
        self._inside.setSpacing(theme.size("hair" if low else "gap"))

    def render_state(self, state: PaymentState) -> None:
        """Draw the tenders and their result."""
        standing = state.standing
        if standing is None:
            return
        self._show_tenders(standing.tenders, standing, pending=state.pending is not None)
        self._show_igtf(standing)
        if standing.missing:
            self._show_amount("payment.missing", "error", standing.missing, standing)
        elif state.pending and state.empty:
            self._show_unproved(state.pending, state.empty)
        elif state.pending and state.is_refused:
            self._what.setText(wording.text("payment.refused"))
            self._figure.setText(wording.money(state.pending.amount))
            self._show_same("")
            give_tone(self._figure, "error")
        elif wrong := wrong_field(state):
            self._show_wrong(wrong, state)
        elif standing.excess:
            self._figure.setText(change_text(standing.change))
            self._what.setText(wording.text("payment.goes_back") if standing.rest else change_word(standing.change))
            self._show_same(_other(standing))
            give_tone(self._figure, "ok")
        else:
            self._show_amount("payment.settled", "ok", standing.missing, standing)

    def _show_unproved(self, pending: Tender, empty: Sequence[str]) -> None:
        """A payment in the field that would settle the sale: nothing is complete before its references are given."""
        names = ", ".join(wording.text(f"payment.field.{field}") for field in empty)
        self._what.setText(wording.text("payment.unproved", fields=names))
        self._figure.setText(wording.money(pending.amount))
        self._show_same("")
        give_tone(self._figure, "attention")

    def _show_wrong(self, field: str, state: PaymentState) -> None:
        """A payment in the fields that would be refused: nothing is complete before its datum is right."""
        self._what.setText(wording.text("payment.wrong", field=wording.text(f"payment.field.{field}")))
        self._figure.setText(
            wording.money(state.pending.amount) if state.pending else wording.text("payment.no_figure")
        )
        self._show_same("")
        give_tone(self._figure, "error")

    def _show_amount(self, key: str, tone: str, amount: Money, standing: Standing) -> None:
        self._what.setText(wording.text(key))
        self._figure.setText(wording.money(amount))
        give_tone(self._figure, tone)
        dollars = in_dollars(amount, standing.rates)
        self._show_same(wording.money(dollars) if dollars else "")

    def _show_same(self, amount: str) -> None:
        """The value of the figure in another currency; empty without one."""
        self._same.setText(wording.text("payment.equals", amount=amount) if amount else "")
        self._same.setVisible(bool(amount))

    def _show_tenders(self, tenders: Sequence[Tender], standing: Standing, *, pending: bool) -> None:
        self._no_tenders.setVisible(not tenders)
        self._list.setVisible(bool(tenders))
        self._list.clear()
        for i, (tender, ves) in enumerate(zip(tenders, standing.due.tendered, strict=True)):
            words = tender_text(tender, ves)
            if pending and i == len(tenders) - 1:
                words = wording.text("payment.pending", what=words)
            self._list.addItem(QListWidgetItem(words))
        self._list.scrollToBottom()

    def _show_igtf(self, standing: Standing) -> None:
        rate = wording.percent(standing.igtf_rate.scaleb(2))
        if standing.due.igtf:
            text = wording.text("payment.igtf", rate=rate, amount=wording.money(standing.due.igtf))
        else:
            text = wording.text("payment.igtf_hint", rate=rate) if standing.igtf_rate else ""
        self._igtf.setText(text)


def tender_text(tender: Tender, ves: Money) -> str:
    """Zelle US$ 20,00 · ref. 004512 · Bs. 4.902,00."""
    parts = [f"{wording.method(tender.method)}  {wording.money(tender.amount)}"]
    if METHODS[tender.method].is_credit:
        parts.append(wording.text("payment.credit_of", number=tender.references.reference))
    elif tender.references.reference:
        parts.append(wording.text("payment.reference", reference=tender.references.reference))
    if tender.amount.currency != ves.currency:
        parts.append(wording.money(ves))
    return " · ".join(parts)


def change_word(change: Sequence[Change]) -> str:
    """Vuelto, or Vuelto por Pago móvil when none of it comes out of the drawer."""
    method = electronic_method(change)
    if method is None:
        return wording.text("payment.change")
    return wording.text("payment.change_electronic", method=wording.method(method))


def change_text(change: Sequence[Change]) -> str:
    """US$ 12,00 + Bs. 123,45."""
    sums: dict[Currency, Money] = {}
    for part in change:
        sums[part.amount.currency] = sums.get(part.amount.currency, Money.zero(part.amount.currency)) + part.amount
    amounts = [wording.money(amount) for amount in sums.values()]
    return amounts[0] if len(amounts) == 1 else wording.text("payment.and", one=amounts[0], other=amounts[1])


def _other(standing: Standing) -> str:
    """The value of the change in another currency: bolívares in dollars, anything else in bolívares."""
    in_bolivares = len(standing.change) == 1 and standing.change[0].amount == standing.excess
    dollars = in_dollars(standing.excess, standing.rates)
    return wording.money(dollars if in_bolivares and dollars is not None else standing.excess)
