"""The buyer's name and document as typed: a wrong structure is refused, a wrong digit only marked."""

from dataclasses import dataclass

from domain.errors import Refused
from domain.people.identity import check_customer as check_words
from domain.people.identity import parse_cedula, parse_rif
from domain.sale.cart import Customer
from pos_app.ui import wording
from pos_app.ui.frame import Frame, Tone
from pos_app.ui.wording import Message

_RIF_LENGTH = 10
_ONLY_RIF = frozenset("JGPC")


@dataclass(frozen=True, slots=True)
class CheckedCustomer:
    """A customer that a document can name. The digit of a RIF may be wrong: no rule fixes it."""

    customer: Customer
    digit_is_right: bool = True


def check_customer(name: str, document: str) -> CheckedCustomer:
    """Read what was typed; both may be empty. Raises BadIdentity."""
    tidy = " ".join(name.split())
    check_words(tidy, document.strip())
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
    """Read what was typed and say what is wrong with it; None when it cannot be used."""
    try:
        checked = check_customer(name, document)
    except Refused as error:
        frame.say(wording.refusal(error))
        return None
    if not checked.digit_is_right:
        words = wording.text("sell.wrong_digit", document=checked.customer.document)
        frame.say(Message("", words, "", ""), Tone.ATTENTION)
    return checked.customer
