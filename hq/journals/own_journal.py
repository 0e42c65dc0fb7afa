"""Sending a station its own journal: HQ's copy, for a store that was restored from an older backup."""

from domain.rights import Holder
from hq.journals import rows
from sync.line.messages import MOST_ENTRIES_A_PUSH, JournalPart, PushedEntry
from sync.tables.transaction import Tx


def journal_part(tx: Tx, of: Holder, after: int) -> JournalPart:
    """The next entries of one life of a station, as the station signed them."""
    head = rows.last_seq(tx, of)
    entries = rows.entries_after(tx, of, after, MOST_ENTRIES_A_PUSH)
    return JournalPart(of.epoch, head, tuple(PushedEntry(bytes(row.body), bytes(row.signature)) for row in entries))
