"""Following HQ's feed: pages while there are any, the whole catalogue when the feed cannot be gone on with.

Each step asks first and writes then, in a short transaction that holds the rows and the place of the feed together.
"""

import logging
from datetime import timedelta
from uuid import UUID

from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import sync_state
from pos_app.storage.store.database import BrokenReference
from pos_app.storage.store.sync_state import HqLink
from sync.line import pull
from sync.line.client import HqClient
from sync.line.hq_errors import ChunkGone, ResyncNeeded
from sync.line.messages import Manifest, Page
from sync.line.rows import BadRows

log = logging.getLogger(__name__)

COMPARE_EVERY = timedelta(hours=1)
_CANNOT_GO_ON = (ResyncNeeded, BadRows, BrokenReference)


def follow(station: Station, hq: HqClient, incarnation: UUID, head: int) -> None:
    """Bring the catalogue to `head` of the feed, in the life of HQ that said so."""
    began_anew = False
    if (_link(station).cursor or 0) > head:
        _begin_anew(station, incarnation, "HQ's feed ends before the place that was reached")
    while True:
        link = _link(station)
        if link.cursor is None or link.incarnation != incarnation:
            incarnation = fetch_whole(station, hq, incarnation)
        elif link.cursor >= head:
            return
        else:
            try:
                head = _next_page(station, hq, link.cursor, incarnation)
            except _CANNOT_GO_ON as refused:
                if began_anew:
                    raise
                began_anew = True
                _begin_anew(station, incarnation, str(refused))


def fetch_whole(station: Station, hq: HqClient, incarnation: UUID) -> UUID:
    """The catalogue as a snapshot, piece by piece; says which life of HQ it is of.

    Pieces that came are kept: a line that breaks, or a program that ends, costs the piece at hand.
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
    _take_whole(station, manifest)
    return manifest.hq_incarnation


def compare_when_due(station: Station, hq: HqClient) -> tuple[str, ...]:
    """Compare the catalogue with HQ's once an hour and after it came whole; what differs is fetched again."""
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
        fetch_whole(station, hq, link.incarnation)
        if still := _compare(station, hq):
            log.error("the catalogue differs from HQ's although it was fetched again: %s", ", ".join(still))
    return differing


def _next_page(station: Station, hq: HqClient, cursor: int, incarnation: UUID) -> int:
    page = hq.feed(cursor, incarnation)
    pull.check_page(page, cursor, incarnation)
    _take_page(station, page)
    return page.head


def _take_page(station: Station, page: Page) -> None:
    with station.database.write() as tx:
        if pull.apply_page(tx, station.tenant_id, page.changes):
            catalogue_changed(tx)
        sync_state.move(tx, page.hq_incarnation, page.cursor)


def _begin_anew(station: Station, incarnation: UUID, why: str) -> None:
    log.info("the feed cannot be gone on with: %s", why)
    with station.database.write() as tx:
        sync_state.move(tx, incarnation, None)


def _manifest(station: Station, hq: HqClient, incarnation: UUID) -> Manifest:
    """The snapshot that was begun, or else another."""
    with station.database.read() as tx:
        begun = sync_state.snapshot_on_its_way(tx)
    if begun is not None and begun.hq_incarnation == incarnation:
        return begun
    manifest = hq.snapshot()
    with station.database.write() as tx:
        sync_state.begin_snapshot(tx, manifest)
    return manifest


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
    """What differs now; nothing when HQ's feed has moved on since, which the next round looks at."""
    theirs = hq.digests()
    with station.database.read() as tx:
        link = sync_state.link(tx)
        if link is None or link.cursor != theirs.cursor:
            return ()
        differing = pull.differing(tx, station.tenant_id, theirs)
    with station.database.write() as tx:
        sync_state.note_comparison(tx, station.clock.now(), differing)
    return differing


def _link(station: Station) -> HqLink:
    with station.database.read() as tx:
        link = sync_state.link(tx)
    assert link is not None
    return link
