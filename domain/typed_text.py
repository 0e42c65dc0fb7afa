"""Typed and pasted text in its plain form: one dash, one space, no invisible characters.

Phones, browsers and word processors put other dashes, no-break spaces and zero-width signs into what people copy. The
eye cannot distinguish them, so no field, code or search may either.
"""

import unicodedata
from typing import Final

_DASHES: Final = frozenset("\N{MINUS SIGN}\N{HYPHEN BULLET}\N{MODIFIER LETTER MINUS SIGN}\N{HEAVY MINUS SIGN}")
"""Dashes that Unicode does not class as dash punctuation."""
_BLANKS: Final = frozenset("\t\N{BRAILLE PATTERN BLANK}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}")
_SELECTORS: Final = frozenset(map(chr, (0x034F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""The combining grapheme joiner and the variation selectors: marks that show nothing by themselves."""


def plain(text: str) -> str:
    """The text with "-" for every dash and single spaces between words, without invisible characters.

    Line ends and control characters within it stay, so that a rule can refuse them.
    """
    words = "".join(map(_plain_character, text)).strip().split(" ")
    return " ".join(word for word in words if word)


def compact(text: str) -> str:
    """The plain text without any space, for codes, numbers and references."""
    return "".join(plain(text).split())


def folded(text: str) -> str:
    """The plain text without capitals and accents, for comparison."""
    decomposed = unicodedata.normalize("NFKD", plain(text)).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


SHORTEST_PART = 3
"""A typed word of so many characters is searched within words too; a shorter one only where a word begins."""


def word_beginnings(text: str) -> frozenset[str]:
    """What each word of a text begins with, folded: the word, and what follows each sign in it.

    "María Pérez-Gómez" has "maria", "perez-gomez" and "gomez".
    """
    return frozenset(
        word[at:]
        for word in folded(text).split()
        for at in range(len(word))
        if word[at].isalnum() and (at == 0 or not word[at - 1].isalnum())
    )


def word_parts(text: str, longest: int) -> frozenset[str]:
    """The beginnings of what a typed word can be found in: an index of them has every part of each word.

    "Sosa" has "sosa" and "osa", each cut at `longest` characters. Where a word begins, a space and the first characters
    stand for what is too short to be searched within words: " so".
    """
    inside = (word[at : at + longest] for word in folded(text).split() for at in range(len(word) - SHORTEST_PART + 1))
    beginnings = (f" {word[: SHORTEST_PART - 1]}" for word in word_beginnings(text))
    return frozenset((*inside, *beginnings))


def as_searched(word: str) -> str:
    """A typed word, folded, as an index of `word_parts` has it: a short one with the space where a word begins."""
    return word if len(word) >= SHORTEST_PART else f" {word}"


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character in _DASHES:
        return "-"
    if category == "Zs" or character in _BLANKS:
        return " "
    return "" if category == "Cf" or character in _SELECTORS else character
