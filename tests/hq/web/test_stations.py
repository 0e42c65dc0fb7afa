"""Changing a station keeps what the request does not mention."""

from pathlib import Path

import httpx
from sqlalchemy import select

from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from sync.tables import catalogue
from tests.builders.counters import counter, house
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff


def test_a_station_that_is_called_differently_keeps_its_limits(
    api: httpx.Client, office: Office, tmp_path: Path
) -> None:
    sala = Tenant(house(office), "sala", "Sala de Pruebas")
    people(office, sala)
    with counter(office, tmp_path / "1", 1) as one:
        body = {"no": 1, "name": "Otra", "organisation": "Sala de Pruebas", "series": "A"}
        path = f"/v1/stations/{one.station.id}"
        assert api.put(path, json=body, headers=as_staff(office, StaffRole.SUPERVISOR, sala)).status_code == 200
        with office.database.tenant(sala.id) as tx:
            row = tx.execute(select(catalogue.station).where(catalogue.station.c.id == one.station.id)).one()
        assert (row.name, row.difference_limits) == ("Otra", "VES=50000 USD=200")


def test_a_station_of_an_unknown_series_is_refused(api: httpx.Client, office: Office, tmp_path: Path) -> None:
    sala = Tenant(house(office), "sala", "Sala de Pruebas")
    people(office, sala)
    body = {"no": 7, "name": "Otra", "organisation": "Sala de Pruebas", "series": "Z"}
    path = f"/v1/stations/{sala.id}"
    answer = api.put(path, json=body, headers=as_staff(office, StaffRole.SUPERVISOR, sala))
    assert (answer.status_code, answer.json()["error"]["details"]) == (
        404,
        {"what": "series", "series": "Z", "known": "A"},
    )
