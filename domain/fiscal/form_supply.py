"""The supply of forms of a station: which form is the next one in the printer (docs/fiscal-rules.md F22).

Documents of every kind take the forms in the order in which they lie in the printer, whatever their own numbers are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.fiscal.forms import control_after, read_control


@dataclass(frozen=True, slots=True)
class FormRun:
    """Forms that lie one after another, with the control numbers from `first` to `last`."""

    first: str
    last: str

    @property
    def count(self) -> int:
        """How many forms the run has; 0 when its control numbers are none."""
        return forms_between(self.first, self.last)

    def has(self, control: str) -> bool:
        """Whether the form with this control number is of the run."""
        return 0 < forms_between(self.first, control) <= self.count


@dataclass(frozen=True, slots=True)
class FormSupply:
    """The runs of a station in the order in which they came, and the last form that was used or spoiled.

    `used_to` is empty before the first one. All forms before it are used or spoiled; runs that are over may be missing.
    """

    runs: tuple[FormRun, ...]
    used_to: str = ""

    @property
    def next_control(self) -> str:
        """The control number of the next form; empty when none is left, or when the station has no forms at all."""
        return next((run.first for run in self.ahead()), "")

    @property
    def left(self) -> int:
        """How many forms are left."""
        return count_forms(self.ahead())

    def ahead(self) -> tuple[FormRun, ...]:
        """The runs of the forms that are left."""
        current = next((i for i, run in enumerate(self.runs) if run.has(self.used_to)), None)
        if current is None:
            return self.runs
        rest = FormRun(control_after(self.used_to, 1), self.runs[current].last)
        return ((rest,) if rest.count else ()) + self.runs[current + 1 :]

    def before(self, control: str) -> tuple[FormRun, ...] | None:
        """The forms that are passed over when this one is the next; None when it is not one of those left."""
        passed: list[FormRun] = []
        for run in self.ahead():
            if not run.has(control):
                passed.append(run)
                continue
            if control != run.first:
                passed.append(FormRun(run.first, control_after(control, -1)))
            return tuple(passed)
        return None

    def after(self, control: str) -> "FormSupply":
        """The supply when the form with this control number is used or spoiled, without the runs that are over."""
        current = next((i for i, run in enumerate(self.runs) if run.has(control)), 0)
        return FormSupply(self.runs[current:], control)

    def with_run(self, run: FormRun) -> "FormSupply":
        """The supply with forms that came last."""
        return FormSupply((*self.runs, run), self.used_to)


def run_of(first_control: str, count: int) -> FormRun:
    """The run of so many forms from a control number on."""
    return FormRun(first_control, control_after(first_control, count - 1))


def forms_between(first: str, last: str) -> int:
    """How many forms there are from one control number to another, both included; 0 when they are out of order."""
    one, other = read_control(first), read_control(last)
    if one is None or other is None or one.identifier != other.identifier:
        return 0
    return max(0, other.sequence - one.sequence + 1)


def count_forms(runs: Iterable[FormRun]) -> int:
    """How many forms are in all of these runs."""
    return sum(run.count for run in runs)
