"""A station accepts a right only as HQ granted and sealed it: anything else changes nothing and is a case."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.conflicts.cases import ConflictKind
from domain.conflicts.doubts import Why
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan, TurnsGrant, spans
from hq.rights import grants
from hq.signing import signing_key
from sync import facts
from sync.line import seal
from sync.tables.catalogue import conflict_case
from tests.builders import stations as small
from tests.builders.counters import Counter, Counters
from tests.hq.rights.belief import doubts, is_refused, performance_and_zone, rows_of

pytestmark = pytest.mark.house


def granted_to(two: Counter, name: str) -> tuple[SeatGrant, str]:
    """A seat that HQ grants to a counter, and its seal, still on its way."""
    performance, _ = performance_and_zone(two)
    grant = SeatGrant(GrantId(two.station.ids.new()), performance, spans([small.seat_id(name)]))
    with two.office.database.tenant(two.holder.tenant_id) as tx:
        grants.grant_seats(tx, two.office, two.holder, grant)
        sealed = dict(grants.outstanding(tx, [two.holder])[two.holder.station_id].seals)
    return grant, sealed[grant.id]


def test_an_acceptance_of_what_another_station_was_granted_hides_nothing(counters: Counters) -> None:
    one, two = counters
    grant, certificate = granted_to(two, "B-9")
    lie = facts.SeatsAccepted(grant=grant, certificate=certificate)
    doubt = is_refused(one, lie)
    assert (doubt.why, doubt.station_id) == (Why.OTHER_STATION, two.holder.station_id)
    two.session = ""
    assert two.push().grants.seats == (grant,), "HQ stopped sending it"
    two.append(lie)
    two.push()
    assert len(doubts(two)) == 1


@pytest.mark.parametrize("junk", ["", "00" * 64, "junk", "ñ"])
def test_an_acceptance_needs_hqs_seal(counters: Counters, junk: str) -> None:
    one, _ = counters
    grant, _certificate = granted_to(one, "A-9")
    assert is_refused(one, facts.SeatsAccepted(grant=grant, certificate=junk)).why is Why.NOT_SEALED


def test_an_acceptance_of_what_hq_never_granted_gives_nothing(counters: Counters) -> None:
    one, _ = counters
    performance, zone = performance_and_zone(one)
    new = GrantId(one.station.ids.new())
    forged: list[facts.AnyFact] = [
        facts.NumbersAccepted(grant=NumberGrant(new, "A", 500, 600), certificate="00" * 64),
        facts.SeatsAccepted(grant=SeatGrant(new, performance, (SeatSpan(30, 39),)), certificate=""),
        facts.PlacesAccepted(grant=PlacesGrant(new, performance, zone, 50), certificate=""),
        facts.TurnsAccepted(grant=TurnsGrant(new, performance, zone, (SeatSpan(0, 9),)), certificate=""),
    ]
    before = rows_of(one)
    one.append(*forged)
    one.push()
    assert rows_of(one) == before
    assert {(doubt.why, doubt.subject) for doubt in doubts(one)} == {
        (Why.NOT_SEALED, kind) for kind in ("numbers", "seats", "places", "turns")
    }


def test_an_acceptance_names_what_hq_granted_under_its_id(counters: Counters) -> None:
    one, _ = counters
    grant, certificate = granted_to(one, "A-9")
    more = replace(grant, seats=(SeatSpan(0, 39),))
    doubt = is_refused(one, facts.SeatsAccepted(grant=more, certificate=certificate))
    assert (doubt.why, doubt.claimed, doubt.known) == (Why.OTHER_RIGHT, "0-39", "8")


def test_a_right_is_accepted_once(counters: Counters) -> None:
    one, _ = counters
    grant, certificate = granted_to(one, "A-9")
    accepting = facts.SeatsAccepted(grant=grant, certificate=certificate)
    one.append(accepting)
    one.push()
    assert doubts(one) == []
    assert is_refused(one, accepting).why is Why.ACCEPTED_TWICE


def test_hqs_seal_proves_a_grant_of_which_hq_lost_its_record(counters: Counters) -> None:
    one, _ = counters
    performance, _ = performance_and_zone(one)
    grant = SeatGrant(GrantId(one.station.ids.new()), performance, spans([small.seat_id("A-9")]))
    holder = one.holder
    with one.office.database.tenant(holder.tenant_id) as tx:
        key = signing_key(tx, one.office, holder.tenant_id)
    sealed = seal.seal(key, seal.grant_bytes(holder.tenant_id, holder.station_id, holder.epoch, grant))
    other_life = seal.seal(key, seal.grant_bytes(holder.tenant_id, holder.station_id, holder.epoch + 1, grant))
    one.append(facts.SeatsAccepted(grant=grant, certificate=other_life))
    one.push()
    assert [doubt.why for doubt in doubts(one)] == [Why.NOT_SEALED]
    one.append(facts.SeatsAccepted(grant=grant, certificate=sealed))
    one.push()
    assert len(doubts(one)) == 1
    assert any(row[1] == grant.id for row in rows_of(one)["seat_lease"])


def test_a_number_of_a_sealed_block_that_hq_forgot_stands_by_itself(counters: Counters) -> None:
    """HQ was put back without its issue log: its own seal in the journal proves the block."""
    one, _ = counters
    holder, block = one.holder, NumberGrant(GrantId(one.station.ids.new()), "A", 90_001, 90_010, "00-00090501")
    with one.office.database.tenant(holder.tenant_id) as tx:
        key = signing_key(tx, one.office, holder.tenant_id)
    sealed = seal.seal(key, seal.grant_bytes(holder.tenant_id, holder.station_id, holder.epoch, block))
    own = one.last_accepted(facts.NumbersAccepted)
    one.append(facts.NumbersReturned(own, 1, 30), facts.NumbersAccepted(block, sealed))
    sold = one.sell_places(1)
    assert sold.document.number == block.first
    one.push()
    with one.office.database.tenant(holder.tenant_id) as tx:
        kinds = tx.execute(select(conflict_case.c.kind, conflict_case.c.state)).all()
    assert [tuple(row) for row in kinds if row.kind == ConflictKind.NUMBER_NOT_HELD] == [("C4", "closed")]
