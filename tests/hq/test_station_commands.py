"""Commands about one station: each refuses a station that the organisation does not have."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text

from hq import cli
from hq.storage.database import Database
from tests.builders.catalogue import SETUP


@pytest.fixture
def environment(database: Database) -> Mapping[str, str]:
    """An organisation with one station, which has not enrolled."""
    url = database.url.render_as_string(hide_password=False)
    settings = {"TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2"}
    assert cli.main(["tenant", "add", "sala", "Sala de Pruebas"], settings) == 0
    assert cli.main(["load", str(SETUP), "--tenant", "sala"], settings) == 0
    return settings


@pytest.mark.parametrize(
    "command",
    [
        ["station", "add", "7"],
        ["block", "grant", "7", "100", "--series", "A"],
        ["seats", "release", "7", "--reason", "se quemó"],
    ],
)
def test_a_station_that_is_not_known_is_refused(
    environment: Mapping[str, str], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--tenant", "sala"], environment) == 1
    assert "NOT_FOUND" in capsys.readouterr().err


def test_seats_of_a_lost_station_are_released_by_command(
    environment: Mapping[str, str], database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["station", "add", "1", "--tenant", "sala"], environment) == 0
    with database.owner() as connection:
        connection.execute(text("UPDATE station_life SET status = 'lost', epoch = 1"))
    assert cli.main(["seats", "release", "1", "--reason", "se quemó", "--tenant", "sala"], environment) == 0
    assert capsys.readouterr().out.endswith("released 0: station 1\n")
