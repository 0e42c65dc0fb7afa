"""The digest of the staff: people, roles and hashes of PINs."""

from uuid import UUID

from sync.line import rows
from sync.tables.catalogue import cashier
from sync.tables.transaction import Tx


def digest(tx: Tx, tenant_id: UUID) -> str:
    """A digest of the rows of the staff, as the feed compares them."""
    return rows.digest(tx, cashier, tenant_id)
