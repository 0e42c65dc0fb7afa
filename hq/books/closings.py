"""Checking Z reports: each must total the documents since the Z before it, and its number must follow."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from hq.books.rows import closings as rows
from hq.books.rows.closings import Closing
from hq.findings import Finding, Flaw, finding
from sync.facts import Entry, EpochOpened
from sync.tables import canonical
from sync.tables.position import Position, epoch_of, pack
from sync.tables.transaction import Tx

_Span = tuple[int, int]
"""Positions of a journal: those after the first one, up to and including the second one."""


def flaws_of_closings(tx: Tx, tenant_id: UUID) -> Iterator[Finding]:
    """A finding for every Z report that the documents at HQ contradict.

    When a store was restored from a copy, HQ may have entries of the previous life that the store lacked when it took
    the Z. Nobody knows which of them it lacked, so a Z is valid if it is right with them or without them.
    """
    openings = _openings(tx, tenant_id)
    for station_id, group in groupby(rows.closings(tx, tenant_id), key=attrgetter("station_id")):
        closings = list(group)
        for i, closing in enumerate(closings):
            restored = tuple(_spans_in_store(closing, openings[station_id]))
            if not any(_follows(tx, tenant_id, closing, closings[:i], spans) for spans in (_whole(closing), restored)):
                yield finding(Flaw.Z_SUM, key=str(closing.id))


def _openings(tx: Tx, tenant_id: UUID) -> dict[UUID, dict[int, Position | None]]:
    """By station and epoch, the position at which the store was when that epoch was opened."""
    openings: dict[UUID, dict[int, Position | None]] = {}
    for body in rows.epoch_openings(tx, tenant_id):
        entry = canonical.decode(body, Entry)
        assert isinstance(entry.body, EpochOpened)
        openings.setdefault(entry.station, {})[entry.epoch] = entry.body.previous
    return openings


def _whole(closing: Closing) -> tuple[_Span, ...]:
    """Everything that HQ has of the station before the Z."""
    return ((0, closing.position - 1),)


def _spans_in_store(closing: Closing, openings: Mapping[int, Position | None]) -> Iterator[_Span]:
    """What the store had when it took the Z, newest first: of each earlier life only what the restored copy held."""
    upto = closing.position - 1
    while True:
        epoch = epoch_of(upto)
        yield pack(epoch, 0), upto
        previous = openings.get(epoch)
        # A journal that names its own or a later epoch as the previous one would never end.
        if previous is None or previous.epoch >= epoch:
            return
        upto = pack(previous.epoch, previous.seq)


def _follows(tx: Tx, tenant_id: UUID, closing: Closing, earlier: Sequence[Closing], spans: Sequence[_Span]) -> bool:
    """Whether the Z follows the last one within these spans and adds what was sold in them since."""
    before = next((z for z in reversed(earlier) if any(a < z.position <= b for a, b in spans)), None)
    number, sales, since = (before.number, before.sales, before.position) if before else (0, 0, 0)
    if closing.number != number + 1:
        return False
    unclosed = [(max(after, since), upto) for after, upto in spans if upto > since]
    sold = sum(rows.sold_between(tx, tenant_id, closing.station_id, after, upto) for after, upto in unclosed)
    return closing.sales - sales == sold
