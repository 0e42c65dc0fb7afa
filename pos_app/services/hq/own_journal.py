"""The station's own journal from HQ: entries that a restored store has lost.

Each entry has to follow the one before it by hash, under the station's own key; HQ is not trusted for them.
"""

from contextlib import suppress

from domain.ids import StationId, TenantId
from pos_app.services.proof.rebuild import record_again
from pos_app.station import Station
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import conflict_cases, reports
from pos_app.storage.store import guards, journal_rows
from sync import journal
from sync.line import push
from sync.line.client import HqClient
from sync.line.push import BadSignature, Link
from sync.tables.transaction import Tx


def fetch(station: Station, hq: HqClient, epoch: int) -> int:
    """Fetch the entries of a life that this store lacks and return their number. Raises BadChain or BadSignature.

    BadChain also means that the store went on selling after it was restored: its entries are another branch then.
    """
    taken = 0
    while links := _next(station, hq, epoch):
        with station.database.write() as tx:
            _take(tx, station, links)
        taken += len(links)
    return taken


def fetch_for_cases(station: Station, hq: HqClient) -> int:
    """Fetch the lives that hold the sales of waiting cases, which the conflict desk needs. Return the entry count.

    A life of an earlier machine is under another key and is skipped; such a case is settled at HQ.
    """
    with station.database.read() as tx:
        lacking = _lacking(tx, station)
    taken = 0
    for epoch in lacking:
        with suppress(BadSignature):
            taken += fetch(station, hq, epoch)
    return taken


def _lacking(tx: Tx, station: Station) -> list[int]:
    known = conflict_cases.known(tx, station.tenant_id, station.id)
    this_station: tuple[TenantId, StationId] = (station.tenant_id, station.id)
    lacking = set()
    for case in known:
        remedy = case.case.proposal.remedies[0] if case.waits and case.case.proposal.remedies else None
        claim = case.case.claim(remedy.claim_id) if remedy else None
        if claim is None or claim.position.station_id != station.id:
            continue
        epoch = claim.position.epoch
        past = epoch < station.author.epoch
        if past and conflict_cases.entry_at(tx, this_station, epoch, claim.position.seq) is None:
            lacking.add(epoch)
    # Entries before a later Z are not added: that Z would no longer be the sum of its documents.
    return sorted(epoch for epoch in lacking if not reports.closed_since(tx, station.tenant_id, station.id, epoch))


def _next(station: Station, hq: HqClient, epoch: int) -> list[Link]:
    author = station.author
    with station.database.read() as tx:
        end = journal.head(tx, author.tenant_id, author.station_id, epoch)
    part = hq.own_journal(epoch, end.seq)
    links = push.check_chain(part.entries, author.tenant_id, author.station_id, epoch, end)
    if links:
        push.check_signature(links[-1], journal.public_key(author.key))
    return links


def _take(tx: Tx, station: Station, links: list[Link]) -> None:
    with guards.another_life(tx):
        journal_rows.insert(tx, station.tenant_id, station.id, links)
    for link in links:
        record_again(tx, link.read())
    catalogue_changed(tx)
