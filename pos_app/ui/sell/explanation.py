"""Why a ticket costs what it costs, in words."""

from dataclasses import dataclass

from domain.catalogue.pricing import Price, PriceStep, StepKind
from pos_app.ui import wording


@dataclass(frozen=True, slots=True)
class Said:
    """One term and its amount."""

    what: str
    amount: str


def explained(price: Price) -> tuple[Said, ...]:
    """Base, stage, row and seat, type and fee, and what they come to."""
    said = [Said(_name(step), wording.money(step.amount)) for step in price.steps]
    if price.fee:
        said.append(Said(wording.text("sell.fee"), wording.money(price.fee)))
    return (*said, Said(wording.text("sell.each"), wording.money(price.amount + price.fee)))


def _name(step: PriceStep) -> str:
    if step.kind is StepKind.BASE or step.percent is None:
        return wording.text("sell.base")
    sign = "+" if step.percent > 0 else ""
    return wording.text("sell.step", label=step.label, percent=sign + wording.percent(step.percent))
