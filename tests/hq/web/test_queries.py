"""How many statements a request runs in PostgreSQL, counted at the driver.

The statements that open and end a transaction are not counted: BEGIN, setting the tenant, COMMIT.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import Engine, event

from hq.app import create_app
from hq.intake import ingest
from hq.journals.arrivals import Arrived
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.stations import station_tokens
from sync.line import seal
from sync.line.messages import AskChallenge, Assertion
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, bearer
from tests.hq.web.pushing import Line

pytestmark = pytest.mark.house

FEW = 5
HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
Statements = list[str]


@pytest.fixture
def asked(office: Office) -> Iterator[Statements]:
    """The statements that HQ runs, in order."""
    ran: Statements = []

    class Counted(psycopg.Cursor[Any]):
        """A cursor that records its statements."""

        def execute(self, query: Any, *args: Any, **options: Any) -> Any:
            if "SET LOCAL" not in str(query) and threading.current_thread().name != "upkeep":
                ran.append(str(query))
            return super().execute(query, *args, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = list(params_seq)
            ran.extend([str(query)] * len(rows))
            super().executemany(query, rows, **options)

    def count(connection: Any, _record: object) -> None:
        if isinstance(connection, psycopg.Connection):  # stations use SQLite
            connection.cursor_factory = Counted

    office.database.close()  # its pooled connections have no counting cursor
    event.listen(Engine, "connect", count)
    yield ran
    event.remove(Engine, "connect", count)
    office.database.close()


@contextmanager
def selling(office: Office, folder: Path, stations: int) -> Iterator[list[Counter]]:
    """Stations of the small house that hold numbers and places, which HQ knows from their journals."""
    people(office, HOUSE)
    with ExitStack() as opened:
        made = [opened.enter_context(counter(office, folder / str(no), no)) for no in range(1, stations + 1)]
        for station in made:
            station.grant(numbers=30, places=2)
            station.push()
        yield made


def statements_of(asked: Statements, act: Callable[[], httpx.Response]) -> Statements:
    """The statements of the second of two equal requests; the first one fills caches of keys."""
    assert act().status_code == httpx.codes.OK
    asked.clear()
    assert act().status_code == httpx.codes.OK
    return asked


def test_what_is_asked_most_takes_fewer_than_five_statements(office: Office, asked: Statements, tmp_path: Path) -> None:
    with selling(office, tmp_path, 1) as [one], client(create_app(office)) as api:
        ticket = one.sell_places(1).sale.tickets[0]
        one.push()
        door, station = as_staff(office, StaffRole.DOOR, HOUSE), bearer(Line(api, one).token)
        feed = f"/v1/stations/{one.holder.station_id}/feed?incarnation={office.incarnation}"
        performance = small.offering(one.station).performance.id
        for name, path, who in (
            ("look-up", f"/v1/tickets/{ticket.code}", door),
            ("feed page", feed, station),
            ("availability", f"/v1/performances/{performance}/availability", station),
        ):
            ran = statements_of(asked, lambda path=path, who=who: api.get(path, headers=who))  # type: ignore[misc]  # mypy infers no type for the defaults
            assert len(ran) < FEW, (name, ran)


def test_a_token_takes_fewer_than_five_statements_a_request(office: Office, asked: Statements, tmp_path: Path) -> None:
    with selling(office, tmp_path, 1) as [one]:
        asked.clear()
        nonce = station_tokens.challenge_for(office, AskChallenge(one.holder.tenant_id, one.holder.station_id)).nonce
        assert len(asked) < FEW, asked
        asked.clear()
        station_tokens.token_for(office, Assertion(nonce, seal.seal(one.station.author.key, nonce.encode())))
        assert len(asked) < FEW, asked


def test_pushes_that_come_together_share_their_statements(office: Office, asked: Statements, tmp_path: Path) -> None:
    with selling(office, tmp_path, 6) as stations:
        counts = []
        for group in (stations[:1], stations[1:]):
            for station in group:
                station.sell_places(1)
            arrived = [Arrived(station.holder.station_id, station.next_push()) for station in group]
            asked.clear()
            ingest.receive(office, HOUSE.id, arrived)
            counts.append(len(asked))
    assert counts[1] / 5 < FEW, (counts, asked)
