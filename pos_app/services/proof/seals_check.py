"""The check of HQ's seals: an enrolled store accepted only rights that HQ sealed for the life that accepted them."""

from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from sync import facts
from sync.facts import Entry
from sync.line import seal

_Accepted = (
    facts.NumbersAccepted | facts.SeatsAccepted | facts.PlacesAccepted | facts.TurnsAccepted | facts.RefundRightAccepted
)


def check_seal(entry: Entry, hq_key: str) -> None:
    """Check the seal of an accepted right with HQ's pinned key. Raises Wrong."""
    if not isinstance(entry.body, _Accepted):
        return
    sealed = seal.grant_bytes(entry.tenant, entry.station, entry.epoch, entry.body.grant)
    if not seal.holds(hq_key, sealed, entry.body.certificate):
        raise Wrong(Flaw.RIGHT_NOT_SEALED, entry_name(entry.epoch, entry.seq), str(entry.body.grant.id))
