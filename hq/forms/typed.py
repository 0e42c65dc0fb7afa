"""Forms as a person types them at HQ, from the invoice or the first sheet of the printing house."""

from dataclasses import dataclass
from datetime import date

from domain.fiscal.forms import Form, dated_authorisation, read_control
from domain.people.identity import parse_rif
from domain.typed_text import compact


@dataclass(frozen=True, slots=True)
class TypedForms:
    """The printing house with its RIF, its authorisation and the day of that, the day of printing, and the numbers."""

    printer: str
    printer_rif: str
    authorisation: str
    authorised_on: date
    made_on: date
    first_control: str
    last_control: str

    def form(self) -> Form:
        """The forms, with control numbers of eight digits. Raises BadIdentity for the RIF."""
        return Form(
            printer=self.printer,
            printer_rif=parse_rif(self.printer_rif).stored,
            authorisation=dated_authorisation(self.authorisation, self.authorised_on),
            made_on=self.made_on,
            first_control=_eight_digits(self.first_control),
            last_control=_eight_digits(self.last_control),
        )


def _eight_digits(text: str) -> str:
    """The control number as it is stored; a text that is none stays as it is, and is refused with the forms."""
    control = read_control(compact(text))
    return str(control) if control else text
