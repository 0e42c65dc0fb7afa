"""The check of hand-overs: what this store accepted from other stations was for its life, signed, and sealed by HQ."""

import msgspec

from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.storage.catalogue import station_keys
from sync.facts import Entry, HandOverAccepted
from sync.line import hand_over
from sync.tables.transaction import Tx


class HandOversCheck:
    """Checks the proof of each hand-over that was accepted. A store without HQ accepts none."""

    def __init__(self, tx: Tx, hq_key: str | None) -> None:
        self._tx, self._hq_key = tx, hq_key

    def read(self, entry: Entry) -> None:
        """Check an entry that accepts a hand-over. Raises Wrong."""
        fact = entry.body
        if not isinstance(fact, HandOverAccepted):
            return
        name = entry_name(entry.epoch, entry.seq)
        try:
            giver = fact.read()
        except msgspec.MsgspecError as error:
            raise Wrong(Flaw.BAD_ENTRY, name, "hand-over") from error
        addressed = (giver.tenant, giver.body.to_station, giver.body.to_epoch)
        if addressed != (entry.tenant, entry.station, entry.epoch):
            raise Wrong(Flaw.RIGHT_NOT_SEALED, name, "for another station")
        key = station_keys.public_key(self._tx, giver.tenant, giver.station, giver.epoch)
        keys = (self._hq_key,) if self._hq_key else ()
        if not hand_over.is_proved(key, keys, fact, giver):
            raise Wrong(Flaw.RIGHT_NOT_SEALED, name, f"{giver.station} {giver.epoch}/{giver.seq}")
