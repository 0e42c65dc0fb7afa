"""Enrolment by a code and a key: once, before the code expires, and safe against lost replies."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.errors import Refused
from domain.rights import Holder
from hq.audit import act_journal
from hq.audit.acts import StationEnrolled
from hq.journals.lives import NoSuchStation, StaleEpoch, StationStatus, StatusRefused
from hq.office import Office
from hq.stations import enrolment, stations
from hq.stations.enrolment import BadProof, CodeExpired, CodeUsed, EpochNotApproved, KeyTaken, UnknownCode
from hq.stations.stations import StatusChange
from hq.storage.tables import enrolment_code, station_epoch
from sync.journal import public_key
from sync.line import seal
from sync.line.messages import Enrol, Enrolled, OpenEpoch, epoch_words
from sync.tables import canonical
from tests.builders.clock import FakeClock
from tests.builders.tenants import ARENA, TEATRO, Visitor, by_hand, people


@pytest.fixture
def visitor(office: Office) -> Visitor:
    people(office, TEATRO)
    visitor = Visitor(TEATRO, UUID(int=1))
    visitor.expected(office)
    return visitor


def set_status(office: Office, visitor: Visitor, status: StationStatus) -> None:
    with office.database.tenant(TEATRO.id) as tx:
        stations.set_status(tx, office, by_hand(TEATRO), visitor.id, StatusChange(status, "a test"))


def ask_epoch(office: Office, visitor: Visitor, epoch: int) -> Enrolled:
    request = OpenEpoch(epoch, public_key(visitor.key), visitor.key.sign(epoch_words(visitor.id, epoch)).hex())
    with office.database.tenant(TEATRO.id) as tx:
        return enrolment.open_epoch(tx, office, Holder(TEATRO.id, visitor.id, epoch), request)


def test_a_code_and_a_key_become_a_certificate_that_hq_signed(office: Office, visitor: Visitor) -> None:
    enrolled = enrolment.enrol(office, visitor.request(visitor.code(office)))
    certificate = enrolled.certificate
    assert (certificate.tenant, certificate.station, certificate.epoch) == (TEATRO.id, visitor.id, 1)
    assert certificate.public_key == public_key(visitor.key)
    assert seal.holds(enrolled.hq_key, canonical.encode(certificate), enrolled.signature)
    assert (enrolled.station_name, enrolled.hq_incarnation) == ("Taquilla 1", office.incarnation)


def test_each_enrolment_is_an_act_of_hqs_journal(office: Office, visitor: Visitor) -> None:
    for epoch, code in ((1, 1), (2, 2)):
        enrolment.enrol(office, visitor.request(visitor.code(office, UUID(int=code))))
        with office.database.tenant(TEATRO.id) as tx:
            *_, last = act_journal.read(tx, TEATRO.id, after=0, most=100)
        assert last.entry.body == StationEnrolled(visitor.id, epoch, public_key(visitor.key))
        visitor.seed += 1


def test_a_lost_reply_is_harmless_even_a_day_later(office: Office, visitor: Visitor, clock: FakeClock) -> None:
    request = visitor.request(visitor.code(office))
    first = enrolment.enrol(office, request)
    clock.advance(days=2)
    assert enrolment.enrol(office, request) == first


def test_a_code_is_the_same_however_it_is_typed(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    assert enrolment.enrol(office, visitor.request(code.lower().replace("-", " "))).certificate.epoch == 1


def test_asking_for_a_code_twice_makes_one(office: Office, visitor: Visitor) -> None:
    assert visitor.code(office) == visitor.code(office)
    assert visitor.code(office) != visitor.code(office, UUID(int=0xC0DF))


def test_a_newer_code_ends_the_older_ones_that_nobody_used(office: Office, visitor: Visitor) -> None:
    first = visitor.code(office)
    second = visitor.code(office, UUID(int=0xC0DF))
    with pytest.raises(CodeExpired):
        enrolment.enrol(office, visitor.request(first))
    assert visitor.code(office) == first  # the id gives the same code again, and does not renew it
    enrolled = enrolment.enrol(office, visitor.request(second))
    visitor.code(office, UUID(int=0xC0E0))
    assert enrolment.enrol(office, visitor.request(second)) == enrolled


def test_a_newer_code_ends_none_of_another_station(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    other = Visitor(TEATRO, UUID(int=2), no=2, seed=2)
    other.expected(office)
    other.code(office, UUID(int=0xC0DF))
    assert enrolment.enrol(office, visitor.request(code)).certificate.epoch == 1


def test_a_key_is_of_one_station_and_the_code_stays_good(office: Office, visitor: Visitor) -> None:
    enrolment.enrol(office, visitor.request(visitor.code(office)))
    twin = Visitor(TEATRO, UUID(int=2), no=2, seed=1)
    twin.expected(office)
    code = twin.code(office, UUID(int=0xC0DF))
    with pytest.raises(KeyTaken):
        enrolment.enrol(office, twin.request(code))
    with office.database.tenant(TEATRO.id) as tx:
        assert stations.view(tx, TEATRO.id, twin.id).status == StationStatus.ADDED
    own = Visitor(TEATRO, twin.id, no=2, seed=2)
    assert enrolment.enrol(office, own.request(code)).certificate.epoch == 1


def test_a_code_serves_one_key(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    enrolment.enrol(office, visitor.request(code))
    with pytest.raises(CodeUsed):
        enrolment.enrol(office, Visitor(TEATRO, visitor.id, seed=2).request(code))


def test_of_two_that_race_for_a_code_one_gets_it(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)

    def come(seed: int) -> Enrolled | Refused:
        try:
            return enrolment.enrol(office, Visitor(TEATRO, visitor.id, seed=seed).request(code))
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(come, range(1, 5)))
    assert sorted(type(answer).__name__ for answer in answers) == ["CodeUsed"] * 3 + ["Enrolled"]


def test_a_code_expires_and_an_invented_one_is_unknown(office: Office, visitor: Visitor, clock: FakeClock) -> None:
    code = visitor.code(office)
    clock.advance(hours=24)
    with pytest.raises(CodeExpired):
        enrolment.enrol(office, visitor.request(code))
    with pytest.raises(UnknownCode):
        enrolment.enrol(office, visitor.request("AAAAA-BBBBB"))


def test_whoever_does_not_hold_the_key_is_refused(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    stolen = Enrol(code, public_key(visitor.key), Visitor(TEATRO, visitor.id, seed=9).request(code).proof, "x")
    for request in (stolen, Enrol(code, "no key", "no proof", "x")):
        with pytest.raises(BadProof):
            enrolment.enrol(office, request)


def test_the_code_does_not_lie_in_the_database(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    with office.database.tenant(TEATRO.id) as tx:
        row = tx.execute(select(enrolment_code)).one()
    assert code.replace("-", "") not in str(row)


def test_another_tenants_station_gets_no_code(office: Office, visitor: Visitor) -> None:
    people(office, ARENA)
    with pytest.raises(NoSuchStation):
        Visitor(ARENA, visitor.id).code(office)


def test_a_second_code_begins_a_second_life_and_ends_the_first(office: Office, visitor: Visitor) -> None:
    enrolment.enrol(office, visitor.request(visitor.code(office)))
    again = Visitor(TEATRO, visitor.id, seed=2)
    enrolled = enrolment.enrol(office, again.request(again.code(office, UUID(int=0xC0DF))))
    assert enrolled.certificate.epoch == 2
    with office.database.tenant(TEATRO.id) as tx:
        t = station_epoch.c
        lives = tx.execute(select(t.epoch, t.reason, t.ended_at.is_(None)).order_by(t.epoch)).all()
    assert [tuple(life) for life in lives] == [(1, "enrolled_again", False), (2, None, True)]


def test_a_new_life_needs_a_supervisor_and_a_lost_reply_is_harmless(office: Office, visitor: Visitor) -> None:
    enrolment.enrol(office, visitor.request(visitor.code(office)))
    set_status(office, visitor, StationStatus.FROZEN)
    with pytest.raises(EpochNotApproved):
        ask_epoch(office, visitor, 1)
    with office.database.tenant(TEATRO.id) as tx:
        stations.approve_epoch(tx, office, by_hand(TEATRO), visitor.id, 1, "disk replaced")
    first = ask_epoch(office, visitor, 1)
    assert first.certificate.epoch == 2
    assert ask_epoch(office, visitor, 1) == first
    with pytest.raises(StaleEpoch):
        ask_epoch(office, Visitor(TEATRO, visitor.id, seed=5), 1)
    with pytest.raises(EpochNotApproved):
        ask_epoch(office, visitor, 2)


def test_a_revoked_station_never_comes_back(office: Office, visitor: Visitor) -> None:
    code = visitor.code(office)
    set_status(office, visitor, StationStatus.REVOKED)
    with pytest.raises(StatusRefused):
        enrolment.enrol(office, visitor.request(code))
    with pytest.raises(StatusRefused):
        visitor.code(office, UUID(int=0xC0DF))


def test_a_lost_station_comes_back_as_another_life(office: Office, visitor: Visitor) -> None:
    enrolment.enrol(office, visitor.request(visitor.code(office)))
    set_status(office, visitor, StationStatus.LOST)
    set_status(office, visitor, StationStatus.LOST)
    with pytest.raises(StatusRefused):
        set_status(office, visitor, StationStatus.ACTIVE)
    enrolled = enrolment.enrol(office, visitor.request(visitor.code(office, UUID(int=0xC0DF))))
    assert enrolled.certificate.epoch == 2
