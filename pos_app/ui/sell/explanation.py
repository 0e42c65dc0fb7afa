"""The terms of a ticket's price, as text."""

from dataclasses import dataclass

from domain.catalogue.pricing import Price, PriceStep, StepKind
from pos_app.ui import wording


@dataclass(frozen=True, slots=True)
class PriceTerm:
    """One term of a price and its amount."""

    what: str
    amount: str


def price_terms(price: Price) -> tuple[PriceTerm, ...]:
    """Base, stage, row and seat, ticket type and fee, and last their sum."""
    terms = [PriceTerm(_name(step), wording.money(step.amount)) for step in price.steps]
    if price.fee:
        terms.append(PriceTerm(wording.text("sell.fee"), wording.money(price.fee)))
    return (*terms, PriceTerm(wording.text("sell.each"), wording.money(price.amount + price.fee)))


def _name(step: PriceStep) -> str:
    if step.kind is StepKind.BASE or step.percent is None:
        return wording.text("sell.base")
    sign = "+" if step.percent > 0 else ""
    return wording.text("sell.step", label=step.label, percent=sign + wording.percent(step.percent))
