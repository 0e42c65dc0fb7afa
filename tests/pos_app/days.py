"""A day at the till that writes every kind of row."""

from domain.after_sale.holders import HolderChange, parse_holder
from domain.catalogue.suspension import SuspensionKind
from domain.money.money import VES, Money
from domain.sale.sale import Ticket
from domain.till.shifts import CashMove, CashMovement
from pos_app.services.after_sale import organiser_gifts, refunds, suspensions, tickets
from pos_app.services.after_sale.organiser_gifts import WantedGift
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.suspensions import Wanted
from pos_app.services.after_sale.tickets import Handover
from pos_app.services.documents import documents
from pos_app.services.selling import carts
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.people import customer_rows
from sync import journal
from sync.facts import CustomerEdited, CustomerErased, CustomersLinked
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.examples import EXAMPLES
from tests.builders.stations import cash_usd, general_cart, seats_cart, sell


def live_through_a_day(till: Station) -> None:
    """Close a day and begin a second one, so that every table that facts fill has rows."""
    ana, rosa = stations.ana(till), stations.rosa(till)
    opening = sell(till, general_cart(till, 2))
    second = sell(till, seats_cart(till, ["A-1", "A-2"]), cash_usd("100"))
    documents.reprint(till, ana, second.document.id)
    carts.void(till, ana, general_cart(till, 1))
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_IN, Money(500, VES), "x"))
    till_reports.read_x(till, ana)
    shifts.count(till, ana, NONE_LEFT)
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    till_reports.take_z(till, rosa)
    stations.open_shift(till)
    one, other = opening.sale.tickets
    request = RefundRequest(opening.sale.id, (one.id,), "cash_ves", "No puede venir")
    refunds.refund(till, ana, request, rosa)
    _give_away(till, opening, other)
    wanted = WantedGift(general_cart(till, 1), "Patrocinante")
    organiser_gifts.give(till, ana, wanted, rosa)
    _know_customers(till)
    _doubt_the_show(till)
    sell(till, general_cart(till, 1))
    sell(till, seats_cart(till, ["B-1"]))


def _give_away(till: Station, sold: CompletedSale, ticket: Ticket) -> None:
    gift = Handover(sold.sale.id, (ticket.id,), HolderChange.GIFT, parse_holder("María Ñáñez"))
    tickets.change_holder(till, stations.ana(till), gift)


def _doubt_the_show(till: Station) -> None:
    """The performance is cancelled, and takes place after all."""
    show = stations.offering(till).performance.id
    for kind in (SuspensionKind.CANCELLED, SuspensionKind.RESUMED):
        suspensions.suspend(till, stations.rosa(till), Wanted(show, kind, "Llueve"))


def _know_customers(till: Station) -> None:
    for fact in EXAMPLES:
        if isinstance(fact, CustomerEdited | CustomersLinked | CustomerErased):
            with till.database.write() as tx:
                journal.append(tx, till.author, fact, at=till.clock.now(), actor=None)
    with till.database.write() as tx:
        customer_rows.refresh(tx, till.tenant_id, customer_rows.edited_ids(tx, till.tenant_id))
