"""What a check of HQ's books finds wrong, and its sentence in the language in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from resources import texts


class Flaw(StrEnum):
    """A kind of finding, by the key of its sentence in `translations/<language>/hq_check.toml`."""

    ENTRY_OF_ANOTHER_CHAIN = "entry_of_another_chain"
    ENTRY_OUT_OF_ORDER = "entry_out_of_order"
    ENTRY_UNREADABLE = "entry_unreadable"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_UNSIGNED = "entry_unsigned"
    HEAD_DIFFERS = "head_differs"
    ACT_UNSIGNED = "act_unsigned"
    ACT_UNREADABLE = "act_unreadable"
    ACT_OUT_OF_ORDER = "act_out_of_order"
    Z_SUM = "z_sum"
    PLACES_BEYOND_HOUSE = "places_beyond_house"
    PLACES_DIFFER = "places_differ"
    SALE_WITHOUT_ENTRY = "sale_without_entry"
    DOCUMENT_WITHOUT_NUMBER = "document_without_number"
    DOCUMENT_NOT_IN_BOOKS = "document_not_in_books"
    DOCUMENT_WITHOUT_ENTRY = "document_without_entry"
    SEAT_TWICE = "seat_twice"
    FORM_OUT_OF_ORDER = "form_out_of_order"
    FORM_BEYOND_LOT = "form_beyond_lot"
    FORM_OF_NO_LOT = "form_of_no_lot"
    CONTROL_MISSING = "control_missing"
    CONTROL_TWICE = "control_twice"
    CONTROL_OF_ANOTHER_FORM = "control_of_another_form"
    CONTROL_NOT_GRANTED = "control_not_granted"
    CONTROL_OF_SPOILED_FORM = "control_of_spoiled_form"
    BLOCK_GAP = "block_gap"
    BLOCKS_END = "blocks_end"
    NUMBER_OF_NO_BLOCK = "number_of_no_block"
    NUMBERS_UNEXPLAINED = "numbers_unexplained"


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw and the values of its sentence: what has it."""

    flaw: Flaw
    values: Mapping[str, str]


def finding(flaw: Flaw, **values: str | int) -> Finding:
    """The finding of a flaw."""
    return Finding(flaw, {name: str(value) for name, value in values.items()})


def sentence(of: Finding) -> str:
    """What is wrong and where."""
    return texts.text_with(f"hq_check.finding.{of.flaw}", of.values)
