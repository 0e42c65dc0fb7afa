"""The life of a thing at the station: complete, in order, found by whatever somebody has, without what is hidden."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import update

from domain.after_sale.holders import HolderChange, parse_holder
from domain.catalogue.suspension import SuspensionKind
from domain.conflicts.cases import ConflictKind
from domain.ids import CustomerId
from domain.people.customers import Field
from domain.people.staff import Cashier
from domain.sale.cart import Customer
from domain.timeline.subjects import Subject, SubjectKind
from pos_app.services.after_sale import refunds, suspensions, tickets
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.after_sale.suspensions import Wanted
from pos_app.services.after_sale.tickets import Handover
from pos_app.services.documents import documents
from pos_app.services.people import customers
from pos_app.services.proof.rebuild import rebuild
from pos_app.services.proof.verify import verify
from pos_app.services.timeline import timelines
from pos_app.services.timeline.timelines import Page, UnknownSubject
from pos_app.station import Station
from pos_app.storage.store import receipts
from resources import texts
from sync import journal
from sync.facts import Entry
from sync.facts.subjects import subjects_of
from sync.tables.catalogue import price_stage
from sync.timeline import written
from sync.timeline.life import Life
from tests.builders import stations
from tests.builders.stations import general_cart, pago_movil, seats_cart, sell
from tests.pos_app.services.after_sale.histories import History

KINDS = (
    SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.SEAT, SubjectKind.SHIFT,
    SubjectKind.CUSTOMER,
)  # fmt: skip
ALL = Page(newest_first=False, limit=10_000)


def whole(station: Station, subject: Subject, by: Cashier | None = None) -> Life:
    return timelines.life(station, by or stations.rosa(station), subject, ALL)


def entries(station: Station) -> Iterator[Entry]:
    with station.database.read() as tx:
        for epoch in journal.epochs(tx, station.tenant_id, station.id):
            yield from (signed.read() for signed in journal.read(tx, station.tenant_id, station.id, epoch))


def acts(life: Life) -> list[str]:
    return [event.happening.what for event in life.events]


def kinds(station: Station, text: str) -> set[SubjectKind]:
    return {one.subject.kind for one in timelines.search(station, text)}


def only(station: Station, text: str, kind: SubjectKind) -> Subject:
    (named,) = (one for one in timelines.search(station, text) if one.subject.kind is kind)
    return named.subject


@pytest.mark.parametrize("seed", range(4))
def test_each_entry_about_a_thing_is_once_in_its_timeline_in_the_order_of_the_journal(till: Station, seed: int) -> None:
    history = History(till, Random(seed))  # noqa: S311  # a seed, not a secret
    for _ in range(25):
        history.act()
    about: dict[Subject, list[tuple[int, int]]] = {}
    for entry in entries(till):
        for subject in dict.fromkeys(subjects_of(entry.body)):
            about.setdefault(subject, []).append((entry.epoch, entry.seq))
    chosen = [subject for subject in about if subject.kind in KINDS]
    assert {subject.kind for subject in chosen} >= {SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.SEAT}
    for subject in chosen:
        places = [(e.place.epoch, e.place.seq) for e in whole(till, subject).events if e.place is not None]
        assert places == sorted(set(places))
        assert set(about[subject]) <= set(places)


@pytest.mark.parametrize("seed", range(2))
def test_a_timeline_of_a_ticket_has_no_entry_that_is_about_other_tickets_alone(till: Station, seed: int) -> None:
    history = History(till, Random(seed))  # noqa: S311  # a seed, not a secret
    for _ in range(25):
        history.act()
    for sold in history.sales:
        for ticket in sold.sale.tickets:
            subject = Subject(SubjectKind.TICKET, ticket.id)
            for event in whole(till, subject).events:
                named = {one for one in event.subjects if one.kind is SubjectKind.TICKET}
                assert not named or subject in named


def test_a_ticket_shows_its_lease_its_sale_its_copy_and_its_refund(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]))
    documents.reprint(till, ana, sold.document.id)
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")
    refunds.refund(till, ana, request, rosa)
    one, other = (Subject(SubjectKind.TICKET, ticket.id) for ticket in sold.sale.tickets)
    assert acts(whole(till, one)) == ["seats_accepted", "ticket_sold", "document_reprinted", "ticket_refunded"]
    assert acts(whole(till, other)) == ["seats_accepted", "ticket_sold", "document_reprinted"]


def test_a_seat_shows_each_of_its_tickets(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]))
    request = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "No puede venir")
    refunds.refund(till, ana, request, rosa)
    again = sell(till, seats_cart(till, ["A-1"]))
    seat = sold.sale.tickets[0].place
    assert seat.seat_id is not None
    life = whole(till, Subject(SubjectKind.SEAT, seat.performance_id, seat.seat_id))
    assert acts(life) == ["seats_accepted", "ticket_sold", "ticket_refunded", "ticket_sold"]
    named = {one.subject.id for one in life.related if one.subject.kind is SubjectKind.TICKET}
    assert {sold.sale.tickets[0].id, again.sale.tickets[0].id} <= named


def test_from_a_ticket_to_its_document_its_payment_and_its_customer(till: Station, ana: Cashier) -> None:
    customer = customers.create(till, ana, {Field.NAME: "Beatriz", Field.DOCUMENT: "V12345678"})
    sold = sell(till, general_cart(till, 1))
    ticket = whole(till, Subject(SubjectKind.TICKET, sold.sale.tickets[0].id))
    document = next(one.subject for one in ticket.related if one.subject.kind is SubjectKind.DOCUMENT)
    assert document.id == sold.document.id
    payment = next(one.subject for one in whole(till, document).related if one.subject.kind is SubjectKind.PAYMENT)
    assert payment.id == sold.sale.id
    assert acts(whole(till, payment)) == ["payment_taken"]
    assert acts(whole(till, Subject(SubjectKind.CUSTOMER, customer.id))) == ["customer_edited"]


def test_whatever_somebody_has_leads_to_it(till: Station, ana: Cashier) -> None:
    customers.create(till, ana, {Field.NAME: "Beatriz", Field.SURNAME: "Ñáñez", Field.PHONE: "0412-7654321"})
    sold = sell(till, seats_cart(till, ["A-1", "A-2"]), pago_movil("41136.28", "000123456789"))
    one = sold.sale.tickets[0]
    code = one.code
    for text in (code, code.upper(), code.lower(), f" {code[:5]}-{code[5:9]} {code[9:]} "):
        assert only(till, text, SubjectKind.TICKET).id == one.id
    for text in ("A-00000001", "a-1", "Factura A 1", "00-00000501", "00000501"):
        assert only(till, text, SubjectKind.DOCUMENT).id == sold.document.id
    for text in ("000123456789", "6789", "ref. 123456789"):
        assert only(till, text, SubjectKind.PAYMENT).id == sold.sale.id
    for text in ("beatriz", "nanez", "0412-7654321", "7654321"):
        assert SubjectKind.CUSTOMER in kinds(till, text)
    seats = [n.subject for n in timelines.search(till, "Platea A-1") if n.subject.kind is SubjectKind.SEAT]
    assert (one.place.performance_id, one.place.seat_id) in {(seat.id, seat.part) for seat in seats}
    assert only(till, "turno 1", SubjectKind.SHIFT).id == sold.sale.shift_id


def test_a_ticket_is_searched_by_the_code_that_ended_and_by_its_holder(till: Station, ana: Cashier) -> None:
    sold = sell(till, general_cart(till, 1))
    old = sold.sale.tickets[0]
    gift = Handover(sold.sale.id, (old.id,), HolderChange.GIFT, parse_holder("Íñigo Peña"))
    (new,) = tickets.change_holder(till, ana, gift).tickets
    for text in (old.code, new.code.upper(), "inigo"):
        assert only(till, text, SubjectKind.TICKET).id == old.id
    (named,) = timelines.search(till, new.code)
    assert new.code in written.name(named)


def test_a_name_on_a_document_leads_to_it(till: Station) -> None:
    cart = general_cart(till, 1)
    buyer = Customer("Aurora Núñez", "V9876543")
    sold = sell(till, stations.cart_of(*cart.lines, customer=buyer))
    for text in ("nunez", "V-9.876.543"):
        assert only(till, text, SubjectKind.DOCUMENT).id == sold.document.id


def test_a_text_that_nothing_has_leads_nowhere(till: Station) -> None:
    sell(till, general_cart(till, 1))
    for text in ("", "   ", "no hay tal cosa", "\ud83d", "%", "_", "' OR 1=1"):
        assert timelines.search(till, text) == ()


def test_a_cashier_sees_no_cash_of_a_drawer_and_a_supervisor_does(full: Station) -> None:
    shift = only(full, "turno 1", SubjectKind.SHIFT)

    def cash(by: Cashier | None) -> list[str]:
        events = whole(full, shift, by).events if by else timelines.life(full, None, shift, ALL).events
        return [one.name for event in events for one in event.happening.details if one.blind]

    assert cash(stations.ana(full)) == []
    assert cash(None) == []
    assert {"amount", "counted", "difference"} <= set(cash(stations.rosa(full)))


def test_a_drawer_shows_everything_of_its_shift_and_none_of_the_next(full: Station) -> None:
    did = acts(whole(full, only(full, "turno 1", SubjectKind.SHIFT)))
    assert did == [
        "shift_opened", "sale_recorded", "sale_recorded", "cart_voided", "cash_in", "shift_counted", "shift_closed",
    ]  # fmt: skip


def test_hqs_clock_is_shown_once_hq_has_the_entry(till: Station) -> None:
    sold = sell(till, general_cart(till, 1))
    subject = Subject(SubjectKind.DOCUMENT, sold.document.id)
    (event,) = whole(till, subject).events
    assert event.place is not None
    assert event.received_at is None
    at = till.clock.now() + timedelta(seconds=7)
    with till.database.write() as tx:
        receipts.note(tx, event.place.epoch, event.place.seq + 3, at)
        receipts.note(tx, event.place.epoch, event.place.seq + 4, at + timedelta(hours=1))
        receipts.note(tx, event.place.epoch, event.place.seq, at + timedelta(hours=2))
    (event,) = whole(till, subject).events
    assert event.received_at == at
    assert event.at == sold.sale.sold_at


def test_pages_are_parts_of_the_whole_in_both_orders(till: Station) -> None:
    for _ in range(5):
        sell(till, general_cart(till, 1))
    shift = only(till, "turno 1", SubjectKind.SHIFT)
    rosa = stations.rosa(till)
    every = [event.place for event in whole(till, shift).events]
    pages = [timelines.life(till, rosa, shift, Page(False, skip, 2)) for skip in (0, 2, 4)]
    assert [event.place for page in pages for event in page.events] == every
    assert {page.total for page in pages} == {6}
    newest = timelines.life(till, rosa, shift, Page(skip=0, limit=10))
    assert [event.place for event in newest.events] == every[::-1]


def test_the_steps_of_a_price_are_in_the_life_of_a_seat_and_of_its_ticket(till: Station) -> None:
    sold = sell(till, seats_cart(till, ["A-1"]))
    ended = till.clock.now() + timedelta(hours=1)
    with till.database.write() as tx:
        tx.execute(update(price_stage).where(price_stage.c.name == "Preventa").values(until=ended))
    one = sold.sale.tickets[0]
    assert one.place.seat_id is not None
    subjects = (
        Subject(SubjectKind.SEAT, one.place.performance_id, one.place.seat_id),
        Subject(SubjectKind.TICKET, one.id),
    )
    assert all("price_step" not in acts(whole(till, subject)) for subject in subjects)
    stations.clock_of(till).advance(hours=2)
    for subject in subjects:
        (step,) = (event for event in whole(till, subject).events if event.happening.what == "price_step")
        assert (step.place, step.at) == (None, ended)
        assert written.details(step.happening) == "terminó Preventa · empezó Regular"


def test_a_cancelled_performance_is_in_the_life_of_its_tickets_and_seats(till: Station) -> None:
    sold = [sell(till, seats_cart(till, ["A-1"])), sell(till, general_cart(till, 1))]
    show = stations.offering(till).performance
    wanted = Wanted(show.id, SuspensionKind.CANCELLED, "Se enfermó la cantante", None)
    suspensions.suspend(till, stations.ana(till), wanted, stations.rosa(till))
    subjects = [Subject(SubjectKind.TICKET, sale.sale.tickets[0].id) for sale in sold]
    seat = sold[0].sale.tickets[0].place.seat_id
    assert seat is not None
    for subject in (*subjects, Subject(SubjectKind.SEAT, show.id, seat)):
        assert "performance_suspended" in acts(whole(till, subject))


def test_an_unknown_subject_is_refused(till: Station) -> None:
    for subject in (Subject(SubjectKind.TICKET, till.id), Subject(SubjectKind.CUSTOMER, CustomerId(till.id))):
        with pytest.raises(UnknownSubject):
            whole(till, subject)


def test_acts_begin_from_a_ticket_a_payment_and_a_document(till: Station) -> None:
    sold = sell(till, general_cart(till, 1))
    for subject in (
        Subject(SubjectKind.TICKET, sold.sale.tickets[0].id),
        Subject(SubjectKind.PAYMENT, sold.sale.id, 0),
        Subject(SubjectKind.DOCUMENT, sold.document.id),
    ):
        assert timelines.sale_of(till, subject) == sold.sale.id
        assert timelines.document_of(till, subject) == sold.document.id
    assert timelines.sale_of(till, Subject(SubjectKind.SHIFT, sold.sale.shift_id)) is None


def test_a_rebuilt_store_has_the_same_timelines(full: Station) -> None:
    subjects = [one.subject for text in ("A-00000001", "turno 1", "ñáñez") for one in timelines.search(full, text)]
    before = [whole(full, subject) for subject in subjects]
    rebuild(full)
    assert [whole(full, subject) for subject in subjects] == before
    assert verify(full).ok


def test_each_kind_of_case_has_words() -> None:
    for kind in ConflictKind:
        assert all(texts.catalogue(language, "timeline")[f"code.conflict.{kind}"] for language in texts.LANGUAGES)
