"""What an entry did, as the timeline of a subject shows it: the key of its words, and its details."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from domain.after_sale.refunds import Refund, RefundedTicket
from domain.fiscal.documents import FiscalDocument
from domain.ids import TicketId
from domain.payments.tenders import Payment
from domain.sale.sale import Place, Sale, Ticket
from domain.timeline.events import Coded, Detail, Happening, Value
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts import (
    CartVoided,
    CashMoved,
    ConflictSettled,
    CustomerEdited,
    CustomerErased,
    DocumentReprinted,
    FormReplaced,
    HoldEnded,
    HolderChanged,
    HoldExtended,
    HoldMade,
    OrganiserGiftMade,
    PaperSettled,
    PlacesAccepted,
    SaleRecorded,
    SeatsAccepted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    TicketReissued,
    TicketReplaced,
    TicketRevoked,
    TicketsRefunded,
    TicketWithdrawn,
    TillExceeded,
)
from sync.facts.fact import Fact
from sync.facts.subjects import numbered_payments


@singledispatch
def happening(fact: Fact, _of: Subject) -> Happening:
    """What a fact did to a subject. A kind without a registration below has words and no details."""
    return Happening(what_of(type(fact)))


def what_of(kind: type[Fact]) -> str:
    """The key of the words for a kind of fact: its tag without the version."""
    return str(kind.__struct_config__.tag).partition("/")[0]


@happening.register
def _(fact: SaleRecorded, of: Subject) -> Happening:
    sale, document = fact.sale, Detail("document", fact.document.printed_number)
    if of.kind is SubjectKind.PAYMENT and 0 <= of.part < len(sale.payments):
        return Happening("payment_taken", (document, *_paid(numbered_payments(sale)[of.part])))
    ticket = _ticket_of(sale, of)
    if ticket is not None:
        return Happening("ticket_sold", (document, *_sold(ticket, sale)), fact.approved_by)
    details = (
        document,
        *_given("control", fact.document.control_number),
        Detail("tickets", len(sale.tickets)),
        Detail("total", fact.document.grand_total),
        *(Detail("paid_with", Coded("method", method)) for method in dict.fromkeys(p.method for p in sale.payments)),
        *_given("customer", sale.customer.name),
    )
    return Happening("sale_recorded", details, fact.approved_by)


def _ticket_of(sale: Sale, of: Subject) -> Ticket | None:
    def is_it(ticket: Ticket) -> bool:
        if of.kind is SubjectKind.SEAT:
            return (ticket.place.performance_id, ticket.place.seat_id) == (of.id, of.part)
        return of.kind is SubjectKind.TICKET and ticket.id == of.id

    return next(filter(is_it, sale.tickets), None)


def _sold(ticket: Ticket, sale: Sale) -> Iterator[Detail]:
    yield Detail("event", ticket.place.event)
    yield from _where(ticket.place)
    yield Detail("ticket_type", ticket.ticket_type)
    yield Detail("price", sale.paid_for(ticket))
    steps = ticket.price.steps
    if len(steps) > 1:
        yield from (Detail("step", step.amount, label=step.label) for step in steps)
    yield Detail("code", ticket.code)


def _paid(payment: Payment) -> Iterator[Detail]:
    yield Detail("method", Coded("method", payment.method))
    yield Detail("amount", payment.amount)
    if payment.ves != payment.amount:
        yield Detail("in_ves", payment.ves)
    references = payment.references
    for name in ("reference", "bank", "phone", "payer", "batch", "approval", "last_four"):
        yield from _given(name, getattr(references, name))


@happening.register
def _(fact: TicketsRefunded, of: Subject) -> Happening:
    made = fact.refund
    back = next((ticket for ticket in made.tickets if _is_about(ticket.id, ticket.place, of)), None)
    details = (
        Detail("note", fact.document.printed_number),
        Detail("invoice", made.invoice.number),
        *(_of_one(back) if back else _of_all(made, fact.document)),
        *_given("paid_to", fact.paid_to.name if fact.paid_to else ""),
        *_given("reason", made.reason),
    )
    return Happening("ticket_refunded" if back else "tickets_refunded", details, made.approved_by)


def _of_one(back: RefundedTicket) -> Iterator[Detail]:
    yield Detail("given_back", back.amount + back.fee)
    yield Detail("seat", Coded("seat", "released" if back.is_released else "kept"))


def _of_all(made: Refund, note: FiscalDocument) -> Iterator[Detail]:
    yield Detail("tickets", len(made.tickets))
    yield Detail("total", note.grand_total)
    yield from (Detail("paid_with", Coded("method", part.method)) for part in made.given_back)


@happening.register
def _(fact: TicketReissued, _of: Subject) -> Happening:
    change = fact.change
    details = (
        *(_moved(change.before, change.ticket.place) if change.is_moved else ()),
        Detail("new_code", change.ticket.code),
        *_given("reason", fact.reason),
    )
    return Happening("ticket_moved" if change.is_moved else "ticket_reissued", details, fact.approved_by)


@happening.register
def _(fact: HolderChanged, of: Subject) -> Happening:
    own = [change for change in fact.changes if change.ticket.id == of.id]
    recoded = (change.ticket.code for change in own if change.is_recoded)
    holder = fact.holder
    details = (
        *([] if own else [Detail("tickets", len(fact.changes))]),
        Detail("holder", holder.name),
        *_given("phone", holder.phone),
        *_given("email", holder.email),
        *(Detail("new_code", code) for code in recoded),
        *_given("reason", fact.reason),
    )
    return Happening(f"holder_{fact.how}", details)


@happening.register
def _(fact: TicketRevoked, _of: Subject) -> Happening:
    details = (*_where(fact.ticket.place), Detail("code", fact.ticket.code), *_given("reason", fact.reason))
    return Happening("ticket_revoked", details, fact.approved_by)


@happening.register
def _(fact: OrganiserGiftMade, of: Subject) -> Happening:
    gift = fact.gift
    own = next((ticket for ticket in gift.tickets if _is_about(ticket.id, ticket.place, of)), None)
    details = (
        *((*_where(own.place), Detail("code", own.code)) if own else (Detail("tickets", len(gift.tickets)),)),
        *_given("holder", gift.holder.name if gift.holder else ""),
        *_given("reason", gift.reason),
    )
    return Happening("organiser_gift_made", details, gift.approved_by)


@happening.register
def _(fact: TicketReplaced, _of: Subject) -> Happening:
    moved = _moved(fact.before, fact.ticket.place)
    return Happening("ticket_replaced", (*moved, Detail("new_code", fact.ticket.code)))


@happening.register
def _(fact: TicketWithdrawn, _of: Subject) -> Happening:
    return Happening("ticket_withdrawn", (*_where(fact.ticket.place), Detail("owed", fact.owed)))


@happening.register
def _(fact: ConflictSettled, _of: Subject) -> Happening:
    settled = fact.resolution
    return Happening(
        "conflict_settled", (Detail("choice", Coded("choice", settled.choice)), *_given("note_text", settled.note))
    )


@happening.register
def _(fact: DocumentReprinted, _of: Subject) -> Happening:
    return Happening("document_reprinted", (Detail("copy_no", fact.copy_no),))


@happening.register
def _(fact: FormReplaced, _of: Subject) -> Happening:
    return Happening("form_replaced", (Detail("spoiled", fact.spoiled), Detail("control", fact.control_number)))


@happening.register
def _(fact: PaperSettled, _of: Subject) -> Happening:
    return Happening(f"paper_{fact.outcome}")


@happening.register
def _(fact: SeatsAccepted, _of: Subject) -> Happening:
    return Happening("seats_accepted", (Detail("seats", sum(s.last - s.first + 1 for s in fact.grant.seats)),))


@happening.register
def _(fact: PlacesAccepted, _of: Subject) -> Happening:
    return Happening("places_accepted", (Detail("places", fact.grant.places),))


@happening.register
def _(fact: HoldMade, _of: Subject) -> Happening:
    made = fact.hold
    details = (
        Detail("hold", made.number),
        Detail("hold_purpose", Coded("hold", made.held_for.purpose)),
        *_given("held_for", made.held_for.name),
        Detail("until", made.expires_at),
    )
    return Happening("hold_made", details, fact.approved_by)


@happening.register
def _(fact: HoldExtended, _of: Subject) -> Happening:
    return Happening("hold_extended", (Detail("until", fact.expires_at),))


@happening.register
def _(fact: HoldEnded, _of: Subject) -> Happening:
    return Happening(f"hold_{fact.how}", tuple(_given("reason", fact.reason)), fact.approved_by)


@happening.register
def _(fact: ShiftOpened, _of: Subject) -> Happening:
    floats = (Detail("float", amount, blind=True) for amount in fact.shift.floats)
    return Happening("shift_opened", (Detail("shift", fact.shift.number), *floats))


@happening.register
def _(fact: CashMoved, _of: Subject) -> Happening:
    moved = fact.movement
    amount = [Detail("amount", moved.amount, blind=True)] if moved.amount else []
    return Happening(f"cash_{moved.kind}", (*amount, *_given("reason", moved.reason)))


@happening.register
def _(fact: TillExceeded, _of: Subject) -> Happening:
    outcome = "till_exceeded" if fact.approved_by else "till_refused"
    wanted = Detail("wanted", fact.excess.wanted, blind=True)
    return Happening(outcome, (Detail("purpose", Coded("excess", fact.excess.kind)), wanted), fact.approved_by)


@happening.register
def _(fact: CartVoided, _of: Subject) -> Happening:
    registered = (Detail("registered", amount) for amount in fact.registered)
    return Happening(
        "cart_voided", (Detail("tickets", fact.tickets), Detail("void", Coded("void", fact.cause)), *registered)
    )


@happening.register
def _(fact: ShiftCounted, _of: Subject) -> Happening:
    currencies = dict.fromkeys(line.denomination.currency for line in fact.count.lines)
    counted = (Detail("counted", fact.count.of(currency), blind=True) for currency in currencies)
    return Happening("shift_counted", (Detail("ordinal", fact.ordinal), *counted))


@happening.register
def _(fact: ShiftClosed, _of: Subject) -> Happening:
    details = (
        *(Detail("difference", one.over, blind=True) for one in fact.differences),
        *_given("reason", fact.reason, blind=True),
    )
    return Happening("shift_closed", details, fact.approved_by)


@happening.register
def _(fact: CustomerEdited, _of: Subject) -> Happening:
    # The fields and not their texts: an erased customer must not be read here.
    return Happening("customer_edited", tuple(Detail("field", Coded("identity", field)) for field in fact.texts))


@happening.register
def _(fact: CustomerErased, _of: Subject) -> Happening:
    return Happening("customer_erased", tuple(_given("reason", fact.reason)))


def _is_about(ticket_id: TicketId, place: Place, of: Subject) -> bool:
    if of.kind is SubjectKind.SEAT:
        return (place.performance_id, place.seat_id) == (of.id, of.part)
    return of.kind is SubjectKind.TICKET and ticket_id == of.id


def seat_name(place: Place) -> str:
    """A place as people name it: "Platea C-12", or the zone of a general place."""
    return f"{place.section} {place.row}-{place.seat}".strip() if place.seat_id is not None else place.zone


def _where(place: Place) -> Iterable[Detail]:
    return (Detail("place", seat_name(place)),)


def _moved(before: Place, after: Place) -> Iterable[Detail]:
    return (Detail("left", seat_name(before)), Detail("place", seat_name(after)))


def _given(name: str, value: Value, **more: Any) -> Iterator[Detail]:
    if value:
        yield Detail(name, value, **more)
