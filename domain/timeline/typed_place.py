"""A seat as somebody types it in a search: "B-12", "Platea B-12", "Platea B 12 El Avaro"."""

from dataclasses import dataclass

from domain.catalogue.typed_seats import seat_names
from domain.typed_text import folded, plain


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """Rows and numbers that a text may name, and the other words, folded: of a section, a zone or an event."""

    names: frozenset[tuple[str, str]]
    words: tuple[str, ...]


def typed_places(text: str) -> tuple[TypedPlace, ...]:
    """Every reading of a text as a seat: one or two of its words are the seat, the others name where it is."""
    words = plain(text).split()
    readings: list[TypedPlace] = []
    for length in (1, 2):
        for first in range(len(words) - length + 1):
            names = seat_names(" ".join(words[first : first + length]))
            others = (*words[:first], *words[first + length :])
            if names:
                readings.append(TypedPlace(names, tuple(folded(word) for word in others)))
    return tuple(readings)


def fits(place: TypedPlace, *names: str) -> bool:
    """Whether each of the other words is in one of these names."""
    known = " ".join(map(folded, names))
    return all(word in known for word in place.words)
