"""What the till screen shows: its form and everything on it. No Qt."""

from dataclasses import dataclass
from enum import StrEnum

from domain.money.money import Currency
from pos_app.ui.shift.figures import Line
from pos_app.ui.shift.overview_text import OverviewText
from printing.preview import Preview


class Form(StrEnum):
    """The form on the right side of the screen."""

    NONE = "none"
    OPEN = "open"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    NO_SALE = "no_sale"
    COUNT = "count"
    CLOSE = "close"
    EXPLAIN = "explain"
    REVIEW = "review"
    CLOSED = "closed"
    DAY = "day"
    READ = "read"
    TAKEN = "taken"
    CLOCK = "clock"
    STORE = "store"


MOVES = frozenset({Form.CASH_IN, Form.CASH_OUT, Form.NO_SALE})
"""Movements of cash, and the drawer opened without one."""

WITH_REASON = frozenset({Form.EXPLAIN, Form.REVIEW})
"""The steps that ask for the reason of a difference."""

CLOSING = frozenset({Form.COUNT, Form.CLOSE, Form.EXPLAIN, Form.REVIEW})
"""The steps of closing a shift."""


def place_of(form: Form) -> str:
    """Where the unfinished work of a form is kept; the steps that ask for the same reason share it."""
    return f"till.{Form.EXPLAIN if form in WITH_REASON else form}"


@dataclass(frozen=True, slots=True, eq=False)
class Wrong:
    """The field that a refusal asks to correct, "amount" or "reason", and the currency that it is about, if known.

    Each new object sets the focus again.
    """

    field: str
    currency: Currency | None = None


@dataclass(frozen=True, slots=True)
class ShiftState:
    """What the screen shows. `counted` and `expected` have a sum for each currency.

    `expected`, and `lines` with differences, are empty for somebody who counts blind. `paper` is the paper of the
    present step as it will come out of the printer. `overview` is what is shown without a form. `clock` is what is
    wrong with the clock, or empty. `doubt` says that nothing proves these data to be the newest, or is empty. `shift`
    is the number of the open shift, or of the one that is opened next. `begun` counts the forms that were
    begun: a form that is chosen again begins again.
    """

    heading: str = ""
    shift: int = 0
    begun: int = 0
    is_open: bool = False
    form: Form = Form.NONE
    title: str = ""
    intro: str = ""
    counted: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    paper: Preview | None = None
    overview: OverviewText | None = None
    clock: str = ""
    doubt: str = ""
    has_action: bool = True
    busy: bool = False
    wrong: Wrong | None = None

    @property
    def warnings(self) -> str:
        """What is wrong with data and clock, a line each; empty when nothing is."""
        return "\n".join(filter(None, (self.doubt, self.clock)))
