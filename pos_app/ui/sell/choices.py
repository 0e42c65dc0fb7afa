"""What can be chosen on the sell screen: performances and zones that match a search, nine zones by a digit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.sale.cart import Cart
from domain.typed_text import folded
from pos_app.services.selling.browsing import PerformanceCard, ZoneCard, addable, in_cart

ON_A_PAGE = 9
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """The listed performances, the selected one, and the zone of the cursor (indices).

    `pointed`: somebody moved the cursor to its zone, by a key or a search. Enter chooses no other zone.
    """

    cards: tuple[PerformanceCard, ...] = ()
    selected: int = 0
    zone: int = 0
    pointed: bool = False

    @property
    def card(self) -> PerformanceCard | None:
        """The selected performance."""
        return self.cards[self.selected] if self.cards else None

    @property
    def zones(self) -> tuple[ZoneCard, ...]:
        """The zones of the selected performance."""
        return self.card.zones if self.card else ()

    @property
    def first_on_page(self) -> int:
        """The index of the zone that digit 1 chooses."""
        return self.zone // ON_A_PAGE * ON_A_PAGE

    def at_digit(self, digit: int) -> ZoneCard | None:
        """The zone that a digit from 1 to 9 chooses."""
        i = self.first_on_page + digit - 1
        return self.zones[i] if digit > 0 and i < len(self.zones) else None

    @property
    def under_enter(self) -> ZoneCard | None:
        """The zone that Enter chooses; None until somebody points at one."""
        return self.zones[self.zone] if self.pointed and self.zones else None

    def moved(self, step: int) -> "Choices":
        """Move the cursor; the move stops at the ends of the list."""
        return replace(self, zone=max(0, min(self.zone + step, len(self.zones) - 1)), pointed=True)

    def pointed_at(self, zone: ZoneCard) -> "Choices":
        """Move the cursor to a zone of the selected performance."""
        return replace(self, zone=self.zones.index(zone), pointed=True)

    def not_pointed(self) -> "Choices":
        """Leave the cursor where it is; Enter chooses nothing until somebody points again."""
        return replace(self, pointed=False)

    def beside(self, cart: Cart) -> "Choices":
        """The same choices with what can still be added to a cart."""
        performances = {line.performance_id for line in cart.lines}
        cards = tuple(
            addable(card, in_cart(cart, card.performance.id)) if card.performance.id in performances else card
            for card in self.cards
        )
        return replace(self, cards=cards)

    def next_page(self) -> "Choices":
        """The next nine zones; after the last page, the first."""
        start = self.first_on_page + ON_A_PAGE
        return replace(self, zone=start if start < len(self.zones) else 0, pointed=True)

    def with_selected(self, place: int) -> "Choices":
        """Select a performance, at most the last one. Another performance begins at its first zone."""
        place = max(0, min(place, len(self.cards) - 1))
        return self if place == self.selected else replace(self, selected=place, zone=0, pointed=True)


def matching(cards: Sequence[PerformanceCard], query: str) -> Choices:
    """Performances whose names, or whose zones' names, hold every typed word; zones that do not match are left out.

    A search points at its first zone; an empty one points at none.
    """
    words = folded(query[:_LONGEST_QUERY]).split()
    if not words:
        return Choices(tuple(cards), _first_on_sale(cards))
    kept = []
    for card in cards:
        own = folded(f"{card.event} {card.venue}")
        missing = [word for word in words if word not in own]
        zones = tuple(z for z in card.zones if all(word in folded(z.zone.name) for word in missing))
        if zones or (card.is_cancelled and not missing):
            kept.append(replace(card, zones=zones))
    return Choices(tuple(kept), _first_on_sale(kept), pointed=True)


def _first_on_sale(cards: Sequence[PerformanceCard]) -> int:
    """The first performance of which something can be chosen; the first one of all without any."""
    return next((place for place, card in enumerate(cards) if not card.is_cancelled), 0)


def widened(before: Choices, cards: Sequence[PerformanceCard], query: str) -> Choices:
    """The choices of a search that is being erased or was cleared.

    The selected performance stays selected as long as it matches, so that no digit sells another show.
    """
    wider = matching(cards, query)
    if before.card is None or before.card.performance.id not in {card.performance.id for card in wider.cards}:
        return wider
    return replace(refreshed(before, cards, query), pointed=wider.pointed)


def refreshed(old: Choices, cards: Sequence[PerformanceCard], query: str = "") -> Choices:
    """The same performance and zone in a list that was read again. A zone that is gone is pointed at no more.

    A selected performance that is gone stays selected, without zones: no digit may choose in another performance that
    took its place.
    """
    new = matching(cards, query).not_pointed()
    if old.card is None:
        return new
    same = next((i for i, card in enumerate(new.cards) if card.performance.id == old.card.performance.id), None)
    if same is None:
        place = min(old.selected, len(new.cards))
        cards_with_gone = (*new.cards[:place], replace(old.card, zones=()), *new.cards[place:])
        return replace(new, cards=cards_with_gone, selected=place)
    zone_ids = [zone.zone.id for zone in new.cards[same].zones]
    zone_id = old.zones[old.zone].zone.id if old.zones else None
    if zone_id not in zone_ids:
        return replace(new, selected=same)
    return replace(new, selected=same, zone=zone_ids.index(zone_id), pointed=old.pointed)


NO_CHOICES = Choices()
