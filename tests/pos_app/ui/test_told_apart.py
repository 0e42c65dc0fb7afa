"""Names that are cut to a width: no two different ones of a list read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.ui.told_apart import cut_apart

SIDES = [f"Patio lateral {side} {number}" for side in ("izquierdo", "derecho") for number in range(1, 13)]
MIDDLES = [f"Palco preferencial {letter} del balcón superior" for letter in "ABCD"]


def cut(names: list[str], width: int) -> list[str]:
    return [cut_apart(name, names, lambda text: len(text) <= width) for name in names]


@pytest.mark.parametrize("names", [SIDES, MIDDLES, [*SIDES, *MIDDLES]])
@pytest.mark.parametrize("width", range(8, 40))
def test_no_two_names_read_alike(names: list[str], width: int) -> None:
    shown = cut(names, width)
    assert max(map(len, shown)) <= width
    if width >= 14:
        assert len(set(shown)) == len(names)


def test_a_name_is_cut_at_its_end_where_that_suffices_else_before_its_last_word() -> None:
    assert cut(["Palco presidencial", "Gradas altas"], 12) == ["Palco presi…", "Gradas altas"]
    assert cut(["Patio lateral izquierdo 1", "Patio lateral izquierdo 2"], 20) == [
        "Patio lateral izq… 1",
        "Patio lateral izq… 2",
    ]


@given(st.lists(st.text("ab 1", min_size=1, max_size=12), unique=True, max_size=6), st.integers(3, 9))
def test_a_text_that_two_names_could_give_is_taken_by_none_that_has_another(names: list[str], width: int) -> None:
    """Two names share a text only where each of them has no text of its own."""
    shown = cut(names, width)
    for text in {text for text in shown if shown.count(text) > 1}:
        for name in (name for name, own in zip(names, shown, strict=True) if own == text):
            assert cut_apart(name, [], lambda part: len(part) <= width) == text
