"""The command line grants numbers to an enrolled station, prints the state of all numbers, and detects broken books."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import text

from hq import cli
from hq.office import Office
from tests.builders.counters import Counter, counter

pytestmark = pytest.mark.house

Capture = pytest.CaptureFixture[str]

USED = "usadas 3, dañadas 0, en taquillas o anuladas 247, quedan 99250, alcanzan"


@pytest.fixture
def environment(office: Office) -> Mapping[str, str]:
    url = office.database.url.render_as_string(hide_password=False)
    return {"TAQUILLA_HQ_SECRET": "00" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2"}


def test_numbers_are_given_and_the_check_says_where_each_is(
    office: Office, environment: Mapping[str, str], tmp_path: Path, capsys: Capture
) -> None:
    with counter(office, tmp_path / "one", 1) as one:
        assert cli.main(["block", "grant", "1", "50", "--series", "A", "--tenant", "sala"], environment) == 0
        assert capsys.readouterr().out == "bloque A 1-50: taquilla 1\nformas 00-00000501 a 00-00000550\n"
        sell_three(one)
        assert cli.main(["check"], environment) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "sala: serie A por debajo de 251: emitidos 3, tardíos 0, anulados 0, devueltos 0, en taquillas 247",
        f"sala: formas A 00-00000501 a 00-00100000: {USED}",
        lines[2],
        "sala: documentos: 3 en los diarios, 3 en los libros, 0 aparte",
        "check: ok",
    ]  # HQ refilled by itself: a block of 200 behind the one of 50
    assert re.fullmatch(r"sala: registros \d+, actos \d+, en espera 0", lines[2])
    assert cli.main(["check"], {**environment, "LANG": "en_US.UTF-8"}) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "sala: series A below 251: issued 3, late 0, void 0, returned 0, held 247",
        "sala: forms A 00-00000501 to 00-00100000: used 3, spoiled 0, at stations or void 247, left 99250, enough",
        lines[2],
        "sala: documents: 3 in the journals, 3 in the books, 0 apart",
        "check: ok",
    ]
    assert re.fullmatch(r"sala: entries \d+, acts \d+, waiting 0", lines[2])


def test_a_book_that_somebody_changed_is_found_and_the_command_ends_with_2(
    office: Office, environment: Mapping[str, str], tmp_path: Path, capsys: Capture
) -> None:
    with counter(office, tmp_path / "one", 1) as one:
        one.grant(numbers=50)
        sell_three(one)
    with office.database.owner() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every guard, as root can
        connection.execute(text("DELETE FROM issued_number WHERE number = 2"))
    for language, missing, ending in (
        ("es_VE.UTF-8", "documento sin su número", "check: con fallas. No se cambió nada."),
        ("en_US.UTF-8", "document without its number", "check: wrong. Nothing was changed."),
    ):
        assert cli.main(["check"], {**environment, "LANG": language}) == 2
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if missing in line]
        assert lines[-1].startswith(ending)


def sell_three(one: Counter) -> None:
    """Sell three times and push."""
    one.grant(places=20)
    one.push()
    one.accept(one.push().grants)
    for _ in range(3):
        one.sell_places(1)
    one.push()
