"""Only the key of a station gives its token, for ten minutes; a challenge is answered once."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.rights import Holder
from hq.journals.lives import NoSuchStation
from hq.office import Office
from hq.people.tokens import NotSignedIn, TokenReader
from hq.stations import enrolment, station_tokens, stations
from hq.storage.tables import challenge
from sync.line.messages import AskChallenge, Assertion
from tests.builders.clock import FakeClock
from tests.builders.tenants import ARENA, TEATRO, Visitor, people


@pytest.fixture
def visitor(office: Office) -> Visitor:
    people(office, TEATRO)
    visitor = Visitor(TEATRO, UUID(int=1))
    visitor.enrol(office)
    return visitor


def test_a_signed_challenge_becomes_a_token_of_this_station_and_life(office: Office, visitor: Visitor) -> None:
    claims = TokenReader(office, {}).read(visitor.token(office))
    assert (claims.aud, claims.tid, claims.sub, claims.epo) == ("station", TEATRO.id, visitor.id, 1)


def test_a_token_lasts_ten_minutes(office: Office, visitor: Visitor, clock: FakeClock) -> None:
    token, reader = visitor.token(office), TokenReader(office, {})
    clock.advance(minutes=9)
    reader.read(token)
    clock.advance(minutes=1)
    with pytest.raises(NotSignedIn):
        reader.read(token)


def test_only_a_key_that_was_not_seen_is_asked_of_the_database(office: Office, visitor: Visitor) -> None:
    first, second = visitor.token(office), visitor.token(office)
    reader = TokenReader(office, {})
    assert not reader.reads_without_database(first)
    reader.read(first)
    assert reader.reads_without_database(first)
    assert reader.reads_without_database(second)
    assert reader.reads_without_database("no token")


def test_a_challenge_is_answered_once_rightly_or_wrongly(office: Office, visitor: Visitor) -> None:
    right = visitor.answer(office)
    station_tokens.token_for(office, right)
    with pytest.raises(NotSignedIn):
        station_tokens.token_for(office, right)
    nonce = visitor.answer(office).nonce
    for signature in ("00" * 64, visitor.key.sign(nonce.encode()).hex()):
        with pytest.raises(NotSignedIn):
            station_tokens.token_for(office, Assertion(nonce, signature))


def test_a_challenge_holds_for_a_minute(office: Office, visitor: Visitor, clock: FakeClock) -> None:
    answer = visitor.answer(office)
    clock.advance(minutes=1)
    with pytest.raises(NotSignedIn):
        station_tokens.token_for(office, answer)


def test_a_challenge_that_expired_goes_with_the_next_one_of_its_station(
    office: Office, visitor: Visitor, clock: FakeClock
) -> None:
    other = Visitor(TEATRO, UUID(int=2), no=2, seed=2)
    other.expected(office)
    enrolment.enrol(office, other.request(other.code(office, UUID(int=0xC0DF))))
    other.answer(office)
    visitor.answer(office)
    clock.advance(seconds=59)
    visitor.answer(office)
    assert waiting(office) == {visitor.id: 2, other.id: 1}
    clock.advance(seconds=1)
    visitor.answer(office)
    assert waiting(office) == {visitor.id: 2, other.id: 1}


def waiting(office: Office) -> dict[UUID, int]:
    """The challenges in the database, by station."""
    with office.database.tenant(TEATRO.id) as tx:
        return dict(Counter(tx.execute(select(challenge.c.station_id)).scalars()))


@pytest.mark.parametrize("nonce", ["", "no base64 %", "QUJD", "é"])
def test_an_invented_challenge_opens_nothing(office: Office, visitor: Visitor, nonce: str) -> None:
    with pytest.raises(NotSignedIn):
        station_tokens.token_for(office, Assertion(nonce, "00"))


def test_a_station_that_hq_does_not_know_is_answered_alike(office: Office, visitor: Visitor) -> None:
    known = station_tokens.challenge_for(office, AskChallenge(TEATRO.id, visitor.id))
    for tenant, station in ((TEATRO.id, UUID(int=9)), (ARENA.id, visitor.id)):
        unknown = station_tokens.challenge_for(office, AskChallenge(tenant, station))
        assert len(unknown.nonce) == len(known.nonce)
        with pytest.raises(NotSignedIn):
            station_tokens.token_for(office, Assertion(unknown.nonce, visitor.key.sign(unknown.nonce.encode()).hex()))


def test_the_key_of_an_ended_life_still_brings_in_what_it_did(office: Office, visitor: Visitor) -> None:
    again = Visitor(TEATRO, visitor.id, seed=2)
    enrolment.enrol(office, again.request(again.code(office, UUID(int=0xC0DF))))
    reader = TokenReader(office, {})
    assert [reader.read(who.token(office)).epo for who in (visitor, again)] == [1, 2]


def test_a_token_of_another_tenants_key_or_another_algorithm_is_none(office: Office, visitor: Visitor) -> None:
    token = visitor.token(office)
    head, body, signature = token.split(".")
    reader = TokenReader(office, {})
    people(office, ARENA)
    other = Visitor(ARENA, visitor.id)
    other.enrol(office)
    foreign = other.token(office).split(".")
    none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"
    for forged in (
        f"{foreign[0]}.{body}.{foreign[2]}",
        f"{head}.{foreign[1]}.{signature}",
        f"{none}.{body}.",
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-2]}AA",
        "",
        "a.b.c",
    ):
        with pytest.raises(NotSignedIn):
            reader.read(forged)


def test_a_session_is_another_each_time_and_only_for_a_station_of_the_tenant(office: Office, visitor: Visitor) -> None:
    holder = Holder(TEATRO.id, visitor.id, 1)
    with office.database.tenant(TEATRO.id) as tx:
        first, second = (stations.open_session(tx, office, holder) for _ in range(2))
    assert first.session != second.session
    assert (first.epoch, first.acknowledged, first.status, first.head_hash) == (1, 0, "active", "00" * 32)
    people(office, ARENA)
    with pytest.raises(NoSuchStation), office.database.tenant(ARENA.id) as tx:
        stations.open_session(tx, office, Holder(ARENA.id, visitor.id, 1))
