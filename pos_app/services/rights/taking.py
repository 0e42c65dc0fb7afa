"""Taking the rights that HQ grants: those it sealed for this life of this store, each once."""

import logging

from domain.rights import Grant, NumberGrant, SeatGrant
from pos_app.station import Station
from pos_app.storage.catalogue import rights
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from sync import journal
from sync.facts import NumbersAccepted, PlacesAccepted, SeatsAccepted
from sync.line import seal
from sync.line.messages import Grants

log = logging.getLogger(__name__)


def take(station: Station, hq_key: str, grants: Grants) -> int:
    """Journal the rights that are new here, and say how many. One that HQ did not seal for this life is left alone."""
    seals = dict(grants.seals)
    told: tuple[Grant, ...] = (*grants.numbers, *grants.seats, *grants.places)
    offered = [(grant, seals.get(grant.id, "")) for grant in told]
    sealed = [(grant, said) for grant, said in offered if _holds(station, hq_key, grant, said)]
    if not sealed:
        return 0
    with station.database.write() as tx:
        known = rights.known(tx, station.tenant_id)
        new = [(grant, said) for grant, said in sealed if grant.id not in known]
        for grant, said in new:
            journal.append(tx, station.author, _accepted(grant, said), at=station.clock.now(), actor=None)
        if new:
            catalogue_changed(tx)
    return len(new)


def _holds(station: Station, hq_key: str, grant: Grant, said: str) -> bool:
    life = station.author
    holds = seal.holds(hq_key, seal.grant_bytes(life.tenant_id, life.station_id, life.epoch, grant), said)
    if not holds:
        log.warning("a right that is not sealed for this life is left alone: %s", grant.id)
    return holds


def _accepted(grant: Grant, certificate: str) -> NumbersAccepted | SeatsAccepted | PlacesAccepted:
    if isinstance(grant, NumberGrant):
        return NumbersAccepted(grant, certificate)
    if isinstance(grant, SeatGrant):
        return SeatsAccepted(grant, certificate)
    return PlacesAccepted(grant, certificate)
