"""What can be chosen on the sell screen: performances and zones that match a search, nine with a digit."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_app.services.selling.browsing import PerformanceCard, ZoneCard

ON_A_PAGE = 9


@dataclass(frozen=True, slots=True)
class Choices:
    """The performances in sight, the one in front, and the zone that Enter would choose."""

    cards: tuple[PerformanceCard, ...] = ()
    front: int = 0
    zone: int = 0

    @property
    def card(self) -> PerformanceCard | None:
        """The performance in front."""
        return self.cards[self.front] if self.cards else None

    @property
    def zones(self) -> tuple[ZoneCard, ...]:
        """The zones of the performance in front."""
        return self.card.zones if self.card else ()

    @property
    def first_on_page(self) -> int:
        """The zone that digit 1 chooses."""
        return self.zone // ON_A_PAGE * ON_A_PAGE

    def at_digit(self, digit: int) -> ZoneCard | None:
        """The zone that a digit from 1 to 9 chooses."""
        i = self.first_on_page + digit - 1
        return self.zones[i] if digit > 0 and i < len(self.zones) else None

    def moved(self, step: int) -> "Choices":
        """Another zone under Enter; the list has ends."""
        return replace(self, zone=max(0, min(self.zone + step, len(self.zones) - 1)))

    def next_page(self) -> "Choices":
        """The next nine zones, after the last the first."""
        start = self.first_on_page + ON_A_PAGE
        return replace(self, zone=start if start < len(self.zones) else 0)

    def with_front(self, front: int) -> "Choices":
        """This performance in front, or the one at the end of the list; the one in front keeps its zone."""
        front = max(0, min(front, len(self.cards) - 1))
        return self if front == self.front else replace(self, front=front, zone=0)


def matching(cards: Sequence[PerformanceCard], query: str) -> Choices:
    """Performances with every word typed in their own names or in a zone's; zones that do not match go."""
    words = folded(query).split()
    if not words:
        return Choices(tuple(cards))
    kept = []
    for card in cards:
        own = folded(f"{card.event} {card.venue}")
        missing = [word for word in words if word not in own]
        zones = tuple(z for z in card.zones if all(word in folded(z.zone.name) for word in missing))
        if zones:
            kept.append(replace(card, zones=zones))
    return Choices(tuple(kept))


def refreshed(old: Choices, cards: Sequence[PerformanceCard]) -> Choices:
    """The same place in a list that was read again, without a search."""
    new = Choices(tuple(cards))
    front_id = old.card.performance.id if old.card else None
    front = next((i for i, card in enumerate(new.cards) if card.performance.id == front_id), 0)
    new = new.with_front(front)
    return replace(new, zone=old.zone if old.zone < len(new.zones) else 0)


def folded(text: str) -> str:
    """Without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text[:200]).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


NOTHING_ON_SALE = Choices()
