"""What the slip of a closed shift says: who counted what, the difference if it may be shown, money of other methods."""

from dataclasses import dataclass
from datetime import datetime

from domain.till.method_flows import MethodFlow
from domain.till.shifts import Count, Difference, Shift


@dataclass(frozen=True, slots=True)
class CountSlip:
    """A closed shift as its slip shows it.

    `counts` holds every count, in order; the shift was closed with the last one. With `blind`, who closed it did not
    see what was expected, and `differences` is empty. `others` are the methods whose money is not in the drawer.
    `lacking` is how many sales the store may lack after an older copy of it was put back: their cash is a surplus.
    `cashier` opened the shift, `closed_by` closed it, `approved_by` is the supervisor's name or empty.
    """

    shift: Shift
    cashier: str
    closed_by: str
    closed_at: datetime
    blind: bool
    counts: tuple[Count, ...]
    differences: tuple[Difference, ...]
    reason: str
    approved_by: str
    others: tuple[MethodFlow, ...]
    lacking: int = 0
