"""Indexes by which the station finds documents. HQ has the same tables, and other questions to them."""

STATEMENTS: tuple[str, ...] = (
    # Most sales name no customer, and cost nothing here. Without the tenant, which is one in the whole store: SQLite
    # prefers any primary key that begins with it.
    "CREATE INDEX sale_by_customer_document ON sale (customer_document) WHERE customer_document <> ''",
    # All that a search by name reads of a sale.
    "CREATE INDEX sale_by_customer_name ON sale (customer_name, position, tenant_id) WHERE customer_name <> ''",
    "CREATE INDEX sale_by_customer ON sale (customer_id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX ticket_holder_by_person ON ticket_holder (person_id) WHERE person_id IS NOT NULL",
    "CREATE INDEX document_by_control ON fiscal_document (control_number) WHERE control_number <> ''",
    "CREATE INDEX ticket_holder_by_name ON ticket_holder (name)",
    "CREATE INDEX payment_by_phone ON payment (phone) WHERE phone <> ''",
    "CREATE INDEX seat_by_name ON seat (tenant_id, row, number)",
)
