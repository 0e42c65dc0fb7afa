"""Conflict cases on the command line of HQ: listed, shown with what each side says, settled once."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from domain.conflicts.cases import Claim, ConflictKind, Contested, EntryPosition
from domain.conflicts.doubts import Doubt, Why
from domain.ids import StationId
from hq import cli
from hq.conflicts import case_texts, cases
from hq.office import Office
from resources import texts
from tests.builders.catalogue import small_setup
from tests.builders.clock import START

pytestmark = pytest.mark.house


@pytest.fixture
def environment(office: Office) -> Mapping[str, str]:
    return {
        "TAQUILLA_HQ_SECRET": "00" * 32,
        "TAQUILLA_HQ_DATABASE_URL": office.database.url.render_as_string(hide_password=False),
        "TAQUILLA_HQ_CONNECTIONS": "2",
        "LANG": "en",
    }


@pytest.fixture
def case_id(office: Office) -> UUID:
    """A return of numbers of another station."""
    house = small_setup()
    position = EntryPosition(StationId(house.station_id), 1, 7)
    doubt = Doubt(Why.OTHER_STATION, "numbers", "A 31-60", station_id=StationId(house.station_id), epoch=1)
    claim = Claim(Contested(ConflictKind.RIGHT_NOT_HELD), position, START, doubt=doubt)
    with office.database.tenant(house.tenant_id) as tx:
        cases.file_claim(tx, house.tenant_id, claim)
        (case,) = cases.assess(tx, house.tenant_id, START)
    return case.id


def run(environment: Mapping[str, str], *arguments: str) -> int:
    return cli.main(["case", *arguments, "--tenant", "sala"], environment)


def test_a_case_is_listed_shown_and_settled_once(
    environment: Mapping[str, str], case_id: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(environment, "list") == 0
    assert f"{case_id}  C15" in capsys.readouterr().out
    assert run(environment, "show", str(case_id)) == 0
    shown = capsys.readouterr().out
    assert "Right that the till did not have" in shown
    assert "It named as its own the numbers (A 31-60) of another till: Taquilla 1." in shown
    assert run(environment, "settle", str(case_id), "--reason", "asked at the till") == 0
    assert "Stays as it is" in capsys.readouterr().out
    assert run(environment, "list") == 0
    assert str(case_id) not in capsys.readouterr().out
    assert run(environment, "settle", str(case_id), "--reason", "again") == 1
    assert "CASE_CLOSED" in capsys.readouterr().err


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_reason_not_to_believe_an_entry_has_a_sentence(why: Why, language: str) -> None:
    texts.use(language)
    try:
        sentence = case_texts.doubted(Doubt(why, "numbers", "A 31-60", "A 1-30", StationId(UUID(int=1)), 2), {})
    finally:
        texts.use("es")
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_no_debts_are_listed_as_none(environment: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(environment, "debts") == 0
    assert capsys.readouterr().out.strip() == "The list is empty."
