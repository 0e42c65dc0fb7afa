"""Counts in texts: one of a thing is never written as several."""

import re
import string
from importlib.resources import files
from uuid import UUID

import pytest

from domain.ids import PerformanceId, ZoneId
from pos_app.services.selling.choosing import NotEnoughPlaces
from pos_app.ui import wording
from resources import texts

ENGLISH_VERBS = (
    "accepts asks belongs cancels carries counts differs does gives goes has holds is jams lacks lasts needs numbers"
    " sells signs takes was"
)
NOT_NOUNS = frozenset(f"{ENGLISH_VERBS} as es más this".split())
"""Words in -s that follow a name, such as that of a station, or a count of more."""
AFTER_ONE = re.compile(r"(?<![\w.,:/])1 ([a-záéíóúñ]+s)\b")


def all_texts() -> list[tuple[str, str, str]]:
    """Language, key and words of each text."""
    entries = []
    for language in texts.LANGUAGES:
        folder = files("resources") / "translations" / language
        for name in sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")):
            entries += [(language, f"{name}.{key}", words) for key, words in texts.catalogue(language, name).items()]
    return entries


def with_one(words: str) -> str:
    """The words with 1 in each placeholder, also in those of names."""
    names = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    return texts.filled(words, dict.fromkeys(names, "1"))


def test_no_text_writes_one_of_a_thing_as_several() -> None:
    wrong = [
        f"{language} {key}: {shown}"
        for language, key, words in all_texts()
        if not key.endswith(".other")
        for shown in (with_one(words),)
        if set(AFTER_ONE.findall(shown)) - NOT_NOUNS
    ]
    assert wrong == []


def test_the_words_beside_a_count_have_two_different_forms() -> None:
    """A form that is written twice is a form that was forgotten."""
    forms = [
        (language, key, spec)
        for language, key, words in all_texts()
        for _, _, spec, _ in string.Formatter().parse(words)
        if spec
    ]
    assert len(forms) > 50
    assert [form for form in forms if form[2].count("|") != 1 or len(set(form[2].split("|"))) == 1] == []


@pytest.mark.parametrize(
    ("left", "language", "words"),
    [
        (1, "es", "En General esta taquilla puede vender 1 entrada ahora."),
        (2, "es", "En General esta taquilla puede vender 2 entradas ahora."),
        (21, "es", "En General esta taquilla puede vender 21 entradas ahora."),
        (1, "en", "In General this station may sell 1 ticket now."),
        (11, "en", "In General this station may sell 11 tickets now."),
    ],
)
def test_a_refusal_counts_what_is_left(left: int, language: str, words: str) -> None:
    wording.use(language)
    try:
        place = (PerformanceId(UUID(int=1)), ZoneId(UUID(int=2)))
        assert wording.refusal(NotEnoughPlaces("General", left, place, 1)).what == words
    finally:
        wording.use("es")
