"""Notices that tokens of an account or a station may have ended, for the live lines that these tokens opened."""

from uuid import UUID

import msgspec

from hq.people import rows
from sync.tables import canonical
from sync.tables.transaction import Tx

CHANNEL = "taquilla_ended"


class Ended(msgspec.Struct, frozen=True):
    """Whose tokens may have ended: an account of staff, or a station."""

    tenant: UUID
    subject: UUID


def notify(tx: Tx, tenant_id: UUID, subject: UUID) -> None:
    """Tell every HQ process, if and when the transaction commits."""
    rows.notify(tx, CHANNEL, canonical.text(Ended(tenant_id, subject)))
