"""What the database itself refuses: rows of another tenant, and changes of append-only tables.

`taquilla_app` sees the rows of one tenant; `taquilla_platform` sees only the tables that are read before the tenant
is known. Neither role owns a table or may bypass row security. FORCE applies row security to the owner as well.
"""

from sqlalchemy import Table

from hq.storage import folded_codes
from hq.storage.schema import TABLES, TENANT_TABLES

APP, PLATFORM = "taquilla_app", "taquilla_platform"
TENANT_SETTING = "taquilla.tenant"

APPEND_ONLY = (
    *("journal", "fiscal_document", "document_tax", "sale", "ticket", "payment", "change_given", "till_report"),
    *("hq_journal", "issued_number", "quarantine", "refund", "refunded_ticket", "money_back", "ticket_holder"),
    "spoiled_form",
    "decided_suspension",
    *("refund_right_move", "lent_refund"),
    *("conflict_claim", "conflict_resolution", "conflict_history"),
)
_PLATFORM_MAY = {
    "tenant": ("SELECT", "INSERT"),
    "enrolment_code": ("SELECT",),
    "hq_incarnation": ("SELECT", "INSERT"),
}
_APP_MAY_ONLY = {"hq_incarnation": "SELECT", "tenant": "SELECT, UPDATE"}

_INDEXES = (
    "CREATE INDEX ix_fiscal_document_number ON fiscal_document (tenant_id, series, number)",
    "CREATE INDEX ix_ticket_sale_id ON ticket (tenant_id, sale_id)",
    "CREATE INDEX ix_fiscal_document_sale_id ON fiscal_document (tenant_id, sale_id)",
    "CREATE UNIQUE INDEX ix_payment_id ON payment (tenant_id, id)",
    "CREATE INDEX ix_sale_customer_id ON sale (tenant_id, customer_id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX ix_sale_customer_document ON sale (tenant_id, customer_document) WHERE customer_document <> ''",
    "CREATE INDEX ix_payment_phone ON payment (tenant_id, phone) WHERE phone <> ''",
    "CREATE INDEX ix_fiscal_document_control ON fiscal_document (tenant_id, control_number) WHERE control_number <> ''",
    "CREATE INDEX ix_seat_name ON seat (tenant_id, row, number)",
    "CREATE INDEX ix_number_block_station_id ON number_block (tenant_id, station_id, epoch)",
)
"""Indexes for look-ups that HQ has and a station has not."""


def statements() -> list[str]:
    """The statements that follow the creation of the tables, in order."""
    return [
        *_roles(),
        *(statement for table in TENANT_TABLES for statement in _own_rows(table)),
        *(statement for table in TABLES for statement in _grants(table)),
        *_append_only(),
        *_INDEXES,
        *folded_codes.statements(),
    ]


def _roles() -> list[str]:
    made = [
        # Roles belong to the whole server: another database on it may have created them, or may be creating them now.
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOBYPASSRLS; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        for role in (APP, PLATFORM)
    ]
    return [*made, f"GRANT {APP}, {PLATFORM} TO CURRENT_USER", f"GRANT USAGE ON SCHEMA public TO {APP}, {PLATFORM}"]


def _own_rows(table: Table) -> list[str]:
    own = f"tenant_id = NULLIF(current_setting('{TENANT_SETTING}', true), '')::uuid"
    rules = [
        f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_tenant ON {table.name} TO {APP} USING ({own}) WITH CHECK ({own})",
    ]
    return [
        *rules,
        *(
            f"CREATE POLICY platform_{verb.lower()} ON {table.name} FOR {verb} TO {PLATFORM} "
            + ("WITH CHECK (true)" if verb == "INSERT" else "USING (true)")
            for verb in _PLATFORM_MAY.get(table.name, ())
        ),
    ]


def _grants(table: Table) -> list[str]:
    written_once = "SELECT, INSERT" if table.name in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
    granted = [f"GRANT {_APP_MAY_ONLY.get(table.name, written_once)} ON {table.name} TO {APP}"]
    if verbs := _PLATFORM_MAY.get(table.name):
        granted.append(f"GRANT {', '.join(verbs)} ON {table.name} TO {PLATFORM}")
    return granted


def _append_only() -> list[str]:
    refuse = (
        "CREATE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_never_{act} BEFORE {verb} ON {table} FOR EACH {level} EXECUTE FUNCTION never_changes()"
        for table in APPEND_ONLY
        for act, verb, level in (("changes", "UPDATE OR DELETE", "ROW"), ("empties", "TRUNCATE", "STATEMENT"))
    ]
    return [refuse, *triggers]
