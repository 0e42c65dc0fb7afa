"""Recalls at HQ's API and command line: asked once, shown with what waits, ended; nobody else's stations."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from hq.app import create_app
from hq.office import Office
from hq.people.accounts import Author
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from hq.rights import commands
from tests.builders import stations as small
from tests.builders.catalogue import small_setup
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of
from tests.hq.web.pushing import Line

pytestmark = pytest.mark.house
HOUSE = Tenant(small_setup().tenant_id, "sala", "Sala de Pruebas")
ID = UUID(int=0xCA11)


@pytest.fixture
def line(office: Office, tmp_path: Path) -> Iterator[Line]:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as one, client(create_app(office)) as api:
        one.grant(numbers=30, places=20, seats=["A-1", "A-2"])
        yield Line(api, one)


def call(line: Line, method: str, path: str, body: object = None) -> tuple[int, object]:
    headers = as_staff(line.one.office, StaffRole.ADMINISTRATOR, HOUSE)
    answer = line.api.request(method, f"/v1/stations/{line.one.holder.station_id}{path}", json=body, headers=headers)
    if not answer.content:
        return answer.status_code, ""
    return answer.status_code, answer.json() if answer.is_success else code_of(answer)


def general(one: Counter) -> dict[str, object]:
    place = {"performance_id": str(small.offering(one.station).performance.id)}
    return {**place, "zone_id": str(small.zone(one.station, "General").id), "keep": 5, "reason": "otra taquilla"}


def test_a_recall_is_asked_shown_and_ended(line: Line) -> None:
    for _ in range(2):
        assert call(line, "PUT", f"/places-recalls/{ID}", general(line.one)) == (204, "")
    status, shown = call(line, "GET", "/recalls")
    assert status == 200
    assert isinstance(shown, list)
    assert [(one["id"], one["waiting"], one["keep"], one["ended_at"]) for one in shown] == [(str(ID), 15, 5, None)]
    for _ in range(2):
        assert call(line, "DELETE", f"/recalls/{ID}") == (204, "")
    _, shown = call(line, "GET", "/recalls")
    assert isinstance(shown, list)
    assert [(one["waiting"], bool(one["ended_at"])) for one in shown] == [(0, True)]


def test_seats_and_numbers_are_recalled_too(line: Line) -> None:
    line.one.push()
    seats = {"performance_id": general(line.one)["performance_id"], "seats": [{"first": 0, "last": 39}]}
    assert call(line, "PUT", f"/seat-recalls/{ID}", {**seats, "reason": "gira"}) == (204, "")
    numbers = {"series": "A", "reason": "cierre"}
    assert call(line, "PUT", f"/number-recalls/{UUID(int=2)}", numbers) == (204, "")
    _, shown = call(line, "GET", "/recalls")
    assert isinstance(shown, list)
    assert {one["seats"] for one in shown} == {"0-1", ""}
    assert sorted(one["waiting"] for one in shown) == [2, 30]


def test_the_command_line_recalls_lists_and_ends(line: Line) -> None:
    office, station_id = line.one.office, line.one.holder.station_id
    by = Author(line.one.holder.tenant_id, None)
    line.one.push()
    place = {"performance": small.offering(line.one.station).performance.id}

    def options(**values: object) -> Namespace:
        return Namespace(**{"no": 1, "id": None, "reason": "gira", "keep": 0, **place, **values})

    platea, general = (small.zone(line.one.station, name).id for name in ("Platea", "General"))
    asked = [
        commands.recall_numbers(office, by, station_id, options(series="A", keep=10, id=ID)),
        commands.recall_seats(office, by, station_id, options(zone=platea, seats="A-1")),
        commands.recall_places(office, by, station_id, options(zone=general, keep=5)),
    ]
    assert [str(ID) in outcome.lines[0] for outcome in asked] == [True, False, False]
    assert len(commands.list_recalls(office, by, options()).lines) == 1 + 3
    commands.end_recall(office, by, station_id, options(recall=ID))
    listed = commands.list_recalls(office, by, options()).lines
    assert sum("terminado" in one or "ended" in one for one in listed) == 1
    assert len(commands.list_blocks(office, by, options()).lines) == 1 + 2


NOWHERE = {"performance_id": str(UUID(int=1)), "reason": "gira"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"/seat-recalls/{ID}", {**NOWHERE, "seats": [{"first": 0, "last": 1}]}),
        (f"/number-recalls/{ID}", {"series": "Z", "reason": "cierre"}),
        (f"/places-recalls/{ID}", {**NOWHERE, "zone_id": str(UUID(int=1))}),
        (f"/places-recalls/{ID}", {**NOWHERE, "zone_id": str(UUID(int=1)), "keep": -1}),
    ],
)
def test_what_hq_does_not_know_is_refused(line: Line, path: str, body: dict[str, object]) -> None:
    status, _ = call(line, "PUT", path, body)
    assert status in {404, 409, 422}
    assert call(line, "DELETE", f"/recalls/{ID}")[0] == 404
