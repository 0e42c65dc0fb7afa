"""Typed and pasted text: dashes, spaces and invisible characters that the eye cannot distinguish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.typed_text import compact, plain


@pytest.mark.parametrize(
    "dash", ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\ufe58", "\ufe63", "\uff0d"]
)
def test_every_dash_is_the_same_dash(dash: str) -> None:
    assert plain(f"V{dash}12345678") == "V-12345678"


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2007", "\u2009", "\u202f", "\u3000", "\t", "  "])
def test_every_space_is_one_space(space: str) -> None:
    assert plain(f"{space}Ana{space}Pérez{space}") == "Ana Pérez"
    assert compact(f"V{space}12{space}345") == "V12345"


@pytest.mark.parametrize("sign", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f"])
def test_an_invisible_sign_is_removed(sign: str) -> None:
    assert plain(f"{sign}Ana{sign}bel{sign}") == "Anabel"
    assert plain(f"👩{sign}👧") == "👩👧"


def test_control_characters_and_line_ends_stay_for_a_rule_to_refuse() -> None:
    assert plain("Ana\x00\nPérez\n") == "Ana\x00\nPérez"
    assert compact("V12\n345") == "V12345"


@given(st.text())
def test_plain_text_is_its_own_plain_text(text: str) -> None:
    assert plain(plain(text)) == plain(text)
