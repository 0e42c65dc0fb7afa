"""All SQL of station journals: lives of stations, their entries, quarantined branches, and states of entries."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, text

from domain.rights import Holder
from hq.storage.ledger_tables import entry_state, quarantine
from hq.storage.one_of import one_of
from hq.storage.tables import station_epoch, station_life, tenant
from sync.facts.entry import journal
from sync.tables.catalogue import station
from sync.tables.transaction import Tx

_STATIONS = (
    select(station_life, station.c.series, tenant.c.books_closed_through)
    .join(station, (station.c.tenant_id == station_life.c.tenant_id) & (station.c.id == station_life.c.station_id))
    .join(tenant, tenant.c.tenant_id == station_life.c.tenant_id)
    .where(station_life.c.tenant_id == bindparam("tenant"), one_of(station_life.c.station_id, "stations"))
    # One order of locks, so that two groups of pushes cannot deadlock.
    .order_by(station_life.c.station_id)
)
_LOCK_STATIONS = (
    _STATIONS.with_for_update(of=station_life)
    # A push is judged by the day up to which the books are closed, so closing the books and a push exclude each other.
    .with_statement_hint("FOR SHARE OF tenant")
)


_ACCEPTED = text("""
    SELECT (c.body::json->'contested'->'entry'->>'station_id')::uuid AS station_id,
        (c.body::json->'contested'->'entry'->>'epoch')::int AS epoch,
        (c.body::json->'contested'->'entry'->>'seq')::int AS seq
    FROM conflict_case c JOIN conflict_resolution r ON r.tenant_id = :tenant AND r.case_id = c.id
    WHERE c.tenant_id = :tenant AND c.kind IN ('C16', 'C7') AND r.body::json->>'choice' = 'stand'
""")


def lock_stations(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """The current life of each station with its series and the tenant's closed books, locked, by station id."""
    rows = tx.execute(_LOCK_STATIONS, {"tenant": tenant_id, "stations": list(station_ids)})
    return {row.station_id: row for row in rows}


def stations(tx: Tx, tenant_id: UUID, station_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """The same rows without a lock."""
    rows = tx.execute(_STATIONS, {"tenant": tenant_id, "stations": list(station_ids)})
    return {row.station_id: row for row in rows}


def lock_station(tx: Tx, tenant_id: UUID, station_id: UUID) -> Any | None:
    """The current life of a station, locked until the transaction ends; None without such a station."""
    of_station = (station_life.c.tenant_id == tenant_id, station_life.c.station_id == station_id)
    return tx.execute(select(station_life).where(*of_station).with_for_update()).first()


def status_and_epoch(tx: Tx, tenant_id: UUID, station_id: UUID, *, lock: bool) -> tuple[str, int] | None:
    """The status and epoch of a station's current life; None without such a station."""
    t = station_life.c
    statement = select(t.status, t.epoch).where(t.tenant_id == tenant_id, t.station_id == station_id)
    row = tx.execute(statement.with_for_update() if lock else statement).first()
    return None if row is None else (row.status, row.epoch)


def lives(tx: Tx, tenant_id: UUID) -> Sequence[Any]:
    """Station id, epoch and public key of every life of every station."""
    e = station_epoch.c
    statement = select(e.station_id, e.epoch, e.public_key).where(e.tenant_id == tenant_id)
    return tx.execute(statement.order_by(e.station_id, e.epoch)).all()


def public_key(tx: Tx, life: Holder) -> str | None:
    """The public key of a life; None when HQ opened no such life."""
    e = station_epoch.c
    of_life = (e.tenant_id == life.tenant_id, e.station_id == life.station_id, e.epoch == life.epoch)
    return tx.execute(select(e.public_key).where(*of_life)).scalar()


def acknowledged_head(tx: Tx, life: Holder) -> tuple[int, bytes] | None:
    """Number and hash of the last acknowledged entry of a life; None when it is not the current one."""
    t = station_life.c
    row = tx.execute(
        select(t.acknowledged, t.head_hash).where(
            t.tenant_id == life.tenant_id, t.station_id == life.station_id, t.epoch == life.epoch
        )
    ).first()
    return None if row is None else (row.acknowledged, bytes(row.head_hash))


def whole_chain(tx: Tx, life: Holder) -> Sequence[Any]:
    """Number, body, hash and signature of every entry of a life, in order."""
    t = journal.c
    return tx.execute(
        select(t.seq, t.body, t.hash, t.signature).where(*_of_life(life)).order_by(t.seq)
    ).all()  # fmt: skip


def stored_bodies(tx: Tx, life: Holder, first: int, last: int) -> Iterable[Any]:
    """Number and body of the entries of a life from `first` to `last`, both included, in order."""
    t = journal.c
    return tx.execute(select(t.seq, t.body).where(*_of_life(life), t.seq.between(first, last)).order_by(t.seq))


def last_seq(tx: Tx, life: Holder) -> int:
    """The number of the last entry of a life; 0 when it has none."""
    t = journal.c
    return tx.execute(select(t.seq).where(*_of_life(life)).order_by(t.seq.desc()).limit(1)).scalar() or 0


def entries_after(tx: Tx, life: Holder, after: int, limit: int) -> Iterable[Any]:
    """Body and signature of the next entries of a life, in order."""
    t = journal.c
    return tx.execute(
        select(t.body, t.signature).where(*_of_life(life), t.seq > after).order_by(t.seq).limit(limit)
    )  # fmt: skip


def quarantined(tx: Tx, tenant_id: UUID, station_ids: Collection[UUID] | None = None) -> Iterable[Any]:
    """The entries in the quarantined branches of these stations, or of all, in the order of the chains.

    Each with station, epoch, number, hash, body, reason and the instant of receipt.
    """
    q = quarantine.c
    statement = select(quarantine).where(q.tenant_id == tenant_id).order_by(q.station_id, q.epoch, q.seq)
    return tx.execute(statement if station_ids is None else statement.where(q.station_id.in_(station_ids))).all()


def write_entry_state(tx: Tx, life: Holder, seq: int, state: tuple[str, str], noted_at: datetime) -> None:
    """Insert or replace the state of an entry and the error that explains it."""
    tx.upsert(entry_state, [{
        "tenant_id": life.tenant_id, "station_id": life.station_id, "epoch": life.epoch, "seq": seq,
        "state": state[0], "error": state[1], "noted_at": noted_at,
    }])  # fmt: skip


def entries_in_state(tx: Tx, tenant_id: UUID, state: str) -> Iterable[Any]:
    """Station, epoch and number of the entries in a state."""
    t = entry_state.c
    return tx.execute(select(t.station_id, t.epoch, t.seq).where(t.tenant_id == tenant_id, t.state == state))


def entries_in_states(tx: Tx, tenant_id: UUID, station_id: UUID | None, states: Sequence[str]) -> Iterable[Any]:
    """The entries in one of these states, of one station or of all (None), in the order of the chains."""
    t = entry_state.c
    statement = (
        select(t.station_id, t.epoch, t.seq, t.state, t.error, t.noted_at)
        .where(t.tenant_id == tenant_id, t.state.in_(states))
        .order_by(t.station_id, t.epoch, t.seq)
    )
    return tx.execute(statement if station_id is None else statement.where(t.station_id == station_id))


def accepted_settlements(tx: Tx, tenant_id: UUID) -> set[tuple[UUID, int, int]]:
    """Station, epoch and number of the doubted settlements whose case a person closed by letting them stand."""
    rows = tx.execute(_ACCEPTED, {"tenant": tenant_id})
    return {(row.station_id, row.epoch, row.seq) for row in rows}


def _of_life(life: Holder) -> tuple[Any, ...]:
    t = journal.c
    return (t.tenant_id == life.tenant_id, t.station_id == life.station_id, t.epoch == life.epoch)
