"""A station's own journal back from HQ: its second copy, for a store that was put back."""

from sqlalchemy import select

from domain.rights import Holder
from sync.facts.entry import journal
from sync.line.messages import MOST_ENTRIES_A_PUSH, JournalPart, PushedEntry
from sync.tables.transaction import Tx


def part(tx: Tx, of: Holder, after: int) -> JournalPart:
    """The next entries of one life of a station, as they were signed."""
    t = journal.c
    mine = (t.tenant_id == of.tenant_id, t.station_id == of.station_id, t.epoch == of.epoch)
    head = tx.execute(select(t.seq).where(*mine).order_by(t.seq.desc()).limit(1)).scalar()
    rows = tx.execute(
        select(t.body, t.signature).where(*mine, t.seq > after).order_by(t.seq).limit(MOST_ENTRIES_A_PUSH)
    )
    return JournalPart(of.epoch, head or 0, tuple(PushedEntry(bytes(r.body), bytes(r.signature)) for r in rows))
