"""What the till says about data that nothing proves to be the newest, and what accepting them does. No Qt."""

from pos_app.storage.store.doubt import Doubt
from pos_app.ui import wording


def store_warning(doubt: Doubt | None) -> str:
    """The warning above the till's forms; empty without a doubt."""
    return wording.text("shift.store_doubted") if doubt else ""


def store_explained(doubt: Doubt | None) -> str:
    """What is wrong with the witness, and what accepting the data does."""
    if doubt is None:
        return wording.text("shift.store_good")
    parts = (wording.text(f"shift.store_{doubt.flaw}"), wording.text("shift.store_accepting"))
    return "\n".join(parts)


def with_lacking(intro: str, sales: int) -> str:
    """The words above a difference, and how many sales the store may lack, which explains a surplus; 0 adds nothing."""
    return f"{intro} {wording.text('shift.lacking', count=sales)}" if sales else intro
