"""The catalogue from HQ: pages, snapshots and digests. The cursor never moves without its rows."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from domain.money.money import USD, Money
from hq.setup import load_setup
from pos_app import startup
from pos_app.services.hq import catalogue_feed
from pos_app.services.people import sign_in
from pos_app.services.selling import browsing
from pos_app.station import Station
from pos_app.storage.store import sync_state
from pos_app.storage.store.database import BrokenReference
from pos_app.storage.store.sync_state import HqLink
from sync import journal
from sync.facts import CatalogueRepaired
from sync.line import pull, rows
from sync.line.client import Sealed
from sync.line.hq_errors import BadAnswer, ChunkGone, HqUnreachable
from sync.line.messages import Change, Page, Rows
from sync.setup import Flaw
from sync.tables.catalogue import CATALOGUE, cashier, venue, zone
from tests.builders import catalogue, stations
from tests.builders.catalogue import SETUP
from tests.builders.stations import general_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice, dearer
from tests.pos_app.with_hq.network import Late, cut_short, lost_reply, of_another
from tests.source_tree import ROOT


def link_of(station: Station) -> HqLink:
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return link


def price(station: Station) -> Money:
    return stations.zone(station, "General").base_price


def digests(station: Station) -> dict[str, str]:
    with station.database.read() as tx:
        return {table.name: rows.digest(tx, table, station.tenant_id) for table in CATALOGUE}


def test_a_price_that_hq_changed_is_the_price_of_the_next_sale(hq: HeadOffice, till: Station) -> None:
    assert price(till) == Money(1000, USD)
    hq.load(dearer())
    hq.round(till)
    assert price(till) == Money(1200, USD)
    with till.database.read() as tx:
        assert till.catalogue.cursor(tx) == link_of(till).cursor


def test_a_sale_cites_the_place_of_the_feed_that_its_price_is_of(hq: HeadOffice, till: Station) -> None:
    hq.load(dearer())
    hq.round(till)
    sell(till, general_cart(till, 1))
    with till.database.read() as tx:
        body = tx.execute(text("SELECT body FROM journal ORDER BY seq DESC LIMIT 1")).scalar_one()
    assert f'"catalogue":{link_of(till).cursor}'.encode() in bytes(body)


@pytest.mark.parametrize("fault", [lost_reply, cut_short])
def test_a_page_that_is_lost_or_cut_comes_again(hq: HeadOffice, station: Station, fault: object) -> None:
    hq.load(dearer())
    hq.network.announce("/feed", fault)  # type: ignore[arg-type]  # one of two faults
    with pytest.raises((HqUnreachable, BadAnswer)):
        hq.round(station)
    assert price(station) == Money(1000, USD)
    hq.round(station)
    assert price(station) == Money(1200, USD)


def test_a_page_of_another_place_is_refused(hq: HeadOffice, station: Station) -> None:
    hq.load(dearer())
    late = Late()
    hq.network.announce("/feed", late.keep)
    with pytest.raises(HqUnreachable):
        hq.round(station)
    hq.round(station)
    hq.load(catalogue.SETUP.read_text(encoding="utf-8"))
    hq.network.announce("/feed", late.give)
    with pytest.raises(BadAnswer):
        hq.round(station)
    hq.round(station)
    assert price(station) == Money(1000, USD)


def test_only_tables_of_the_catalogue_are_written(station: Station) -> None:
    rows = Rows("journal", ("station_id",), ((station.id.hex,),))
    with station.database.write() as tx:
        before = tx.execute(text("SELECT count(*) FROM journal")).scalar_one()
        assert not pull.apply_page(tx, station.tenant_id, [Change(1, put=(rows,), drop=(rows,))])
        assert tx.execute(text("SELECT count(*) FROM journal")).scalar_one() == before


def test_rows_are_written_under_the_own_tenant_whatever_they_say(station: Station) -> None:
    """Rows in a page have no tenant; a tenant column is an unknown column."""
    other = UUID(int=99)
    rows = Rows("venue", ("tenant_id", "id", "name", "address"), ((other.hex,), (UUID(int=7).hex,), ("X",), ("Y",)))
    with station.database.write() as tx:
        pull.apply_page(tx, station.tenant_id, [Change(1, put=(rows,))])
        assert tx.execute(select(venue.c.tenant_id).where(venue.c.id == UUID(int=7))).scalar_one() == station.tenant_id
        assert tx.execute(select(func.count()).select_from(venue).where(venue.c.tenant_id == other)).scalar_one() == 0


def test_rows_that_refer_to_nothing_leave_the_store_as_it_was(hq: HeadOffice, station: Station) -> None:
    """HQ never sends such rows; if it did, the catalogue would be fetched whole."""
    before, link = digests(station), link_of(station)
    assert link.cursor is not None
    orphan = Rows("section", ("venue_id", "no", "name"), ((UUID(int=7).hex,), (1,), ("X",)))
    page = Page(link.incarnation, link.cursor + 1, link.cursor + 1, (Change(link.cursor + 1, put=(orphan,)),))
    with pytest.raises(BrokenReference):
        catalogue_feed._take_page(station, Sealed(page, b"", ""))
    assert (digests(station), link_of(station)) == (before, link)


def test_another_life_of_hq_sends_the_catalogue_whole(hq: HeadOffice, station: Station) -> None:
    before = digests(station)
    with station.database.write() as tx:
        sync_state.move(tx, UUID(int=5), 3)
        tx.execute(update(zone).values(base_price=1))
    hq.network.asked.clear()
    hq.round(station)
    assert hq.network.times("GET snapshot") == 1
    assert digests(station) == before
    assert link_of(station).incarnation == hq.office.incarnation


def test_a_place_that_hq_has_not_reached_sends_it_whole(hq: HeadOffice, station: Station) -> None:
    before = digests(station)
    with station.database.write() as tx:
        sync_state.move(tx, hq.office.incarnation, 10_000)
        tx.execute(text("DELETE FROM withheld_seat"))
    hq.round(station)
    assert digests(station) == before


def test_a_place_that_hq_keeps_no_more_sends_it_whole(hq: HeadOffice, station: Station) -> None:
    with hq.office.database.owner() as connection:
        connection.execute(text("UPDATE feed SET pruned_to = head"))
    hq.load(dearer())
    with station.database.write() as tx:
        sync_state.move(tx, hq.office.incarnation, 0)
    hq.round(station)
    assert price(station) == Money(1200, USD)


def test_pieces_of_a_snapshot_that_came_are_not_fetched_again(hq: HeadOffice, station: Station) -> None:
    with station.database.write() as tx:
        sync_state.move(tx, hq.office.incarnation, None)
    hq.network.announce("/5", lost_reply)
    with pytest.raises(HqUnreachable):
        hq.round(station)
    hq.network.asked.clear()
    hq.round(station)
    fetched = [asked for asked in hq.network.asked if asked.removeprefix("GET ").isdigit()]
    assert fetched[0] == "GET 5"
    assert hq.network.times("GET snapshot") == 0


def test_a_piece_that_is_not_what_the_manifest_names_is_refused(hq: HeadOffice, station: Station) -> None:
    with station.database.write() as tx:
        sync_state.move(tx, hq.office.incarnation, None)
    hq.network.announce("/2", of_another(lambda body: body + b"x"))
    with pytest.raises(BadAnswer) as caught:
        hq.round(station)
    assert caught.value.cause == "chunk"
    hq.round(station)
    assert link_of(station).cursor is not None


def test_a_snapshot_that_is_gone_is_replaced_by_another(hq: HeadOffice, station: Station) -> None:
    with station.database.write() as tx:
        sync_state.move(tx, hq.office.incarnation, None)
    hq.network.announce("/3", lost_reply)
    with pytest.raises(HqUnreachable):
        hq.round(station)
    with hq.office.database.owner() as connection:
        connection.execute(text("DELETE FROM snapshot_chunk"))
        connection.execute(text("DELETE FROM snapshot"))
    with pytest.raises(ChunkGone):
        hq.round(station)
    hq.round(station)
    assert link_of(station).cursor is not None


def test_a_catalogue_that_somebody_changed_is_found_and_mended(
    hq: HeadOffice, station: Station, expect_log: Callable[[str], None]
) -> None:
    expect_log("the catalogue differs from HQ's and is fetched again: cashier, zone")
    before = digests(station)
    with station.database.write() as tx:
        tx.execute(update(zone).values(base_price=1))
        tx.execute(cashier.delete())
    hq.round(station)
    assert digests(station) != before
    stations.clock_of(station).advance(hours=1)
    hq.round(station)
    assert digests(station) == before
    assert link_of(station).repaired == "cashier,zone"
    hq.round(station)
    with station.database.read() as tx:
        facts = [e.read().body for e in journal.read(tx, station.tenant_id, station.id, 1)]
        assert sync_state.pending(tx, station.tenant_id, station.id) == 0, "HQ has the entry"
    assert [fact for fact in facts if isinstance(fact, CatalogueRepaired)] == [
        CatalogueRepaired(tables=("cashier", "zone"))
    ]


KILLED = """
import os, sys
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID
from pos_app import startup
from pos_app.services.hq import catalogue_feed
from pos_app.services.people import sign_in
from pos_app.services.selling import browsing
from pos_app.storage.store import sync_state
from sync.line.client import Sealed
from sync.line.messages import Change, Page, Rows
from tests.builders import stations

station = startup.open_station(Path(sys.argv[1]), stations.keys(), stations.surroundings())
move = sync_state.move

def killed(tx, incarnation, cursor):
    if sys.argv[2] == "after":
        move(tx, incarnation, cursor)
    os.kill(os.getpid(), 9)

sync_state.move = killed
with station.database.read() as tx:
    link = sync_state.link(tx)
row = Rows("venue", ("id", "name", "address"), ((UUID(int=7).hex,), ("X",), ("Y",)))
at = link.cursor + 1
page = Page(link.incarnation, at, at, (Change(at, put=(row,)),))
catalogue_feed._take_page(station, Sealed(page, b"", ""))
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_between_rows_and_cursor_leaves_neither(
    hq: HeadOffice, tmp_path: Path, station: Station, moment: str
) -> None:
    before, link = digests(station), link_of(station)
    profile = station.database.path.parent
    station.database.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(profile), moment],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert killed.returncode == -9
    again = startup.open_station(profile, stations.keys(), stations.surroundings())
    with closing(again.database):
        assert (digests(again), link_of(again)) == (before, link)


def test_a_person_whom_hq_retires_does_not_sign_in_any_more(hq: HeadOffice, till: Station) -> None:
    ana = 'key = "ana"\n'
    hq.load(SETUP.read_text(encoding="utf-8").replace(ana, f"{ana}active = false\n"))
    hq.round(till)
    assert "Ana Rondón" not in {card.name for card in sign_in.staff(till)}


def test_hq_reports_what_its_files_stop_naming(hq: HeadOffice) -> None:
    text = SETUP.read_text(encoding="utf-8")
    luis = text[text.index('[[staff]]\nkey = "luis"') : text.index('[[staff]]\nkey = "rosa"')]
    content = load_setup.load(hq.office, hq.by_hand, {"small.toml": text.replace(luis, "")})
    left = [(problem.where, problem.what, problem.detail) for problem in content.warnings]
    assert left == [("staff", Flaw.NO_LONGER_NAMED, "Luis Marcano")]


def test_hq_decides_how_long_after_its_beginning_a_performance_is_sold(hq: HeadOffice, till: Station) -> None:
    named = 'name = "Concierto"\n'
    hq.load(SETUP.read_text(encoding="utf-8").replace(named, f"{named}sell_until_minutes = 15\n"))
    hq.round(till)
    begins = stations.offering(till).performance.starts_at
    stations.clock_of(till).at = begins + timedelta(minutes=14)
    assert len(browsing.performances(till)) == 1
    stations.clock_of(till).advance(minutes=1)
    assert browsing.performances(till) == ()
