"""The terms of a ticket's price, as text."""

from dataclasses import dataclass
from decimal import Decimal

from domain.catalogue.pricing import Price, PriceStep, StepKind
from pos_app.ui import wording


@dataclass(frozen=True, slots=True)
class PriceTerm:
    """One term of a price and its amount."""

    what: str
    amount: str


def price_terms(price: Price, tax_on_top: Decimal) -> tuple[PriceTerm, ...]:
    """Base, stage, row and seat, ticket type, fee and the tax that the price does not include, and last their sum."""
    terms = [PriceTerm(_name(step), wording.money(step.amount)) for step in price.steps]
    if price.fee:
        terms.append(PriceTerm(wording.text("sell.fee"), wording.money(price.fee)))
    tax = price.tax(tax_on_top)
    if tax:
        name = wording.text("sell.tax", rate=wording.percent(tax_on_top.scaleb(2)))
        terms.append(PriceTerm(name, wording.money(tax)))
    return (*terms, PriceTerm(wording.text("sell.each"), wording.money(price.untaxed + tax)))


def _name(step: PriceStep) -> str:
    if step.kind is StepKind.BASE or step.percent is None:
        return wording.text("sell.base")
    sign = "+" if step.percent > 0 else ""
    return wording.text("sell.step", label=step.label, percent=sign + wording.percent(step.percent))
