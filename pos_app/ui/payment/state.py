"""What the payment screen shows, and the steps of a tender from typed words to money."""

from dataclasses import dataclass, replace

from domain.errors import Refused
from domain.money.money import Money
from domain.payments.change import ChangeIn
from domain.payments.methods import METHODS, PaymentMethod
from domain.payments.tenders import References, Tender, check
from domain.people.identity import parse_phone
from domain.sale.closing import Offer
from pos_app.ui import wording
from pos_app.ui.counter import PricedCart
from pos_app.ui.payment.standing import Standing, standing

METHOD_KEYS = {
    "F1": "cash_ves",
    "F2": "cash_usd",
    "F3": "pago_movil",
    "F4": "card_ves",
    "F5": "transfer_ves",
    "F6": "zelle",
}
"""The keys of the methods most in use; the others are in a list."""

OTHER_METHODS = tuple(code for code in METHODS if code not in METHOD_KEYS.values())


_NO_REFERENCES = References()


@dataclass(frozen=True, slots=True)
class Focus:
    """The field that waits for keys: "amount" or a reference. A new object asks for the focus again."""

    field: str = "amount"
    select_all: bool = False


@dataclass(frozen=True, slots=True)
class PaymentState:
    """`standing` counts the amount in the field too, as confirming will. `proposed`: nobody typed that amount."""

    priced: PricedCart | None = None
    standing: Standing | None = None
    tenders: tuple[Tender, ...] = ()
    pending: Tender | None = None
    method: str = "cash_ves"
    amount: str = ""
    proposed: bool = False
    references: References = _NO_REFERENCES
    change_in: ChangeIn = ChangeIn.CASH_VES
    focus: Focus | None = None
    lists_methods: bool = False
    asks_for_customer: bool = False
    busy: bool = False

    @property
    def rules(self) -> PaymentMethod:
        """The rules of the chosen method."""
        return METHODS[self.method]

    @property
    def offer(self) -> Offer:
        """The registered tenders and the one in the field, in order."""
        pending = (self.pending,) if self.pending else ()
        return Offer((*self.tenders, *pending), self.change_in)

    @property
    def first_empty(self) -> str | None:
        """The first reference the method needs and does not have."""
        return next((f for f in self.rules.required if not getattr(self.references, f).strip()), None)


def counted(state: PaymentState) -> PaymentState:
    """The same with the amount in the field read and everything counted again. Raises NoRate."""
    pending = _readable(state)
    if state.priced is None:
        return state
    now = replace(state, pending=pending)
    return replace(now, standing=standing(state.priced, now.offer))


def tender_in_field(state: PaymentState) -> Tender:
    """The tender that was typed, proved as far as can be here. Raises BadAmount, BadIdentity and as `check` does."""
    amount = wording.parse_amount(state.amount, state.rules.currency)
    references = state.references
    if "phone" in state.rules.required and references.phone.strip():
        references = replace(references, phone=parse_phone(references.phone))
    tender = Tender(state.method, amount, references)
    check((tender,))
    return tender


def with_note(state: PaymentState, note: Money) -> PaymentState:
    """A note more in the field; the first one takes the place of a proposal."""
    before = Money.zero(note.currency)
    if not state.proposed:
        pending = _readable(state)
        before = pending.amount if pending else before
    return replace(state, amount=wording.figure(before + note), proposed=False, focus=Focus())


def _readable(state: PaymentState) -> Tender | None:
    """The amount in the field while it can be read; half an amount is not yet a mistake."""
    try:
        amount = wording.parse_amount(state.amount, state.rules.currency)
    except Refused:
        return None
    return Tender(state.method, amount, state.references) if amount else None
