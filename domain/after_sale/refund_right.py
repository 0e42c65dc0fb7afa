"""The refund right of a sale: who may give its tickets back. It is at one place at a time (docs/protocol.md section 6).

It begins at the station that sold. That station gives it to HQ when another one asks for it, for ever: from then on HQ
lends it to one station for one refund, with what is needed of the sale, and gets it back with that refund.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from domain.after_sale.refunds import RefundableTicket, SoldInvoice
from domain.errors import Refused
from domain.ids import StationId
from domain.rights import GrantId


@dataclass(eq=False)
class RefundRightElsewhere(Refused):
    """The station gave the refund right of the sale to HQ, which lends it for one refund."""

    code: ClassVar[str] = "DEV-21"

    document: str


@dataclass(eq=False)
class RefundRightAwaited(Refused):
    """HQ asked the station that has the refund right of the sale to return it; it returns it when it has a line."""

    code: ClassVar[str] = "DEV-22"

    station: str


@dataclass(frozen=True, slots=True)
class RefundGrant:
    """The refund right of a sale for one refund, and the sale as HQ knows it: `issuer` is the station that sold it.

    Tickets that were given as gifts are not in it: who is paid for them is known at the station that sold them.
    """

    id: GrantId
    issuer: StationId
    sold: SoldInvoice
    tickets: tuple[RefundableTicket, ...]


@dataclass(frozen=True, slots=True)
class RightMove:
    """What a journal records of the refund right of a sale: `grant_id` was accepted or returned; None for the own."""

    station_id: StationId
    grant_id: GrantId | None
    is_return: bool


def has_own(moves: Iterable[RightMove], issuer: StationId, station: StationId) -> bool:
    """Whether a station still has the right that it began with: it sold, and never gave the right away."""
    return station == issuer and not any(move.station_id == station for move in moves)


def held_grant(moves: Iterable[RightMove], station: StationId) -> GrantId | None:
    """The grant that a station accepted and has not returned; `moves` in the order of its journal."""
    held: GrantId | None = None
    for move in moves:
        if move.station_id == station:
            held = None if move.is_return else move.grant_id
    return held


def was_accepted(moves: Iterable[RightMove], grant_id: GrantId) -> bool:
    """Whether a grant was accepted before, by anybody."""
    return any(move.grant_id == grant_id and not move.is_return for move in moves)


def may_return(moves: Iterable[RightMove], issuer: StationId, move: RightMove) -> bool:
    """Whether a return follows: of the right that the station began with, or of the grant that it holds."""
    known = tuple(moves)
    if move.grant_id is None:
        return has_own(known, issuer, move.station_id)
    return held_grant(known, move.station_id) == move.grant_id
