"""The state of the payment screen, and the steps from typed text to a tender."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from itertools import chain

from domain.errors import Refused
from domain.money.money import Money
from domain.payments.change import Change, ChangeIn, electronic_method
from domain.payments.methods import METHODS, PaymentMethod
from domain.payments.payee import Payee, PayeeMissing, parse_payee
from domain.payments.tenders import (
    MissingReference,
    NotPositive,
    References,
    ReferenceUsed,
    Tender,
    as_typed,
    check,
    check_reference,
)
from domain.people.identity import BadIdentity, parse_document, parse_mobile, parse_phone
from domain.sale.closing import Offer
from domain.typed_text import plain
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
"""The keys of the most used methods; the others are in a list."""

OTHER_METHODS = tuple(
    code for code, method in METHODS.items() if code not in METHOD_KEYS.values() and not method.is_credit
)
OTHER_METHOD_KEYS = {f"Ctrl+{place}": code for place, code in enumerate(OTHER_METHODS, start=1)}
"""The keys of the methods in the list; they act while it is open, and stand on its buttons."""


PLACES = (("bank", "phone", "batch"), ("reference", "payer", "approval", "last_four"))
"""The references side by side, line by line, in the order of the Tab key and of Enter."""

_NO_REFERENCES = References()


@dataclass(frozen=True, slots=True)
class TypedPayee:
    """Who receives change by pago móvil, as typed."""

    bank: str = ""
    phone: str = ""
    document: str = ""

    @property
    def first_empty(self) -> str | None:
        """The first empty field; None when there is none."""
        return next((field.name for field in fields(self) if not plain(getattr(self, field.name))), None)

    def check(self, field: str) -> None:
        """Check a field as Enter leaves it. Raises PayeeMissing for an empty one, and BadIdentity."""
        typed = plain(getattr(self, field))
        if not typed:
            raise PayeeMissing(field)
        if field == "phone":
            parse_mobile(typed)
        elif field == "document":
            parse_document(typed)

    def after(self, field: str) -> str | None:
        """Where Enter leads from a field: to the next one, from the last to an empty one; None when there is none."""
        names = [each.name for each in fields(self)]
        return next(iter(names[names.index(field) + 1 :]), self.first_empty)


_NO_PAYEE = TypedPayee()


@dataclass(frozen=True, slots=True)
class Focus:
    """The field with the focus: "amount", the name of a reference, or "payee." and the name of its field.

    Each new object sets the focus again.
    """

    field: str = "amount"
    select_all: bool = False


@dataclass(frozen=True, slots=True)
class PaymentState:
    """What the payment screen shows.

    `standing` includes the amount in the field, as confirming does. `proposed`: the program entered that amount.
    `being_checked`: the tender whose reference is looked up before it is registered. `refused`: the method and the
    reference that were found used before. `typed_for`: the references typed for other methods and not registered.
    `to_mend`: the field that the last refusal is about, named as in Focus, until something is typed; empty without one.
    """

    priced: PricedCart | None = None
    standing: Standing | None = None
    tenders: tuple[Tender, ...] = ()
    pending: Tender | None = None
    method: str = "cash_ves"
    amount: str = ""
    proposed: bool = False
    references: References = _NO_REFERENCES
    change_in: ChangeIn = ChangeIn.CASH_VES
    payee: TypedPayee = _NO_PAYEE
    focus: Focus | None = None
    lists_methods: bool = False
    asks_for_customer: bool = False
    busy: bool = False
    being_checked: Tender | None = None
    refused: tuple[str, str] | None = None
    typed_for: tuple[tuple[str, References], ...] = ()
    to_mend: str = ""

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
    def shown_payee(self) -> TypedPayee | None:
        """Who receives the change; None while it is chosen in cash, and while no change is due."""
        is_due = self.standing is not None and bool(self.standing.excess)
        return self.payee if is_due and self.change_in is ChangeIn.PAGO_MOVIL else None

    @property
    def has_text(self) -> bool:
        """Whether an amount or a reference is in the fields."""
        return any(text.strip() for text in (self.amount, *astuple(self.references)))

    @property
    def has_content(self) -> bool:
        """Whether a tender is registered or something was typed; an amount that was only proposed does not count."""
        typed = any(text.strip() for text in astuple(self.references)) or (bool(self.amount) and not self.proposed)
        return bool(self.tenders) or typed

    @property
    def empty(self) -> tuple[str, ...]:
        """The required references that are empty."""
        return tuple(field for field in self.rules.required if not getattr(self.references, field).strip())

    @property
    def is_refused(self) -> bool:
        """Whether the reference in the fields is the one that was refused as used."""
        return self.refused == (self.method, self.references.reference.strip()) and bool(self.references.reference)

    @property
    def first_empty(self) -> str | None:
        """The first required reference that is empty; None when there is none."""
        return next(iter(self.empty), None)


def counted(state: PaymentState) -> PaymentState:
    """The state with the amount in the field parsed and `standing` computed again.

    An amount too large to be counted is left out, as one that cannot be read is: typing on is no error. Raises NoRate
    or AmountTooLarge for the registered tenders.
    """
    if state.priced is None:
        return state
    pending = _readable(state)
    with_field = replace(state, pending=pending)
    try:
        return replace(with_field, standing=standing(state.priced, with_field.offer))
    except Refused:
        if pending is None:
            raise
    without = replace(state, pending=None)
    return replace(without, standing=standing(state.priced, without.offer))


def with_method(state: PaymentState, code: str) -> PaymentState:
    """The state with another method, and the references that were typed for it before; those of this one wait."""
    typed_for = dict(state.typed_for) | {state.method: state.references}
    return replace(
        state,
        method=code,
        references=typed_for.pop(code, _NO_REFERENCES),
        typed_for=tuple(typed_for.items()),
        lists_methods=False,
        to_mend="",
    )


def step_removed(state: PaymentState) -> PaymentState:
    """The state without what was typed of a shown payee; the last tender goes only when every field was empty."""
    if state.has_text or any(map(plain, astuple(state.shown_payee or _NO_PAYEE))):
        return replace(state, payee=_NO_PAYEE if state.shown_payee else state.payee)
    return replace(state, tenders=state.tenders[:-1])


def tender_in_field(state: PaymentState) -> Tender:
    """The typed tender, checked with its references.

    Raises BadAmount, BadIdentity, NoRate, AmountTooLarge and as `check` does.
    """
    amount = wording.parse_amount(state.amount, state.rules.currency)
    references = as_typed(state.references)
    if "phone" in state.rules.required and references.phone:
        references = replace(references, phone=parse_phone(references.phone))
    tender = Tender(state.method, amount, references)
    check((tender,))
    if state.priced is not None:
        standing(state.priced, Offer((*state.tenders, tender), state.change_in))
    return tender


def wrong_field(state: PaymentState) -> str:
    """The field for which the payment being typed would be refused now; empty when nothing is typed, or all is right.

    An amount that the program proposed is not typed, but its references are asked for.
    """
    if not state.has_text:
        return ""
    try:
        tender_in_field(state)
    except Refused as error:
        return field_of(error)
    return ""


def check_entered(state: PaymentState, field: str) -> None:
    """Check the field of the tender that Enter leaves. Raises BadAmount, NotPositive, MissingReference, BadIdentity."""
    if field == "amount":
        if wording.parse_amount(state.amount, state.rules.currency).minor <= 0:
            raise NotPositive(state.method)
        return
    given = getattr(as_typed(state.references), field)
    check_reference(state.rules, field, given)
    if field == "phone":
        parse_phone(given)


def after_field(state: PaymentState, field: str) -> str | None:
    """The required reference to which Enter leads from a field, filled or not; None after the last one."""
    order = ("amount", *chain.from_iterable(PLACES))
    return next((name for name in order[order.index(field) + 1 :] if name in state.rules.required), None)


def returned_to_fields(state: PaymentState, offered: tuple[Tender, ...], refused: ReferenceUsed) -> PaymentState:
    """The state with the refused one of the offered tenders in the fields, and all others registered."""
    place = next(
        (
            i
            for i, tender in reversed([*enumerate(offered)])
            if (tender.method, tender.references.reference) == (refused.method, refused.reference)
        ),
        None,
    )
    if place is None or place == len(state.tenders):  # it is in the fields already
        return state
    tender = offered[place]
    return replace(
        state,
        tenders=(*offered[:place], *offered[place + 1 :]),
        method=tender.method,
        amount=wording.figure(tender.amount),
        proposed=False,
        references=tender.references,
        lists_methods=False,
    )


def field_of(error: Exception) -> str:
    """The field of the tender that a refusal asks to correct."""
    if isinstance(error, MissingReference):
        return error.field
    if isinstance(error, BadIdentity):
        return "phone"
    return "reference" if isinstance(error, ReferenceUsed) else "amount"


def refused_of(error: Exception | None) -> tuple[str, str] | None:
    """The method and the reference that were refused as used."""
    return (error.method, error.reference) if isinstance(error, ReferenceUsed) else None


def payee_of(state: PaymentState, change: Sequence[Change]) -> Payee | None:
    """Who receives this change; None for cash. Raises PayeeMissing and BadIdentity."""
    if electronic_method(change) is None:
        return None
    return parse_payee(*astuple(state.payee))


def known_payee(state: PaymentState) -> TypedPayee:
    """What was typed, completed with what is known: the customer's document, and where a pago móvil came from."""
    typed = state.payee
    paid = [tender.references for tender in state.offer.tenders if tender.method == "pago_movil"]
    before = paid[-1] if paid else _NO_REFERENCES
    document = state.priced.cart.customer.document if state.priced else ""
    return TypedPayee(typed.bank or before.bank, typed.phone or before.phone, typed.document or document)


def with_note(state: PaymentState, note: Money) -> PaymentState:
    """Add a note to the amount in the field; the first note replaces a proposed amount."""
    before = Money.zero(note.currency)
    if not state.proposed:
        pending = _readable(state)
        before = pending.amount if pending else before
    return replace(state, amount=wording.figure(before + note), proposed=False, focus=Focus())


def _readable(state: PaymentState) -> Tender | None:
    """The tender in the field; None while its amount cannot be parsed, which is no error during typing."""
    try:
        amount = wording.parse_amount(state.amount, state.rules.currency)
    except Refused:
        return None
    return Tender(state.method, amount, state.references) if amount else None
