"""The station's own journal back from HQ: what it did in a life that a store which was put back does not hold.

Nobody is believed: each entry has to follow the one before it, under the station's own key.
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
    """Take what HQ has of a life beyond the end of it here; says how many entries. Raises BadChain, BadSignature.

    A store that went on by itself after it was put back has another branch, which nothing from HQ follows: BadChain.
    """
    taken = 0
    while links := _next(station, hq, epoch):
        with station.database.write() as tx:
            _take(tx, station, links)
        taken += len(links)
    return taken


def fetch_for_cases(station: Station, hq: HqClient) -> int:
    """Take the lives that a case is about and the store lacks: its desk needs the sale. Says how many entries.

    Not when a Z was taken since: it would not be the sum of its documents any more. Nor a life of the computer that
    was here before, under another key. Such a case is settled at HQ.
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
    here: tuple[TenantId, StationId] = (station.tenant_id, station.id)
    lacking = set()
    for each in known:
        remedy = each.case.proposal.remedies[0] if each.waits and each.case.proposal.remedies else None
        claim = each.case.claim(remedy.claim_id) if remedy else None
        if claim is None or claim.position.station_id != station.id:
            continue
        epoch = claim.position.epoch
        past = epoch < station.author.epoch
        if past and conflict_cases.entry_at(tx, here, epoch, claim.position.seq) is None:
            lacking.add(epoch)
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
