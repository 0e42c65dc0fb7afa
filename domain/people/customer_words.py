"""What a customer is found by: parts of the name, document, e-mail, and the first and last digits of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.people.customers import CustomerRecord, Field
from domain.people.identity import bare_identity
from domain.typed_text import SHORTEST_PART, as_searched, compact, folded, word_beginnings, word_parts

LONGEST_PART = 12
"""The characters of a part in the index. Of a longer typed word the rest is compared with all words."""
_MOST_WORDS = 6
_AT = "@"
_BACKWARDS = "<"
"""Stands before digits in reverse order: the last digits of a number are the first of them."""
_COUNTRY = "58"
_WITH_COUNTRY, _WITH_ZERO = 12, 11


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A typed word: the beginnings of parts with which it may be found, and the texts of which all words have one."""

    parts: tuple[str, ...]
    within: tuple[str, ...]


def index_words(records: Iterable[CustomerRecord]) -> str:
    """What a person is found by, each word after a space: whatever one of the records has."""
    words: set[str] = set()
    for record in records:
        for of in (Field.NAME, Field.SURNAME):
            words |= word_beginnings(record.text(of))
        document, email = record.text(Field.DOCUMENT).lower(), folded(record.text(Field.EMAIL))
        words |= {document, _digits(document), _national(_digits(record.text(Field.PHONE)))}
        words |= {word for word in word_beginnings(email) if _AT in word}
    return "".join(f" {word}" for word in sorted(words - {""}))


def index_parts(words: str) -> frozenset[str]:
    """The parts in the index for the words of `index_words`: of a name every part, of the rest the beginnings."""
    parts: set[str] = set()
    for word in words.split():
        if word.isdecimal():
            parts |= {word[:LONGEST_PART], (_BACKWARDS + word[::-1])[:LONGEST_PART]}
        elif _AT in word or any(map(str.isdecimal, word)):
            parts |= {word[:LONGEST_PART], as_searched(word[: SHORTEST_PART - 1])}
        else:
            parts |= word_parts(word, LONGEST_PART)
    return frozenset(parts)


def search_words(typed: str) -> tuple[SearchWord, ...]:
    """The words of a typed text, all of which a customer must have. Empty when there is nothing to search for."""
    if _is_number(typed):
        return (_number(_digits(typed)),)
    return tuple(_word(word) for word in folded(typed).split()[:_MOST_WORDS] if any(map(str.isalnum, word)))


def _word(word: str) -> SearchWord:
    if _is_number(word):
        return _number(_digits(word))
    bare = bare_identity(word).lower()
    # "V-12.345.678" is a document; of a name with hyphens no part is without them.
    forms = dict.fromkeys((as_searched(word), bare) if any(map(str.isdigit, bare)) else (as_searched(word),))
    return SearchWord(tuple(form[:LONGEST_PART] for form in forms), tuple(forms))


def _number(digits: str) -> SearchWord:
    """A number as a whole, its beginning or its end; of a phone also with the code of the country or the zero."""
    forms = tuple(dict.fromkeys(form for form in (digits, *map(digits.removeprefix, ("0", _COUNTRY))) if form))
    backwards = tuple((_BACKWARDS + form[::-1])[:LONGEST_PART] for form in forms)
    return SearchWord((*(form[:LONGEST_PART] for form in forms), *backwards), forms)


def _is_number(text: str) -> bool:
    bare = compact(text)
    return any(map(str.isdigit, bare)) and all(letter.isdigit() or letter in "+-.()/" for letter in bare)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())


def _national(digits: str) -> str:
    """A Venezuelan phone number as it is without the code of the country and the zero; other digits as they are."""
    if len(digits) == _WITH_COUNTRY and digits.startswith(_COUNTRY):
        return digits[len(_COUNTRY) :]
    return digits[1:] if len(digits) == _WITH_ZERO and digits.startswith("0") else digits
