"""The buyer's name and document as typed: a wrong structure is refused, a wrong check digit only gives a warning."""

from dataclasses import dataclass

from domain.errors import Refused
from domain.people.identity import check_customer as check_lengths
from domain.people.identity import parse_cedula, parse_rif
from domain.sale.cart import Customer
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Tone
from pos_app.ui.wording import Message

_RIF_LENGTH = 10
_ONLY_RIF = frozenset("JGPC")


@dataclass(frozen=True, slots=True)
class CheckedCustomer:
    """A customer that a document can name. A wrong check digit of a RIF is accepted: no law defines its algorithm."""

    customer: Customer
    digit_is_right: bool = True


def check_customer(name: str, document: str) -> CheckedCustomer:
    """The customer for a typed name and document; both may be empty. Raises BadIdentity."""
    tidy = " ".join(name.split())
    check_lengths(tidy, document.strip())
    compact = document.replace("-", "").replace(".", "").replace(" ", "").upper()
    if not compact:
        return CheckedCustomer(Customer(tidy))
    if compact.isdecimal():
        compact = "V" + compact
    if compact[0] in _ONLY_RIF or len(compact) == _RIF_LENGTH:
        rif = parse_rif(compact)
        return CheckedCustomer(Customer(tidy, rif.stored), rif.digit_is_right)
    return CheckedCustomer(Customer(tidy, parse_cedula(compact)))


def read_customer(frame: Frame, name: str, document: str) -> Customer | None:
    """The customer as typed, or None when it is refused. Shows a refusal or a warning on the frame."""
    try:
        checked = check_customer(name, document)
    except Refused as error:
        frame.show_message(wording.refusal(error))
        return None
    if not checked.digit_is_right:
        warning = wording.text("sell.wrong_digit", document=checked.customer.document)
        frame.show_message(Message("", warning, "", ""), Tone.ATTENTION)
    return checked.customer
