"""A restored store: its new life, its own journal from HQ, and the old disk that is used again."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from domain.conflicts.cases import Choice, ConflictKind
from domain.rights import SeatSpan
from hq.books import check
from hq.rights import fencing
from hq.stations import stations
from pos_app import startup
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.copies import backup, restore
from pos_app.services.hq import new_life
from pos_app.services.proof.verify import verify
from pos_app.services.rights import ask_rights
from pos_app.station import Station
from pos_app.storage.catalogue import rights
from pos_app.storage.sales.conflict_cases import KnownCase
from pos_app.vault import Secrets
from sync.facts.sales import sale
from sync.line.hq_errors import ForkDetected, HqRefused, HqUnreachable
from tests.builders import stations as small
from tests.builders.stations import general_cart, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.pos_app.with_hq.network import lost_reply


def opened(profile: Path, old: Station, seed: int) -> Station:
    return startup.open_station(profile, small.keys(), small.surroundings(seed, small.clock_of(old)))


def approve(hq: HeadOffice, epoch: int = 1) -> None:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        stations.approve_epoch(tx, hq.office, hq.by_hand, hq.station_id, epoch, "disco cambiado")


def reborn(hq: HeadOffice, station: Station, profile: Path, after: int = 1) -> Station:
    approve(hq, after)
    line = hq.line(station)
    new_life.begin(station, line)
    line.close()
    station.database.close()
    born = opened(profile, station, seed=8)
    hq.round(born)
    return born


def put_back(till: Station, folder: Path) -> tuple[Station, Path]:
    """Sell after a backup and restore it: the restored station, and the folder of the store that it replaced."""
    made = backup.make(till, folder)
    sell(till, seats_cart(till, ["A-1"]))
    sell(till, general_cart(till, 1))
    till.database.close()
    profile = till.database.path.parent
    done = restore.restore(
        restore.Request(profile, made, accept_loss=True), small.keys(), (), small.clock_of(till).now()
    )
    assert done.missing.document_count == 2
    assert done.aside
    old = folder / "old disk"
    shutil.copytree(done.aside, old)
    return opened(profile, till, seed=7), old


def test_a_new_life_waits_for_a_supervisor(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    station, _ = put_back(till, tmp_path)
    with closing(station.database), pytest.raises(HqRefused, match="CEN-"):
        new_life.begin(station, hq.line(station))


def test_what_hq_has_of_the_life_before_comes_back(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    made = backup.make(till, tmp_path)
    sold = sell(till, seats_cart(till, ["A-1"]))
    hq.round(till)
    till.database.close()
    profile = till.database.path.parent
    at = small.clock_of(till).now()
    restore.restore(restore.Request(profile, made, accept_loss=True), small.keys(), (), at)
    with closing(reborn(hq, opened(profile, till, seed=7), profile).database) as database:
        born = opened(profile, till, seed=9)
        with database.read() as tx:
            assert tx.execute(select(func.count()).select_from(sale)).scalar_one() == 1
        assert verify(born).ok
        born.database.close()
    assert sold.document.number == 1
    assert hq.view().status == "active"


def test_an_image_that_is_put_back_again_gets_every_life_since(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    made, profile = backup.make(till, tmp_path), till.database.path.parent
    sell(till, seats_cart(till, ["A-1"]))
    hq.round(till)
    station = till
    for life in (1, 2):
        station.database.close()
        at = small.clock_of(till).now() + timedelta(minutes=life)
        restore.restore(restore.Request(profile, made, accept_loss=True), small.keys(), (), at)
        station = reborn(hq, opened(profile, till, seed=7), profile, life)
    with closing(station.database), station.database.read() as tx:
        assert tx.execute(select(func.count()).select_from(sale)).scalar_one() == 1
        assert verify(station).ok


def neighbour(hq: HeadOffice, till: Station, profile: Path) -> tuple[HeadOffice, Station]:
    """Another station of the organisation with an open shift and without rights."""
    other = replace(hq, station_id=UUID(int=2))
    wanted = stations.NewStation(other.station_id, 2, "Taquilla 2", "Sala de Pruebas", "A")
    with hq.office.database.tenant(hq.tenant_id) as tx:
        stations.add(tx, hq.office, hq.by_hand, wanted)
    made = other.enrol(profile, other.code(no=9), Secrets.derive(bytes(32)), seed=11)
    small.clock_of(made).advance(seconds=(small.clock_of(till).now() - small.clock_of(made).now()).total_seconds())
    other.round(made)
    small.open_shift(made)
    return other, made


def waiting_case(station: Station) -> KnownCase:
    """The case of the seat that staff released and another station sold. That of the presale's turn stays at HQ."""
    (waiting,) = (known for known in conflict_desk.cases(station) if known.waits)
    assert waiting.case.contested.kind is ConflictKind.SEAT_TWICE
    return waiting


def test_the_old_disk_turns_up_and_a_seat_was_sold_twice(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    hq.round(till)
    station, old_profile = put_back(till, tmp_path)
    born = reborn(hq, station, till.database.path.parent)
    other, second = neighbour(hq, till, tmp_path / "second")
    with hq.office.database.tenant(hq.tenant_id) as tx:
        assert fencing.release_seats(tx, hq.office, hq.by_hand, hq.station_id, "el acta dice que no se vendió") == 20
    hq.grant(born, seats=(SeatSpan(4, 9),))
    other.grant(second, seats=(SeatSpan(0, 3),))
    with closing(born.database), closing(second.database):
        hq.round(born)
        other.round(second)
        sell(second, seats_cart(second, ["A-1"]))
        other.round(second)
        old = opened(old_profile, born, seed=10)
        with closing(old.database):
            hq.round(old)
        hq.round(born)
        known = waiting_case(born)
        outcome = conflict_desk.settle(born, small.rosa(born), known.case.id, Decision(Choice.MOVE))
        assert [(ticket.place.row, ticket.place.seat) for ticket in outcome.tickets] == [("A", "5")]
        hq.round(born)
        assert conflict_desk.waiting(born) == 0
        assert verify(born).ok
    report = check.check(hq.office, hq.tenant_id)
    assert report.ok, report.findings
    assert [(part.series, part.late) for part in report.partitions] == [("A", 2), ("NCA", 0)]


def test_a_case_of_the_computer_before_does_not_stop_the_rounds(hq: HeadOffice, till: Station, tmp_path: Path) -> None:
    hq.round(till)
    sell(till, seats_cart(till, ["A-1"]))
    replaced = hq.enrol(tmp_path / "new", hq.code(no=2), Secrets.derive(b"another computer"), seed=5)
    other, second = neighbour(hq, till, tmp_path / "second")
    with hq.office.database.tenant(hq.tenant_id) as tx:
        fencing.release_seats(tx, hq.office, hq.by_hand, hq.station_id, "el acta dice que no se vendió")
    other.grant(second, seats=(SeatSpan(0, 3),))
    with closing(replaced.database), closing(second.database):
        other.round(second)
        sell(second, seats_cart(second, ["A-1"]))
        other.round(second)
        hq.round(till)
        hq.round(replaced)
        known = waiting_case(replaced)
        with pytest.raises(conflict_desk.SaleNotHere):
            conflict_desk.settle(replaced, small.rosa(replaced), known.case.id, Decision(Choice.MOVE))


def test_what_the_life_before_asked_for_is_asked_anew(hq: HeadOffice, till: Station) -> None:
    place = (small.offering(till).performance.id, small.zone(till, "General").id)
    hq.round(till)
    hq.network.announce("/places", lost_reply)
    with pytest.raises(HqUnreachable):
        ask_rights.ask_places(till, hq.line(till), place, 7)
    born = reborn(hq, till, till.database.path.parent)
    with closing(born.database):
        ask_rights.ask_places(born, hq.line(born), place, 7)
        assert rights_of(born) == 7


def rights_of(station: Station) -> int:
    """The number of general places that this life of the station holds."""
    with station.database.read() as tx:
        return sum(allotment.places for allotment in rights.allotments(tx, station.holder))


def test_a_shift_of_the_other_branch_goes_on_in_the_next_life(hq: HeadOffice, station: Station, tmp_path: Path) -> None:
    station.database.settle()
    shutil.copytree(station.database.path.parent, tmp_path / "copy")
    small.open_shift(station)
    sell(station, general_cart(station, 1))
    hq.round(station)
    branch = opened(tmp_path / "copy", station, seed=7)
    small.open_shift(branch)
    sell(branch, general_cart(branch, 2))
    with pytest.raises(ForkDetected):
        hq.round(branch)
    born = reborn(hq, branch, tmp_path / "copy")
    with closing(born.database):
        hq.grant(born, places=10)
        hq.round(born)
        sell(born, general_cart(born, 3))
        hq.round(born)
    assert check.check(hq.office, hq.tenant_id).waiting == 0


def test_a_store_gets_its_next_life_although_one_between_was_of_another_computer(
    hq: HeadOffice, till: Station, tmp_path: Path
) -> None:
    """The other computer's life is under its own key: it stays at HQ."""
    for no, keys in ((2, Secrets.derive(b"another computer")), (3, small.keys())):
        other = hq.enrol(tmp_path / str(no), hq.code(no), keys, seed=no)
        with closing(other.database):
            hq.round(other)
            small.open_shift(other)
            hq.round(other)
    born = reborn(hq, till, till.database.path.parent, after=3)
    with closing(born.database):
        assert (born.author.epoch, verify(born).ok) == (4, True)
