"""Pre-printed forms of an authorised printing house: control numbers, and lots (PA 0071 arts. 13, 44)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from domain.errors import Refused
from domain.people.identity import is_control_number

_LOW_PART: Final = 5
"""Forms are low when a fifth, or less, of those in use is left."""


@dataclass(frozen=True, slots=True, order=True)
class ControlNumber:
    """The number that a form carries: an identifier of two digits and a sequence from 1 on."""

    identifier: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.identifier}-{self.sequence:08d}"


def read_control(text: str) -> ControlNumber | None:
    """The control number of a text such as 00-123 or 00-00000123; None when it is none."""
    if not is_control_number(text):
        return None
    identifier, sequence = text.split("-")
    return ControlNumber(identifier, int(sequence)) if int(sequence) else None


def control_after(control: str, forms: int) -> str:
    """The control number a number of forms after another; empty when the medium has no forms."""
    if not control:
        return ""
    prefix, first = control.split("-")
    return f"{prefix}-{int(first) + forms:08d}"


@dataclass(frozen=True, slots=True)
class Form:
    """Forms of one printing, with the printing house's data (PA 0071 art. 13 nums. 3, 4, 15 and 16).

    `authorisation` is the number of the printing house's authorisation and its date, as papers print them. The control
    numbers are written with eight digits.
    """

    printer: str
    printer_rif: str
    authorisation: str
    made_on: date
    first_control: str
    last_control: str

    @property
    def count(self) -> int:
        """How many forms were printed; 0 when the range is none."""
        first, last = read_control(self.first_control), read_control(self.last_control)
        if first is None or last is None or first.identifier != last.identifier:
            return 0
        return max(0, last.sequence - first.sequence + 1)

    def covers(self, first: str, count: int) -> bool:
        """Whether this control number and those after it, `count` in all, are on these forms."""
        start = read_control(first)
        lowest, highest = read_control(self.first_control), read_control(self.last_control)
        if start is None or lowest is None or highest is None or count < 1:
            return False
        end = ControlNumber(start.identifier, start.sequence + count - 1)
        return lowest.identifier == highest.identifier == start.identifier and lowest <= start and end <= highest

    def overlaps(self, other: "Form") -> bool:
        """Whether a control number is on both."""
        return controls_overlap((self.first_control, self.count), (other.first_control, other.count))


def controls_overlap(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Whether two runs of forms, each the first control number and the count, share a control number."""
    first, second = read_control(one[0]), read_control(other[0])
    if first is None or second is None or first.identifier != second.identifier:
        return False
    return first.sequence < second.sequence + other[1] and second.sequence < first.sequence + one[1]


def dated_authorisation(number: str, on: date | None) -> str:
    """The authorisation of a printing house as papers print it: its number, and its date in eight digits."""
    return f"{number} del {on:%d-%m-%Y}" if on else number


@dataclass(frozen=True, slots=True)
class FormLot:
    """Forms for the documents of one series. The first `drawn` of them were given to stations with numbers."""

    series: str
    form: Form
    drawn: int = 0

    @property
    def left(self) -> int:
        """How many forms no station was given."""
        return self.form.count - self.drawn

    @property
    def next_control(self) -> str:
        """The control number of the first form that no station was given."""
        return control_after(self.form.first_control, self.drawn)


@dataclass(eq=False)
class NoForms(Refused):
    """No lot of the series has so many forms left, and its documents need a control number each."""

    code: ClassVar[str] = "NO_FORMS"

    series: str
    wanted: int
    left: int


def lot_for(lots: Iterable[FormLot], series: str, count: int) -> FormLot:
    """The oldest lot with so many forms left. The numbers of a block go with forms of one lot. Raises NoForms."""
    in_use = in_order(lots)
    for lot in in_use:
        if lot.left >= count:
            return lot
    raise NoForms(series, count, max((lot.left for lot in in_use), default=0))


def in_order(lots: Iterable[FormLot]) -> list[FormLot]:
    """The lots with forms left, in the order in which they are used: by the day they were made, then by number."""
    return sorted((s for s in lots if s.left > 0), key=lambda s: (s.form.made_on, s.form.first_control))


def are_low(lots: Iterable[FormLot]) -> bool:
    """Whether a series needs new forms soon. Lots that are used up do not count."""
    in_use = in_order(lots)
    left, printed = sum(lot.left for lot in in_use), sum(lot.form.count for lot in in_use)
    return left * _LOW_PART <= printed
