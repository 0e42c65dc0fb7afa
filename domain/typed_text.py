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


def word_beginnings(text: str) -> frozenset[str]:
    """What each word of a text begins with, folded: the word, and what follows each sign in it.

    "María Pérez-Gómez" has "maria", "perez-gomez" and "gomez". A typed word is found when one of these begins with it.
    """
    return frozenset(
        word[at:]
        for word in folded(text).split()
        for at in range(len(word))
        if word[at].isalnum() and (at == 0 or not word[at - 1].isalnum())
    )


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character in _DASHES:
        return "-"
    if category == "Zs" or character in _BLANKS:
        return " "
    return "" if category == "Cf" or character in _SELECTORS else character
