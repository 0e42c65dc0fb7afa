"""Tickets after the sale without money: reissue, move, holders, and the end of a code; each in one transaction."""

from dataclasses import dataclass, replace
from itertools import zip_longest

from domain.after_sale.holders import Holder, HolderChange
from domain.after_sale.refunds import NoTicketChosen, RefundableTicket, SoldInvoice
from domain.after_sale.ticket_changes import (
    ChangedTicket,
    NoSeatToLeave,
    OtherPrice,
    OtherZone,
    TicketNotLive,
    WrongSeatCount,
    check_time,
)
from domain.catalogue.pricing import price
from domain.catalogue.seats import SeatNotFree, SeatState
from domain.ids import JobId, SaleId, SeatId, TicketId
from domain.people.staff import Cashier, Permission
from domain.sale.sale import Place, Ticket
from domain.till.shifts import check_reason
from pos_app.services.after_sale.refunds import refundable_in
from pos_app.services.people.registered import check_registered
from pos_app.services.selling.choosing import state_of
from pos_app.services.selling.type_prices import type_named
from pos_app.services.till import clock_guard
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales import print_jobs, sales
from pos_app.storage.sales.print_jobs import JobKind, new_job
from pos_app.storage.store import fences
from sync import journal
from sync.facts import HolderChanged, TicketReissued, TicketRevoked
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Reissue:
    """Tickets to reissue for a reason; `seats` is empty, or has for each ticket another seat of its zone and price."""

    sale_id: SaleId
    tickets: tuple[TicketId, ...]
    reason: str
    seats: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class Revocation:
    """Tickets whose codes end for a reason."""

    sale_id: SaleId
    tickets: tuple[TicketId, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Handover:
    """Tickets of a sale that get another holder (`domain.after_sale.holders.parse_holder` makes one)."""

    sale_id: SaleId
    tickets: tuple[TicketId, ...]
    how: HolderChange
    holder: Holder
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """The tickets as they are now, and the jobs that print them in their order; none when no code changed."""

    tickets: tuple[Ticket, ...]
    jobs: tuple[JobId, ...] = ()


def reissue(station: Station, cashier: Cashier, request: Reissue, approved_by: Cashier | None = None) -> Changed:
    """Give tickets new codes, and other seats if some are asked for; the old codes admit nobody from now on.

    Raises NotAllowed without a supervisor, ReasonMissing, NoTicketChosen, WrongSeatCount, UnknownSale, EarlierCopy,
    TicketNotLive, PerformanceBegan, NoSeatToLeave, OtherZone, OtherPrice, SeatNotFree, NotForSale, ClockMovedBack,
    StoreFenced, AnotherLife and StoppedByHq.
    """
    (approved_by or cashier).must(Permission.REISSUE)
    reason = check_reason(request.reason)
    approver = approved_by.id if approved_by else None
    if request.seats and len(request.seats) != len(request.tickets):
        raise WrongSeatCount(len(request.tickets), len(request.seats))
    changes: list[ChangedTicket] = []
    jobs: list[JobId] = []
    with station.database.write() as tx:
        chosen = _chosen(tx, station, request.sale_id, request.tickets)
        for present, seat_id in zip_longest(chosen, request.seats):
            change = _recoded(station, present, _moved(tx, station, present.now, seat_id))
            fact = TicketReissued(station.ids.new(), request.sale_id, change, reason, approver)
            jobs += _record(tx, station, cashier, fact, papers=1)
            changes.append(change)
    station.wake()
    return Changed(tuple(change.ticket for change in changes), tuple(jobs))


def change_holder(station: Station, cashier: Cashier, request: Handover) -> Changed:
    """Give tickets another holder. A transfer and a gift give each a new code; naming the holder leaves the code.

    Raises NotAllowed, NoTicketChosen, NoSuchCustomer, and as `reissue` does.
    """
    cashier.must(Permission.TRANSFER)
    keeps_code = request.how is HolderChange.NAMED
    with station.database.write() as tx:
        check_registered(tx, station, request.holder)
        changes = tuple(
            ChangedTicket(one.now.code, one.now.place, one.epoch, one.now)
            if keeps_code
            else _recoded(station, one, one.now.place)
            for one in _chosen(tx, station, request.sale_id, request.tickets)
        )
        fact = HolderChanged(
            station.ids.new(), request.sale_id, request.how, request.holder, changes, request.reason.strip()
        )  # fmt: skip
        jobs = _record(tx, station, cashier, fact, papers=0 if keeps_code else len(changes))
        sales.index_name(tx, request.holder.name)
    station.wake()
    return Changed(tuple(change.ticket for change in changes), jobs)


def revoke(station: Station, cashier: Cashier, request: Revocation, approved_by: Cashier | None = None) -> Changed:
    """End the codes of tickets for a reason, without money; their places can be sold again, and nothing is refunded.

    Returns the tickets as they ended. Raises NotAllowed without a supervisor, ReasonMissing, NoTicketChosen,
    UnknownSale, EarlierCopy, TicketNotLive, ClockMovedBack, StoreFenced, AnotherLife and StoppedByHq.
    """
    (approved_by or cashier).must(Permission.REVOKE)
    reason, approver = check_reason(request.reason), approved_by.id if approved_by else None
    with station.database.write() as tx:
        chosen = _chosen(tx, station, request.sale_id, request.tickets, only_before_start=False)
        for present in chosen:
            fact = TicketRevoked(
                station.ids.new(), request.sale_id, present.now, present.epoch, reason, approver
            )  # fmt: skip
            _record(tx, station, cashier, fact, papers=0)
    station.wake()
    return Changed(tuple(present.now for present in chosen))


def _chosen(
    tx: Tx, station: Station, sale_id: SaleId, tickets: tuple[TicketId, ...], *, only_before_start: bool = True
) -> tuple[RefundableTicket, ...]:
    """The chosen tickets as they are, which must be live, and before the start unless a code only ends."""
    fences.refuse_stopped(tx, station.author.epoch)
    now = clock_guard.fiscal_now(tx, station)
    offered = refundable_in(tx, station, sale_id)
    present = {one.sold.id: one for one in offered.tickets}
    if not tickets:
        raise NoTicketChosen
    for ticket_id in tickets:
        one = present.get(ticket_id)
        if one is None or one.is_withdrawn:
            raise TicketNotLive(_code(offered.sold, ticket_id))
        place = one.now.place
        if only_before_start:
            starts_at = catalog.starts_at(tx, station.tenant_id, place.performance_id) or place.starts_at
            check_time(place, starts_at, now)
    return tuple(present[ticket_id] for ticket_id in dict.fromkeys(tickets))


def _recoded(station: Station, present: RefundableTicket, place: Place) -> ChangedTicket:
    now = present.now
    return ChangedTicket(
        now.code, now.place, present.epoch, replace(now, code=station.ids.ticket_code(), place=place)
    )  # fmt: skip


def _moved(tx: Tx, station: Station, ticket: Ticket, seat_id: SeatId | None) -> Place:
    """The place of a ticket after a move to a free seat of the same zone and price; its own without a seat.

    A ticket of a performance that was moved to another date gets the new date.
    """
    starts_at = catalog.starts_at(tx, station.tenant_id, ticket.place.performance_id)
    before = replace(ticket.place, starts_at=starts_at or ticket.place.starts_at)
    if seat_id is None:
        return before
    if before.seat_id is None:
        raise NoSeatToLeave(before.zone)
    offering = station.catalogue.offering(tx, before.performance_id)
    plan, zone = station.catalogue.plan_seats(tx, offering.venue.id), offering.zone(before.zone_id)
    if not 0 <= seat_id < len(plan) or plan.section_no[seat_id] not in zone.section_nos:
        raise OtherZone(before.zone)
    seat, name = plan.seat(seat_id), f"{plan.row[seat_id]}-{plan.number[seat_id]}"
    state = state_of(tx, station, before.performance_id, seat)
    if state is not SeatState.FREE:
        raise SeatNotFree(name, state)
    ticket_type = type_named(offering.ticket_types, ticket.ticket_type)
    # The price of both seats as the catalogue has them, without the price stage, which is the same in the whole zone.
    of_both = {price(zone, ticket_type, one, None).amount for one in (plan.seat(before.seat_id), seat)}
    if len(of_both) > 1:
        raise OtherPrice(name)
    section = next(section.name for section in offering.venue.sections if section.no == seat.section_no)
    return replace(before, seat_id=seat.id, section=section, row=seat.row, seat=seat.number)


def _record(
    tx: Tx, station: Station, cashier: Cashier, fact: TicketReissued | HolderChanged | TicketRevoked, papers: int
) -> tuple[JobId, ...]:
    """Append the fact, and queue the paper of the tickets that got other codes."""
    at = station.clock.now()
    journal.append(tx, station.author, fact, at=at, actor=cashier.id)
    if not papers:
        return ()
    job = new_job(station.ids.new(), JobKind.REISSUED, fact.id, at, papers=papers)
    print_jobs.add(tx, job)
    return (job.id,)


def _code(sold: SoldInvoice, ticket_id: TicketId) -> str:
    return next((ticket.code for ticket in sold.sale.tickets if ticket.id == ticket_id), str(ticket_id))
