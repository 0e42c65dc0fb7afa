"""HQ reads the life of a thing over its stations: the same as the station's, with HQ's clock, for who may read it."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest

from domain.people.customers import Field
from domain.timeline.subjects import Subject, SubjectKind
from hq.app import create_app
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.timeline import timelines as at_hq
from hq.timeline.commands import show_timeline
from hq.timeline.timelines import NoSuchSubject, Wanted
from pos_app.services.people import customers
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from sync.facts.subjects import subjects_of
from sync.timeline.life import Life
from tests.builders import stations as small
from tests.builders.in_process import client
from tests.builders.stations import pago_movil, seats_cart, sell
from tests.builders.tenants import ARENA, people
from tests.hq.web.calls import as_staff, code_of
from tests.pos_app.services.after_sale.histories import History
from tests.pos_app.services.timeline.test_timelines import entries, whole
from tests.pos_app.with_hq.head_office import HeadOffice


def life_at_hq(hq: HeadOffice, subject: Subject) -> Life:
    wanted = Wanted(hq.office.clock.now(), newest_first=False, limit=10_000, with_customers=True)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return at_hq.life(tx, hq.tenant_id, subject, wanted)


@pytest.fixture
def sold(hq: HeadOffice, till: Station) -> CompletedSale:
    made = sell(till, seats_cart(till, ["A-1", "A-2"]), pago_movil("41136.28", "000123456789"))
    small.clock_of(till).advance(minutes=3)
    hq.round(till)
    return made


@pytest.fixture
def tenant(hq: HeadOffice) -> Tenant:
    made = Tenant(hq.tenant_id, "sala", "Sala")
    people(hq.office, made)
    people(hq.office, ARENA)
    return made


@pytest.fixture
def api(hq: HeadOffice, tenant: Tenant) -> Iterator[httpx.Client]:
    assert tenant.slug
    with client(create_app(hq.office)) as http:
        yield http


def test_hq_reads_the_lives_that_the_station_reads(hq: HeadOffice, till: Station) -> None:
    history = History(till, Random(5))  # noqa: S311  # a seed, not a secret
    for _ in range(15):
        history.act()
    hq.round(till)
    kinds = (SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.SEAT, SubjectKind.SHIFT)
    about = {one for entry in entries(till) for one in subjects_of(entry.body) if one.kind in kinds}
    assert {one.kind for one in about} == set(kinds)
    for subject in about:
        here, office = whole(till, subject), life_at_hq(hq, subject)
        assert [(e.place, e.happening) for e in office.events] == [(e.place, e.happening) for e in here.events]
        assert [one.subject for one in office.related] == [one.subject for one in here.related]
        assert all(event.received_at is not None for event in office.events if event.place)


def test_both_clocks_are_known_at_both_ends(hq: HeadOffice, till: Station, sold: CompletedSale) -> None:
    subject = Subject(SubjectKind.DOCUMENT, sold.document.id)
    (here,), (at_office,) = whole(till, subject).events, life_at_hq(hq, subject).events
    assert here.at == at_office.at == sold.sale.sold_at
    assert here.received_at == at_office.received_at == hq.office.clock.now()
    first = at_office.received_at
    small.clock_of(till).advance(hours=1)
    sell(till, seats_cart(till, ["A-3"]))
    hq.round(till)
    assert life_at_hq(hq, subject).events[0].received_at == first


def search(api: httpx.Client, hq: HeadOffice, tenant: Tenant, text: str, role: StaffRole) -> list[Mapping[str, Any]]:
    answer = api.get("/v1/timelines", params={"q": text}, headers=as_staff(hq.office, role, tenant))
    assert answer.status_code == 200, answer.text
    items: list[Mapping[str, Any]] = answer.json()["items"]
    return items


def test_the_api_finds_by_whatever_somebody_has(
    api: httpx.Client, hq: HeadOffice, tenant: Tenant, till: Station, sold: CompletedSale
) -> None:
    customers.create(till, small.ana(till), {Field.NAME: "Beatriz", Field.DOCUMENT: "V12345678"})
    hq.round(till)
    ticket = sold.sale.tickets[0]
    assert ticket.place.seat_id is not None
    for text, subject in (
        (ticket.code.upper(), f"ticket:{ticket.id}"),
        ("Factura a 1", f"document:{sold.document.id}"),
        (sold.document.control_number, f"document:{sold.document.id}"),
        ("6789", f"payment:{sold.sale.id}:0"),
        ("0412-1234567", f"payment:{sold.sale.id}:0"),
        ("platea A-1", f"seat:{ticket.place.performance_id}:{ticket.place.seat_id}"),
        ("turno 1", f"shift:{sold.sale.shift_id}"),
    ):
        assert subject in {one["subject"] for one in search(api, hq, tenant, text, StaffRole.AUDITOR)}, text
    assert {one["kind"] for one in search(api, hq, tenant, "beatriz", StaffRole.SUPERVISOR)} == {"customer"}
    assert search(api, hq, tenant, "beatriz", StaffRole.AUDITOR) == []  # who may not read customers finds none
    assert search(api, hq, tenant, "no hay tal cosa", StaffRole.SUPERVISOR) == []


def test_the_api_reads_a_life_in_pages_in_both_orders(
    api: httpx.Client, hq: HeadOffice, tenant: Tenant, sold: CompletedSale
) -> None:
    address, headers = f"/v1/timelines/ticket:{sold.sale.tickets[0].id}", as_staff(hq.office, tenant=tenant)
    newest = api.get(address, headers=headers).json()
    assert [one["what"] for one in newest["items"]] == ["ticket_sold", "seats_accepted"]
    assert (newest["total"], newest["next"], newest["items"][0]["station_name"]) == (2, None, "Taquilla 1")
    assert f"document:{sold.document.id}" in {one["subject"] for one in newest["related"]}
    price = next(one for one in newest["items"][0]["details"] if one["name"] == "price")
    assert (price["currency"], isinstance(price["value"], int)) == ("USD", True)
    first = api.get(address, params={"limit": 1, "order": "oldest"}, headers=headers).json()
    second = api.get(address, params={"limit": 1, "order": "oldest", "cursor": first["next"]}, headers=headers).json()
    assert [one["what"] for page in (first, second) for one in page["items"]] == ["seats_accepted", "ticket_sold"]
    assert second["next"] is None


def test_another_organisation_sees_and_finds_none_of_it(
    api: httpx.Client, hq: HeadOffice, tenant: Tenant, sold: CompletedSale
) -> None:
    assert search(api, hq, tenant, sold.document.printed_number, StaffRole.AUDITOR)
    assert search(api, hq, ARENA, sold.document.printed_number, StaffRole.ADMINISTRATOR) == []
    for subject in (f"document:{sold.document.id}", f"payment:{sold.sale.id}:0", f"shift:{sold.sale.shift_id}"):
        answer = api.get(f"/v1/timelines/{subject}", headers=as_staff(hq.office, tenant=ARENA))
        assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND")


@pytest.mark.parametrize("role", [StaffRole.CASHIER, StaffRole.DOOR])
def test_who_may_not_read_sales_reads_no_life(
    api: httpx.Client, hq: HeadOffice, tenant: Tenant, role: StaffRole
) -> None:
    for address in ("/v1/timelines?q=A-1", f"/v1/timelines/ticket:{UUID(int=1)}"):
        answer = api.get(address, headers=as_staff(hq.office, role, tenant))
        assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN")
    assert api.get("/v1/timelines?q=A-1").status_code == 401


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"ticket:{UUID(int=1)}", 404), (f"grant:{UUID(int=1)}", 404), (f"seat:{UUID(int=1)}", 404),
        (f"seat:{UUID(int=1)}:999999999", 404), (f"payment:{UUID(int=1)}:0", 404), ("ticket:x", 422),
        (f"ticket:{UUID(int=1)}?cursor=zzz", 400), (f"ticket:{UUID(int=1)}?cursor=LTE=", 400),
    ],
)  # fmt: skip
def test_a_name_that_nothing_has_is_refused(
    api: httpx.Client, hq: HeadOffice, tenant: Tenant, address: str, status: int
) -> None:
    answer = api.get(f"/v1/timelines/{address}", headers=as_staff(hq.office, tenant=tenant))
    assert answer.status_code == status, answer.text


def test_the_command_prints_a_life_and_names_several_matches(hq: HeadOffice, sold: CompletedSale) -> None:
    code = sold.sale.tickets[0].code
    printed = "\n".join(show_timeline(hq.office, hq.by_hand, argparse.Namespace(what=[code])).lines)
    assert printed.index("Asientos entregados a la taquilla") < printed.index("Vendida")
    assert "(oficina: " in printed
    several = show_timeline(hq.office, hq.by_hand, argparse.Namespace(what=["platea", "A-1"])).lines
    assert "coincidencias" in several[0]
    with pytest.raises(NoSuchSubject):
        show_timeline(hq.office, hq.by_hand, argparse.Namespace(what=["no", "hay"]))


def test_an_entry_that_hq_received_late_still_stands_in_the_order_of_its_journal(
    hq: HeadOffice, till: Station, sold: CompletedSale
) -> None:
    clock = small.clock_of(till)
    clock.at -= timedelta(seconds=30)
    again = sell(till, seats_cart(till, ["B-1"]))
    hq.round(till)
    places = [e.place for e in life_at_hq(hq, Subject(SubjectKind.SHIFT, again.sale.shift_id)).events]
    seqs = [place.seq for place in places if place is not None]
    assert seqs == sorted(seqs)
    assert sold.sale.shift_id == again.sale.shift_id
