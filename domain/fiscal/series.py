"""Series of document numbers: medium, issuer, forms, and the blocks granted to stations."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.forms import Form
from domain.rights import GrantId


class Medium(StrEnum):
    """What makes a document valid, and which words its paper may carry (docs/fiscal-rules.md F20)."""

    FREE_FORM = "free_form"
    FISCAL_MACHINE = "fiscal_machine"
    DIGITAL = "digital"
    NOT_FISCAL = "not_fiscal"

    @property
    def needs_control_number(self) -> bool:
        """Whether each document takes a pre-printed form: its number is granted with a control number or not at all."""
        return self is Medium.FREE_FORM

    @property
    def may_print_invoice(self) -> bool:
        """Whether our paper may carry the word FACTURA: only a form with a preprinted control number may.

        A fiscal machine and a digital printing house print their own invoice; our paper beside it is none.
        """
        return self.needs_control_number


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a document.

    `special_taxpayer_from` is the day on which SENIAT's notice took effect; None for an ordinary taxpayer.
    """

    name: str
    rif: str
    address: str
    special_taxpayer_from: date | None = None
    special_taxpayer_to: date | None = None

    def is_special_taxpayer(self, on: date) -> bool:
        """Whether the issuer perceives IGTF on this day (docs/fiscal-rules.md F11)."""
        start, end = self.special_taxpayer_from, self.special_taxpayer_to
        return start is not None and start <= on and (end is None or on <= end)


@dataclass(frozen=True, slots=True)
class Series:
    """A numbering sequence: its numbers are consecutive, and its code is printed after the word SERIE."""

    code: str
    medium: Medium
    issuer: Issuer
    forms: tuple[Form, ...] = ()

    def form_of(self, control: str) -> Form | None:
        """The forms that carry this control number; None when the series has no such forms."""
        return next((form for form in self.forms if form.covers(control, 1)), None)


class NoteSeries(StrEnum):
    """The word before the code of a series of invoices that names its series of notes: NCA has the credit notes of A.

    The statute numbers each kind of document by itself (docs/fiscal-rules.md F34).
    """

    CREDIT = "NC"
    DEBIT = "ND"

    def code(self, invoices: str) -> str:
        """The code of the notes of a series of invoices."""
        return f"{self}{invoices}"

    def of(self, invoices: Series) -> Series:
        """The series of the notes of a series of invoices. Its documents are on the forms of the invoices."""
        return replace(invoices, code=self.code(invoices.code))


def base_code(code: str, known: Collection[str]) -> str | None:
    """The series of invoices in `known` that a code belongs to, by itself or as that of its notes; None for no such."""
    if code in known:
        return code
    bases = (code.removeprefix(word) for word in NoteSeries if code.startswith(word))
    return next((base for base in bases if base in known), None)


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Consecutive numbers granted to one station. `next` is the one to use; it is past `last` when none is left.

    `first_control` is the control number of the first form that came with the block; empty when none came.
    """

    id: GrantId
    series: str
    first: int
    last: int
    next: int
    first_control: str = ""

    @property
    def left(self) -> int:
        """How many numbers remain."""
        return self.last - self.next + 1


@dataclass(eq=False)
class NumbersUsedUp(Refused):
    """No number is left in the blocks of this station, and nothing is sold without a number."""

    code: ClassVar[str] = "NUM-01"

    series: str


@dataclass(eq=False)
class FormsUsedUp(NumbersUsedUp):
    """No form with a control number is left at this station, and nothing is sold without one."""

    code: ClassVar[str] = "NUM-02"


@dataclass(eq=False)
class FormsUnknown(Refused):
    """The forms of a block are not in the catalogue yet: the paper could not name their printing house."""

    code: ClassVar[str] = "NUM-03"

    series: str
    control_number: str


def take_number(block: NumberBlock) -> tuple[int, NumberBlock]:
    """The next number and the block after it. Raises NumbersUsedUp."""
    if block.left <= 0:
        raise NumbersUsedUp(block.series)
    return block.next, replace(block, next=block.next + 1)
