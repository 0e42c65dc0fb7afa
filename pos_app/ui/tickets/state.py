"""The state of the screen of tickets, and the steps from what is marked and typed to a change."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.after_sale.holders import BadHolder, Holder, parse_holder
from domain.after_sale.refunds import NoTicketChosen, Terms
from domain.after_sale.ticket_changes import NoSuchSeat, OtherPrice, OtherZone, WrongSeatCount
from domain.catalogue.seats import SeatNotFree
from domain.ids import CustomerId, JobId, SeatId, TicketId
from domain.people.same_customer import Person
from domain.people.staff import Cashier
from domain.till.shifts import BadReason, ReasonMissing, check_reason
from domain.typed_text import plain
from pos_app.services.after_sale import tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.tickets import Changed, Handover, Reissue, Revocation
from pos_app.services.after_sale.tickets_of_sale import TicketNow, TicketsOfSale
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.done.paper_watch import PaperState
from pos_app.ui.tickets.acts import ACTS, Act
from pos_app.ui.tickets.holder_entry import TypedHolder


@dataclass(frozen=True, slots=True)
class Focus:
    """The field to focus: "tickets", "seats", "name", "email", "phone" or "reason". Each new object sets it again."""

    field: str = "tickets"


@dataclass(frozen=True, slots=True)
class TypedChange:
    """The act that was chosen, and what was marked and typed for it. `person_id` is a customer of the registry."""

    act: Act | None = None
    marked: tuple[TicketId, ...] = ()
    reason: str = ""
    seats: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    person_id: CustomerId | None = None

    @property
    def holder(self) -> TypedHolder:
        """Who gets the tickets."""
        return TypedHolder(self.name, self.email, self.phone, self.person_id)


UNTYPED = TypedChange()


@dataclass(frozen=True, slots=True)
class TicketsState(PaperState):
    """What the screen shows. `read` is the sale with its tickets; None until it is read.

    `matches` are the customers of the registry who have what is typed. `jobs` print the last change; the first of them
    is followed.
    """

    read: TicketsOfSale | None = None
    typed: TypedChange = UNTYPED
    waited: bool = False
    matches: tuple[Person, ...] = ()
    focus: Focus | None = None
    to_mend: str = ""
    jobs: tuple[JobId, ...] = ()

    @property
    def job_id(self) -> JobId | None:
        """The job that is followed."""
        return self.jobs[0] if self.jobs else None

    @property
    def live(self) -> tuple[TicketNow, ...]:
        """The tickets that can be changed."""
        return () if self.read is None else self.read.live

    @property
    def marked(self) -> tuple[TicketNow, ...]:
        """The marked tickets in the order of the sale."""
        return tuple(ticket for ticket in self.live if ticket.sold.id in self.typed.marked)

    @property
    def all_marked(self) -> bool:
        """Whether every ticket that can be changed is marked."""
        return bool(self.live) and len(self.marked) == len(self.live)


def frequent_reason(name: str) -> str:
    """The text that is recorded for a frequent reason: Spanish in every language, so that reports count it as one."""
    return wording.catalogue(wording.LANGUAGES[0], "tickets")[f"reason.{name}"]


def usual_reason(act: Act) -> str:
    """The reason that an act begins with; empty for an act that asks for none."""
    reasons = ACTS[act].reasons
    return frequent_reason(reasons[0]) if reasons else ""


Work = Callable[[Station, Cashier, Cashier], Changed]
"""A change, done by a cashier and approved by a supervisor or by the same cashier."""


def work_of(state: TicketsState, seats: tuple[SeatId, ...]) -> Work:
    """The change that was typed, checked so far as no store is needed, so that no supervisor is asked in vain.

    Raises NoTicketChosen, ReasonMissing, BadReason, BadHolder or WrongSeatCount.
    """
    typed, read = state.typed, state.read
    assert read is not None
    assert typed.act is not None
    chosen, sale_id = tuple(ticket.sold.id for ticket in state.marked), read.sold.sale.id
    if not chosen:
        raise NoTicketChosen
    how = ACTS[typed.act].how
    if how is not None:
        return partial(_hand_over, Handover(sale_id, chosen, how, holder_of(typed)))
    reason = check_reason(plain(typed.reason))
    if typed.act is Act.REVOKE:
        return partial(_revoke, Revocation(sale_id, chosen, reason))
    if typed.act is Act.MOVE and len(seats) != len(chosen):
        raise WrongSeatCount(len(chosen), len(seats))
    return partial(_reissue, Reissue(sale_id, chosen, reason, seats))


def exchange_of(state: TicketsState) -> RefundRequest:
    """The tickets that are exchanged: all that was paid for them counts.

    Raises NoTicketChosen, ReasonMissing and BadReason.
    """
    assert state.read is not None
    chosen = tuple(ticket.sold.id for ticket in state.marked)
    if not chosen:
        raise NoTicketChosen
    reason = check_reason(plain(state.typed.reason))
    return RefundRequest(state.read.sold.sale.id, chosen, "cash_ves", reason, Terms(with_fee=True))


def holder_of(typed: TypedChange) -> Holder:
    """The holder as typed. Raises BadHolder."""
    return parse_holder(typed.name, typed.email, typed.phone, typed.person_id)


def _hand_over(request: Handover, station: Station, cashier: Cashier, _: Cashier) -> Changed:
    return tickets.change_holder(station, cashier, request)


def _revoke(request: Revocation, station: Station, cashier: Cashier, supervisor: Cashier) -> Changed:
    return tickets.revoke(station, cashier, request, supervisor)


def _reissue(request: Reissue, station: Station, cashier: Cashier, supervisor: Cashier) -> Changed:
    return tickets.reissue(station, cashier, request, supervisor)


def field_of(error: Exception) -> str:
    """The field that a refusal asks to correct; the tickets for every other one."""
    match error:
        case BadHolder():
            return str(error.part)
        case ReasonMissing() | BadReason():
            return "reason"
        case NoSuchSeat() | WrongSeatCount() | SeatNotFree() | OtherZone() | OtherPrice():
            return "seats"
    return "tickets"
