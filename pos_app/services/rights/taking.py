"""Accepting grants from HQ: those that HQ sealed for this life of this store, each once."""

import logging

from domain.after_sale.refund_right import RefundGrant
from domain.rights import Grant, NumberGrant, PlacesGrant, SeatGrant
from pos_app.station import Station
from pos_app.storage.catalogue import rights
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import refund_rights
from sync import journal
from sync.facts import NumbersAccepted, PlacesAccepted, RefundRightAccepted, SeatsAccepted, TurnsAccepted
from sync.line import seal
from sync.line.messages import Grants

log = logging.getLogger(__name__)


def take(station: Station, hq_key: str, grants: Grants) -> int:
    """Journal the grants that this store has not accepted yet, and return their number.

    A grant without HQ's seal for this life is logged and not accepted.
    """
    seals = dict(grants.seals)
    received: tuple[Grant | RefundGrant, ...] = (
        *grants.numbers, *grants.seats, *grants.places, *grants.turns, *grants.refunds,
    )  # fmt: skip
    offered = [(grant, seals.get(grant.id, "")) for grant in received]
    sealed = [(grant, signature) for grant, signature in offered if _is_sealed(station, hq_key, grant, signature)]
    if not sealed:
        return 0
    with station.database.write() as tx:
        # HQ repeats a grant until it has the entry that accepts it.
        known = {*rights.known(tx, station.tenant_id), *refund_rights.accepted_ids(tx, station.tenant_id)}
        new = [(grant, signature) for grant, signature in sealed if grant.id not in known]
        for grant, signature in new:
            journal.append(tx, station.author, _accepted(grant, signature), at=station.clock.now(), actor=None)
        if new:
            catalogue_changed(tx)
    return len(new)


def _is_sealed(station: Station, hq_key: str, grant: Grant | RefundGrant, signature: str) -> bool:
    life = station.author
    is_sealed = seal.holds(hq_key, seal.grant_bytes(life.tenant_id, life.station_id, life.epoch, grant), signature)
    if not is_sealed:
        log.warning("a right that is not sealed for this life is left alone: %s", grant.id)
    return is_sealed


_Accepted = NumbersAccepted | SeatsAccepted | PlacesAccepted | TurnsAccepted | RefundRightAccepted


def _accepted(grant: Grant | RefundGrant, certificate: str) -> _Accepted:
    if isinstance(grant, RefundGrant):
        return RefundRightAccepted(grant, certificate)
    if isinstance(grant, NumberGrant):
        return NumbersAccepted(grant, certificate)
    if isinstance(grant, SeatGrant):
        return SeatsAccepted(grant, certificate)
    if isinstance(grant, PlacesGrant):
        return PlacesAccepted(grant, certificate)
    return TurnsAccepted(grant, certificate)
