"""Rows of the catalogue from a set-up; each function returns how many were new or different."""

from collections.abc import Mapping
from uuid import UUID

from domain.fiscal.forms import Form
from domain.fiscal.series import Series
from domain.ids import CashierId
from sync.setup.reading import Setup
from sync.setup.show_rows import write_plan, write_show
from sync.tables import catalogue
from sync.tables.transaction import Row, Tx


def write_catalogue(tx: Tx, setup: Setup, pin_hashes: Mapping[CashierId, str]) -> int:
    """Write the catalogue of a set-up, without the rights; returns how many rows were new, different or deleted.

    Venues, events and staff that the files no longer name are kept as they are: `unnamed` lists those in use. Zones and
    ticket types that the files no longer name are kept and no longer sold. Other parts, such as sections, are replaced.
    `pin_hashes` comes from `hash_pins`.
    """
    tenant = setup.tenant_id
    changed = tx.upsert(catalogue.station, [_station(setup)])
    changed += tx.upsert(catalogue.cashier, [
        {"tenant_id": tenant, "id": m.cashier.id, "name": m.cashier.name, "role": m.cashier.role,
         "pin_hash": pin_hashes[m.cashier.id], "active": m.active}
        for m in setup.staff
    ])  # fmt: skip
    changed += tx.upsert(catalogue.tax_rate, [
        {"tenant_id": tenant, "category": t.category, "valid_from": t.valid_from, "valid_to": t.valid_to,
         "rate": t.rate, "source": t.source}
        for t in setup.taxes
    ])  # fmt: skip
    changed += tx.upsert(catalogue.exchange_rate, [
        {"tenant_id": tenant, "currency": r.currency, "value_on": r.value_on, "value": r.value, "source": r.source}
        for r in setup.rates
    ])  # fmt: skip
    changed += tx.upsert(catalogue.series, [_series(tenant, series) for series in setup.series])
    changed += tx.upsert(catalogue.form_lot, [
        form_row(tenant, series.code, form) for series in setup.series for form in series.forms
    ])  # fmt: skip
    changed += sum(write_plan(tx, tenant, plan) for plan in setup.venues)
    return changed + sum(write_show(tx, tenant, show) for show in setup.shows)


def _station(setup: Setup) -> Row:
    profile = setup.profile
    return {
        "tenant_id": setup.tenant_id, "id": setup.station_id, "no": profile.no, "name": profile.name,
        "organisation": profile.organisation, "series": profile.series,
        "printer_columns": profile.printer_columns,
        "difference_limits": " ".join(f"{limit.currency}={limit.minor}" for limit in profile.difference_limits),
        "blind_count": profile.blind_count,
    }  # fmt: skip


def _series(tenant: UUID, series: Series) -> Row:
    issuer = series.issuer
    return {
        "tenant_id": tenant, "code": series.code, "medium": series.medium, "issuer_name": issuer.name,
        "issuer_rif": issuer.rif, "issuer_address": issuer.address,
        "special_from": issuer.special_taxpayer_from, "special_to": issuer.special_taxpayer_to,
    }  # fmt: skip


def form_row(tenant: UUID, series: str, form: Form) -> Row:
    """The row of forms for the documents of a series."""
    return {
        "tenant_id": tenant, "series": series, "first_control": form.first_control, "last_control": form.last_control,
        "printer": form.printer, "printer_rif": form.printer_rif, "authorisation": form.authorisation,
        "made_on": form.made_on,
    }  # fmt: skip
