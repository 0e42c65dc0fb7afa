"""The records that have an id which another entry uses too. One statement for a whole group of entries."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import TextClause, text

from sync.tables.transaction import Tx

# Of each kind of id: the table that has it, how its record is joined to a station and a position, and when a row is
# another record than the entry's own.
_FIRST = {
    "sale": "JOIN sale s ON s.tenant_id = :tenant AND s.id = u.id",
    "document": "JOIN fiscal_document s ON s.tenant_id = :tenant AND s.id = u.id",
    "ticket": """JOIN ticket t ON t.tenant_id = :tenant AND t.id = u.id
        JOIN sale s ON s.tenant_id = :tenant AND s.id = t.sale_id""",
    "code": """JOIN ticket t ON t.tenant_id = :tenant AND t.code_folded = u.text AND t.id <> u.id
        JOIN sale s ON s.tenant_id = :tenant AND s.id = t.sale_id""",
    "new code": """JOIN replaced_ticket r ON r.tenant_id = :tenant AND r.new_code_folded = u.text
        JOIN ticket t ON t.tenant_id = :tenant AND t.id = r.ticket_id
        JOIN (SELECT tenant_id, id, station_id FROM sale) o ON o.tenant_id = :tenant AND o.id = t.sale_id
        JOIN LATERAL (SELECT o.station_id, r.position) s ON true""",
    "ticket act": """JOIN (SELECT tenant_id, act_id, ticket_id, position FROM replaced_ticket
            UNION SELECT tenant_id, act_id, ticket_id, position FROM ticket_holder) a
            ON a.tenant_id = :tenant AND a.act_id = u.id
        JOIN ticket t ON t.tenant_id = :tenant AND t.id = a.ticket_id
        JOIN (SELECT tenant_id, id, station_id FROM sale) o ON o.tenant_id = :tenant AND o.id = t.sale_id
        JOIN LATERAL (SELECT o.station_id, a.position) s ON true""",
    "payment": """JOIN payment p ON p.tenant_id = :tenant AND p.id = u.id
        JOIN sale s ON s.tenant_id = :tenant AND s.id = p.sale_id""",
    "shift": """JOIN (SELECT tenant_id, id, station_id, opened_position AS position FROM shift) s
        ON s.tenant_id = :tenant AND s.id = u.id""",
    "movement": """JOIN cash_movement m ON m.tenant_id = :tenant AND m.id = u.id
        JOIN (SELECT tenant_id, id, station_id FROM shift) o ON o.tenant_id = :tenant AND o.id = m.shift_id
        JOIN LATERAL (SELECT o.station_id, m.position) s ON true""",
    "excess": """JOIN till_excess e ON e.tenant_id = :tenant AND e.id = u.id
        JOIN (SELECT tenant_id, id, station_id FROM shift) o ON o.tenant_id = :tenant AND o.id = e.shift_id
        JOIN LATERAL (SELECT o.station_id, e.position) s ON true""",
    "hold": "JOIN hold s ON s.tenant_id = :tenant AND s.id = u.id",
    "refund": "JOIN refund s ON s.tenant_id = :tenant AND s.id = u.id",
    "refunded ticket": """JOIN refunded_ticket t ON t.tenant_id = :tenant AND t.ticket_id = u.id
        JOIN refund s ON s.tenant_id = :tenant AND s.id = t.refund_id""",
    "suspension": "JOIN decided_suspension s ON s.tenant_id = :tenant AND s.id = u.id",
    "gift": "JOIN organiser_gift s ON s.tenant_id = :tenant AND s.id = u.id",
    "given ticket": """JOIN gift_ticket t ON t.tenant_id = :tenant AND t.ticket_id = u.id
        JOIN organiser_gift s ON s.tenant_id = :tenant AND s.id = t.gift_id""",
    "given code": """JOIN gift_ticket t ON t.tenant_id = :tenant AND lower(t.code) = u.text AND t.ticket_id <> u.id
        JOIN organiser_gift s ON s.tenant_id = :tenant AND s.id = t.gift_id""",
    "report": "JOIN till_report s ON s.tenant_id = :tenant AND s.id = u.id",
}
_SELECTS = {
    what: f"""SELECT u.what, u.id, u.text, u.station, u.position, s.station_id AS first_station,
        s.position AS first_position FROM used u {joined}
        WHERE u.what = '{what}' AND (s.station_id, s.position) <> (u.station, u.position)"""  # noqa: S608  # our own constants
    for what, joined in _FIRST.items()
}


def others_with_ids(tx: Tx, tenant_id: UUID, used: Sequence[Mapping[str, object]]) -> Sequence[Any]:
    """The records of other entries that have these ids: each used id with station and position of the other record.

    A used id has `what`, `id`, `text` (a code), `station` and `position`.
    """
    kinds = tuple(sorted({str(one["what"]) for one in used}))
    return tx.execute(statement(kinds), {"tenant": tenant_id, "used": msgspec.json.encode(used).decode()}).all()


@cache
def statement(kinds: tuple[str, ...]) -> TextClause:
    """The statement for these kinds of ids: made once, so that it is compiled and prepared once."""
    return text(f"""
        WITH used AS MATERIALIZED (SELECT * FROM json_to_recordset(CAST(:used AS json))
            AS u(what text, id uuid, text text, station uuid, position int8))
        {" UNION ALL ".join(_SELECTS[kind] for kind in kinds)}
    """)  # noqa: S608  # our own constants
