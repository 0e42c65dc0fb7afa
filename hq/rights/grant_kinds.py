"""The kinds of grant, the states of a grant, and the type that each kind decodes to."""

from enum import StrEnum
from typing import Any

from domain.after_sale.refund_right import RefundGrant
from domain.rights import Grant, NumberGrant, PlacesGrant, SeatGrant, TurnsGrant

__all__ = ["SHAPES", "AnyGrant", "Grant", "GrantKind", "GrantState"]

AnyGrant = Grant | RefundGrant


class GrantKind(StrEnum):
    """What is granted."""

    NUMBERS = "numbers"
    SEATS = "seats"
    PLACES = "places"
    TURNS = "turns"
    REFUND = "refund"


class GrantState(StrEnum):
    """How far a grant has come."""

    GRANTED = "granted"
    """On its way: HQ sends it with every answer until the station's journal acknowledges it."""
    ACCEPTED = "accepted"
    FENCED = "fenced"
    """The holder's life ended; unsold numbers of the grant are void, its unsold seats are in quarantine."""


SHAPES: dict[str, Any] = {
    GrantKind.NUMBERS: NumberGrant,
    GrantKind.SEATS: SeatGrant,
    GrantKind.PLACES: PlacesGrant,
    GrantKind.TURNS: TurnsGrant,
    GrantKind.REFUND: RefundGrant,
}
