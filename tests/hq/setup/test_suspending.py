"""HQ cancels, moves and resumes a performance by command and by route; the act is in HQ's journal."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import select

from hq import cli
from hq.app import create_app
from hq.audit.acts import ActEntry, PerformanceSuspended
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.setup.retiring import Retirable
from hq.storage.database import Database
from hq.storage.tables import hq_journal
from sync.tables import canonical, catalogue
from tests.builders.catalogue import SETUP
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.setup.test_retiring import HOUSE, house, named, value  # noqa: F401  # a fixture
from tests.hq.web.calls import as_staff


def acts(office: Office) -> list[PerformanceSuspended]:
    with office.database.tenant(HOUSE.id) as tx:
        bodies = tx.execute(select(hq_journal.c.body).order_by(hq_journal.c.seq)).scalars().all()
    made = (canonical.decode(body, ActEntry).body for body in bodies)
    return [act for act in made if isinstance(act, PerformanceSuspended)]


@pytest.mark.parametrize("role", [StaffRole.ADMINISTRATOR, StaffRole.SUPERVISOR])
def test_a_performance_is_cancelled_by_the_api(house: Office, role: StaffRole) -> None:  # noqa: F811  # pytest passes the fixture
    people(house, HOUSE)
    row_id = named(house, Retirable.PERFORMANCE)
    body = {"kind": "cancelled", "reason": "the singer is ill"}
    path = f"/v1/performances/{row_id}/suspensions"
    with client(create_app(house)) as api:
        assert api.post(path, json=body, headers=as_staff(house, StaffRole.CASHIER, HOUSE)).status_code == 403
        assert api.post(path, json=body, headers=as_staff(house, role, HOUSE)).status_code == 204
        again = api.post(path, json=body, headers=as_staff(house, role, HOUSE))
        assert (again.status_code, again.json()["error"]["code"]) == (409, "SUS-01")
        unknown = f"/v1/performances/{UUID(int=1)}/suspensions"
        assert api.post(unknown, json=body, headers=as_staff(house, role, HOUSE)).status_code == 404
    assert value(house, catalogue.performance, "state", row_id) == "cancelled"
    (act,) = acts(house)
    assert (act.performance, act.decided, act.reason) == (row_id, "cancelled", "the singer is ill")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "moved", "reason": "it rains"},
        {"kind": "cancelled", "reason": "it rains", "moved_to": "2027-01-15T20:00:00-04:00"},
        {"kind": "moved", "reason": "it rains", "moved_to": "2027-01-15T20:00:00"},
    ],
    ids=["moved without a date", "cancelled with a date", "a date of no zone"],
)
def test_a_move_has_a_date_and_nothing_else_has(house: Office, body: Mapping[str, str]) -> None:  # noqa: F811  # pytest passes the fixture
    people(house, HOUSE)
    path = f"/v1/performances/{named(house, Retirable.PERFORMANCE)}/suspensions"
    with client(create_app(house)) as api:
        assert api.post(path, json=body, headers=as_staff(house, tenant=HOUSE)).status_code == 422


def test_a_performance_is_cancelled_moved_and_resumed_by_command(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    url = database.url.render_as_string(hide_password=False)
    settings: Mapping[str, str] = {
        "TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2",
        "LANG": "en",
    }  # fmt: skip
    assert cli.main(["tenant", "add", "sala", "Sala de Pruebas"], settings) == 0
    assert cli.main(["load", str(SETUP), "--tenant", "sala"], settings) == 0
    capsys.readouterr()
    assert cli.main(["performance", "list", "--tenant", "sala"], settings) == 0
    name = next(line for line in capsys.readouterr().out.splitlines() if "in use" in line)
    row_id = name.split()[-1]
    command = ["performance", "suspend", row_id, "--reason", "it rains", "--tenant", "sala"]
    assert cli.main(command, settings) == 0
    assert "cancelled" in capsys.readouterr().out
    assert cli.main(command, settings) == 1
    assert "SUS-01" in capsys.readouterr().err
    assert cli.main(["performance", "list", "--tenant", "sala"], settings) == 0
    assert "cancelled" in capsys.readouterr().out
    assert cli.main([*command, "--resume"], settings) == 0
    assert "takes place" in capsys.readouterr().out
    assert cli.main([*command, "--to", "2099-01-15 20:00"], settings) == 0
    assert "2099-01-15 20:00" in capsys.readouterr().out
