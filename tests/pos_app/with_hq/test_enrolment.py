"""Enrolment: a code and a key make a station with its catalogue and first rights."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from pos_app import startup
from pos_app.services.hq.enrolment import EnrolledBefore, LifeOver, OwnStore
from pos_app.services.hq.sync_round import sync_round
from pos_app.station import Station
from pos_app.storage.catalogue import numbers
from pos_app.storage.store import sync_state
from pos_app.storage.store.fences import StoppedByHq
from pos_app.storage.tables import hq_link
from pos_app.vault import Secrets
from sync import journal
from sync.facts import EpochOpened
from sync.line.hq_errors import CodeUsed, HqUnreachable
from sync.tables.catalogue import CATALOGUE
from tests.builders import stations
from tests.builders.stations import general_cart, sell
from tests.pos_app.snapshots import kinds
from tests.pos_app.with_hq.head_office import URL, HeadOffice
from tests.pos_app.with_hq.network import lost_reply, lost_request


def test_a_code_and_a_key_become_a_station(hq: HeadOffice, tmp_path: Path) -> None:
    made = hq.enrol(tmp_path / "profile", hq.code())
    with closing(made.database):
        assert (made.tenant_id, made.id, made.author.epoch) == (hq.tenant_id, hq.station_id, 1)
        with made.database.read() as tx:
            link = sync_state.link(tx)
            opened = next(journal.read(tx, made.tenant_id, made.id, 1)).read().body
            left, _ = numbers.left(tx, made.holder, made.catalogue.profile(tx).series)
        assert link is not None
        assert (link.url, link.incarnation, link.trouble) == (URL, hq.office.incarnation, None)
        assert isinstance(opened, EpochOpened)
        assert opened.certificate
        assert left == 200
        assert stations.offering(made).event.name


def test_the_catalogue_comes_down_whole(hq: HeadOffice, station: Station) -> None:
    for table in CATALOGUE:
        with station.database.read() as tx:
            here = {tuple(row) for row in tx.execute(select(table))}
        with hq.office.database.tenant(hq.tenant_id) as tx:
            of_hq = {tuple(row) for row in tx.execute(select(table))}
        assert here == of_hq, table.name


def test_a_lost_reply_to_the_enrolment_costs_another_try(hq: HeadOffice, tmp_path: Path) -> None:
    code = hq.code()
    for path, fault in (("/enrol", lost_reply), ("/token", lost_request), ("/journal", lost_reply)):
        hq.network.announce(path, fault)
        with pytest.raises(HqUnreachable):
            hq.enrol(tmp_path / "profile", code)
    with closing(hq.enrol(tmp_path / "profile", code).database):
        assert hq.view().epoch == 1


def test_a_code_that_another_machine_used_enrols_nobody(hq: HeadOffice, tmp_path: Path) -> None:
    code = hq.code()
    hq.enrol(tmp_path / "one", code).database.close()
    with pytest.raises(CodeUsed):
        hq.enrol(tmp_path / "other", code, Secrets.derive(bytes(32)))
    assert not (tmp_path / "other").exists()


def test_a_code_that_was_used_enrols_no_second_folder_and_freezes_nobody(hq: HeadOffice, tmp_path: Path) -> None:
    code = hq.code()
    with closing(hq.enrol(tmp_path / "one", code).database):
        with pytest.raises(CodeUsed):
            hq.enrol(tmp_path / "other", code)
        assert not (tmp_path / "other").exists()
        assert hq.view().status == "active"


def test_a_store_of_ones_own_is_refused_and_the_code_stays_good(hq: HeadOffice, tmp_path: Path) -> None:
    working = hq.enrol(tmp_path / "working", hq.code())
    loaded = startup.create_station(tmp_path / "loaded", Secrets.derive(b"loaded"), hq.tenant_id, hq.station_id)
    for station in (working, loaded):
        station.database.close()
    code = hq.code(no=2)
    hq.network.asked.clear()
    with pytest.raises(OwnStore):
        hq.enrol(tmp_path / "loaded", code, Secrets.derive(b"loaded"))
    assert (hq.network.asked, hq.view().epoch) == ([], 1)
    with closing(hq.enrol(tmp_path / "new", code, Secrets.derive(b"new")).database):
        assert hq.view().epoch == 2


def test_an_enrolled_profile_takes_no_other_code(hq: HeadOffice, tmp_path: Path) -> None:
    hq.enrol(tmp_path / "profile", hq.code()).database.close()
    for fault in (None, lost_reply):
        if fault:
            hq.network.announce("/head", fault)
        with pytest.raises(EnrolledBefore):
            hq.enrol(tmp_path / "profile", hq.code(no=2))
        assert (hq.view().epoch, hq.view().status) == (1, "active")


def test_a_profile_whose_life_is_over_is_told_so(hq: HeadOffice, tmp_path: Path) -> None:
    hq.enrol(tmp_path / "old", hq.code()).database.close()
    hq.enrol(tmp_path / "new", hq.code(no=2), Secrets.derive(b"new")).database.close()
    with pytest.raises(LifeOver) as caught:
        hq.enrol(tmp_path / "old", hq.code())
    assert (caught.value.epoch, caught.value.known) == (1, 2)
    hq.set_status("lost")
    with pytest.raises(StoppedByHq):
        hq.enrol(tmp_path / "new", hq.code(), Secrets.derive(b"new"))


def test_a_store_that_was_founded_and_knows_no_hq_yet_goes_on(hq: HeadOffice, tmp_path: Path) -> None:
    """The program ended after founding the store and before pinning HQ."""
    code = hq.code()
    made = hq.enrol(tmp_path / "profile", code)
    with made.database.write() as tx:
        tx.execute(hq_link.delete())
    made.database.close()
    with closing(hq.enrol(tmp_path / "profile", code).database) as database, database.read() as tx:
        assert sync_state.link(tx) is not None
    assert hq.view().epoch == 1


def test_what_the_enrolled_station_sells_reaches_hq(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 3))
    hq.round(till)
    with till.database.read() as tx:
        top = journal.head(tx, till.tenant_id, till.id, 1).seq
        assert sync_state.pending(tx, till.tenant_id, till.id) == 0
    assert hq.view().acknowledged == top
    assert kinds(till).count("sale_recorded/1") == 1


def test_a_later_round_of_a_fresh_session_asks_one_thing(hq: HeadOffice, till: Station) -> None:
    line = hq.line(till)
    session = sync_round(till, line)
    sell(till, general_cart(till, 1))
    hq.network.asked.clear()
    sync_round(till, line, session)
    assert hq.network.asked == ["POST journal"]
