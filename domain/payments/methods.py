"""Payment methods: currency, who perceives IGTF, and the references each one requires."""

from dataclasses import dataclass
from enum import StrEnum

from domain.money.money import EUR, USD, VES, Currency


class IgtfAgent(StrEnum):
    """Who perceives IGTF on a method (docs/fiscal-rules.md F12)."""

    NOBODY = "nobody"
    ISSUER = "issuer"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way to pay. `required` names the references without which it is refused (docs/fiscal-rules.md F19).

    `optional` ones are asked for too: they distinguish payments that the required ones do not. `is_credit`: it is what
    a credit note of the same exchange gives back, so nobody hands anything over, and only the program offers it.
    """

    code: str
    currency: Currency
    igtf_agent: IgtfAgent
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_cash: bool = False
    is_card: bool = False
    is_credit: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The references that the screen asks for."""
        return self.required + self.optional

    @property
    def shortest_reference(self) -> int:
        """The characters that a reference has at least: slips of cards count from 1 and print three or more."""
        return 3 if self.is_card else 4


METHODS: dict[str, PaymentMethod] = {
    method.code: method
    for method in (
        PaymentMethod("cash_ves", VES, IgtfAgent.NOBODY, is_cash=True),
        PaymentMethod("cash_usd", USD, IgtfAgent.ISSUER, is_cash=True),
        PaymentMethod("cash_eur", EUR, IgtfAgent.ISSUER, is_cash=True),
        PaymentMethod(
            "card_ves", VES, IgtfAgent.NOBODY, ("reference", "approval", "last_four"), ("bank", "batch"), is_card=True
        ),
        PaymentMethod("pago_movil", VES, IgtfAgent.NOBODY, ("bank", "phone", "reference")),
        PaymentMethod("transfer_ves", VES, IgtfAgent.NOBODY, ("bank", "reference")),
        PaymentMethod("zelle", USD, IgtfAgent.ISSUER, ("reference", "payer")),
        PaymentMethod("usdt", USD, IgtfAgent.ISSUER, ("reference",)),
        PaymentMethod("card_usd", USD, IgtfAgent.BANK, ("bank", "reference"), ("batch", "approval"), is_card=True),
        PaymentMethod("exchange", VES, IgtfAgent.NOBODY, ("reference",), is_credit=True),
    )
}


EXCHANGE = "exchange"
"""The method by which the credit note of an exchange pays the new sale."""


def cash_method(currency: Currency) -> str:
    """The method that pays in notes and coins of a currency."""
    return next(m.code for m in METHODS.values() if m.is_cash and m.currency == currency)
