"""The standing of a store with HQ: frozen, restored, cloned or ended. It sells nothing then, and loses nothing."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from pos_app import startup
from pos_app.station import Station
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.fences import FenceCause, StoppedByHq, StoreFenced
from pos_app.storage.store.standing import Standing
from pos_app.vault import Secrets
from sync.facts.sales import sale
from sync.line.hq_errors import ForkDetected, RewindDetected
from tests.builders import stations
from tests.builders.stations import attempt, cash_ves, general_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice


def standing(station: Station) -> Standing:
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return link.standing


def copy_of(station: Station, to: Path) -> Station:
    """Copy the profile's files and open them as another machine would."""
    station.database.checkpoint()
    shutil.copytree(station.database.path.parent, to, dirs_exist_ok=True)
    return startup.open_station(to, stations.keys(), stations.surroundings(seed=9, clock=stations.clock_of(station)))


def sales_at(hq: HeadOffice) -> int:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return int(tx.execute(select(func.count()).select_from(sale)).scalar_one())


def test_a_frozen_station_sells_nothing_and_still_brings_in_what_it_sold(hq: HeadOffice, till: Station) -> None:
    sell(till, general_cart(till, 1))
    hq.set_status("frozen")
    hq.round(till)
    assert (standing(till), sales_at(hq)) == (Standing.FROZEN, 1)
    with pytest.raises(StoppedByHq) as caught:
        attempt(till, general_cart(till, 1), cash_ves("1"))()
    assert caught.value.standing is Standing.FROZEN
    hq.set_status("active")
    hq.round(till)
    sell(till, general_cart(till, 1))


def test_a_store_that_was_put_back_is_fenced(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    older = copy_of(till, tmp_path / "older")
    sell(till, general_cart(till, 1))
    hq.round(till)
    with closing(older.database):
        with pytest.raises(RewindDetected):
            hq.round(older)
        assert hq.view().status == "frozen"
        with older.database.read() as tx:
            fence = fences.current(tx)
        assert fence is not None
        assert fence.cause is FenceCause.HQ
        assert fence.known is not None
        with pytest.raises(StoreFenced):
            attempt(older, general_cart(older, 1), cash_ves("1"))()


def test_two_stores_that_write_one_chain_are_found(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    hq.round(till)
    clone = copy_of(till, tmp_path / "clone")
    sell(till, general_cart(till, 1))
    hq.round(till)
    with closing(clone.database):
        sell(clone, general_cart(clone, 2))
        with pytest.raises(ForkDetected):
            hq.round(clone)
        assert standing(clone) is Standing.FORK
        with pytest.raises(StoreFenced):
            attempt(clone, general_cart(clone, 1), cash_ves("1"))()
    with hq.office.database.tenant(hq.tenant_id) as tx:
        kept = tx.execute(text("SELECT count(*) FROM quarantine")).scalar_one()
    assert kept == 1
    hq.round(till)
    assert standing(till) is Standing.FROZEN


def test_another_machine_in_its_place_ends_the_life_of_this_one(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    sell(till, general_cart(till, 1))
    with closing(hq.enrol(tmp_path / "new", hq.code(no=2), Secrets.derive(bytes(32))).database):
        hq.round(till)
        assert standing(till) is Standing.EPOCH_OVER
        assert sales_at(hq) == 1
        with pytest.raises(StoppedByHq):
            attempt(till, general_cart(till, 1), cash_ves("1"))()
