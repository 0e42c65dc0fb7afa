"""The code on a paper that is scanned at the counter names its document; any other text names none."""

import pytest

from domain.fiscal.paper_proof import number_of

CODE = "VE1:J500123450:A:00000123:20261121:99413.34:1.25:0123456789ABCDEF:MFRGGZDFMZTWQ2LK"


@pytest.mark.parametrize("scanned", [CODE, CODE.lower().replace(":a:", ":A:"), f" {CODE}\n"])
def test_the_number_is_series_and_eight_digits(scanned: str) -> None:
    assert number_of(scanned) == "A-00000123"


@pytest.mark.parametrize(
    "scanned", ["", "A-00000123", "VE1:", CODE.replace("VE1", "VE2"), CODE + ":", CODE.rpartition(":")[0]]
)
def test_another_text_names_no_document(scanned: str) -> None:
    assert number_of(scanned) is None
