"""Forms in set-up files: one printing or several, each control number once for its issuer."""

import pytest

from domain.fiscal.forms import Form
from sync import setup
from tests.sync.setup.setups import ON, SMALL, changed, problems

SECOND = """
[[series.form]]
printer = "Imprenta Nueva, C.A."
printer_rif = "J-40987654-3"
authorisation = "SNAT/2"
made_on = 2026-08-01
first_control = "01-1"
last_control = "01-500"

"""
OTHER_SERIES = """
[[series]]
code = "B"
medium = "free_form"
[series.issuer]
name = "Sala de Pruebas, C.A."
rif = "J-50012345-0"
address = "Caracas"
[series.form]
printer = "Imprenta Nueva, C.A."
printer_rif = "J-40987654-3"
authorisation = "SNAT/2"
made_on = 2026-08-01
first_control = "02-1"
last_control = "02-500"
"""


def listed(second: str = SECOND) -> str:
    """The small house with two printings."""
    return changed(("[series.form]", "[[series.form]]"), ("[[block]]", f"{second}[[block]]"))


def forms_of(text: str) -> tuple[Form, ...]:
    return setup.read(text, on=ON).series[0].forms


def test_a_series_has_one_printing_or_a_list_of_them() -> None:
    (only,) = forms_of(SMALL)
    assert (only.authorisation, only.count) == ("SNAT/INTI/GRTICERC/0001 del 03-06-2019", 99_500)
    first, second = forms_of(listed())
    assert first == only
    assert (second.authorisation, second.first_control, second.last_control) == (
        *("SNAT/2", "01-00000001", "01-00000500"),
    )


def test_a_block_is_on_forms_of_any_printing_but_of_one() -> None:
    on_second = listed().replace('first_control = "00-00000601"', 'first_control = "01-495"')
    assert problems(on_second) == []
    assert setup.read(on_second, on=ON).blocks[1].first_control == "01-00000495"
    beyond = listed().replace('first_control = "00-00000601"', 'first_control = "01-497"')
    assert [flaw[:2] for flaw in problems(beyond)] == [("block[2].first_control", "beyond_forms")]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (listed(SECOND.replace("01-500", "00-501").replace("01-1", "00-1")), "series[1].form", "forms_overlap"),
        (SMALL + OTHER_SERIES.replace("02-500", "00-501").replace("02-1", "00-1"), "series[2].form", "forms_overlap"),
        (listed(SECOND.replace('"01-500"', '"02-500"')), "series[1].form[2].last_control", "bad_value"),
        (listed(SECOND.replace('"01-1"', '"01-501"')), "series[1].form[2].last_control", "bad_value"),
        (listed(SECOND.replace('"01-1"', '"01-0"')), "series[1].form[2].first_control", "bad_value"),
        (changed(('"00-00000601"', '"00-00000530"')), "block[2].first_control", "controls_overlap"),
    ],
    ids=["of a series", "of an issuer", "two identifiers", "backwards", "from zero", "of two blocks"],
)
def test_a_control_number_is_on_one_form(text: str, where: str, what: str) -> None:
    assert [flaw[:2] for flaw in problems(text)] == [(where, what)]


def test_a_last_control_number_below_the_first_is_refused_with_the_numbers_allowed() -> None:
    with pytest.raises(setup.BadSetup) as refused:
        setup.read(listed(SECOND.replace('"01-1"', '"01-501"')), on=ON)
    assert [problem.allowed for problem in refused.value.problems] == ["01-00000501.."]


def test_issuers_have_control_numbers_of_their_own() -> None:
    other = OTHER_SERIES.replace("02-", "00-").replace("J-50012345-0", "J-30000000-1")
    assert problems(SMALL + other) == []
