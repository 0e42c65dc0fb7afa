"""Reports from a real streaming replica: near, behind, cut off, promoted, foreign; and apart by organisation."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text

from hq import cli
from hq.app import create_app
from hq.postgres.embedded import EmbeddedPostgres
from hq.storage import migrations
from hq.storage.database import Database
from hq.storage.replica import ForeignReplica, Replica, Reports
from hq.web.reports import BEHIND
from sync.tables.catalogue import venue
from sync.tables.transaction import Tx
from tests.builders.clock import START, FakeClock
from tests.builders.in_process import client
from tests.builders.office import office_on
from tests.builders.replicas import Pair, replicated
from tests.builders.tenants import TEATRO, people
from tests.hq.conftest import FAST
from tests.hq.web.calls import as_staff
from tests.log_guard import LogGuard

A, B = UUID(int=0xA), UUID(int=0xB)


class Servers:
    """Both servers with a database of HQ on them, and a clock for how long a replica rests."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.now_s = pair, 0.0
        self.primary, self.follower = Database(pair.primary.url()), Database(pair.replica.url())

    def reports(self, most_s: float = 5.0) -> Reports:
        return Reports(self.primary, Replica(self.follower, most_s, lambda: self.now_s))


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with replicated({**FAST, "synchronous_commit": "on"}) as both:
        with closing(Database(both.primary.url())) as database:
            migrations.upgrade(database)
        yield both


@pytest.fixture
def servers(pair: Pair) -> Iterator[Servers]:
    both = Servers(pair)
    with closing(both.primary), closing(both.follower):
        with both.primary.owner() as connection:
            connection.execute(text("TRUNCATE venue CASCADE"))
        pair.wait_until_level()
        yield both
        pair.on_replica("SELECT pg_wal_replay_resume()::text")
        pair.wait_until_level()


def put_venue(servers: Servers, tenant_id: UUID, name: str = "Teatro") -> None:
    with servers.primary.tenant(tenant_id) as tx:
        tx.insert(venue, [{"tenant_id": tenant_id, "id": UUID(int=1), "name": name, "address": "Caracas"}])


def names(tx: Tx) -> list[str]:
    return list(tx.execute(select(venue.c.name)).scalars())


def server(tx: Tx) -> bool:
    """Whether this is the replica."""
    return bool(tx.execute(text("SELECT pg_is_in_recovery()")).scalar_one())


def test_a_report_is_read_from_the_replica_and_lacks_nothing(servers: Servers) -> None:
    put_venue(servers, A)
    servers.pair.wait_until_level()
    reading = servers.reports().read(A, lambda tx: (names(tx), server(tx)))
    assert (reading.content, reading.behind_s) == ((["Teatro"], True), 0.0)


def test_without_a_replica_it_is_read_from_the_primary(servers: Servers) -> None:
    reading = Reports(servers.primary).read(A, server)
    assert (reading.content, reading.behind_s) == (False, 0.0)


def test_the_replica_keeps_organisations_apart_and_changes_nothing(servers: Servers) -> None:
    put_venue(servers, A, "de A")
    put_venue(servers, B, "de B")
    servers.pair.wait_until_level()
    assert servers.reports().read(A, lambda tx: (names(tx), server(tx))).content == (["de A"], True)
    assert servers.reports().read(B, lambda tx: (names(tx), server(tx))).content == (["de B"], True)
    assert servers.reports().read(UUID(int=0xC), names).content == []
    with servers.follower.owner() as connection:
        connection.execute(text("SET LOCAL ROLE taquilla_app"))
        assert connection.execute(select(venue)).all() == []
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), servers.follower.tenant(A) as tx:
        tx.insert(venue, [{"tenant_id": A, "id": UUID(int=9), "name": "x", "address": "x"}])


def test_a_replica_that_is_a_little_behind_says_how_much(servers: Servers) -> None:
    put_venue(servers, A)
    servers.pair.wait_until_level()
    servers.pair.on_replica("SELECT pg_wal_replay_pause()::text")
    put_venue(servers, B)
    reading = servers.reports(most_s=3600).read(B, lambda tx: (names(tx), server(tx)))
    assert reading.content == ([], True)
    assert 0 < reading.behind_s < 3600


def test_a_table_that_the_replica_lacks_still_is_read_from_the_primary(servers: Servers) -> None:
    servers.pair.wait_until_level()
    servers.pair.on_replica("SELECT pg_wal_replay_pause()::text")
    with servers.primary.owner() as connection:
        connection.execute(text("CREATE TABLE made_later AS SELECT 7 AS it"))
        connection.execute(text("GRANT SELECT ON made_later TO taquilla_app"))

    def core(tx: Tx) -> int:
        return int(tx.execute(text("SELECT it FROM made_later")).scalar_one())

    def driver(tx: Tx) -> int:
        return int(tx.driver.execute("SELECT it FROM made_later").fetchone()[0])

    try:
        reports = servers.reports(most_s=3600)
        for query in (core, driver):
            reading = reports.read(A, query)
            assert (reading.content, reading.behind_s) == (7, 0.0)
        assert reports.read(A, server).content is True  # it need not rest
    finally:
        with servers.primary.owner() as connection:
            connection.execute(text("DROP TABLE made_later"))


def test_beyond_the_bound_the_primary_answers(servers: Servers) -> None:
    put_venue(servers, A)
    servers.pair.wait_until_level()
    servers.pair.on_replica("SELECT pg_wal_replay_pause()::text")
    put_venue(servers, B)
    with servers.primary.owner() as connection:
        connection.execute(text("SELECT pg_sleep(0.2)"))
    reading = servers.reports(most_s=0.1).read(B, lambda tx: (names(tx), server(tx)))
    assert (reading.content, reading.behind_s) == ((["Teatro"], False), 0.0)
    servers.pair.on_replica("SELECT pg_wal_replay_resume()::text")
    servers.pair.wait_until_level()
    assert servers.reports(most_s=0.1).read(B, server).content


def test_a_replica_that_does_not_answer_is_left_alone_for_a_while(servers: Servers, log_guard: LogGuard) -> None:
    log_guard.expect("reports from the primary for 30 s: .* it does not answer: .*OperationalError")
    gone = Replica(Database("postgresql://x@127.0.0.1:9/none"), 5.0, lambda: servers.now_s)
    reports = Reports(servers.primary, gone)
    assert reports.read(A, server).content is False
    gone.database = servers.follower
    assert reports.read(A, server).content is False
    servers.now_s = 31
    assert reports.read(A, server).content is True


def test_what_the_replica_aborts_the_primary_answers(servers: Servers, log_guard: LogGuard) -> None:
    log_guard.expect("reports from the primary for 30 s")

    def aborted(tx: Tx) -> bool:
        on_replica = server(tx)
        if on_replica:  # as it does when the primary removes what is being read
            pid = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
            servers.pair.on_replica(f"SELECT pg_terminate_backend({pid}, 5000)")
            names(tx)
        return on_replica

    assert servers.reports().read(A, aborted).content is False


def test_a_server_that_follows_nobody_is_not_used(servers: Servers, log_guard: LogGuard) -> None:
    log_guard.expect("it follows no server")
    alone = Replica(servers.primary, 5.0, lambda: servers.now_s)
    assert Reports(servers.primary, alone).read(A, server).content is False
    alone.must_follow(servers.primary)  # the same database: after a failover HQ starts all the same


def test_another_database_is_refused(servers: Servers, postgres: EmbeddedPostgres, log_guard: LogGuard) -> None:
    log_guard.expect("it does not answer")
    Replica(servers.follower, 5.0).must_follow(servers.primary)
    with closing(Database(postgres.url())) as other, pytest.raises(ForeignReplica):
        Replica(other, 5.0).must_follow(servers.primary)
    with closing(Database(servers.pair.replica.url("template1"))) as other, pytest.raises(ForeignReplica):
        Replica(other, 5.0).must_follow(servers.primary)
    with closing(Database("postgresql://x@127.0.0.1:9/none")) as other:
        Replica(other, 5.0).must_follow(servers.primary)  # it may come back while HQ serves


def test_answers_of_the_api_say_how_far_behind_they_are_and_the_catalogue_is_never(servers: Servers) -> None:
    office = replace(office_on(servers.primary, FakeClock(START), 0), replica=servers.reports(3600).replica)
    people(office, TEATRO)
    servers.pair.wait_until_level()
    lists = ("/v1/consolidation", "/v1/apart", "/v1/sales", "/v1/payments", "/v1/documents", "/v1/till-reports")
    headers = as_staff(office)
    with client(create_app(office)) as http:
        for path in lists:
            answer = http.get(path, headers=headers)
            assert (answer.status_code, answer.headers[BEHIND]) == (200, "0.000"), path
        servers.pair.on_replica("SELECT pg_wal_replay_pause()::text")
        put_venue(servers, TEATRO.id)
        for path in lists:
            assert float(http.get(path, headers=headers).headers[BEHIND]) > 0, path
        venues = http.get("/v1/venues", headers=headers)
    assert [one["name"] for one in venues.json()["items"]] == ["Teatro"]
    assert BEHIND not in venues.headers


def test_the_check_reads_the_replica_and_says_so(servers: Servers, capsys: pytest.CaptureFixture[str]) -> None:
    environment = {
        "TAQUILLA_HQ_SECRET": "00" * 32, "TAQUILLA_HQ_DATABASE_URL": servers.pair.primary.url(),
        "TAQUILLA_HQ_REPORTS_URL": servers.pair.replica.url(), "TAQUILLA_HQ_REPORTS_BEHIND": "3600",
        "LANG": "en_US.UTF-8",
    }  # fmt: skip
    people(office_on(servers.primary, FakeClock(START), 0), TEATRO)
    servers.pair.wait_until_level()
    assert cli.main(["check"], environment) == 0
    assert "read from the replica" not in capsys.readouterr().out
    servers.pair.on_replica("SELECT pg_wal_replay_pause()::text")
    put_venue(servers, TEATRO.id)
    assert cli.main(["check"], environment) == 0
    assert "teatro: read from the replica: it may lack the last " in capsys.readouterr().out
    foreign = {**environment, "TAQUILLA_HQ_REPORTS_URL": servers.pair.replica.url("template1")}
    assert cli.main(["check"], foreign) == 1
    assert capsys.readouterr().err.startswith("REPORTS_FOREIGN: ")
