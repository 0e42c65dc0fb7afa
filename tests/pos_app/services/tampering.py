"""What somebody could do to a store who has its key and no scruples."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from pos_app.services.verify import Flaw, verify
from pos_app.station import Station
from pos_app.storage import guards
from sync.transaction import Tx


@contextmanager
def tampering(station: Station) -> Iterator[Tx]:
    """A transaction of somebody who has the key and no scruples: guards and foreign keys are off."""
    with station.database.write() as tx:
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        for trigger in guards.TRIGGERS:
            tx.execute(text(f"DROP TRIGGER {trigger}"))
        yield tx
        for statement in guards.STATEMENTS:
            if statement.startswith("CREATE TRIGGER"):
                tx.execute(text(statement))


def change(station: Station, *statements: str, seq: int = 0) -> None:
    with tampering(station) as tx:
        for statement in statements:
            assert tx.execute(text(statement), {"seq": seq, "next": seq + 1}).rowcount


def flaw(station: Station) -> tuple[Flaw, str] | None:
    """What verify finds, and in which record."""
    verdict = verify(station)
    assert verdict.ok == (verdict.finding is None)
    return (verdict.finding.flaw, verdict.finding.record) if verdict.finding else None
