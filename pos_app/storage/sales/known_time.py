"""The newest instant that the store knows to have passed, apart from that of its documents."""

from datetime import datetime

from sqlalchemy import insert, select, update

from pos_app.storage.tables import known_time
from sync.tables.transaction import Tx

_NEWEST = select(known_time.c.at)


def newest(tx: Tx) -> datetime | None:
    """The newest instant that was noted; None in a new store."""
    at: datetime | None = tx.execute(_NEWEST).scalar()
    return at


def note(tx: Tx, at: datetime) -> None:
    """Remember that an instant has passed; an older one than the newest changes nothing."""
    before = newest(tx)
    if before is None:
        tx.execute(insert(known_time), {"only": 1, "at": at})
    elif before < at:
        tx.execute(update(known_time).values(at=at))
