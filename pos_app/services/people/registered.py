"""Holders of tickets who are customers of the registry."""

from domain.after_sale.holders import Holder
from domain.ids import CustomerId
from domain.people.customers import NoSuchCustomer
from pos_app.station import Station
from pos_app.storage.people import customer_rows
from sync.tables.transaction import Tx


def check_registered(tx: Tx, station: Station, holder: Holder | None) -> None:
    """Check that the registry has the person whom a holder names. Raises NoSuchCustomer, also for an erased one."""
    if holder is None or holder.person_id is None:
        return
    if customer_rows.person_of(tx, station.tenant_id, holder.person_id) is None:
        raise NoSuchCustomer(CustomerId(holder.person_id))
