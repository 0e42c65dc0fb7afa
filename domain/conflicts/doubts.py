"""Why HQ does not believe an entry: what the entry claims, and what HQ knows of the same thing."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import StationId


class Why(StrEnum):
    """What is wrong with a claim."""

    NOT_SEALED = "not_sealed"
    """A right was accepted without HQ's seal on it."""
    UNKNOWN_RIGHT = "unknown_right"
    """HQ granted no right with this id."""
    OTHER_STATION = "other_station"
    """HQ granted the right to another station."""
    OTHER_LIFE = "other_life"
    """HQ granted the right to another life of this station's store."""
    OTHER_RIGHT = "other_right"
    """HQ granted another thing under this id."""
    ACCEPTED_TWICE = "accepted_twice"
    NOT_HELD = "not_held"
    """The station does not hold what it sold or returned."""
    SOLD = "sold"
    """The station sold what it returned."""
    KEPT = "kept"
    """The station returned what a hold of it keeps."""
    HOLD_NOT_FREE = "hold_not_free"
    """A hold keeps what was sold, or what another hold keeps."""
    HOLD_NOT_STANDING = "hold_not_standing"
    """No hold of this life of the store stands under the id of an extension or an end."""
    HOLD_NOT_OVER = "hold_not_over"
    """A hold ended before its time, was sold without a sale, or was extended to an earlier end."""
    NO_CASE = "no_case"
    """HQ opened no such case, or had not sent it to this station when it was settled."""
    OTHER_TICKET = "other_ticket"
    """The case is not about this ticket, or the ticket is not what HQ knows."""
    OTHER_PLACE = "other_place"
    """The ticket was not at the place that it is said to leave."""
    OTHER_AMOUNT = "other_amount"
    """The money to give back is not what was paid."""
    OTHER_WINNER = "other_winner"
    """HQ proposed another winner, or the settled sides are not of the case."""
    NOT_ALLOWED = "not_allowed"
    """Whoever settled the case, or cancelled a performance, may not."""
    OTHER_SALE = "other_sale"
    """HQ has no such sale of this station."""
    OTHER_INVOICE = "other_invoice"
    """A credit note names another invoice than that of the sale."""
    TICKET_NOT_REFUNDABLE = "ticket_not_refundable"
    """A ticket is not of the sale, ended before, or was not as the refund says."""
    TICKET_NOT_PRESENT = "ticket_not_present"
    """A changed ticket is not of the sale, ended before, or was not as the change says."""
    OTHER_VALUE = "other_value"
    """A ticket would be moved to another zone, or get another type or price, without a document."""
    NO_REFUND_RIGHT = "no_refund_right"
    """The station has not the refund right of the sale, or says of it what does not follow."""
    OTHER_HOLDER = "other_holder"
    """The money of a gift went to a person who did not hold the ticket."""
    NOT_SIGNED = "not_signed"
    """A hand-over was accepted that the station which it names did not sign, or that gives what HQ did not seal."""
    OTHER_ENTRY = "other_entry"
    """The giver's journal has another entry in the place of a hand-over: two versions of its store exist."""
    NOT_ADDRESSED = "not_addressed"
    """A hand-over was accepted by a station or a life for which it was not made."""
    FORM_NOT_SPOILED = "form_not_spoiled"
    """A form that is said to be spoiled, or to carry a document instead of a spoiled one, has another use or holder."""
    OTHER_FIGURES = "other_figures"
    """A credit note, or the money that went back, differs from what follows from the invoice."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why one entry is not believed.

    `subject` names the kind of right (numbers, seats, places, turns), empty for a settlement. `claimed` and `known`
    are in one notation: numbers as "A 31-60", seats and turns as "0-19,40", counts as "12". `station_id` and `epoch`
    are the life to which HQ granted the right, if another one.
    """

    why: Why
    subject: str = ""
    claimed: str = ""
    known: str = ""
    station_id: StationId | None = None
    epoch: int = 0
