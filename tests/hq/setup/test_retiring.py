"""HQ retires a person, performance, zone or ticket type by command or route; the row stays and the feed has it."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from hq import cli
from hq.app import create_app
from hq.catalogue import feed
from hq.office import Office
from hq.people.accounts import Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.setup import load_setup, organisations, retiring, rows
from hq.setup.retiring import LastTicketType, NotInCatalogue, Retirable, Use
from hq.storage.database import Database
from sync.tables import catalogue
from tests.builders.catalogue import SETUP, small_setup
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff

HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
BY = Author(HOUSE.id, None)
TABLES = {
    Retirable.CASHIER: (catalogue.cashier, "active", "Luis Marcano", True, False),
    Retirable.PERFORMANCE: (catalogue.performance, "state", None, "active", "closed"),
    Retirable.TICKET_TYPE: (catalogue.ticket_type, "active", "Concierto/Estudiante", True, False),
    Retirable.ZONE: (catalogue.zone, "state", "Concierto/General", "active", "withdrawn"),
}


@pytest.fixture
def house(office: Office) -> Office:
    organisations.make(office, HOUSE)
    load_setup.load(office, BY, {"small.toml": SETUP.read_text(encoding="utf-8")})
    return office


def named(office: Office, kind: Retirable) -> UUID:
    """Luis, the general zone, or the Saturday concert."""
    with office.database.tenant(HOUSE.id) as tx:
        if name := TABLES[kind][2]:
            return retiring.find(tx, HOUSE.id, kind, str(name))
        first = select(catalogue.performance.c.id).where(catalogue.performance.c.state == "active")
        return UUID(str(tx.execute(first).scalar_one()))


def value(office: Office, table: Table, column: str, row_id: UUID) -> object:
    with office.database.tenant(HOUSE.id) as tx:
        return tx.execute(select(table.c[column]).where(table.c.id == row_id)).scalar_one()


def head(office: Office) -> int:
    with office.database.tenant(HOUSE.id) as tx:
        return feed.head(tx, HOUSE.id)


@pytest.mark.parametrize("kind", Retirable)
def test_a_row_is_retired_once_published_and_taken_back(house: Office, kind: Retirable) -> None:
    table, column, _, used, retired = TABLES[kind]
    row_id, before = named(house, kind), head(house)
    for in_use, expected, changes in ((False, retired, 1), (False, retired, 1), (True, used, 2)):
        retiring.set_use(house, BY, Use(kind, row_id, in_use, "a test"))
        assert (value(house, table, column, row_id), head(house)) == (expected, before + changes)


def test_what_the_catalogue_does_not_have_is_not_retired(house: Office) -> None:
    with pytest.raises(NotInCatalogue):
        retiring.set_use(house, BY, Use(Retirable.ZONE, UUID(int=1), in_use=False, reason="a test"))
    with house.database.tenant(HOUSE.id) as tx, pytest.raises(NotInCatalogue):
        retiring.find(tx, HOUSE.id, Retirable.CASHIER, "Nadie")


def test_an_administrator_retires_by_the_api_and_nobody_below(house: Office) -> None:
    people(house, HOUSE)
    row_id = named(house, Retirable.CASHIER)
    body = {"in_use": False, "reason": "left the company"}
    with client(create_app(house)) as api:
        path = f"/v1/cashiers/{row_id}/use"
        lower = api.put(path, json=body, headers=as_staff(house, StaffRole.SUPERVISOR, HOUSE))
        assert lower.status_code == 403
        assert api.put(path, json=body, headers=as_staff(house, tenant=HOUSE)).status_code == 204
    assert value(house, catalogue.cashier, "active", row_id) is False


def test_an_event_keeps_a_ticket_type(house: Office) -> None:
    with house.database.tenant(HOUSE.id) as tx:
        ids = [row_id for row_id, _ in rows.names_of_parts(tx, HOUSE.id, catalogue.ticket_type)]
    *others, last = (Use(Retirable.TICKET_TYPE, row_id, in_use=False, reason="a test") for row_id in ids)
    for use in others:
        retiring.set_use(house, BY, use)
    with pytest.raises(LastTicketType):
        retiring.set_use(house, BY, last)


def test_a_person_is_retired_by_command(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    url = database.url.render_as_string(hide_password=False)
    settings: Mapping[str, str] = {
        "TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2",
        "LANG": "en",
    }  # fmt: skip
    assert cli.main(["tenant", "add", "sala", "Sala de Pruebas"], settings) == 0
    assert cli.main(["load", str(SETUP), "--tenant", "sala"], settings) == 0
    command = ["retire", "cashier", "Luis Marcano", "--reason", "renunció", "--tenant", "sala"]
    assert cli.main(command, settings) == 0
    assert capsys.readouterr().out.endswith(": retired\n")
    assert cli.main([*command, "--back"], settings) == 0
    assert capsys.readouterr().out.endswith(": in use\n")
    assert cli.main(["retire", "zone", "Concierto/VIP", "--reason", "x", "--tenant", "sala"], settings) == 1
    assert "NOT_FOUND" in capsys.readouterr().err
