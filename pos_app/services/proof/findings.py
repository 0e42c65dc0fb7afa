"""The flaws that `verify` detects, and the finding that it reports."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """A rule that a record can break."""

    BAD_HASH = "bad_hash"
    BAD_SIGNATURE = "bad_signature"
    BAD_ENTRY = "bad_entry"
    CHAIN_BROKEN = "chain_broken"
    GAP = "gap"
    UNKNOWN_KEY = "unknown_key"
    TOTAL_MISMATCH = "total_mismatch"
    RIGHT_TWICE = "right_twice"
    """A grant, a number or a seat was accepted that was held already."""
    RIGHT_NOT_SEALED = "right_not_sealed"
    """An enrolled store accepted a right that HQ did not seal for that life."""
    RETURN_NOT_HELD = "return_not_held"
    """A right was returned that was not held, or that was used."""
    SEAT_TWICE = "seat_twice"
    SEAT_NOT_LEASED = "seat_not_leased"
    PLACES_EXCEEDED = "places_exceeded"
    TURN_NOT_HELD = "turn_not_held"
    CATALOGUE_NOT_SEALED = "catalogue_not_sealed"
    """A part of the catalogue that was kept as HQ signed it does not carry HQ's seal, or cannot be read."""
    FIGURES_DIFFER = "figures_differ"
    """A sale has another figure than the one derived from the catalogue that HQ signed."""
    STAGE_NOT_OF_TURN = "stage_not_of_turn"
    """A ticket has the price of a stage that had ended at its turn, or does not name the end of its stage."""
    SETTLEMENT_UNASKED = "settlement_unasked"
    """A conflict was settled that HQ never sent, or a ticket moved or withdrawn that the case is not about."""
    SETTLEMENT_MISMATCH = "settlement_mismatch"
    """A ticket was moved or withdrawn that was not so, or for other money than was paid."""
    REFUND_MISMATCH = "refund_mismatch"
    """A refund does not follow from its sale: another ticket, another invoice or other figures."""
    TICKET_CHANGE_MISMATCH = "ticket_change_mismatch"
    """A ticket was reissued, moved, given or revoked that was not so, or to another zone, type or price."""
    HOLD_MISMATCH = "hold_mismatch"
    """A hold keeps places that its life does not hold, has sold or keeps already, or ended as it could not."""
    HELD_SOLD = "held_sold"
    """A place was sold that a hold kept."""
    GIFT_MISMATCH = "gift_mismatch"
    """A gift of the organiser has a price, no cause, or was approved by somebody who may not."""
    ID_TWICE = "id_twice"
    """Two records have one id."""
    NUMBER_TWICE = "number_twice"
    NUMBER_GAP = "number_gap"
    NUMBER_OUTSIDE_BLOCK = "number_outside_block"
    CONTROL_TWICE = "control_twice"
    """Two documents of an issuer, or two blocks of a series, have one control number."""
    CONTROL_MISMATCH = "control_mismatch"
    """A document has another control number than the next form of its station."""
    CONTROL_OUTSIDE_FORMS = "control_outside_forms"
    """A control number is on none of the forms that the document names, or a document on forms has none."""
    FORM_NOT_SPOILED = "form_not_spoiled"
    """A form was spoiled that is neither the next one nor that of the document which it is said to be of."""
    Z_SUM_MISMATCH = "z_sum_mismatch"
    Z_NUMBER_GAP = "z_number_gap"
    PERPETUAL_MISMATCH = "perpetual_mismatch"
    HEAD_NOT_SEALED = "head_not_sealed"
    """The head of a life that HQ countersigned is not as HQ signed it for this station."""
    BEHIND_HQ = "behind_hq"
    """HQ signed that it has an entry which the journal lacks, or has with another hash."""
    ROWS_DIFFER = "rows_differ"
    GUARD_MISSING = "guard_missing"
    SCHEMA_DIFFERS = "schema_differs"
    """A table, index, trigger or view is not of this program, is missing, or was changed."""
    PIN_GUARD_DIFFERS = "pin_guard_differs"
    """The count of somebody's wrong PINs is not what the journal says."""
    STAFF_DIFFERS = "staff_differs"
    """The staff of a store without HQ is not what was loaded last."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad record: the rule that it breaks, its name and a detail."""

    flaw: Flaw
    record: str
    detail: str


class Wrong(Exception):
    """Ends a check at the first bad record."""

    def __init__(self, flaw: Flaw, record: str, detail: str = "") -> None:
        super().__init__(flaw, record, detail)
        self.finding = Finding(flaw, record, detail)


def entry_name(epoch: int, seq: int) -> str:
    """The name of a journal entry in findings."""
    return f"journal {epoch}/{seq}"
