"""A gift of the organiser: the tickets of a cart without a sale, in one transaction with its fact and its papers."""

from dataclasses import dataclass

from domain.after_sale.holders import Holder
from domain.after_sale.organiser_gifts import OrganiserGift, free_tickets
from domain.ids import GiftId, JobId
from domain.people.staff import Cashier, Permission
from domain.sale.cart import MOST_TICKETS_A_SALE, Cart, CartSold, EmptyCart, TooManyTickets
from domain.sale.holds import HoldEnd
from domain.till.shifts import check_reason
from pos_app.services.people.registered import check_registered
from pos_app.services.selling import choosing
from pos_app.services.selling.holds import sold_from
from pos_app.services.till import clock_guard, shifts
from pos_app.station import Station
from pos_app.storage.sales import gifts, kept_carts, print_jobs, sales
from pos_app.storage.sales.print_jobs import JobKind, new_job
from pos_app.storage.store import fences
from sync import journal
from sync.facts import HoldEnded, OrganiserGiftMade


@dataclass(frozen=True, slots=True)
class CompletedGift:
    """A gift that was made, and the job that prints its tickets."""

    gift: OrganiserGift
    job_id: JobId


@dataclass(frozen=True, slots=True)
class WantedGift:
    """The tickets of a cart, why they are given, and to whom; None for whoever brings them."""

    cart: Cart
    reason: str
    holder: Holder | None = None


def give(station: Station, cashier: Cashier, wanted: WantedGift, approved_by: Cashier | None = None) -> CompletedGift:
    """Give the tickets of a cart away. Nothing is stored when this raises; all of it is durable when it returns.

    Raises NotAllowed without a supervisor, ReasonMissing, NoSuchCustomer, EmptyCart, TooManyTickets, CartSold,
    NoShiftOpen, ClockMovedBack, StoreFenced, AnotherLife, StoppedByHq, and what `choosing.priced` raises.
    """
    approver, cart = approved_by or cashier, wanted.cart
    approver.must(Permission.ORGANISER_GIFT)
    reason = check_reason(wanted.reason)
    with station.database.write() as tx:
        fences.refuse_stopped(tx, station.author.epoch)
        if sales.is_sold(tx, station.tenant_id, cart.id) or gifts.is_given(tx, station.tenant_id, GiftId(cart.id)):
            raise CartSold
        check_registered(tx, station, wanted.holder)
        shift = shifts.must_be_open(tx, station)
        at = clock_guard.fiscal_now(tx, station)
        tickets = free_tickets(choosing.priced(tx, station, cart, at), station.ids)
        if not tickets:
            raise EmptyCart
        if len(tickets) > MOST_TICKETS_A_SALE:
            raise TooManyTickets(MOST_TICKETS_A_SALE)
        # A cart is given once: a second gift of it would have the key of the first.
        gift = OrganiserGift(
            GiftId(cart.id), shift.id, cashier.id, at, tickets, reason, approver.id, wanted.holder
        )  # fmt: skip
        if (hold_id := sold_from(tx, station, cart)) is not None:  # what it keeps beyond the gift can be sold again
            ended = HoldEnded(hold_id=hold_id, how=HoldEnd.RELEASED, reason=reason, approved_by=approver.id)
            journal.append(tx, station.author, ended, at=at, actor=cashier.id)
        journal.append(tx, station.author, OrganiserGiftMade(gift), at=at, actor=cashier.id)
        job = new_job(station.ids.new(), JobKind.GIFT, gift.id, station.clock.now(), papers=len(tickets))
        print_jobs.add(tx, job)
        kept_carts.delete_cart(tx, cart.id)
    station.wake()
    return CompletedGift(gift, job.id)
