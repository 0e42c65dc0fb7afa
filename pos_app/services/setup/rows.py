"""The rows that a set-up makes; each function says how many were new or different."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, update

from domain.fiscal import NumberBlock, Series
from domain.ids import CashierId
from pos_app.services.setup.reading import Setup
from pos_app.services.setup.show_rows import write_plan, write_show
from sync import tables
from sync.transaction import Row, Tx


def write_all(tx: Tx, setup: Setup, pin_hashes: Mapping[CashierId, str]) -> int:
    """Write everything; what the files do not name any more stays, but for the parts of what they name."""
    tenant, station = setup.tenant_id, setup.station_id
    changed = tx.upsert(tables.station, [_station(setup)])
    changed += tx.upsert(tables.cashier, [
        {"tenant_id": tenant, "id": m.cashier.id, "name": m.cashier.name, "role": m.cashier.role,
         "pin_hash": pin_hashes[m.cashier.id]}
        for m in setup.staff
    ])  # fmt: skip
    changed += tx.upsert(tables.tax_rate, [
        {"tenant_id": tenant, "category": t.category, "valid_from": t.valid_from, "valid_to": t.valid_to,
         "rate": t.rate, "source": t.source}
        for t in setup.taxes
    ])  # fmt: skip
    changed += tx.upsert(tables.exchange_rate, [
        {"tenant_id": tenant, "currency": r.currency, "value_on": r.value_on, "value": r.value, "source": r.source}
        for r in setup.rates
    ])  # fmt: skip
    changed += tx.upsert(tables.series, [_series(tenant, series) for series in setup.series])
    changed += sum(_write_block(tx, tenant, station, block) for block in setup.blocks)
    changed += sum(write_plan(tx, tenant, plan) for plan in setup.venues)
    changed += sum(write_show(tx, tenant, station, show) for show in setup.shows)
    return changed


def _station(setup: Setup) -> Row:
    profile = setup.profile
    return {
        "tenant_id": setup.tenant_id, "id": setup.station_id, "no": profile.no, "name": profile.name,
        "organisation": profile.organisation, "series": profile.series,
        "printer_columns": profile.printer_columns,
        "difference_limits": " ".join(f"{limit.currency}={limit.minor}" for limit in profile.difference_limits),
    }  # fmt: skip


def _series(tenant: UUID, series: Series) -> Row:
    issuer, form = series.issuer, series.form
    return {
        "tenant_id": tenant, "code": series.code, "medium": series.medium, "issuer_name": issuer.name,
        "issuer_rif": issuer.rif, "issuer_address": issuer.address,
        "special_from": issuer.special_taxpayer_from, "special_to": issuer.special_taxpayer_to,
        "form_printer": form and form.printer, "form_printer_rif": form and form.printer_rif,
        "form_authorisation": form and form.authorisation, "form_made_on": form and form.made_on,
        "form_first_control": form and form.first_control, "form_last_control": form and form.last_control,
    }  # fmt: skip


_LONGER = update(tables.number_block).where(
    tables.number_block.c.tenant_id == bindparam("tenant"),
    tables.number_block.c.id == bindparam("block"),
    tables.number_block.c.last < bindparam("new_last"),
).values(last=bindparam("new_last"))  # fmt: skip


def _write_block(tx: Tx, tenant: UUID, station: UUID, block: NumberBlock) -> int:
    """A block that is there only grows: its next number belongs to the sales."""
    added = tx.insert(tables.number_block, [{
        "tenant_id": tenant, "id": block.id, "station_id": station, "series": block.series, "first": block.first,
        "last": block.last, "next": block.next, "first_control": block.first_control,
    }])  # fmt: skip
    grown = tx.execute(_LONGER, {"tenant": tenant, "block": block.id, "new_last": block.last})
    return added + int(grown.rowcount)
