"""Holds at the counter: made from a cart, extended, released, sold from, and ended when their time is over.

Each act is one transaction with its fact. `end_due` is what ends a hold in time: the station calls it while it runs,
so that a place is held on every screen or free on every screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.ids import CartId, HoldId, JobId, PerformanceId, SeatId
from domain.people.staff import Cashier, NotOnStaff, Permission
from domain.sale import holds as rules
from domain.sale.cart import Cart, CartSold, EmptyCart
from domain.sale.hold_slip import HoldSlip
from domain.sale.holds import (
    CartBegun,
    Held,
    Hold,
    HoldEnd,
    HoldInCart,
    HoldIsOver,
    check_held_for,
    check_time,
    has_any,
    must_release,
    permission_for,
)
from domain.till.shifts import check_reason
from pos_app.services.documents.hold_slips import slip_of
from pos_app.services.selling import choosing
from pos_app.services.selling.carts import ends_at
from pos_app.services.till import clock_guard
from pos_app.station import Station
from pos_app.storage.sales import holds as stored
from pos_app.storage.sales import kept_carts, print_jobs, sales
from pos_app.storage.sales.holds import StandingHold
from pos_app.storage.sales.print_jobs import JobKind, new_job
from pos_app.storage.store import fences
from sync import journal
from sync.facts import HoldEnded, HoldExtended, HoldFact, HoldMade
from sync.tables.transaction import Tx

EXTENSION = timedelta(minutes=30)
"""What one key adds."""


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """For whom the places of a cart are held, and until when."""

    held_for: Held
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ListedHold:
    """A standing hold as the list shows it. One that is in a cart can neither be released nor taken again."""

    standing: StandingHold
    slip: HoldSlip
    is_in_cart: bool


@dataclass(frozen=True, slots=True)
class MadeHold:
    """A hold and the job that prints its slip."""

    hold: Hold
    job_id: JobId


def make(
    station: Station, cashier: Cashier, cart: Cart, request: HoldRequest, approved_by: Cashier | None = None
) -> MadeHold:
    """Hold the places of a cart. The cart ends; a hold that it was taken from is replaced by the new one.

    Raises NotAllowed for a hold of the house without a supervisor, NobodyNamed, BadHoldText, BadHoldTime, EmptyCart,
    CartSold, StoreFenced, AnotherLife, StoppedByHq, NotOnStaff, and what `choosing.priced` raises.
    """
    held_for = replace(request.held_for, customer=cart.customer, customer_id=cart.customer_id)
    (approved_by or cashier).must(permission_for(held_for.purpose))
    check_held_for(held_for)
    with station.database.write() as tx:
        at = _may_act(tx, station, cashier)
        if sales.is_sold(tx, station.tenant_id, cart.id):
            raise CartSold
        if not cart.lines:
            raise EmptyCart
        choosing.priced(tx, station, cart, at)
        check_time(request.expires_at, at, _starts(tx, station, (line.performance_id for line in cart.lines)))
        if cart.hold_id is not None and stored.find_standing(tx, station.holder, cart.hold_id):
            _append(tx, station, cashier, HoldEnded(cart.hold_id, HoldEnd.REPLACED), at)
        number = stored.next_number(tx, station.holder)
        hold = Hold(HoldId(station.ids.new()), number, cart.lines, held_for, request.expires_at)
        _append(tx, station, cashier, HoldMade(hold, approved_by.id if approved_by else None), at)
        kept_carts.delete_cart(tx, cart.id)
        job_id = _queue_slip(tx, station, hold.id)
    station.wake()
    return MadeHold(hold, job_id)


def latest_end(station: Station, cart: Cart) -> datetime:
    """The start of the first performance of a cart: no hold of its places lasts longer. Raises EmptyCart."""
    with station.database.read() as tx:
        starts = _starts(tx, station, (line.performance_id for line in cart.lines))
    if not starts:
        raise EmptyCart
    return min(starts)


def standing(station: Station) -> tuple[StandingHold, ...]:
    """The holds that stand, the one that ends first before the others."""
    with station.database.read() as tx:
        return stored.standing(tx, station.holder)


def listed(station: Station) -> tuple[ListedHold, ...]:
    """The holds that stand with their places in words, the one that ends first before the others."""
    with station.database.read() as tx:
        in_carts = {cart.hold_id for cart in kept_carts.all_carts(tx)}
        return tuple(
            ListedHold(one, slip_of(tx, station, one), is_in_cart=one.hold.id in in_carts)
            for one in stored.standing(tx, station.holder)
        )


def extend(station: Station, cashier: Cashier, hold_id: HoldId, by: timedelta = EXTENSION) -> datetime:
    """Give a hold more time, at most until its first performance starts, and return its new end.

    Raises NotAllowed, HoldIsOver, BadHoldTime, StoreFenced, AnotherLife, StoppedByHq and NotOnStaff.
    """
    cashier.must(Permission.HOLD)
    with station.database.write() as tx:
        at = _may_act(tx, station, cashier)
        hold = _must_stand(tx, station, hold_id).hold
        until = rules.extended(hold, by, at, _starts(tx, station, (line.performance_id for line in hold.lines)))
        _append(tx, station, cashier, HoldExtended(hold_id, until), at)
    station.wake()
    return until


def release(
    station: Station, cashier: Cashier, hold_id: HoldId, reason: str, approved_by: Cashier | None = None
) -> None:
    """End a hold for a reason; its places can be sold. Whoever made it may, and others with a supervisor.

    Raises NotAllowed, ReasonMissing, BadReason, HoldIsOver, HoldInCart, StoreFenced, AnotherLife, StoppedByHq and
    NotOnStaff.
    """
    reason = check_reason(reason)
    with station.database.write() as tx:
        at = _may_act(tx, station, cashier)
        one = _must_stand(tx, station, hold_id)
        must_release(cashier, one.made_by, approved_by)
        _refuse_in_cart(tx, one.hold)
        approver = approved_by.id if approved_by else None
        _append(tx, station, cashier, HoldEnded(hold_id, HoldEnd.RELEASED, reason, approved_by=approver), at)
    station.wake()


def take_into_cart(station: Station, cashier: Cashier, hold_id: HoldId) -> Cart:
    """A cart with the places of a hold, kept for this cashier. The hold stands until the cart is sold.

    While it is in the cart, the hold does not expire. Raises NotAllowed, HoldIsOver, HoldInCart and CartBegun.
    """
    cashier.must(Permission.SELL)
    with station.database.write() as tx:
        at = clock_guard.document_time(tx, station)
        hold = _must_stand(tx, station, hold_id).hold
        if hold.expires_at <= at:
            raise HoldIsOver(hold.number)
        _refuse_in_cart(tx, hold)
        begun = kept_carts.of_cashier(tx, cashier.id)
        if begun is not None and begun.lines:
            raise CartBegun
        held_for = hold.held_for
        cart = Cart(CartId(station.ids.new()), hold.lines, held_for.customer, held_for.customer_id, hold.id)
        kept_carts.delete_of_cashier(tx, cashier.id)
        now = station.clock.now()
        kept_carts.insert_cart(tx, cashier.id, cart, now, ends_at(station, now))
    return cart


def end_due(station: Station) -> tuple[Hold, ...]:
    """End the holds whose time is over and that are in no cart. Their places are sold only after this is recorded."""
    with station.database.read() as tx:
        if not stored.due(tx, station.holder, clock_guard.document_time(tx, station)):
            return ()
    with station.database.write() as tx:
        at = clock_guard.document_time(tx, station)
        in_carts = {cart.hold_id for cart in kept_carts.all_carts(tx)}
        over = [hold_id for hold_id in stored.due(tx, station.holder, at) if hold_id not in in_carts]
        ended = tuple(stored.load(tx, station.tenant_id, hold_id).hold for hold_id in over)
        for hold in ended:
            journal.append(tx, station.author, HoldEnded(hold.id, HoldEnd.EXPIRED), at=at, actor=None)
    if ended:
        station.wake()
    return ended


def sold_from(tx: Tx, station: Station, cart: Cart) -> HoldId | None:
    """The standing hold that the sale of this cart ends; places of the hold that the cart lacks can be sold again."""
    held = stored.find_standing(tx, station.holder, cart.hold_id) if cart.hold_id is not None else None
    return held.hold.id if held is not None and has_any(held.hold, cart.lines) else None


def keeps(tx: Tx, station: Station, performance_id: PerformanceId) -> frozenset[SeatId]:
    """The seats of a performance that a hold keeps: they cannot leave the station meanwhile."""
    return frozenset(stored.held_seats(tx, station.holder, performance_id))


def print_again(station: Station, cashier: Cashier, hold_id: HoldId) -> JobId:
    """Queue another slip of a standing hold, with its present end. Raises NotAllowed or HoldIsOver."""
    cashier.must(Permission.HOLD)
    with station.database.write() as tx:
        _must_stand(tx, station, hold_id)
        job_id = _queue_slip(tx, station, hold_id)
    station.wake()
    return job_id


def _queue_slip(tx: Tx, station: Station, hold_id: HoldId) -> JobId:
    job = new_job(station.ids.new(), JobKind.HOLD, hold_id, station.clock.now())
    print_jobs.add(tx, job)
    return job.id


def _may_act(tx: Tx, station: Station, cashier: Cashier) -> datetime:
    """The instant of an act. Raises StoreFenced, AnotherLife, StoppedByHq or NotOnStaff."""
    fences.refuse_stopped(tx, station.author.epoch)
    if cashier.id not in station.catalogue.active_staff(tx):
        raise NotOnStaff(cashier.name)
    return clock_guard.document_time(tx, station)


def _append(tx: Tx, station: Station, cashier: Cashier, fact: HoldFact, at: datetime) -> None:
    journal.append(tx, station.author, fact, at=at, actor=cashier.id)


def _must_stand(tx: Tx, station: Station, hold_id: HoldId) -> StandingHold:
    one = stored.find_standing(tx, station.holder, hold_id)
    if one is None:
        raise HoldIsOver(stored.load(tx, station.tenant_id, hold_id).hold.number)
    return one


def _refuse_in_cart(tx: Tx, hold: Hold) -> None:
    if any(cart.hold_id == hold.id for cart in kept_carts.all_carts(tx)):
        raise HoldInCart(hold.number)


def _starts(tx: Tx, station: Station, performances: Iterable[PerformanceId]) -> frozenset[datetime]:
    return frozenset(station.catalogue.offering(tx, one).performance.starts_at for one in set(performances))
