"""What of a price goes back when a ticket of an event is given back: data of the event, proposed at the counter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

ALL, NONE = Decimal(100), Decimal(0)


class PriceBasis(StrEnum):
    """Which price goes back."""

    PAID = "paid"
    """The price that was paid."""
    CURRENT = "current"
    """The price that the ticket has now, at most what was paid."""
    TABLE = "table"
    """A part of the price paid, by the days to the performance."""


class GiftRefund(StrEnum):
    """Who is paid when a ticket that was given as a gift is refunded."""

    BUYER = "buyer"
    HOLDER = "holder"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RefundStep:
    """The percentage of the price paid that goes back while at least so many days are left to the performance."""

    days: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class RefundPolicy:
    """The terms of an event. `fee_goes_back`: the service fee as well; `releases`: the places can be sold again.

    `gifts`: who is paid for a ticket that was given. `keeps_fee_if_cancelled`: the service fee stays also when the
    performance does not take place.
    """

    basis: PriceBasis = PriceBasis.PAID
    fee_goes_back: bool = False
    releases: bool = True
    steps: tuple[RefundStep, ...] = ()
    gifts: GiftRefund = GiftRefund.BUYER
    keeps_fee_if_cancelled: bool = False

    def percent_at(self, now: datetime, starts_at: datetime) -> Decimal:
        """The percentage of the price paid that goes back now; nothing below the last step of a table."""
        if self.basis is not PriceBasis.TABLE:
            return ALL
        left = starts_at - now
        due = [step for step in self.steps if left >= timedelta(days=step.days)]
        return max(due, key=lambda step: step.days).percent if due else NONE

    def __str__(self) -> str:
        """The policy in one line, as it is stored: basis, fee, places, the steps of a table, the rule for gifts.

        One more part follows only where the fee stays although the performance does not take place.
        """
        steps = ",".join(f"{step.days}:{step.percent:f}" for step in self.steps)
        kept = (_KEEPS_FEE,) if self.keeps_fee_if_cancelled else ()
        return ";".join(
            (
                self.basis,
                "fee" if self.fee_goes_back else "",
                "release" if self.releases else "",
                steps,
                self.gifts,
                *kept,
            )
        )


_KEEPS_FEE = "keeps_fee"

USUAL_POLICY = RefundPolicy()
"""The price paid without its fee, and the place is free again."""


def read_policy(text: str) -> RefundPolicy:
    """The policy of a stored line; the usual one for an empty line. Raises ValueError for anything else."""
    if not text:
        return USUAL_POLICY
    basis, fee, places, steps, gifts, *kept = text.split(";")
    if kept not in ([], [_KEEPS_FEE]):
        raise ValueError(text)
    parts = (step.split(":") for step in steps.split(",") if step)
    table = tuple(RefundStep(int(days), Decimal(percent)) for days, percent in parts)
    return RefundPolicy(PriceBasis(basis), fee == "fee", places == "release", table, GiftRefund(gifts), bool(kept))
