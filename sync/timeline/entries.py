"""Entries of the journals by their spots: when they were written, and what they are when they are shown."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select

from sync.facts import Entry
from sync.facts.entry import journal
from sync.tables import canonical
from sync.tables.position import epoch_of, pack, seq_of
from sync.tables.transaction import Tx
from sync.timeline.spots import Spot, parts

_j = journal.c


def instants(tx: Tx, tenant_id: UUID, spots: Iterable[Spot]) -> dict[Spot, datetime]:
    """When each of these entries was written, by the clock of its station."""
    return {spot: row.at for spot, row in _rows(tx, tenant_id, spots, _j.at)}


def load(tx: Tx, tenant_id: UUID, spots: Iterable[Spot]) -> dict[Spot, Entry]:
    """These entries. One that this program cannot read is left out."""
    entries: dict[Spot, Entry] = {}
    for spot, row in _rows(tx, tenant_id, spots, _j.body):
        try:
            entries[spot] = canonical.decode(bytes(row.body), Entry)
        except (msgspec.DecodeError, ValueError):
            continue
    return entries


def _rows(tx: Tx, tenant_id: UUID, spots: Iterable[Spot], column: ColumnElement[Any]) -> Iterator[tuple[Spot, Any]]:
    lives = groupby(sorted(spots), key=_life)
    for (station_id, epoch), group in lives:
        of_life = (_j.tenant_id == tenant_id, _j.station_id == station_id, _j.epoch == epoch)
        for part in parts([seq_of(position) for _, position in group]):
            for row in tx.execute(select(_j.seq, column).where(*of_life, _j.seq.in_(part))):
                yield (station_id, pack(epoch, row.seq)), row


def _life(spot: Spot) -> tuple[UUID, int]:
    return spot[0], epoch_of(spot[1])
