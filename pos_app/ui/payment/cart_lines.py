"""What is being paid for, line by line, with its taxes: it takes the room that the fields of a method leave."""

from PySide6.QtWidgets import QFrame

from domain.money.taxes import TaxBreakdown, TaxLine
from pos_app.services.selling.checkout import Quote
from pos_app.ui import theme, wording
from pos_app.ui.payment.standing import Standing
from pos_app.ui.sell.cart_table import CartTable
from pos_app.ui.widgets.layouts import ElidedLabel, column, give_role, label, row


class CartLines(QFrame):
    """The rows of the cart; below them its taxes, where there is room for them as well."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, "panel")
        self._quote: Quote | None = None
        self._count = label(role="muted")
        self._table, self._taxes = CartTable(None), ElidedLabel(role="caption", two_lines=True)
        self._table.setMinimumHeight(theme.size("touch"))
        head = row(label(wording.text("payment.sold"), "heading"), self._count, None)
        inside = column(head, self._table, self._taxes)
        inside.setStretchFactor(self._table, 1)
        margin = theme.size("gap")
        inside.setContentsMargins(margin, margin, margin, margin)
        self.setLayout(inside)

    def show_sale(self, quote: Quote, standing: Standing | None) -> None:
        """Show the lines of a cart, its taxes, and the IGTF of the payments so far."""
        if quote is not self._quote:
            self._quote = quote
            self._count.setText(wording.text("sell.tickets", count=sum(line.line.quantity for line in quote.lines)))
            self._table.show_lines(quote.lines, -1)
        self._taxes.show_text(" · ".join((*tax_terms(quote.taxes), *igtf_term(standing))))

    def whole_height(self) -> int:
        """The height in which every row is in sight, without the taxes."""
        return self._around() + self._table.verticalHeader().length() + 2 * self._table.frameWidth()

    def take_height(self, height: int) -> bool:
        """Arrange for this height; False when it is not enough for two rows. Taxes take it before a third one does."""
        rest = height - self._around()
        least = min(theme.size("sold_rows_height"), self.whole_height() - self._around())
        self._taxes.setVisible(rest >= least + self._taxes.sizeHint().height() + theme.size("gap"))
        return rest >= least

    def _around(self) -> int:
        """The height of everything but the rows and the taxes."""
        return 3 * theme.size("gap") + self._count.sizeHint().height() + 2 * self.frameWidth()


def tax_terms(taxes: TaxBreakdown) -> tuple[str, ...]:
    """The exempt sum, and for each rate the base and the tax, in bolívares."""
    exempt = (wording.text("payment.exempt", amount=wording.money(taxes.exempt)),) if taxes.exempt else ()
    return (*exempt, *map(_tax_term, taxes.lines))


def igtf_term(standing: Standing | None) -> tuple[str, ...]:
    """The IGTF of the payments so far; none without a payment that bears it."""
    if standing is None or not standing.due.igtf:
        return ()
    rate = wording.percent(standing.igtf_rate.scaleb(2))
    return (wording.text("payment.igtf_term", rate=rate, amount=wording.money(standing.due.igtf)),)


def _tax_term(line: TaxLine) -> str:
    rate = wording.percent(line.rate.scaleb(2))
    return wording.text("payment.tax", base=wording.money(line.base), rate=rate, tax=wording.money(line.tax))
