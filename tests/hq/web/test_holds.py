"""The route that lists holds: those of a station, of a performance, page by page, and not for the door."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest

from domain.ids import HoldId
from domain.sale.cart import CartLine
from domain.sale.holds import Held, Hold, HoldPurpose
from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from sync import facts
from tests.builders import stations as small
from tests.builders.counters import Counter, counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of
from tests.hq.web.test_records import HOUSE

pytestmark = pytest.mark.house


def held(one: Counter, seat: str, number: int) -> facts.HoldMade:
    """A hold of one seat that lasts an hour."""
    (line,) = small.seat_lines(one.station, [seat])
    made = CartLine(line.performance_id, line.zone_id, line.ticket_type_id, 1, line.seat_id)
    until = one.station.clock.now() + timedelta(hours=1)
    hold = Hold(HoldId(one.station.ids.new()), number, (made,), Held(HoldPurpose.PRESS, "El Nacional"), until)
    return facts.HoldMade(hold)


def test_the_holds_of_a_performance_are_listed_in_pages(office: Office, tmp_path: Path) -> None:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as one, client(create_app(office)) as api:
        one.grant(numbers=30, seats=["A-1", "A-2"])
        one.append(held(one, "A-1", 1))
        small.clock_of(one.station).advance(seconds=1)  # holds are listed by their ids, which begin with the instant
        one.append(held(one, "A-2", 2))
        one.push()
        staff = as_staff(office, StaffRole.AUDITOR, HOUSE)
        performance = small.offering(one.station).performance.id
        first = api.get(f"/v1/holds?limit=1&performance_id={performance}", headers=staff).json()
        second = api.get(f"/v1/holds?limit=1&cursor={first['next']}", headers=staff).json()
        assert [page["items"][0]["number"] for page in (first, second)] == [1, 2]
        assert (first["items"][0]["purpose"], second["next"]) == ("press", None)
        assert api.get(f"/v1/holds?station_id={UUID(int=5)}", headers=staff).json()["items"] == []
        door = api.get("/v1/holds", headers=as_staff(office, StaffRole.DOOR, HOUSE))
        assert (door.status_code, code_of(door)) == (HTTPStatus.FORBIDDEN, "FORBIDDEN")
