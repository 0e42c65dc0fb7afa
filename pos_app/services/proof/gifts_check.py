"""The check of gifts of the organiser: no price, a cause, and an approver who may."""

from domain.after_sale.organiser_gifts import flaw_of_gift
from pos_app.services.proof.findings import Flaw, Wrong, entry_name
from pos_app.station import Station
from pos_app.storage.catalogue import catalog
from sync.facts import Entry, OrganiserGiftMade
from sync.tables.transaction import Tx


class GiftsCheck:
    """Reads entries in order. People who left the staff since count as approvers."""

    def __init__(self, tx: Tx, station: Station) -> None:
        self._staff = {member.cashier.id: member.cashier for member in catalog.everybody(tx, station.tenant_id)}

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        if isinstance(entry.body, OrganiserGiftMade):
            gift = entry.body.gift
            if (flaw := flaw_of_gift(gift, self._staff.get(gift.approved_by))) is not None:
                raise Wrong(Flaw.GIFT_MISMATCH, entry_name(entry.epoch, entry.seq), flaw)
