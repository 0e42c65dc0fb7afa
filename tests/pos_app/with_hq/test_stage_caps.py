"""A price stage that ends after a number of tickets has that many in all stations together, with and without a line.

The small house sells four of its forty seats in advance; one station holds rows A and B, the other row C.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from domain.catalogue.pricing import StepKind
from domain.rights import GrantId, SeatSpan, TurnsGrant
from hq.audit import act_journal
from hq.audit.acts import SeatsReleased
from hq.rights import fencing, grants
from hq.stations.registering import NumberedStation, register
from pos_app.services.hq import live_changes
from pos_app.services.rights import ask_rights
from pos_app.services.selling import browsing
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.catalogue import elsewhere
from pos_app.ui.counter import price_and_keep
from sync.line.live import FetchAgain
from tests.builders import stations
from tests.builders.counters import keys_of
from tests.builders.stations import seat_id, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice

CAP = 4


@pytest.fixture
def one(hq: HeadOffice, till: Station) -> Station:
    return till


@pytest.fixture
def second(hq: HeadOffice, tmp_path: Path) -> Iterator[tuple[HeadOffice, Station]]:
    """Another station of the house, with row C, and HQ as its staff sees it."""
    made = register(hq.office, hq.by_hand, NumberedStation(2, "Sala de Pruebas", "Taquilla 2", "A"))
    its = replace(hq, station_id=made.station_id)
    station = its.enrol(tmp_path / "second", made.code.text, keys_of(2), seed=2)
    with closing(station.database):
        its.grant(station, seats=(SeatSpan(seat_id("C-1"), seat_id("C-10")),), numbers=50)
        its.round(station)
        stations.open_shift(station)
        yield its, station


def advance(sale: CompletedSale) -> int:
    """How many tickets of a sale have the price of the presale."""
    return sum(any(step.kind is StepKind.STAGE for step in t.price.steps) for t in sale.sale.tickets)


def sell_apart(station: Station, *names: str) -> int:
    """Sell seats one by one without asking HQ; returns how many were sold in advance."""
    return sum(advance(sell(station, seats_cart(station, [name]))) for name in names)


def sell_online(hq: HeadOffice, station: Station, *names: str) -> int:
    """Sell seats one by one as the sell screen does, HQ asked and told; returns how many were sold in advance."""
    count = 0
    for name in names:
        cart = seats_cart(station, [name])
        online = replace(station, hq=hq.line(station))
        live_changes.note(online, hq.line(station), FetchAgain())
        price_and_keep(online, stations.ana(station), cart)
        count += advance(sell(station, cart))
        hq.round(station)
    return count


def row(name: str, last: int = 10) -> list[str]:
    return [f"{name}-{number}" for number in range(1, last + 1)]


def test_stations_without_a_line_share_the_presale_by_what_they_hold(
    one: Station, second: tuple[HeadOffice, Station]
) -> None:
    _, other = second
    assert sell_apart(one, *row("A")) == 2  # 20 of 40 seats
    assert sell_apart(other, *row("C")) == 1  # 10 of 40 seats


def test_stations_with_a_line_sell_the_whole_presale_whoever_sells(
    hq: HeadOffice, one: Station, second: tuple[HeadOffice, Station]
) -> None:
    its, other = second
    sold = [sell_online(hq, one, "A-1", "A-2", "A-3"), sell_online(its, other, "C-1", "C-2")]
    assert sold == [3, 1]
    assert sell_online(hq, one, "A-4") + sell_online(its, other, "C-3") == 0


def test_a_station_that_is_cut_off_keeps_its_part_and_the_others_never_use_it(
    hq: HeadOffice, one: Station, second: tuple[HeadOffice, Station]
) -> None:
    its, other = second
    assert sell_online(its, other, *row("C", 6)) == CAP - 2
    hq.network.is_up = False
    assert sell_apart(one, *row("A", 6)) == 2
    hq.network.is_up = True
    hq.round(one)
    assert sell_online(hq, one, "B-1") + sell_online(its, other, "C-7") == 0
    with hq.office.database.tenant(hq.tenant_id) as tx:
        turns = tx.execute(text("SELECT turn FROM sold_turn ORDER BY turn")).scalars().all()
    assert list(turns) == [0, 1, 2, 3]


def test_the_list_shows_the_price_of_the_next_ticket_here_or_at_hq(
    hq: HeadOffice, one: Station, second: tuple[HeadOffice, Station]
) -> None:
    its, other = second
    sell_apart(one, "A-1", "A-2")
    online = replace(one, hq=hq.line(one))
    hq.round(one)
    live_changes.note(online, hq.line(one), FetchAgain())
    assert stage_shown(online) == "Preventa"  # HQ has one more
    sell_online(its, other, "C-1", "C-2")
    live_changes.note(online, hq.line(one), FetchAgain())
    assert stage_shown(online) == "Regular"


def stage_shown(station: Station) -> str | None:
    (card,) = browsing.performances(station)
    stage = next(zone for zone in card.zones if zone.zone.name == "Platea").stage
    return stage.name if stage else None


def test_a_turn_that_was_asked_for_and_not_used_goes_back(hq: HeadOffice, one: Station) -> None:
    sell_apart(one, "A-1", "A-2")
    hq.round(one)
    cart = seats_cart(one, ["A-3"])
    price_and_keep(replace(one, hq=hq.line(one)), stations.ana(one), cart)
    assert granted(hq) == 3
    stations.clock_of(one).advance(minutes=16)
    hq.round(one)
    assert granted(hq) == 3  # it is in a cart
    price_and_keep(one, stations.ana(one), replace(cart, lines=()))
    for _ in range(2):
        hq.round(one)
    assert granted(hq) == 2


def test_seats_asked_for_at_the_counter_and_given_back_leave_no_turns_behind(hq: HeadOffice, one: Station) -> None:
    with hq.office.database.owner() as connection:  # a turn for each of the forty seats
        connection.execute(text("UPDATE price_stage SET up_to_sold = 40 WHERE up_to_sold = 4"))
    before = granted(hq)
    performance_id = seats_cart(one, ["A-1"]).lines[0].performance_id
    ask_rights.ask_seats(one, hq.line(one), performance_id, [seat_id(name) for name in row("C", 8)])
    stations.clock_of(one).advance(minutes=16)
    for _ in range(2):
        hq.round(one)
    assert granted(hq) == before


def test_a_stage_of_more_tickets_than_the_zone_has_takes_no_more_turns_than_places(
    hq: HeadOffice, one: Station, second: tuple[HeadOffice, Station]
) -> None:
    its, other = second
    with hq.office.database.owner() as connection:
        connection.execute(text("UPDATE price_stage SET up_to_sold = 99999999 WHERE up_to_sold = 4"))
    performance_id = seats_cart(one, ["A-1"]).lines[0].performance_id
    zone_id = seats_cart(one, ["A-1"]).lines[0].zone_id
    with hq.office.database.tenant(hq.tenant_id) as tx:
        empty = TurnsGrant(GrantId(UUID(int=0x7777)), performance_id, zone_id, ())
        grants.grant_turns(tx, hq.office, hq.holder(), empty, 1_000_000)
    assert granted(hq) == 40
    live_changes.note(other, its.line(other), FetchAgain())
    with other.database.read() as tx:
        assert elsewhere.zones(tx, performance_id)[zone_id].turn is None


def test_the_turns_of_an_ended_life_are_not_granted_again_until_its_seats_are_released(
    hq: HeadOffice, one: Station, second: tuple[HeadOffice, Station]
) -> None:
    its, other = second
    sell_apart(one, "A-1")
    hq.round(one)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        fencing.fence(tx, hq.holder(), "lost", hq.office.clock.now())
    assert sell_online(its, other, "C-1", "C-2", "C-3") == 2
    with hq.office.database.tenant(hq.tenant_id) as tx:
        fencing.release_seats(tx, hq.office, hq.by_hand, hq.station_id, "found")
    assert sell_online(its, other, "C-4", "C-5") == 1


def test_turns_released_without_a_seat_are_audited(hq: HeadOffice, one: Station) -> None:
    with hq.office.database.owner() as connection:  # what is left of a station that sold places without seats
        connection.execute(text("DELETE FROM seat_right"))
    with hq.office.database.tenant(hq.tenant_id) as tx:
        fencing.fence(tx, hq.holder(), "lost", hq.office.clock.now())
        assert fencing.release_seats(tx, hq.office, hq.by_hand, hq.station_id, "found") == 0
        acts = [act.entry.body for act in act_journal.read(tx, hq.tenant_id, after=0, most=100)]
    assert SeatsReleased(hq.station_id, 0, "found") in acts
    assert granted(hq) == 0


def granted(hq: HeadOffice) -> int:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return int(tx.execute(text("SELECT count(*) FROM turn_right")).scalar_one())
