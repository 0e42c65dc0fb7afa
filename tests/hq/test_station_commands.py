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
    settings = {
        "TAQUILLA_HQ_SECRET": "ab" * 32,
        "TAQUILLA_HQ_DATABASE_URL": url,
        "TAQUILLA_HQ_CONNECTIONS": "2",
        "LANG": "en",
    }
    assert cli.main(["tenant", "add", "sala", "Sala de Pruebas"], settings) == 0
    assert cli.main(["load", str(SETUP), "--tenant", "sala"], settings) == 0
    return settings


@pytest.mark.parametrize(
    "command",
    [
        ["station", "add", "7"],
        ["block", "grant", "7", "100", "--series", "A"],
        ["seats", "release", "7", "--reason", "se quemó"],
        ["station", "head", "7"],
        ["recall", "numbers", "7", "--series", "A", "--reason", "cierre"],
        ["recall", "end", "7", "00000000-0000-0000-0000-000000000001"],
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
    assert capsys.readouterr().out.endswith("station 1: seats that are on sale again: 0\n")


TENANT = ["--tenant", "sala"]


def test_a_frozen_station_is_thawed_by_command_and_a_new_one_is_refused_in_words(
    environment: Mapping[str, str], database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    act = ["1", "--reason", "la copia se borró", *TENANT]
    assert cli.main(["station", "thaw", *act], {**environment, "LANG": "es_VE.UTF-8"}) == 1
    assert capsys.readouterr().err.startswith("STATION_STATUS: La taquilla está sin alta y no admite esa orden.")
    with database.owner() as connection:
        connection.execute(text("UPDATE station_life SET status = 'frozen', epoch = 1"))
    for command, status in (("thaw", "active"), ("freeze", "frozen"), ("approve", ""), ("lost", "declared lost")):
        assert cli.main(["station", command, *act], environment) == 0
        assert capsys.readouterr().out.startswith(f"station 1: {status}")
    assert cli.main(["station", "thaw", *act], environment) == 1
    assert "The station is declared lost" in capsys.readouterr().err


def test_a_series_that_is_not_known_is_refused_with_those_that_are(
    environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    spanish = {**environment, "LANG": "es"}
    assert cli.main(["station", "add", "2", "--name", "Dos", "--series", "ZZ", *TENANT], spanish) == 1
    assert capsys.readouterr().err.startswith(
        "NOT_FOUND: La organización no tiene la serie «ZZ». Escriba una de estas: A."
    )


LISTS = {
    "tenant list": ["sala", "Sala de Pruebas"],
    "station list": ["taquilla", "Taquilla 1", "sin alta"],
    "station codes": ["vale hasta", "vale"],
    "block list": ["No hay nada en la lista."],
    "staff list": ["No hay nada en la lista."],
    "person list": ["Ana", "cashier", "en uso"],
    "performance list": ["empieza", "en uso"],
    "zone list": ["Platea", "US$"],
    "ticket-type list": ["Adulto", "0 %"],
    "series list": ["próximo número", "A"],
}


@pytest.mark.parametrize("command", LISTS)
def test_an_administrator_lists_what_head_office_has(
    environment: Mapping[str, str], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["station", "add", "1", *TENANT], environment)
    capsys.readouterr()
    tenant = [] if command == "tenant list" else TENANT
    assert cli.main([*command.split(), *tenant], {**environment, "LANG": "es_VE.UTF-8"}) == 0
    printed = capsys.readouterr().out
    assert [word for word in LISTS[command] if word not in printed] == []
