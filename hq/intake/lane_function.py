"""The function of PostgreSQL that records a group of ordinary pushes, or refuses the group as a whole.

It is made of the statements that `hq.intake.ingest.receive` runs one after the other: the same inserts, and the same
questions about what contradicts the rows. Where `receive` would file a case, the function raises.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Select, TextClause
from sqlalchemy.dialects import postgresql

from hq.catalogue.rows import feed_rows
from hq.conflicts.rows import case_rows, evidence
from hq.live.rows import COUNTS
from hq.rights.rows import number_rights
from hq.storage.batch import NUMBERS_USED, count_new_text, insert_text, rank
from hq.storage.guards import APP
from hq.storage.ledger_tables import issued_number, used_reference
from sync.facts.documents import document_tax, fiscal_document, paper, reprint
from sync.facts.entry import journal
from sync.facts.sales import cart_void, change_given, payment, sale, sold_seat, sold_turn, ticket, zone_sold
from sync.facts.subjects import fact_subject

NAME: Final = "record_pushes"
TABLES: Final = tuple(
    sorted(
        (sale, payment, change_given, fiscal_document, document_tax, sold_seat, sold_turn, cart_void, paper, reprint,
         fact_subject, issued_number, used_reference),
        key=rank,
    )
)  # fmt: skip
"""The tables whose rows the function inserts, besides tickets and their counter, and the journal."""
COUNTED: Final = (ticket, zone_sold)
_JSON: Final = (
    *("lives", *(table.name for table in TABLES), ticket.name),
    *("numbers", "seats", "places", "turns"),
)
_ARRAYS: Final = {
    "tenant_id": "uuid[]", "station_id": "uuid[]", "epoch": "int4[]", "seq": "int8[]", "kind": "text[]",
    "at": "int8[]", "body": "bytea[]", "hash": "bytea[]", "signature": "bytea[]",
}  # fmt: skip
PARAMETERS: Final[Mapping[str, str]] = {
    "tenant": "uuid",
    "books": "text",
    "oldest_edition": "int8",
    "performances": "uuid[]",
    "endings": "text[]",
    **dict.fromkeys(_JSON, "json"),
    **{f"journal_{name}": kind for name, kind in _ARRAYS.items()},
}
"""The parameters by name, each with its type; those of the journal are one array for each column."""

_LIVES: Final = """json_to_recordset(given_lives) AS given(station uuid, epoch int4, public_key text, session text,
        last_request int8, acknowledged int8, head text, request_no int8, at int8, reached int8, hash text)"""
_LOCK: Final = f"""
    PERFORM l.station_id FROM {_LIVES}
        JOIN station_life l ON l.tenant_id = given_tenant AND l.station_id = given.station
        ORDER BY l.station_id FOR UPDATE OF l;
    PERFORM 1 FROM tenant t WHERE t.tenant_id = given_tenant AND t.books_closed_through IS NOT DISTINCT FROM given_books
        FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'other closed books'; END IF;
    UPDATE station_life l SET last_request = given.request_no, last_seen_at = given.at, acknowledged = given.reached,
        head_hash = decode(given.hash, 'hex')
    FROM {_LIVES}
    WHERE l.tenant_id = given_tenant AND l.station_id = given.station AND l.status = 'active'
        AND l.epoch = given.epoch AND l.public_key = given.public_key AND l.session = given.session
        AND l.last_request = given.last_request AND l.acknowledged = given.acknowledged
        AND l.head_hash = decode(given.head, 'hex');
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written <> json_array_length(given_lives) THEN RAISE EXCEPTION 'a station is not as it was'; END IF;
    INSERT INTO entry_receipt (tenant_id, station_id, epoch, seq, received_at)
    SELECT given_tenant, given.station, given.epoch, given.reached, given.at FROM {_LIVES} ON CONFLICT DO NOTHING;
"""  # noqa: S608  # our own constants
_NEWER_EDITION: Final = "SELECT 1 FROM edition e WHERE e.tenant_id = given_tenant AND e.seq > given_oldest_edition"
_ON_THEIR_WAY: Final = f"""
    SELECT 1 FROM {_LIVES} JOIN grant_issued g ON g.tenant_id = given_tenant AND g.station_id = given.station
        AND g.epoch = given.epoch AND g.state = 'granted'
"""  # noqa: S608  # our own constants
_SETTINGS: Final = (
    "plan_cache_mode = force_generic_plan",
    *(f"enable_{way} = off" for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin", "material")),
)
"""Each look-up is by a key, of few rows. Plans made while a table was small would read a large one from end to end."""


def statements() -> list[str]:
    """The statements that create the function."""
    types = ", ".join(f"given_{name} {kind}" for name, kind in PARAMETERS.items())
    settings = "\n".join(f"    SET {setting}" for setting in _SETTINGS)
    create = f"""CREATE FUNCTION {NAME}({types})
    RETURNS TABLE (feed_head int8, open_cases int8, ahead json, zones json, paid json)
    LANGUAGE plpgsql
{settings}
AS $function$
#variable_conflict use_column
DECLARE written bigint;
BEGIN
{_LOCK}{"".join(_inserts())}{"".join(_checks())}{_answer()}END
$function$"""
    return [create, f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC", f"GRANT EXECUTE ON FUNCTION {NAME} TO {APP}"]


def _inserts() -> Iterable[str]:
    """Rows whose key is taken are not inserted, so their number shows whether all are new."""
    given = {column.name: f"given_journal_{column.name}" for column in journal.columns}
    yield f"    {_sql(insert_text(journal), given)};\n"
    yield _all_written("cardinality(given_journal_seq)")
    for table in sorted((*TABLES, ticket), key=rank):
        name = f"given_{table.name}"
        count = _sql(count_new_text(zone_sold), {"rows": name})
        counted = f"    {count};\n" if table is ticket else ""
        yield (
            f"    IF {name} IS NOT NULL THEN\n    {_sql(insert_text(table), {'rows': name})};\n"
            f"{_all_written(f'json_array_length({name})')}{counted}    END IF;\n"
        )
    wait = _sql(evidence.LOCK_ENDINGS, {"endings": "given_endings"})
    yield f"    IF given_endings IS NOT NULL THEN\n    PERFORM * FROM ({wait}) AS waited;\n    END IF;\n"
    yield f"    IF given_numbers IS NOT NULL THEN\n    {_sql(NUMBERS_USED, {'rows': 'given_numbers'})};\n    END IF;\n"


def _all_written(count: str) -> str:
    return (
        "    GET DIAGNOSTICS written = ROW_COUNT;\n"
        f"    IF written <> {count} THEN RAISE EXCEPTION 'a row is known under another record'; END IF;\n"
    )


def _checks() -> Iterable[str]:
    """Whether anything is as `receive` would file a case for it, or grant a right on account of it."""
    beyond = f"SELECT 1 FROM ({_sql(evidence.BEYOND, {'places': 'given_places'})}) AS z WHERE z.beyond > 0"  # noqa: S608  # our own constants
    questions = (
        ("numbers", _sql(evidence.NUMBERS_NOT_HELD, {"numbers": "given_numbers"}), "a number that is not held"),
        ("seats", _sql(evidence.SEATS_NOT_HELD, {"used": "given_seats"}), "a seat that is not held"),
        ("places", beyond, "more places than held"),
        ("turns", _sql(evidence.FOREIGN_TURNS, {"turns": "given_turns"}), "a turn that is not held"),
        ("oldest_edition", _NEWER_EDITION, "a newer catalogue"),
        ("lives", _ON_THEIR_WAY, "a grant on its way"),
    )
    for parameter, question, what in questions:
        yield (
            f"    IF given_{parameter} IS NOT NULL THEN\n"
            f"        IF EXISTS ({question}) THEN RAISE EXCEPTION '{what}'; END IF;\n    END IF;\n"
        )


def _answer() -> str:
    lives = f"(SELECT json_agg(json_build_array(given.station, given.epoch)) FROM {_LIVES})"  # noqa: S608  # our own constants
    ahead = _sql(number_rights.AHEAD, {"lives": lives})
    zones = _sql(COUNTS, {"performance": "sold.performance"})
    paid = _sql(evidence.USED_REFERENCES, {"endings": "given_endings"})
    return f"""    RETURN QUERY SELECT ({_sql(feed_rows.HEAD, {})}), ({_sql(case_rows.COUNT_OPEN, {})}),
        (SELECT json_agg(row_to_json(a)) FROM ({ahead}) AS a),
        (SELECT json_agg(json_build_array(sold.performance, (SELECT json_agg(row_to_json(z)) FROM ({zones}) AS z)))
            FROM unnest(given_performances) AS sold(performance)),
        (SELECT json_agg(row_to_json(p)) FROM ({paid}) AS p WHERE given_endings IS NOT NULL);
"""  # noqa: S608  # our own constants


def _sql(statement: str | TextClause | Select[Any], given: Mapping[str, str]) -> str:
    """The text of a statement with the names of this function's variables for its parameters."""
    names = {"tenant": "given_tenant", **given}
    if isinstance(statement, str):
        text, constants = statement, dict[str, object]()
    else:
        compiled = statement.compile(dialect=_DIALECT)
        text = str(compiled)
        constants = {name: value for name, value in compiled.params.items() if value is not None}
    for name, value in (*constants.items(), *names.items()):
        shown = value if name in names else _literal(value)
        for mark in (f"%({name})s", f"%({name})b", f"__[POSTCOMPILE_{name}]"):
            text = text.replace(mark, str(shown))
    assert "%(" not in text, text
    assert "__[" not in text, text
    return text.strip()


def _literal(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_literal, value))
    return str(value) if isinstance(value, int) else f"'{value}'"


_DIALECT = postgresql.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]  # has no types
