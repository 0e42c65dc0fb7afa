"""Cash wanted beyond what a till holds. Each attempt is kept, so that nobody finds the expected cash by trying."""

from dataclasses import dataclass
from enum import StrEnum

from domain.money.money import Money


class ExcessKind(StrEnum):
    """What the cash was wanted for."""

    CASH_OUT = "cash_out"
    CHANGE = "change"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Excess:
    """More cash in one currency than the till holds."""

    kind: ExcessKind
    wanted: Money


@dataclass(frozen=True, slots=True)
class ExcessCounts:
    """Attempts of a span: those that were refused, and those that a supervisor approved."""

    refused: int
    approved: int
