"""Runs of pre-printed forms that a station was given, as rows: the forms in its printer, in the order they came."""

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.fiscal.form_supply import run_of
from domain.rights import NumberGrant
from sync.facts.fact import Header
from sync.tables.column_types import Id
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx

form_run = shared_table(
    "form_run", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first_control", String, nullable=False),
    Column("last_control", String, nullable=False), Column("position", BigInteger, nullable=False),
    Index(None, "tenant_id", "station_id", "epoch", "series", "first_control"),
    Index(None, "tenant_id", "station_id", "epoch", "series", "position"),
)  # fmt: skip
"""`id` is the id of the grant of numbers with which the forms came. Returning numbers returns no forms."""


def record_run(tx: Tx, entry: Header, grant: NumberGrant) -> None:
    """Insert the run of the forms that came with a block of numbers, if any came."""
    if not grant.first_control:
        return
    run = run_of(grant.first_control, grant.last - grant.first + 1)
    tx.insert(form_run, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "series": grant.series, "first_control": run.first, "last_control": run.last, "position": entry.position,
    }])  # fmt: skip
