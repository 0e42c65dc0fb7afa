"""Pre-printed forms: the runs that a station was given, and those of them that no document is on.

A document whose form was spoiled is printed on the next one: its row never changes, and `spoiled_form` has the new
control number.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String

from domain.fiscal.form_supply import run_of
from domain.fiscal.forms import Form
from domain.fiscal.spoiled_forms import SpoilCause
from domain.ids import CashierId, DocumentId
from domain.rights import NumberGrant
from sync.facts.fact import Fact, Header, Recorders
from sync.tables.column_types import Id, Instant
from sync.tables.shared import key, shared_table
from sync.tables.transaction import Tx


class FormsSpoiled(Fact, frozen=True, tag="forms_spoiled/1"):
    """The next forms of a series of invoices were spoiled or passed over, `last_control` included.

    `approved_by` is the supervisor; None when the actor is one.
    """

    series: str
    first_control: str
    last_control: str
    cause: SpoilCause
    note: str
    approved_by: CashierId | None = None


class FormReplaced(Fact, frozen=True, tag="form_replaced/1"):
    """The form of a document was spoiled, and the document is printed on the next one.

    `series` is that of the invoices; `form` is the printing of the new form.
    """

    series: str
    document_id: DocumentId
    spoiled: str
    control_number: str
    form: Form
    cause: SpoilCause
    note: str
    approved_by: CashierId | None = None


form_run = shared_table(
    "form_run", key("id"), Column("station_id", Id, nullable=False), Column("epoch", Integer, nullable=False),
    Column("series", String, nullable=False), Column("first_control", String, nullable=False),
    Column("last_control", String, nullable=False), Column("position", BigInteger, nullable=False),
    Index(None, "tenant_id", "station_id", "epoch", "series", "first_control"),
    Index(None, "tenant_id", "station_id", "epoch", "series", "position"),
)  # fmt: skip
"""`id` is the id of the grant of numbers with which the forms came. Returning numbers returns no forms."""
spoiled_form = shared_table(
    "spoiled_form", key("station_id"), key("position", BigInteger), Column("series", String, nullable=False),
    Column("first_control", String, nullable=False), Column("last_control", String, nullable=False),
    Column("cause", String, nullable=False), Column("note", String, nullable=False), Column("by", Id),
    Column("approved_by", Id), Column("spoiled_at", Instant, nullable=False), Column("document_id", Id),
    Column("new_control", String, nullable=False),
    Index(None, "tenant_id", "document_id"),
)  # fmt: skip
"""`new_control` is the form on which the document is printed instead; empty for a form that no document was on."""


def record_run(tx: Tx, entry: Header, grant: NumberGrant) -> None:
    """Insert the run of the forms that came with a block of numbers, if any came."""
    if not grant.first_control:
        return
    run = run_of(grant.first_control, grant.last - grant.first + 1)
    tx.insert(form_run, [{
        "tenant_id": entry.tenant, "id": grant.id, "station_id": entry.station, "epoch": entry.epoch,
        "series": grant.series, "first_control": run.first, "last_control": run.last, "position": entry.position,
    }])  # fmt: skip


def _forms_spoiled(tx: Tx, entry: Header, fact: FormsSpoiled) -> None:
    tx.insert(spoiled_form, [{
        **_of_entry(entry, fact), "first_control": fact.first_control, "last_control": fact.last_control,
        "document_id": None, "new_control": "",
    }])  # fmt: skip


def _form_replaced(tx: Tx, entry: Header, fact: FormReplaced) -> None:
    tx.insert(spoiled_form, [{
        **_of_entry(entry, fact), "first_control": fact.spoiled, "last_control": fact.spoiled,
        "document_id": fact.document_id, "new_control": fact.control_number,
    }])  # fmt: skip


def _of_entry(entry: Header, fact: FormsSpoiled | FormReplaced) -> dict[str, object]:
    return {
        "tenant_id": entry.tenant, "station_id": entry.station, "position": entry.position, "series": fact.series,
        "cause": fact.cause, "note": fact.note, "by": entry.actor, "approved_by": fact.approved_by,
        "spoiled_at": entry.at,
    }  # fmt: skip


RECORDERS: Recorders = {FormsSpoiled: _forms_spoiled, FormReplaced: _form_replaced}
