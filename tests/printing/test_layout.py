"""Rows of characters: names wrap, amounts do not, and signs that the page lacks leave a visible mark."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.characters import UNPRINTABLE, printable
from printing.layout import MOST_ROWS, Row, lay_out
from printing.printout import (
    BAND,
    LARGE,
    Align,
    Cell,
    Columns,
    Line,
    PaperWidth,
    Part,
    Printout,
    Rule,
    centered,
    indented,
    sides,
)
from tests.printing.samples import SPANISH


def rows_of(part: Part, paper: PaperWidth = PaperWidth.MM58) -> list[Row]:
    return [row for row in lay_out(Printout((part,)), paper) if isinstance(row, Row)]


def texts_of(part: Part, paper: PaperWidth = PaperWidth.MM58) -> list[str]:
    return [row.text for row in rows_of(part, paper)]


def test_an_amount_stands_at_the_right_edge() -> None:
    assert texts_of(sides("Adulto", "Bs. 10,00")) == ["Adulto                 Bs. 10,00"]


def test_a_long_name_wraps_and_its_amount_stays_whole_at_the_right() -> None:
    part = sides("Entrada general para adulto mayor con acompañante", "Bs. 1.234.567,89")
    assert texts_of(part) == [
        "Entrada general para adulto",
        "mayor con acompañante",
        "                Bs. 1.234.567,89",
    ]


def test_an_amount_joins_the_last_row_of_its_name_where_there_is_room() -> None:
    part = sides("Entrada general para adulto mayor", "Bs. 10,00")
    assert texts_of(part) == ["Entrada general para adulto", "mayor                  Bs. 10,00"]


def test_what_is_indented_stays_indented_where_it_wraps() -> None:
    assert texts_of(indented("Ref. 00482913 Banco 0102 Tel. ***4567")) == [
        "  Ref. 00482913 Banco 0102 Tel.",
        "  ***4567",
    ]


def test_double_width_gives_way_to_an_amount_that_would_not_fit() -> None:
    wide = rows_of(sides("TOTAL", "Bs. 9,00", LARGE))
    narrow = rows_of(sides("TOTAL", "Bs. 1.089.773.680,21", LARGE))
    assert [(row.text, row.style.wide) for row in wide] == [("TOTAL   Bs. 9,00", True)]
    assert [(row.text, row.style.wide) for row in narrow] == [("TOTAL       Bs. 1.089.773.680,21", False)]
    assert narrow[0].style.tall


def test_double_width_gives_way_to_a_word_that_would_break() -> None:
    (row,) = rows_of(centered("INTERNACIONALIZACIÓN", LARGE))
    assert (row.text, row.style.wide) == ("INTERNACIONALIZACIÓN", False)


def test_two_rows_of_half_the_columns_stay_wide() -> None:
    rows = rows_of(centered("AAAAAAA BBBBBBB CCCCCCC DDDDDDD", LARGE))
    assert [(row.text, row.style.wide) for row in rows] == [("AAAAAAA BBBBBBB", True), ("CCCCCCC DDDDDDD", True)]


def test_a_word_of_exactly_half_the_columns_stays_wide() -> None:
    assert [row_of.style.wide for row_of in rows_of(centered("A" * 16, LARGE))] == [True]
    assert [row_of.style.wide for row_of in rows_of(centered("A" * 17, LARGE))] == [False]


def test_a_band_is_black_over_the_whole_width() -> None:
    (row,) = rows_of(centered("COPIA 1", BAND))
    assert len(row.text) == 32
    assert row.text.strip() == "COPIA 1"


def test_a_name_of_64_kb_does_not_spend_the_roll() -> None:
    texts = texts_of(Line("Ñandú " * 10_923))
    assert len(texts) == MOST_ROWS
    assert texts[-1].endswith("...")


def test_a_name_of_64_kb_leaves_its_amount_whole() -> None:
    texts = texts_of(sides("x" * 65_536, "Bs. 1.234,50"))
    assert len(texts) <= MOST_ROWS + 1
    assert texts[-1].endswith("Bs. 1.234,50")


def test_an_amount_longer_than_the_paper_loses_no_digit() -> None:
    amount = "Bs." + "9" * 50
    assert "".join(text.strip() for text in texts_of(sides("Total", amount))) == "Total" + amount


def test_two_cells_share_the_width() -> None:
    part = Columns((Cell("FILA", Align.CENTER), Cell("ASIENTO", Align.CENTER)))
    assert texts_of(part) == ["      FILA           ASIENTO"]


def test_a_rule_goes_across() -> None:
    assert texts_of(Rule("="), PaperWidth.MM80) == ["=" * 48]


@given(st.text(max_size=400), st.sampled_from(list(PaperWidth)))
def test_no_text_makes_a_row_wider_than_the_paper(text: str, paper: PaperWidth) -> None:
    for part in (Line(text, LARGE), sides(text, "Bs. 1.234.567,89"), indented(text)):
        for row in rows_of(part, paper):
            assert len(row.text) * (2 if row.style.wide else 1) <= paper.columns


@given(st.text(max_size=80))
def test_whatever_is_typed_the_code_page_can_say_and_no_command_is_in_it(text: str) -> None:
    printed = printable(text)
    assert printed.encode("cp858").decode("cp858") == printed
    assert not any(ord(sign) < 0x20 for sign in printed)
    assert printed.count("?") <= unicodedata.normalize("NFKD", text).count("?")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (SPANISH, SPANISH),
        (
            "1\N{EN DASH}2 \N{EM DASH} “hola” \N{LEFT SINGLE QUOTATION MARK}tú\N{PRIME} …",
            "1-2 - \"hola\" 'tú' ...",
        ),
        ("Łódź Ő ő š", "Lódz O o s"),
        ("José", "José"),
        ("fiesta 🎻🎉", f"fiesta {UNPRINTABLE}{UNPRINTABLE}"),
        ("👨‍👩‍👧", UNPRINTABLE),
        ("👍🏽", UNPRINTABLE),
        ("東京", UNPRINTABLE * 2),
        ("a\nb\tc\x1b@d\x00", "a b c@d"),
        ("¿Cuánto?", "¿Cuánto?"),
    ],
)
def test_text_is_said_as_the_page_can(typed: str, printed: str) -> None:
    assert printable(typed) == printed
