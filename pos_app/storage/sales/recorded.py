"""Documents and sales read back whole from the journal: rows hold what is searched, the facts hold all of it."""

from sqlalchemy import bindparam, select

from domain.fiscal.documents import FiscalDocument
from domain.ids import DocumentId, SaleId, StationId, TenantId
from domain.payments.payee import Payee
from domain.sale.sale import Sale
from pos_app.storage.sales import form_changes, refund_rights
from sync import journal
from sync.facts import SaleRecorded, issued_document
from sync.facts.documents import fiscal_document
from sync.facts.sales import sale as sale_table
from sync.tables.position import epoch_of
from sync.tables.transaction import Tx

_Station = tuple[TenantId, StationId]
_PLACE = select(sale_table.c.position).where(
    sale_table.c.tenant_id == bindparam("of_tenant"), sale_table.c.id == bindparam("of_sale")
)


def position_of(tx: Tx, tenant_id: TenantId, document_id: DocumentId) -> int | None:
    """The place in the journal at which a document was issued; None when the store has no such document."""
    statement = select(fiscal_document.c.position).where(
        fiscal_document.c.tenant_id == tenant_id, fiscal_document.c.id == document_id
    )
    position: int | None = tx.execute(statement).scalar()
    return position


def document_at(tx: Tx, station: _Station, position: int) -> FiscalDocument:
    """The document issued at a place of the journal, in any life of the store, on its present form."""
    entry = journal.entry_at(tx, *station, position)
    document = issued_document(entry.body) if entry is not None else None
    assert document is not None
    return form_changes.present(tx, station, document)


def has_sale(tx: Tx, tenant_id: TenantId, sale_id: SaleId) -> bool:
    """Whether the store has a sale."""
    return tx.run(_PLACE, {"of_tenant": tenant_id, "of_sale": sale_id}).fetchone() is not None


def sale(tx: Tx, station: _Station, sale_id: SaleId) -> Sale:
    """A sale of the store, or one that HQ lent for a refund, with its tickets and payments."""
    return (
        _sale_recorded(tx, station, sale_id).sale if has_sale(tx, station[0], sale_id) else _lent(tx, station, sale_id)
    )


def _lent(tx: Tx, station: _Station, sale_id: SaleId) -> Sale:
    grant = refund_rights.ever_lent(tx, station, sale_id)
    assert grant is not None
    return grant.sold.sale


def payee(tx: Tx, station: _Station, sale_id: SaleId) -> Payee | None:
    """Who receives the change of a sale by pago móvil; None for other change."""
    return _sale_recorded(tx, station, sale_id).payee


def _sale_recorded(tx: Tx, station: _Station, sale_id: SaleId) -> SaleRecorded:
    entry = journal.entry_at(tx, *station, position_of_sale(tx, station[0], sale_id))
    assert entry is not None
    assert isinstance(entry.body, SaleRecorded)
    return entry.body


def invoice_of(tx: Tx, station: _Station, sale_id: SaleId) -> FiscalDocument:
    """The invoice of a sale."""
    # One fact records the sale and issues its invoice, so both have one position; `sale_id` of a document has no index.
    return document_at(tx, station, position_of_sale(tx, station[0], sale_id))


def sale_and_invoice(tx: Tx, station: _Station, sale_id: SaleId) -> tuple[Sale, FiscalDocument]:
    """A sale of the store with its invoice, on its present form: one fact records both."""
    fact = _sale_recorded(tx, station, sale_id)
    return fact.sale, form_changes.present(tx, station, fact.document)


def life_of_sale(tx: Tx, tenant_id: TenantId, sale_id: SaleId) -> int:
    """The life of the store in which a sale was made."""
    return epoch_of(position_of_sale(tx, tenant_id, sale_id))


def position_of_sale(tx: Tx, tenant_id: TenantId, sale_id: SaleId) -> int:
    """The place in the journal of a sale."""
    return int(tx.run(_PLACE, {"of_tenant": tenant_id, "of_sale": sale_id}).fetchone()[0])
