"""Rate limits: one for each life of a station and each network, and many callers do not reset a refused one."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import httpx
import pytest

from domain.rights import Holder
from hq.addresses import network
from hq.app import create_app
from hq.office import Office
from hq.people import tokens
from hq.people.tokens import TokenReader
from hq.settings import Limits, parse_rate
from hq.storage.database import Database
from hq.web.rates import MOST_REMEMBERED, Bucket, Rates, TooManyRequests
from tests.builders.in_process import client
from tests.builders.tenants import SESSION, TEATRO, Visitor, people
from tests.hq.web.calls import bearer, code_of


def refused(bucket: Bucket, who: str, now_s: float) -> bool:
    try:
        bucket.take(who, now_s)
    except TooManyRequests:
        return True
    return False


def test_whoever_was_refused_stays_refused_however_many_others_ask() -> None:
    bucket = Bucket(parse_rate("2/minute"))
    assert [refused(bucket, "loud", 0.0) for _ in range(3)] == [False, False, True]
    for other in range(MOST_REMEMBERED + 1):
        bucket.take(f"other {other}", 0.0)
    assert refused(bucket, "loud", 0.0)


def test_requests_of_many_threads_are_all_counted() -> None:
    bucket, before = Bucket(parse_rate("1000/hour")), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: refused(bucket, "one", 0.0), range(4_000)))
    finally:
        sys.setswitchinterval(before)
    assert answers.count(False) == 1_000


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("no address", "no address"),
    ],
)
def test_addresses_of_one_network_are_one(address: str, whose: str) -> None:
    assert network(address) == whose


def test_a_network_of_many_addresses_has_one_limit() -> None:
    rates = Rates(Limits(per_address="3/minute"))
    for host in range(3):
        rates.address(f"2001:db8::{host}")
    with pytest.raises(TooManyRequests):
        rates.ask_address("2001:db8::ffff")
    rates.ask_address("2001:db8:0:1::1")


def test_an_invented_key_is_not_looked_up_for_an_address_that_asked_too_often(office: Office) -> None:
    """A query would raise DATABASE_UNAVAILABLE here."""
    people(office, TEATRO)
    app = create_app(office, Limits(per_address="3/minute"))
    with closing(Database("postgresql://me@127.0.0.1:9/none")) as nowhere, client(app) as api:
        with office.database.tenant(TEATRO.id) as tx:
            token = tokens.issue_for_staff(tx, office, TEATRO.id, UUID(int=1), SESSION)
        for _ in range(3):
            assert code_of(api.get("/v1/me")) == "UNAUTHENTICATED"
        app.state.tokens = TokenReader(replace(office, database=nowhere), {})
        assert code_of(api.get("/v1/me", headers=bearer(token))) == "TOO_MANY_REQUESTS"


def test_a_token_that_is_valid_costs_its_address_nothing(office: Office) -> None:
    people(office, TEATRO)
    with client(create_app(office, Limits(per_address="2/minute"))) as api, office.database.tenant(TEATRO.id) as tx:
        for no in range(5):
            token = tokens.issue_for_staff(tx, office, TEATRO.id, UUID(int=no), SESSION)
            assert code_of(api.get("/v1/me", headers=bearer(token))) != "TOO_MANY_REQUESTS"


def test_a_life_that_ended_uses_nothing_of_what_the_next_may_ask(office: Office) -> None:
    visitor = Visitor(TEATRO, UUID(int=0x51))
    people(office, TEATRO)
    visitor.enrol(office)
    with office.database.tenant(TEATRO.id) as tx:
        old, new = (tokens.issue_for_station(tx, office, Holder(TEATRO.id, visitor.id, epoch)) for epoch in (1, 2))
    with client(create_app(office, Limits(per_token="2/minute"))) as api:
        path = f"/v1/stations/{visitor.id}/head"
        answers = [api.get(path, headers=bearer(token)).status_code for token in (old, old, old, new)]
    assert answers == [httpx.codes.OK, httpx.codes.OK, httpx.codes.TOO_MANY_REQUESTS, httpx.codes.OK]


def test_a_costly_request_counts_as_many(office: Office) -> None:
    visitor = Visitor(TEATRO, UUID(int=0x51))
    people(office, TEATRO)
    visitor.enrol(office)
    headers = bearer(visitor.token(office))
    with client(create_app(office, Limits(per_token="250/minute"))) as api:
        path = f"/v1/stations/{visitor.id}"
        statuses = [api.get(f"{path}/digests", headers=headers).status_code for _ in range(3)]
        others = [api.get(f"{path}/head", headers=headers).status_code for _ in range(60)]
    assert statuses == [httpx.codes.OK, httpx.codes.OK, httpx.codes.TOO_MANY_REQUESTS]
    assert httpx.codes.OK in others
    assert others[-1] == httpx.codes.TOO_MANY_REQUESTS


def test_a_costly_request_is_possible_within_any_limit() -> None:
    bucket = Bucket(parse_rate("5/minute"))
    bucket.take("station", 0.0, 100)
    with pytest.raises(TooManyRequests):
        bucket.take("station", 0.0)
    bucket.take("station", 60.0, 100)
