"""What a set-up retires is no longer used, what it stops naming is reported, and nothing is deleted."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from domain.catalogue.offering import NotForSale
from domain.people.staff import Cashier, NotAllowed, NotOnStaff, Permission
from domain.sale.closing import Offer
from pos_app.services.documents.papers import papers
from pos_app.services.people import approvals, sign_in
from pos_app.services.people.sign_in import WrongPin
from pos_app.services.rights.wants import wanted
from pos_app.services.selling import browsing, checkout, seat_maps
from pos_app.services.setup import load_setup
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from pos_app.storage.sales.print_jobs import JobKind, new_job
from printing.printout import Printout
from sync import setup
from sync.tables import catalogue
from tests.builders import stations
from tests.builders.stations import general_cart, seats_cart
from tests.pos_app.snapshots import refused
from tests.sync.setup.setups import ON, SMALL, changed

SHOW = '[[event.performance]]\nkey = "sabado"\nday = 7\ntime = "20:00"\n'
WITHOUT_KEY = '[[event.performance]]\ndate = 2026-11-28\ntime = "17:00"\n'
ROSA = SMALL[SMALL.index('[[staff]]\nkey = "rosa"') : SMALL.index("[[series]]")]
ANA = 'key = "ana"\n'


def laid_out(printout: Printout) -> str:
    return "\n".join(str(part) for part in printout.parts)


def load(station: Station, text: str) -> list[tuple[str, str, str]]:
    """Load a file as the command does; return its warnings."""
    content = setup.read(text, on=ON)
    with station.database.read() as tx:
        left = setup.unnamed(tx, content, station.clock.now())
    load_setup.load(station, content, name="other.toml", sha256="00", by=stations.supervisor(station))
    return [(problem.where, problem.what, problem.detail) for problem in left]


def test_a_retired_cashier_neither_signs_in_nor_sells_and_keeps_the_name(till: Station, ana: Cashier) -> None:
    load(till, changed((ANA, f"{ANA}active = false\n")))
    assert "Ana Rondón" not in {card.name for card in sign_in.staff(till)}
    with pytest.raises(NotOnStaff):
        sign_in.sign_in(till, ana.id, "1111")
    cart = general_cart(till, 1)
    refused(till, lambda: checkout.sell(till, ana, cart, stations.paid(till, cart)), NotOnStaff)
    with till.database.read() as tx:
        assert catalog.cashier_name(tx, till.tenant_id, ana.id) == "Ana Rondón"


def test_a_retired_supervisor_approves_nothing(till: Station) -> None:
    load(till, changed(('key = "rosa"\n', 'key = "rosa"\nactive = false\n')))
    with pytest.raises((WrongPin, NotAllowed)):
        approvals.approve(till, "9999", Permission.TAKE_Z)


def test_a_retired_person_comes_back_with_the_same_pin(till: Station, ana: Cashier) -> None:
    load(till, changed((ANA, f"{ANA}active = false\n")))
    load(till, SMALL)
    assert sign_in.sign_in(till, ana.id, "1111") == ana


@pytest.mark.parametrize("zone", ["General", "Platea"])
def test_a_withdrawn_zone_is_neither_listed_nor_sold_and_its_tickets_stay(till: Station, zone: str) -> None:
    carts = {"General": general_cart(till, 1), "Platea": seats_cart(till, ["B-1"])}
    sold = {"General": general_cart(till, 1), "Platea": seats_cart(till, ["A-1"])}[zone]
    stations.sell(till, sold)
    named = f'[[event.zone]]\nname = "{zone}"\n'
    load(till, changed((named, f'{named}state = "withdrawn"\n')))
    (card,) = browsing.performances(till)
    assert zone not in {one.zone.name for one in card.zones}
    refused(till, lambda: checkout.sell(till, stations.ana(till), carts[zone], Offer(())), NotForSale)
    assert seat_maps.seat_map(till, card.performance.id).zone_ids == tuple(
        one.zone.id for one in card.zones if one.zone.name == "Platea"
    )


def test_no_more_places_of_a_withdrawn_zone_are_requested(till: Station) -> None:
    for _ in range(4):
        stations.sell(till, general_cart(till, 20))
    with till.database.read() as tx:
        assert len(wanted(tx, till).places) == 1
    named = '[[event.zone]]\nname = "General"\n'
    load(till, changed((named, f'{named}state = "withdrawn"\n')))
    with till.database.read() as tx:
        assert wanted(tx, till).places == ()


def test_a_person_that_the_files_stop_naming_is_reported(station: Station) -> None:
    assert load(station, changed((ROSA, ""))) == [("staff", "no_longer_named", "Rosa Zambrano")]
    assert "Rosa Zambrano" in {card.name for card in sign_in.staff(station)}


def test_a_performance_that_the_files_stop_naming_is_reported(station: Station) -> None:
    assert load(station, changed((SHOW, ""))) == [("event Concierto", "no_longer_named", "2026-11-28 20:00")]


def test_what_is_over_or_retired_is_not_reported(station: Station) -> None:
    load(station, changed((SHOW, f'{SHOW}state = "closed"\n'), (ANA, f"{ANA}active = false\n")))
    without_ana = SMALL[: SMALL.index("[[staff]]")] + SMALL[SMALL.index('[[staff]]\nkey = "luis"') :]
    assert load(station, without_ana.replace(SHOW, "")) == []


def test_a_moved_performance_without_a_key_is_reported_with_the_key_that_moves_it(station: Station) -> None:
    load(station, changed((SHOW, WITHOUT_KEY)))
    (first,) = [card.performance for card in browsing.performances(station) if card.performance.starts_at.hour == 21]
    later = WITHOUT_KEY.replace("17:00", "18:00")
    written = '2026-11-28 17:00, key = "2026-11-28T21:00:00+00:00"'
    assert ("event Concierto", "rescheduled", written) in load(station, changed((SHOW, later)))
    moved = f'{later}key = "2026-11-28T21:00:00+00:00"\n'
    load(station, changed((SHOW, moved)))
    starts = {card.performance.id: card.performance.starts_at.hour for card in browsing.performances(station)}
    assert starts[first.id] == 22


def test_a_performance_with_a_key_moves_and_stays_the_same(station: Station) -> None:
    before = stations.offering(station).performance
    moved = ("event Concierto", "moved", "2026-11-28 20:00 > 2026-11-28 21:00")
    assert load(station, changed((SHOW, SHOW.replace("20:00", "21:00")))) == [moved]
    after = stations.offering(station, before.id).performance
    assert (after.id, after.starts_at.hour) == (before.id, 1)
    assert len(browsing.performances(station)) == 1


STUDENT = '[[event.ticket_type]]\nname = "Estudiante"\n'


def sold_types(station: Station) -> list[str]:
    return [one.name for one in stations.offering(station).ticket_types]


def stored(station: Station, table: Table, column: str) -> dict[str, object]:
    with station.database.read() as tx:
        return {row.name: getattr(row, column) for row in tx.execute(select(table))}


def test_a_retired_ticket_type_is_not_sold_and_comes_back(till: Station) -> None:
    cart = general_cart(till, 1, type_name="Estudiante")
    assert load(till, changed((STUDENT, f"{STUDENT}active = false\n"))) == []
    assert "Estudiante" not in sold_types(till)
    refused(till, lambda: checkout.sell(till, stations.ana(till), cart, Offer(())), NotForSale)
    assert stored(till, catalogue.ticket_type, "active")["Estudiante"] is False
    load(till, SMALL)
    assert "Estudiante" in sold_types(till)


def test_an_event_whose_ticket_types_are_all_retired_is_refused() -> None:
    text = re.sub(r"(\[\[event\.ticket_type\]\]\n)", r"\1active = false\n", SMALL)
    with pytest.raises(setup.BadSetup) as caught:
        setup.read(text, on=ON)
    assert [problem.where for problem in caught.value.problems] == ["event[1].ticket_type"]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ('[[event.ticket_type]]\nname = "Cortesía"\npercent = -100\n', "Cortesía"),
        ('[[event.zone]]\nname = "General"\ncapacity = 100\nprice = 10\n', "General"),
    ],
)
def test_a_part_that_the_files_stop_naming_is_reported_and_stays_without_sale(
    station: Station, part: str, name: str
) -> None:
    assert load(station, changed((part, ""))) == [("event Concierto", "no_longer_sold", name)]
    assert load(station, changed((part, ""))) == []
    kept = {**stored(station, catalogue.ticket_type, "active"), **stored(station, catalogue.zone, "state")}
    assert kept[name] in {False, "withdrawn"}
    assert load(station, SMALL) == []
    assert name in {*sold_types(station), *(zone.zone.name for zone in browsing.performances(station)[0].zones)}


def test_a_stage_that_is_retired_or_no_longer_named_does_not_count(station: Station) -> None:
    (stage,) = re.findall(r"(?s)\[\[event\.zone\.stage\]\]\n.*?(?=\n\[|\n\n)", SMALL)[:1]
    named = re.findall('name = "(.*)"', stage)[0]
    before = next(one for one in stations.offering(station).zones if one.stages)
    retired = changed((stage, stage.replace("\n", "\nactive = false\n", 1)))
    for text in (retired, changed((stage, ""))):
        load(station, SMALL)
        assert ("event Concierto", "no_longer_sold", f"{before.name}: {named}") in load(station, text)
        after = next(one for one in stations.offering(station).zones if one.id == before.id)
        assert [one.name for one in after.stages] == [one.name for one in before.stages[1:]]


def test_copies_of_tickets_of_a_moved_performance_have_the_new_time_and_a_note(till: Station) -> None:
    sold = stations.sell(till, seats_cart(till, ["A-1"]))
    job = new_job(UUID(int=1), JobKind.COPY, sold.sale.id, till.clock.now(), papers=2)
    load(till, changed((SHOW, SHOW.replace("20:00", "21:00"))))
    _, paper = papers(till, replace(job, copy_no=1))
    printed = laid_out(paper)
    note, before, after = (printed.index(words) for words in ("CAMBIO DE HORA", "8:00", "9:00"))
    assert note < before < after
