"""Finding customers while they are typed: the typed word that fits fewest selects, the others are compared."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from domain.people.customer_words import SearchWord, search_words
from pos_app.storage.tables import customer_word, known_customer
from sync.tables.transaction import Tx

_k, _w = known_customer.c, customer_word.c
_LAST = "\U0010ffff"
_COUNTED = 400
"""A word with more parts than so many in the index selects little, however many more it has."""


def matching_ids(tx: Tx, typed: str, limit: int) -> list[UUID]:
    """The persons who have every typed word, at most `limit`: no order among those that fit."""
    words = search_words(typed)
    if not words:
        return []
    selecting = min(words, key=lambda word: _count(tx, word)) if len(words) > 1 else words[0]
    # Rows are distinct as they come, so that reading ends with the last one wanted.
    matches = (
        select(_k.person_id)
        .distinct()
        .select_from(customer_word.join(known_customer, _k.no == _w.no))
        .where(_has_part(selecting), *map(_has_word, words))
        .limit(limit)
    )
    return list(tx.execute(matches).scalars())


def _count(tx: Tx, word: SearchWord) -> int:
    some = select(_w.no).where(_has_part(word)).limit(_COUNTED).subquery()
    return int(tx.execute(select(func.count()).select_from(some)).scalar_one())


def _has_part(word: SearchWord) -> Any:
    return or_(*(and_(_w.part >= part, _w.part < part + _LAST) for part in word.parts))


def _has_word(word: SearchWord) -> Any:
    return or_(*(func.instr(_k.words, within) > 0 for within in word.within))
