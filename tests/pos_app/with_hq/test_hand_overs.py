"""Hand-overs between stations without HQ: a signed file, accepted once, of which HQ learns in either order."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import text

from domain.catalogue.seats import SeatNotFree
from domain.people.staff import NotAllowed
from domain.rights import SeatSpan
from hq.conflicts import cases
from hq.stations import stations as hq_stations
from hq.stations.stations import NewStation
from pos_app.services.proof.verify import verify
from pos_app.services.rights import accepting, hand_over_files, handing, held_rights, parts, returning
from pos_app.services.rights.accepting import AcceptedBefore, NotBelieved, NotForThisStation
from pos_app.services.rights.handing import HandOver, NoSuchStation, NotHandable
from pos_app.services.rights.held_rights import RightKind
from pos_app.services.rights.returning import NotHeld
from pos_app.station import Station
from pos_app.vault import Secrets
from sync import journal
from sync.facts import HandOverAccepted, RightsHandedOver
from sync.line import hand_over
from sync.tables import canonical
from tests.builders import stations
from tests.builders.stations import attempt, cash_ves, general_cart, rosa, seat_id, seats_cart, sell
from tests.pos_app.snapshots import refused
from tests.pos_app.with_hq.head_office import HeadOffice

OTHER = UUID(int=0x0DD)


@dataclass
class Pair:
    """Two enrolled stations with open shifts: the first holds rows A and B and 50 places, the second numbers only."""

    hq: HeadOffice
    other_hq: HeadOffice
    giver: Station
    receiver: Station

    def meet(self, *whose: Station) -> None:
        """Run rounds, in this order."""
        for station in whose:
            (self.hq if station is self.giver else self.other_hq).round(station)

    def give(self, typed: str, kind: RightKind = RightKind.SEATS) -> HandOver:
        held = next(right for right in held_rights.held_rights(self.giver) if right.kind is kind)
        return handing.hand_over(self.giver, rosa(self.giver), parts.typed_part(held, typed), "2")

    def accept(self, made: HandOver) -> accepting.Received:
        return accepting.accept(self.receiver, rosa(self.receiver), made.content)

    def holders(self) -> dict[int, UUID]:
        """Who holds each seat of rows A and B in HQ's ledger."""
        with self.hq.office.database.tenant(self.hq.tenant_id) as tx:
            rows = tx.execute(text("SELECT seat_id, station_id FROM seat_right")).all()
        return {row.seat_id: row.station_id for row in rows}

    def places_at_hq(self) -> dict[UUID, int]:
        with self.hq.office.database.tenant(self.hq.tenant_id) as tx:
            statement = "SELECT station_id, sum(granted - returned) AS held FROM place_right GROUP BY station_id"
            return {row.station_id: int(row.held) for row in tx.execute(text(statement))}

    def doubts(self) -> list[str]:
        """Why HQ opened a case."""
        with self.hq.office.database.tenant(self.hq.tenant_id) as tx:
            waiting = cases.open_cases(tx, self.hq.tenant_id)
        return sorted(str(claim.doubt.why) for case in waiting for claim in case.claims if claim.doubt)


@pytest.fixture
def pair(hq: HeadOffice, till: Station, tmp_path: Path) -> Iterator[Pair]:
    other = replace(hq, station_id=OTHER)
    with hq.office.database.tenant(hq.tenant_id) as tx:
        wanted = NewStation(OTHER, 2, "Taquilla 2", "Sala de Pruebas", "A")
        hq_stations.add(tx, hq.office, hq.by_hand, wanted)
    made = other.enrol(tmp_path / "second", other.code(2), Secrets.derive(b"another computer"), seed=5)
    with closing(made.database):
        other.round(made)
        stations.open_shift(made)
        hq.round(till)  # it learns of the second station and its key
        yield Pair(hq, other, till, made)


def test_seats_are_sold_by_the_other_station_and_no_more_by_the_giver(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    refused(pair.giver, attempt(pair.giver, seats_cart(pair.giver, ["B-2"]), cash_ves("1.00")), SeatNotFree)
    received = pair.accept(made)
    assert (received.seats, received.places) == (3, 0)
    sell(pair.receiver, seats_cart(pair.receiver, ["B-2"]))
    assert verify(pair.giver).ok
    assert verify(pair.receiver).ok


def test_places_are_handed_over_by_count(pair: Pair) -> None:
    pair.accept(pair.give("20", RightKind.PLACES))
    sell(pair.receiver, general_cart(pair.receiver, 10))
    pair.meet(pair.giver, pair.receiver)
    assert pair.places_at_hq() == {pair.giver.id: 30, OTHER: 20}
    assert pair.doubts() == []
    assert verify(pair.receiver).ok


@pytest.mark.parametrize("giver_first", [True, False])
def test_hq_learns_of_it_in_either_order(pair: Pair, giver_first: bool) -> None:
    pair.accept(pair.give("B-1..B-3"))
    sell(pair.receiver, seats_cart(pair.receiver, ["B-2"]))
    order = (pair.giver, pair.receiver) if giver_first else (pair.receiver, pair.giver)
    pair.meet(*order)
    moved = {seat_id(name) for name in ("B-1", "B-2", "B-3")}
    assert {seat for seat, holder in pair.holders().items() if holder == OTHER} == moved
    assert pair.doubts() == []
    returning.return_seats(
        pair.receiver, rosa(pair.receiver), stations.offering(pair.receiver).performance.id,
        [SeatSpan(seat_id("B-1"), seat_id("B-1"))],
    )  # fmt: skip
    pair.meet(pair.receiver)
    assert seat_id("B-1") not in pair.holders()
    assert pair.doubts() == []


def test_a_file_is_accepted_once_and_only_where_it_is_addressed(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    refused(pair.giver, lambda: accepting.accept(pair.giver, rosa(pair.giver), made.content), NotForThisStation)
    pair.accept(made)
    refused(pair.receiver, lambda: pair.accept(made), AcceptedBefore)
    refused(
        pair.receiver, lambda: accepting.accept(pair.receiver, stations.ana(pair.receiver), made.content), NotAllowed
    )


def test_what_is_sold_or_not_hqs_is_not_handed_over(pair: Pair) -> None:
    pair.accept(pair.give("B-1"))
    given = next(right for right in held_rights.held_rights(pair.receiver) if right.kind is RightKind.SEATS)
    back = parts.typed_part(given, "")
    refused(pair.receiver, lambda: handing.hand_over(pair.receiver, rosa(pair.receiver), back, "1"), NotHandable)
    held = next(right for right in held_rights.held_rights(pair.giver) if right.kind is RightKind.SEATS)
    part = parts.typed_part(held, "A-1")
    sell(pair.giver, seats_cart(pair.giver, ["A-1"]))
    refused(pair.giver, lambda: handing.hand_over(pair.giver, rosa(pair.giver), part, "2"), NotHeld)
    other = parts.typed_part(held, "A-2")
    for no in ("1", "7", "x"):
        refused(pair.giver, partial(handing.hand_over, pair.giver, rosa(pair.giver), other, no), NoSuchStation)


def test_a_file_that_was_changed_is_not_believed(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    file = hand_over.read(made.content)
    more = msgspec.structs.replace(file, entry=file.entry.replace('"first":10,"last":12', '"first":10,"last":19'))
    assert more != file
    by = rosa(pair.receiver)
    for content in (canonical.encode(more), made.content[:-9], b"\xff"):
        refused(pair.receiver, partial(accepting.accept, pair.receiver, by, content), NotBelieved)


def test_a_forged_acceptance_is_a_finding_and_a_case(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    fact = hand_over.read(made.content).accepted
    forged = HandOverAccepted(fact.entry.replace('"first":10,"last":12', '"first":10,"last":19'), fact.signature)
    with pair.receiver.database.write() as tx:
        journal.append(tx, pair.receiver.author, forged, at=pair.receiver.clock.now(), actor=None)
    finding = verify(pair.receiver).finding
    assert finding is not None
    assert finding.flaw == "right_not_sealed"
    pair.meet(pair.receiver)
    assert pair.doubts() == ["not_signed"]
    assert OTHER not in pair.holders().values()


def test_the_same_hand_over_accepted_twice_is_a_case(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    pair.accept(made)
    pair.meet(pair.receiver)
    with pair.receiver.database.write() as tx:
        again = hand_over.read(made.content).accepted
        journal.append(tx, pair.receiver.author, again, at=pair.receiver.clock.now(), actor=None)
    finding = verify(pair.receiver).finding
    assert finding is not None
    assert finding.flaw == "right_twice"
    pair.meet(pair.receiver)
    assert pair.doubts() == ["accepted_twice"]


def test_an_older_copy_of_the_giver_that_goes_on_is_a_case(pair: Pair, tmp_path: Path) -> None:
    """The entry that the receiver brought has another one in its place: the giver's store was put back to before it."""
    made = pair.give("B-1..B-3")
    entry = hand_over.read(made.content).accepted.read()
    pair.accept(made)
    pair.meet(pair.receiver)
    with pair.giver.database.write() as tx:
        tx.driver.execute("DROP TRIGGER IF EXISTS journal_is_append_only")
        for trigger in [row[0] for row in tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))]:
            tx.execute(text(f"DROP TRIGGER {trigger}"))
        tx.execute(text("DELETE FROM journal WHERE seq >= :seq"), {"seq": entry.seq})
    sell(pair.giver, general_cart(pair.giver, 1))
    pair.meet(pair.giver)
    assert pair.doubts() == ["other_entry"]


def test_a_hand_over_of_what_was_sold_is_a_case_of_the_giver(pair: Pair) -> None:
    made = pair.give("B-1..B-3")
    fact = hand_over.read(made.content).accepted.read().body
    again = RightsHandedOver(fact.to_station, fact.to_epoch, fact.seats)
    with pair.giver.database.write() as tx:
        journal.append(tx, pair.giver.author, again, at=pair.giver.clock.now(), actor=None)
    finding = verify(pair.giver).finding
    assert finding is not None
    assert finding.flaw == "return_not_held"
    pair.meet(pair.giver)
    assert pair.doubts() == ["not_held"]


def test_a_file_travels_on_a_stick(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    monkeypatch.setattr(hand_over_files, "sticks", lambda: [stick])
    made = pair.give("B-1..B-3")
    written = hand_over_files.save(pair.giver, made)
    assert written.parent == stick
    assert written.name.startswith("entrega-")
    assert written.name.endswith("-para-taquilla-2.taquilla")
    assert hand_over_files.accept_next(pair.receiver, rosa(pair.receiver)).seats == 3
    refused(
        pair.receiver, lambda: hand_over_files.accept_next(pair.receiver, rosa(pair.receiver)), hand_over_files.NoFile
    )
