"""Statements on forms at HQ: those that a life was granted, and what is known to be on them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from domain.fiscal.form_supply import FormRun
from sync.tables.transaction import Tx

_GRANT = text(
    "SELECT first_control, last - first AS more FROM number_right WHERE tenant_id = :tenant AND station_id = :station"
    " AND epoch = :epoch AND series = :series AND first_control <> '' AND first_control <= :control"
    " ORDER BY first_control DESC LIMIT 1"
)
# Notes are on the forms of their series of invoices, whose code follows two letters (domain/fiscal/series.py).
_DOCUMENT_ON = text(
    "SELECT series || '-' || lpad(CAST(number AS text), 8, '0') FROM fiscal_document WHERE tenant_id = :tenant"
    " AND control_number BETWEEN :first AND :last"
    " AND :series = CASE kind WHEN 'invoice' THEN series ELSE substr(series, 3) END LIMIT 1"
)
_SPOILED = text(
    "SELECT first_control FROM spoiled_form WHERE tenant_id = :tenant AND series = :series"
    " AND (first_control <= :last AND last_control >= :first OR new_control BETWEEN :first AND :last) LIMIT 1"
)
_PRESENT = text(
    "SELECT COALESCE((SELECT f.new_control FROM spoiled_form f WHERE f.tenant_id = d.tenant_id"
    " AND f.document_id = d.id ORDER BY f.position DESC LIMIT 1), d.control_number)"
    " FROM fiscal_document d WHERE d.tenant_id = :tenant AND d.station_id = :station AND d.id = :document"
)


def granted_before(tx: Tx, holder: tuple[UUID, UUID, int], series: str, control: str) -> Row[Any] | None:
    """The last grant of a life whose forms begin at a control number or before it: `first_control` and `more` forms."""
    tenant, station, epoch = holder
    keys = {"tenant": tenant, "station": station, "epoch": epoch, "series": series, "control": control}
    return tx.execute(_GRANT, keys).first()


def use_of(tx: Tx, tenant_id: UUID, series: str, run: FormRun) -> str:
    """A document that was issued on one of these forms, or a form of a spoiled run that has one; empty for none."""
    keys = {"tenant": tenant_id, "series": series, "first": run.first, "last": run.last}
    return str(tx.execute(_DOCUMENT_ON, keys).scalar() or tx.execute(_SPOILED, keys).scalar() or "")


def present_control(tx: Tx, tenant_id: UUID, station_id: UUID, document_id: UUID) -> str:
    """The control number of the form on which a document of a station is; empty for no such document."""
    keys = {"tenant": tenant_id, "station": station_id, "document": document_id}
    return str(tx.execute(_PRESENT, keys).scalar() or "")
