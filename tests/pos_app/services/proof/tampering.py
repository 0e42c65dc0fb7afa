"""Edits of a store that an attacker with the station's key could make."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text

from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.store import guards
from sync import journal
from sync.tables.transaction import Tx


@contextmanager
def tampering(station: Station) -> Iterator[Tx]:
    """A transaction of an attacker with the key: guards and foreign keys are off."""
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
    """The flaw that `verify` reports, and its record; None for a store without one."""
    verdict = verify(station)
    assert verdict.ok == (verdict.finding is None)
    return (verdict.finding.flaw, verdict.finding.record) if verdict.finding else None


def rewrite(station: Station, seq: int, edit: Callable[[bytes], bytes], *, sign: bool = False) -> None:
    """Change the body of an entry and correct its hash; with `sign`, also sign it with the station's own key."""
    with tampering(station) as tx:
        body = edit(tx.execute(text("SELECT body FROM journal WHERE seq = :seq"), {"seq": seq}).scalar_one())
        digest = hashlib.sha256(body).digest()
        values = {"body": body, "hash": digest, "seq": seq}
        tx.execute(text("UPDATE journal SET body = :body, hash = :hash WHERE seq = :seq"), values)
        if sign:
            signed = {"signature": station.author.key.sign(digest), "seq": seq}
            tx.execute(text("UPDATE journal SET signature = :signature WHERE seq = :seq"), signed)


def forge_last(station: Station, kind: str, edit: Callable[[bytes], bytes]) -> str:
    """Edit the last entry of a kind, and hash and sign it and all later entries again with the station's own key."""
    with station.database.read() as tx:
        entries = list(journal.read(tx, station.tenant_id, station.id, 1))
    start = max(e.seq for e in entries if e.kind == kind)
    before = {e.seq: e.hash.hex() for e in entries}
    moved: dict[str, str] = {}
    for entry in entries:
        if entry.seq < start:
            continue

        def edited(body: bytes, *, first: bool = entry.seq == start) -> bytes:
            body = edit(body) if first else body
            for old, new in moved.items():
                body = body.replace(old.encode(), new.encode())
            return body

        rewrite(station, entry.seq, edited, sign=True)
        with station.database.read() as tx:
            now = tx.execute(text("SELECT hash FROM journal WHERE seq = :seq"), {"seq": entry.seq}).scalar_one()
        moved[before[entry.seq]] = now.hex()
    return f"journal 1/{start}"
