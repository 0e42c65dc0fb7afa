"""What each fact is about: the one interface by which facts join the timelines of tickets, documents and the others.

A new kind of fact registers here (a test fails for one that does not). Its entries are then in the timelines of its
subjects at the station and at HQ, with the words of `timeline.toml`.
"""

from collections.abc import Iterator
from functools import singledispatch
from operator import attrgetter
from typing import Final

from sqlalchemy import BigInteger, Integer

from domain.conflicts.cases import CaseId
from domain.ids import TicketId
from domain.payments.tenders import Payment
from domain.rights import GrantId
from domain.sale.sale import Place, Sale
from domain.timeline.subjects import Subject, SubjectKind
from sync.facts.conflicts import ConflictSettled, TicketReplaced, TicketWithdrawn
from sync.facts.customers import CustomerEdited, CustomerErased, CustomersLinked
from sync.facts.documents import DocumentReprinted, PaperSettled
from sync.facts.fact import Fact, Header
from sync.facts.forms import FormReplaced, FormsSpoiled
from sync.facts.gifts import OrganiserGiftMade
from sync.facts.hand_overs import HandOverAccepted, RightsHandedOver
from sync.facts.holds import HoldEnded, HoldExtended, HoldMade
from sync.facts.rates import RateEntered
from sync.facts.refund_rights import RefundRightAccepted, RefundRightReturned
from sync.facts.refunds import TicketsRefunded
from sync.facts.rights import (
    NumbersAccepted,
    NumbersReturned,
    PlacesAccepted,
    PlacesReturned,
    SeatsAccepted,
    SeatsReturned,
    TurnsAccepted,
    TurnsReturned,
)
from sync.facts.sales import CartVoided, SaleRecorded
from sync.facts.shifts import (
    CashMoved,
    ExpectedShown,
    ReportTaken,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
    TillExceeded,
)
from sync.facts.store import (
    ApprovalTried,
    BackupMade,
    CatalogueRepaired,
    ClockAccepted,
    EpochOpened,
    RestoreDetected,
    SetupLoaded,
    SignInTried,
    StoreAccepted,
)
from sync.facts.suspensions import PerformanceSuspended
from sync.facts.tickets import HolderChanged, TicketReissued, TicketRevoked
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx

fact_subject = shared_table(
    "fact_subject", key("subject_id"), key("part", Integer), key("station_id"), key("position", BigInteger)
)  # fmt: skip
"""The entries about a subject. A sale has no row: its own rows lead to it, and a sale must stay quick.

`part` is that of `domain.timeline.subjects.Subject`, -1 for a subject that is no part of another one.
"""

Subjects = tuple[Subject, ...]


@singledispatch
def subjects_of(_fact: Fact) -> Subjects:
    """What a fact is about. `declares_subjects` is false for a kind of fact that is not registered below."""
    return ()


OF_THE_STATION: Final = (
    ApprovalTried, BackupMade, CatalogueRepaired, ClockAccepted, EpochOpened, FormsSpoiled, NumbersReturned,
    RateEntered, RestoreDetected, SetupLoaded, SignInTried, StoreAccepted,
)  # fmt: skip
"""Facts about the station or its staff as a whole, which are in no timeline of a ticket, a document or a drawer."""


def _of_the_station(_fact: Fact) -> Subjects:
    return ()


for _kind in OF_THE_STATION:
    subjects_of.register(_kind, _of_the_station)


def declares_subjects(kind: type[Fact]) -> bool:
    """Whether a kind of fact declares what it is about, also that it is about nothing but its station."""
    return subjects_of.dispatch(kind) is not subjects_of.dispatch(object)


def record_subjects(tx: Tx, entry: Header, fact: Fact) -> None:
    """Write what an entry is about."""
    if isinstance(fact, SaleRecorded):
        return
    tx.insert(fact_subject, [
        {
            "tenant_id": entry.tenant, "subject_id": subject.id, "part": subject.part, "station_id": entry.station,
            "position": entry.position,
        }
        for subject in dict.fromkeys(subjects_of(fact))
    ])  # fmt: skip


@subjects_of.register
def _(fact: PerformanceSuspended) -> Subjects:
    return (Subject(SubjectKind.PERFORMANCE, fact.suspension.performance_id),)


@subjects_of.register
def _(fact: SaleRecorded) -> Subjects:
    sale = fact.sale
    return (
        *(_ticket(ticket.id) for ticket in sale.tickets),
        Subject(SubjectKind.DOCUMENT, fact.document.id),
        *payments_of(sale),
        *([Subject(SubjectKind.CUSTOMER, fact.customer_id)] if fact.customer_id else []),
        *(seat for ticket in sale.tickets for seat in _seat(ticket.place)),
        Subject(SubjectKind.SHIFT, sale.shift_id),
        Subject(SubjectKind.SALE, sale.id),
    )


def payments_of(sale: Sale) -> tuple[Subject, ...]:
    """The payments of a sale. Their numbers are those of `numbered_payments`."""
    return tuple(Subject(SubjectKind.PAYMENT, sale.id, i) for i in range(len(sale.payments)))


def numbered_payments(sale: Sale) -> tuple[Payment, ...]:
    """The payments of a sale in the order of their ids, which rows have too."""
    return tuple(sorted(sale.payments, key=attrgetter("id")))


@subjects_of.register
def _(fact: TicketsRefunded) -> Subjects:
    made = fact.refund
    holder = fact.paid_to.person_id if fact.paid_to else None
    return (
        *(_ticket(ticket.id) for ticket in made.tickets),
        Subject(SubjectKind.DOCUMENT, fact.document.id),
        Subject(SubjectKind.DOCUMENT, made.invoice.id),
        *([Subject(SubjectKind.CUSTOMER, holder)] if holder else []),
        *(seat for ticket in made.tickets for seat in _seat(ticket.place)),
        Subject(SubjectKind.SHIFT, made.shift_id),
        Subject(SubjectKind.SALE, made.sale_id),
    )


@subjects_of.register
def _(fact: RefundRightAccepted) -> Subjects:
    sold = fact.grant.sold
    return (
        *(_ticket(ticket.sold.id) for ticket in fact.grant.tickets),
        Subject(SubjectKind.DOCUMENT, sold.invoice.id),
        _grant(fact.grant.id),
        Subject(SubjectKind.SALE, sold.sale.id),
    )


@subjects_of.register
def _(fact: RefundRightReturned) -> Subjects:
    grant = (_grant(fact.grant_id),) if fact.grant_id else ()
    return (*grant, Subject(SubjectKind.SALE, fact.sale_id))


@subjects_of.register
def _(fact: TicketReissued) -> Subjects:
    change = fact.change
    seats = dict.fromkeys((*_seat(change.before), *_seat(change.ticket.place)))
    return (_ticket(change.ticket.id), *seats, Subject(SubjectKind.SALE, fact.sale_id))


@subjects_of.register
def _(fact: HolderChanged) -> Subjects:
    person = fact.holder.person_id
    return (
        *(_ticket(change.ticket.id) for change in fact.changes),
        *([Subject(SubjectKind.CUSTOMER, person)] if person else []),
        Subject(SubjectKind.SALE, fact.sale_id),
    )


@subjects_of.register
def _(fact: TicketRevoked) -> Subjects:
    return (_ticket(fact.ticket.id), *_seat(fact.ticket.place), Subject(SubjectKind.SALE, fact.sale_id))


@subjects_of.register
def _(fact: OrganiserGiftMade) -> Subjects:
    gift = fact.gift
    person = gift.holder.person_id if gift.holder else None
    return (
        *(_ticket(ticket.id) for ticket in gift.tickets),
        *([Subject(SubjectKind.CUSTOMER, person)] if person else []),
        *(seat for ticket in gift.tickets for seat in _seat(ticket.place)),
        Subject(SubjectKind.SHIFT, gift.shift_id),
    )


@subjects_of.register
def _(fact: TicketReplaced) -> Subjects:
    return (_ticket(fact.ticket.id), *_seat(fact.before), *_seat(fact.ticket.place), _case(fact.case_id))


@subjects_of.register
def _(fact: TicketWithdrawn) -> Subjects:
    return (_ticket(fact.ticket.id), *_seat(fact.ticket.place), _case(fact.case_id))


@subjects_of.register
def _(fact: ConflictSettled) -> Subjects:
    return (_case(fact.resolution.case_id),)


@subjects_of.register(DocumentReprinted)
@subjects_of.register(FormReplaced)
@subjects_of.register(PaperSettled)
def _(fact: DocumentReprinted | FormReplaced | PaperSettled) -> Subjects:
    return (Subject(SubjectKind.DOCUMENT, fact.document_id),)


@subjects_of.register
def _(fact: ShiftOpened) -> Subjects:
    return (Subject(SubjectKind.SHIFT, fact.shift.id),)


@subjects_of.register(CartVoided)
@subjects_of.register(CashMoved)
@subjects_of.register(ExpectedShown)
@subjects_of.register(ShiftClosed)
@subjects_of.register(ShiftCounted)
@subjects_of.register(TillExceeded)
def _(fact: CartVoided | CashMoved | ExpectedShown | ShiftClosed | ShiftCounted | TillExceeded) -> Subjects:
    return (Subject(SubjectKind.SHIFT, fact.shift_id),)


@subjects_of.register
def _(fact: ReportTaken) -> Subjects:
    return (Subject(SubjectKind.REPORT, fact.report.id),)


@subjects_of.register
def _(fact: CustomerEdited) -> Subjects:
    return (Subject(SubjectKind.CUSTOMER, fact.customer_id),)


@subjects_of.register
def _(fact: CustomersLinked) -> Subjects:
    return (Subject(SubjectKind.CUSTOMER, fact.customer_id), Subject(SubjectKind.CUSTOMER, fact.other_id))


@subjects_of.register
def _(fact: CustomerErased) -> Subjects:
    return tuple(Subject(SubjectKind.CUSTOMER, customer_id) for customer_id in fact.customer_ids)


@subjects_of.register(PlacesAccepted)
@subjects_of.register(SeatsAccepted)
@subjects_of.register(TurnsAccepted)
def _(fact: PlacesAccepted | SeatsAccepted | TurnsAccepted) -> Subjects:
    # The performance and not each seat: a lease has thousands of them. `sync.timeline.leases` reads which it covers.
    return (_grant(fact.grant.id), Subject(SubjectKind.PERFORMANCE, fact.grant.performance_id))


@subjects_of.register
def _(fact: HoldMade) -> Subjects:
    made = fact.hold
    seats = [(line.performance_id, line.seat_id) for line in made.lines if line.seat_id is not None]
    customer = made.held_for.customer_id
    return (
        Subject(SubjectKind.HOLD, made.id),
        *(Subject(SubjectKind.SEAT, performance_id, seat) for performance_id, seat in seats),
        *([Subject(SubjectKind.CUSTOMER, customer)] if customer else []),
    )


@subjects_of.register(HoldExtended)
@subjects_of.register(HoldEnded)
def _(fact: HoldExtended | HoldEnded) -> Subjects:
    return (Subject(SubjectKind.HOLD, fact.hold_id),)


@subjects_of.register
def _(fact: NumbersAccepted) -> Subjects:
    return (_grant(fact.grant.id),)


@subjects_of.register(PlacesReturned)
@subjects_of.register(SeatsReturned)
@subjects_of.register(TurnsReturned)
def _(fact: PlacesReturned | SeatsReturned | TurnsReturned) -> Subjects:
    return (_grant(fact.grant_id),)


@subjects_of.register
def _(fact: RightsHandedOver) -> Subjects:
    return tuple(_grant(grant.id) for moved in fact.moved for grant in moved)


@subjects_of.register
def _(fact: HandOverAccepted) -> Subjects:
    given = [part for _, part in fact.read().body.moved]
    shows = dict.fromkeys(part.performance_id for part in given)
    grants = (_grant(part.id) for part in given)
    return (*grants, *(Subject(SubjectKind.PERFORMANCE, show) for show in shows))


def _ticket(ticket_id: TicketId) -> Subject:
    return Subject(SubjectKind.TICKET, ticket_id)


def _case(case_id: CaseId) -> Subject:
    return Subject(SubjectKind.CASE, case_id)


def _grant(grant_id: GrantId) -> Subject:
    return Subject(SubjectKind.GRANT, grant_id)


def _seat(place: Place) -> Iterator[Subject]:
    if place.seat_id is not None:
        yield Subject(SubjectKind.SEAT, place.performance_id, place.seat_id)
