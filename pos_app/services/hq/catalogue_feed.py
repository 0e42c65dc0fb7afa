"""The catalogue from HQ: pages of the feed, or a snapshot of the whole when the feed cannot be continued.

Each step fetches first and then writes, in one short transaction, the rows and the cursor that belongs to them.
"""

import logging
from datetime import timedelta
from uuid import UUID

from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.catalogue.signed_catalogue import SignedKind, insert_signed
from pos_app.storage.store import fences, sync_state
from pos_app.storage.store.database import BrokenReference
from pos_app.storage.store.sync_state import HqLink
from sync import journal
from sync.facts import CatalogueRepaired
from sync.line import pull
from sync.line.client import HqClient, Sealed
from sync.line.hq_errors import ChunkGone, ResyncNeeded
from sync.line.messages import Manifest, Page
from sync.line.rows import BadRows

log = logging.getLogger(__name__)

COMPARE_EVERY = timedelta(hours=1)
_NEEDS_SNAPSHOT = (ResyncNeeded, BadRows, BrokenReference)


def follow(station: Station, hq: HqClient, incarnation: UUID, head: int) -> None:
    """Apply HQ's feed up to `head`, the end that this incarnation of HQ reported. Raises what the line raises.

    When the feed cannot be continued, the catalogue is fetched whole, once; a second failure is raised.
    """
    has_restarted = False
    if (_link(station).cursor or 0) > head:
        _restart(station, incarnation, "HQ's feed ends before the cursor of this station")
    while True:
        link = _link(station)
        if link.cursor is None or link.incarnation != incarnation:
            incarnation = fetch_whole(station, hq, incarnation)
        elif link.cursor >= head:
            return
        else:
            try:
                head = _next_page(station, hq, link.cursor, incarnation)
            except _NEEDS_SNAPSHOT as error:
                if has_restarted:
                    raise
                has_restarted = True
                _restart(station, incarnation, str(error))


def fetch_whole(station: Station, hq: HqClient, incarnation: UUID) -> UUID:
    """Fetch the catalogue as a snapshot, piece by piece, and return the incarnation of HQ that made it.

    Received pieces are stored, so a broken line or an ended program loses at most the piece in transit.
    """
    manifest = _manifest(station, hq, incarnation)
    with station.database.read() as tx:
        missing = sync_state.missing_pieces(tx)
    for piece in missing:
        try:
            body = hq.chunk(piece.snapshot_id, piece.no)
        except ChunkGone:
            with station.database.write() as tx:
                sync_state.end_snapshot(tx)
            raise
        pull.open_chunk(body, piece.sha256)
        with station.database.write() as tx:
            sync_state.keep_piece(tx, piece.no, body)
            insert_signed(tx, SignedKind.CHUNK, body, piece.sha256)
    _take_whole(station, manifest)
    return manifest.hq_incarnation


def compare_when_due(station: Station, hq: HqClient) -> tuple[str, ...]:
    """Compare the catalogue with HQ's once an hour and after each snapshot; return the tables that differed.

    When tables differ, the catalogue is fetched whole again.
    """
    compared_at = _link(station).compared_at
    now = station.clock.now()
    if compared_at is not None and compared_at <= now < compared_at + COMPARE_EVERY:
        return ()
    differing = _compare(station, hq)
    if differing:
        log.warning("the catalogue differs from HQ's and is fetched again: %s", ", ".join(differing))
        link = _link(station)
        with station.database.write() as tx:
            sync_state.move(tx, link.incarnation, None)
            # HQ hears of it: what somebody edited was sold by until now. A fenced journal takes no entry.
            if fences.current(tx) is None:
                repaired = CatalogueRepaired(tables=tuple(map(str, differing)))
                journal.append(tx, station.author, repaired, at=now, actor=None)
        fetch_whole(station, hq, link.incarnation)
        if still := _compare(station, hq):
            log.error("the catalogue differs from HQ's although it was fetched again: %s", ", ".join(still))
    return differing


def _next_page(station: Station, hq: HqClient, cursor: int, incarnation: UUID) -> int:
    sealed = hq.feed(cursor, incarnation)
    pull.check_page(sealed.message, cursor, incarnation)
    _take_page(station, sealed)
    return sealed.message.head


def _take_page(station: Station, sealed: Sealed[Page]) -> None:
    page = sealed.message
    with station.database.write() as tx:
        insert_signed(tx, SignedKind.PAGE, sealed.body, sealed.seal)
        if pull.apply_page(tx, station.tenant_id, page.changes):
            catalogue_changed(tx)
        sync_state.move(tx, page.hq_incarnation, page.cursor)


def _restart(station: Station, incarnation: UUID, why: str) -> None:
    """Drop the cursor, so that the next step fetches a snapshot."""
    log.info("the feed cannot be continued: %s", why)
    with station.database.write() as tx:
        sync_state.move(tx, incarnation, None)


def _manifest(station: Station, hq: HqClient, incarnation: UUID) -> Manifest:
    """The manifest of the snapshot in transit if it is of this incarnation, otherwise a new one from HQ."""
    with station.database.read() as tx:
        in_transit = sync_state.snapshot_on_its_way(tx)
    if in_transit is not None and in_transit.hq_incarnation == incarnation:
        return in_transit
    sealed = hq.snapshot()
    with station.database.write() as tx:
        sync_state.begin_snapshot(tx, sealed.message)
        insert_signed(tx, SignedKind.MANIFEST, sealed.body, sealed.seal)
    return sealed.message


def _take_whole(station: Station, manifest: Manifest) -> None:
    with station.database.read() as tx:
        pieces = [pull.open_chunk(body, sha256) for body, sha256 in sync_state.pieces(tx)]
    with station.database.write() as tx:
        pull.replace_catalogue(tx, station.tenant_id, pieces)
        catalogue_changed(tx)
        sync_state.move(tx, manifest.hq_incarnation, manifest.cursor)
        sync_state.forget_comparison(tx)
        sync_state.end_snapshot(tx)


def _compare(station: Station, hq: HqClient) -> tuple[str, ...]:
    """The tables that differ from HQ's at the same cursor.

    Empty when HQ's feed has moved since: digests of different cursors cannot be compared, the next round tries again.
    """
    digests = hq.digests()
    with station.database.read() as tx:
        link = sync_state.link(tx)
        if link is None or link.cursor != digests.cursor:
            return ()
        differing = pull.differing(tx, station.tenant_id, digests)
    with station.database.write() as tx:
        sync_state.note_comparison(tx, station.clock.now(), differing)
    return differing


def _link(station: Station) -> HqLink:
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return link
