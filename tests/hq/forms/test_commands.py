"""`taquilla-hq forms`: an administrator enters forms by hand, reads what is left, and is told what is wrong."""

from collections.abc import Mapping

import pytest

from hq import cli
from hq.office import Office

pytestmark = pytest.mark.house

Capture = pytest.CaptureFixture[str]
PRINTED = (
    *("--printer", "Imprenta, C.A.", "--printer-rif", "J-40987654-3", "--authorisation", "SNAT/0002"),
    *("--authorised-on", "2019-06-03", "--made-on", "2026-10-01", "--tenant", "sala"),
)


@pytest.fixture
def environment(office: Office) -> Mapping[str, str]:
    url = office.database.url.render_as_string(hide_password=False)
    settings = {"TAQUILLA_HQ_SECRET": "00" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "TAQUILLA_HQ_CONNECTIONS": "2"}
    return {**settings, "LANG": "en_US.UTF-8"}


def test_forms_are_entered_and_listed(environment: Mapping[str, str], capsys: Capture) -> None:
    assert cli.main(["forms", "add", "A", "02-1", "02-500", *PRINTED], environment) == 0
    assert capsys.readouterr().out == "forms A: 02-00000001 to 02-00000500: 500\n"
    assert cli.main(["forms", "list", "--tenant", "sala"], environment) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        *(["A", "00-00000501", "00-00100000"], ["A", "02-00000001", "02-00000500"]),
    ]
    assert lines[2].split()[3:] == ["0", "0", "0", "500", "enough"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("A", "02-500", "02-1"), "BAD_FORMS"),
        (("A", "2", "02-1"), "BAD_FORMS"),
        (("Z", "02-1", "02-500"), "NOT_FOUND"),
        (("A", "00-600", "00-700"), "FORMS_OVERLAP"),
    ],
)
def test_a_refusal_says_what_to_do(
    environment: Mapping[str, str], capsys: Capture, arguments: tuple[str, ...], code: str
) -> None:
    assert cli.main(["forms", "add", *arguments, *PRINTED], environment) == 1
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_without_spoiled_forms_the_list_says_so(environment: Mapping[str, str], capsys: Capture) -> None:
    assert cli.main(["forms", "spoiled", "--tenant", "sala"], environment) == 0
    assert capsys.readouterr().out == "The list is empty.\n"
