"""What is left of a zone or a performance, as text: here, at HQ, not from here, or gone."""

from collections.abc import Sequence

from pos_app.services.selling.browsing import ZoneCard
from pos_app.services.selling.supply import SupplyState
from pos_app.ui import wording

_NONE_HERE = (SupplyState.IN_CART, SupplyState.ELSEWHERE)


def zone_left(card: ZoneCard) -> str:
    """What this station may sell of a zone; without any, who may."""
    return _left(card.supply.state, card.left, card.supply.at_hq)


def performance_left(cards: Sequence[ZoneCard]) -> str:
    """The same for all zones of a performance together."""
    states = {card.supply.state for card in cards}
    first = next((state for state in SupplyState if state in states), SupplyState.GONE)
    at_hq = [card.supply.at_hq for card in cards]
    known = None if None in at_hq else sum(count or 0 for count in at_hq)
    return _left(first, sum(card.left for card in cards), known)


def zone_more(card: ZoneCard) -> str:
    """What else is known: how many more HQ grants, or since when it has not answered; empty without either."""
    supply = card.supply
    if supply.state is SupplyState.HERE and supply.at_hq:
        return wording.text("sell.more_at_hq", places=wording.number(supply.at_hq))
    if supply.state in _NONE_HERE and supply.silent_since is not None:
        return wording.text("sell.silent_since", time=wording.time(supply.silent_since))
    return ""


def _left(state: SupplyState, here: int, at_hq: int | None) -> str:
    if state is SupplyState.HERE:
        return wording.text("sell.left", places=wording.number(here))
    if state is SupplyState.AT_HQ and at_hq:
        return wording.text("sell.at_hq", places=wording.number(at_hq))
    return wording.text(f"sell.supply.{state}")
