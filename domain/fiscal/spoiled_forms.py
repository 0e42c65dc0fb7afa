"""Spoiled forms: which control number, and why (docs/fiscal-rules.md F47). They are kept until prescription."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from domain.errors import Refused
from domain.fiscal.documents import FiscalDocument
from domain.fiscal.form_supply import FormRun, FormSupply
from domain.fiscal.forms import Form


class SpoilCause(StrEnum):
    """Why no document is on a form."""

    JAMMED = "jammed"
    MISPRINTED = "misprinted"
    TORN = "torn"
    PASSED_OVER = "passed_over"
    """The printer shows a later form as the next one."""
    OTHER = "other"


CAUSES = (SpoilCause.JAMMED, SpoilCause.MISPRINTED, SpoilCause.TORN, SpoilCause.OTHER)
"""The causes that a person chooses among, in the order in which screens list them."""


@dataclass(eq=False)
class NoFormsHere(Refused):
    """The documents of this station are not printed on forms, or it was given none."""

    code: ClassVar[str] = "FOR-01"


@dataclass(eq=False)
class NotNextForm(Refused):
    """This control number is neither that of the next form nor one that may be the next."""

    code: ClassVar[str] = "FOR-02"

    control_number: str
    next_control: str


@dataclass(eq=False)
class FormSpoiledBefore(Refused):
    """The form with this control number was spoiled before."""

    code: ClassVar[str] = "FOR-03"

    control_number: str


@dataclass(eq=False)
class FormSettled(Refused):
    """The document on this form is in a Z, is of an earlier life of the store, or is named by a credit note."""

    code: ClassVar[str] = "FOR-04"

    control_number: str
    document: str


@dataclass(eq=False)
class FormInDoubt(Refused):
    """It is not known whether a document is on its form: somebody has to enter the next control number."""

    code: ClassVar[str] = "FOR-05"

    document: str
    control_number: str


def on_form(document: FiscalDocument, control_number: str, form: Form) -> FiscalDocument:
    """The same document on another form."""
    return replace(document, control_number=control_number, form=form)


def passed_over(supply: FormSupply, shown: str) -> tuple[FormRun, ...]:
    """The forms that are left out when the printer shows this one as the next. Raises NotNextForm."""
    passed = supply.before(shown)
    if passed is None:
        raise NotNextForm(shown, supply.next_control)
    return passed
