"""The lies of an insider who holds a station's key: each invents an entry, or edits one that HQ does not have yet.

A new lie is one entry of `LIES`. It gets the insider and, when it names a kind, the last unsent entry of that kind; it
returns the fact that is signed in its place, or None when there is nothing to lie about. HQ must open a case with a
claim of that very entry.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import structs

from domain.after_sale.ticket_changes import ChangedTicket
from domain.conflicts.cases import CaseId, Choice, ClaimId, Resolution, ResolutionId
from domain.ids import CashierId, SaleId
from domain.money.money import VES, Money
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan
from sync import facts
from sync.facts import AnyFact, Entry
from tests.world.figure_lies import FIGURE_LIES

if TYPE_CHECKING:
    from tests.world.insider import Insider

_SALE = "sale_recorded/1"
FAR = 10**6
"""Numbers that HQ grants to nobody in a world."""


@dataclass(frozen=True, slots=True)
class Lie:
    """A lie by its name. `edits` is the kind of the entry that it edits; empty when it invents an entry."""

    name: str
    make: Callable[["Insider", Entry | None], AnyFact | None]
    edits: str = ""


def _return_of_another(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """The return of a right of another station, or of an earlier life of this one."""
    granted = insider.grants(own=False)
    return _return_of(insider, *insider.chance.choice(granted)) if granted else None


def _return_of(insider: "Insider", kind: str, grant: object) -> AnyFact:
    match grant:
        case NumberGrant():
            return facts.NumbersReturned(grant.id, grant.first + (grant.last - grant.first) // 2, grant.last)
        case SeatGrant():
            return facts.SeatsReturned(grant.id, grant.seats)
        case PlacesGrant():
            places = insider.chance.randint(1, grant.places)
            return facts.PlacesReturned(grant.id, places, places)
    raise AssertionError(kind)


def _return_of_unknown(insider: "Insider", _entry: Entry | None) -> AnyFact:
    """The return of a right that HQ never granted."""
    return facts.PlacesReturned(GrantId(insider.new_id()), 5, 5)


def _return_beyond(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """The return of more numbers than the block has."""
    own = [grant for _, grant in insider.grants(own=True) if isinstance(grant, NumberGrant)]
    if not own:
        return None
    block = insider.chance.choice(own)
    return facts.NumbersReturned(block.id, block.first, block.last + 1)


def _forged_seats(insider: "Insider", _entry: Entry | None) -> AnyFact:
    """The acceptance of seats without HQ's seal, which may be another station's."""
    performance, _zone = insider.performance_and_zone()
    first = insider.chance.randrange(100)
    grant = SeatGrant(GrantId(insider.new_id()), performance, (SeatSpan(first, first + 5),))
    return facts.SeatsAccepted(grant, "00" * 64)


def _forged_places(insider: "Insider", _entry: Entry | None) -> AnyFact:
    performance, zone = insider.performance_and_zone()
    return facts.PlacesAccepted(PlacesGrant(GrantId(insider.new_id()), performance, zone, 50), "")


def _forged_numbers(insider: "Insider", _entry: Entry | None) -> AnyFact:
    first = FAR + 100 * len(insider.lies)
    grant = NumberGrant(GrantId(insider.new_id()), insider.series, first, first + insider.chance.randrange(1, 99))
    return facts.NumbersAccepted(grant, "00" * 64)


def _hide_a_grant(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """The acceptance of what another station was granted, so that HQ would stop sending it there."""
    others = [grant for _, grant in insider.grants(own=False) if isinstance(grant, SeatGrant)]
    return facts.SeatsAccepted(insider.chance.choice(others), "") if others else None


def _accepted_again(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """The second acceptance of a right, after which its returned seats would be held again."""
    accepted = [body for body in insider.bodies() if isinstance(body, facts.SeatsAccepted)]
    return insider.chance.choice(accepted) if accepted else None


def _withdrawal_of_no_case(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """The withdrawal of a sold ticket for a case that never was, after which its seat is sold again."""
    sold = [body for body in insider.bodies() if isinstance(body, facts.SaleRecorded)]
    if not sold:
        return None
    ticket = insider.chance.choice(insider.chance.choice(sold).sale.tickets)
    return facts.TicketWithdrawn(CaseId(insider.new_id()), ticket, Money.zero(VES))


def _move_of_no_case(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """A ticket that moves to any seat for a case that never was."""
    sold = [body for body in insider.bodies() if isinstance(body, facts.SaleRecorded)]
    if not sold:
        return None
    ticket = insider.chance.choice(insider.chance.choice(sold).sale.tickets)
    moved = replace(ticket, code=insider.new_id().hex[:27])
    return facts.TicketReplaced(CaseId(insider.new_id()), ticket.code, ticket.place, moved)


def _reissue_of_no_code(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """A ticket that gets another code although it never had the one that it is said to lose."""
    sold = [body for body in insider.bodies() if isinstance(body, facts.SaleRecorded)]
    if not sold:
        return None
    sale = insider.chance.choice(sold).sale
    ticket = insider.chance.choice(sale.tickets)
    change = ChangedTicket(insider.new_id().hex[:27], ticket.place, 1, replace(ticket, code=insider.new_id().hex[:27]))
    return facts.TicketReissued(insider.new_id(), sale.id, change, "x")


def _revocation_of_another_sale(insider: "Insider", _entry: Entry | None) -> AnyFact | None:
    """A revocation under a sale that never was, after which the seat of the ticket is sold again."""
    sold = [body for body in insider.bodies() if isinstance(body, facts.SaleRecorded)]
    if not sold:
        return None
    ticket = insider.chance.choice(insider.chance.choice(sold).sale.tickets)
    return facts.TicketRevoked(insider.new_id(), SaleId(insider.new_id()), ticket, 1, "x")


def _settlement_of_no_case(insider: "Insider", _entry: Entry | None) -> AnyFact:
    settles = (ClaimId(insider.new_id()),)
    resolution = Resolution(
        ResolutionId(insider.new_id()), CaseId(insider.new_id()), Choice.STAND, insider.now, None, None, settles
    )
    return facts.ConflictSettled(resolution)


def _second_sale(insider: "Insider", entry: Entry | None) -> AnyFact | None:
    """A sale under the id of an earlier one, so that HQ would drop it."""
    first, last = insider.earlier_sale(entry), _sale_in(entry)
    if first is None or last is None:
        return None
    sale = replace(last.sale, id=first.sale.id)
    return structs.replace(last, sale=sale, document=replace(last.document, sale_id=sale.id))


def _second_document(insider: "Insider", entry: Entry | None) -> AnyFact | None:
    first, last = insider.earlier_sale(entry), _sale_in(entry)
    if first is None or last is None:
        return None
    document = replace(last.document, id=first.document.id)
    return structs.replace(last, document=document)


def _second_ticket(insider: "Insider", entry: Entry | None) -> AnyFact | None:
    first, last = insider.earlier_sale(entry), _sale_in(entry)
    if first is None or last is None:
        return None
    head, *rest = last.sale.tickets
    sale = replace(last.sale, tickets=(replace(head, id=first.sale.tickets[0].id), *rest))
    return structs.replace(last, sale=sale)


def _seat_of_nobody(insider: "Insider", entry: Entry | None) -> AnyFact | None:
    """A sale of a seat that the station does not hold."""
    last = _sale_in(entry)
    seated = [t for t in last.sale.tickets if t.place.seat_id is not None] if last else []
    if last is None or not seated:
        return None
    foreign = insider.seat_not_held(seated[0].place.performance_id)
    moved = replace(seated[0], place=replace(seated[0].place, seat_id=foreign))
    tickets = tuple(moved if ticket.id == moved.id else ticket for ticket in last.sale.tickets)
    sale = replace(last.sale, tickets=tickets)
    return structs.replace(last, sale=sale)


def _other_figures(
    change: Callable[[facts.SaleRecorded], facts.SaleRecorded | None],
) -> Callable[..., AnyFact | None]:
    """A lie about the figures of a sale."""

    def make(_insider: "Insider", entry: Entry | None) -> AnyFact | None:
        last = _sale_in(entry)
        return change(last) if last is not None else None

    return make


def _half_price(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    head, *rest = fact.sale.tickets
    price = replace(head.price, amount=Money(head.price.amount.minor // 2, head.price.amount.currency))
    return structs.replace(fact, sale=replace(fact.sale, tickets=(replace(head, price=price), *rest)))


def _half_total(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    total = Money(fact.document.total.minor // 2, fact.document.total.currency)
    return structs.replace(fact, document=replace(fact.document, total=total))


def _without_tax(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    return structs.replace(fact, document=replace(fact.document, taxes=()))


def _unpaid(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    return structs.replace(fact, sale=replace(fact.sale, payments=()))


def _by_nobody(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    return structs.replace(fact, sale=replace(fact.sale, cashier_id=CashierId(UUID(int=5))))


def _without_catalogue(fact: facts.SaleRecorded) -> facts.SaleRecorded:
    return structs.replace(fact, catalogue=0)


def _sale_in(entry: Entry | None) -> facts.SaleRecorded | None:
    return entry.body if entry is not None and isinstance(entry.body, facts.SaleRecorded) else None


LIES: list[Lie] = [
    Lie("returns another's right", _return_of_another),
    Lie("returns what was never granted", _return_of_unknown),
    Lie("returns numbers beyond its block", _return_beyond),
    Lie("accepts seats without a seal", _forged_seats),
    Lie("accepts places without a seal", _forged_places),
    Lie("accepts numbers without a seal", _forged_numbers),
    Lie("accepts another's seats", _hide_a_grant),
    Lie("accepts a right again", _accepted_again),
    Lie("withdraws a ticket for no case", _withdrawal_of_no_case),
    Lie("moves a ticket for no case", _move_of_no_case),
    Lie("reissues a code that a ticket never had", _reissue_of_no_code),
    Lie("revokes a ticket of no sale", _revocation_of_another_sale),
    Lie("settles no case", _settlement_of_no_case),
    Lie("repeats the id of a sale", _second_sale, _SALE),
    Lie("repeats the id of a document", _second_document, _SALE),
    Lie("repeats the id of a ticket", _second_ticket, _SALE),
    Lie("sells a seat that it does not hold", _seat_of_nobody, _SALE),
    Lie("charges half of a price", _other_figures(_half_price), _SALE),
    Lie("documents half of a total", _other_figures(_half_total), _SALE),
    Lie("leaves the taxes out", _other_figures(_without_tax), _SALE),
    Lie("sells without payment", _other_figures(_unpaid), _SALE),
    Lie("sells as a person whom nobody knows", _other_figures(_by_nobody), _SALE),
    Lie("cites no catalogue", _other_figures(_without_catalogue), _SALE),
    *(Lie(name, _other_figures(lying), _SALE) for name, lying in FIGURE_LIES.items()),
]


EDITS: dict[str, str] = {
    "the total of a sale": "UPDATE fiscal_document SET total = total - 100",
    "a sale is gone": "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE kind = 'sale_recorded/1')",
    "an amount in the journal": "UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), 'cash', 'card') AS BLOB)"
    " WHERE seq = (SELECT max(seq) FROM journal WHERE kind = 'sale_recorded/1')",
    "a seat is free again": "DELETE FROM sold_seat",
    "more numbers": "UPDATE number_block SET last = last + 100",
    "more places": "UPDATE allotment SET granted = granted + 100",
    "cash that was never there": "UPDATE shift_float SET amount = amount + 1000",
}
"""What somebody without the key may change in an open store, as SQL: nothing that is signed again."""
