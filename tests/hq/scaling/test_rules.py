"""HQ's schema keeps the rules of Citus, by PostgreSQL's own catalogue; each rule finds what breaks it."""

import pytest
from sqlalchemy import text

from hq.scaling.layout import DISTRIBUTED, LOCAL, REFERENCE
from hq.scaling.rules import Breach, Rule, breaches
from hq.storage.database import Database
from hq.storage.schema import TABLES


def test_the_schema_can_be_spread_by_tenant(database: Database) -> None:
    with database.owner() as connection:
        assert breaches(connection) == []


def test_every_table_has_one_place_and_comes_after_those_that_it_refers_to() -> None:
    assert sorted((*REFERENCE, *DISTRIBUTED), key=TABLES.index) == list(TABLES)
    assert not {table.name for table in TABLES} & set(LOCAL)
    earlier = set(REFERENCE)
    for table in DISTRIBUTED:
        assert {key.column.table for key in table.foreign_keys} <= {*earlier, table}, table.name
        earlier.add(table)


CASES = [
    ("CREATE TABLE extra (id int)", [("extra", Rule.UNKNOWN_TABLE, "extra")]),
    (
        "DROP POLICY own_tenant ON exchange_rate; ALTER TABLE exchange_rate ALTER tenant_id TYPE text",
        [("exchange_rate", Rule.NO_TENANT, "tenant_id")],
    ),
    ("CREATE UNIQUE INDEX odd ON zone (name)", [("zone", Rule.UNIQUE_WITHOUT_TENANT, "odd")]),
    ("CREATE UNIQUE INDEX odd ON zone ((tenant_id::text), name)", [("zone", Rule.UNIQUE_WITHOUT_TENANT, "odd")]),
    ("CREATE UNIQUE INDEX odd ON zone (name) INCLUDE (tenant_id)", [("zone", Rule.UNIQUE_WITHOUT_TENANT, "odd")]),
    (
        "ALTER TABLE zone ADD CONSTRAINT odd EXCLUDE USING btree (name WITH =)",
        [("zone", Rule.UNIQUE_WITHOUT_TENANT, "odd")],
    ),
    (
        "ALTER TABLE zone ADD CONSTRAINT odd FOREIGN KEY (id, tenant_id) REFERENCES venue (tenant_id, id)",
        [("zone", Rule.KEY_WITHOUT_TENANT, "odd")],
    ),
    (
        "ALTER TABLE hq_incarnation ADD CONSTRAINT odd FOREIGN KEY (id, id) REFERENCES venue",
        [("hq_incarnation", Rule.KEY_TO_SPREAD, "odd")],
    ),
    *(
        (
            f"ALTER TABLE zone ADD hall uuid, ADD CONSTRAINT odd FOREIGN KEY (tenant_id, hall) REFERENCES venue {act}",
            [("zone", Rule.KEY_CHANGES_TENANT, "odd")],
        )
        for act in ("ON DELETE SET NULL", "ON DELETE SET DEFAULT", "ON UPDATE CASCADE", "ON UPDATE SET NULL")
    ),
    (
        "CREATE TRIGGER odd BEFORE UPDATE ON hq_incarnation FOR EACH ROW EXECUTE FUNCTION never_changes()",
        [("hq_incarnation", Rule.TRIGGER, "odd")],
    ),
    (
        "CREATE TRIGGER odd AFTER UPDATE ON zone FOR EACH ROW EXECUTE FUNCTION never_changes()",
        [("zone", Rule.TRIGGER, "odd")],
    ),
    (
        (
            "CREATE FUNCTION writes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM zone; RETURN NEW; END';"
            "CREATE TRIGGER odd BEFORE UPDATE ON zone FOR EACH ROW EXECUTE FUNCTION writes()"
        ),
        [("zone", Rule.TRIGGER, "odd")],
    ),
    ("ALTER TABLE zone ADD odd bigserial", [("zone", Rule.SEQUENCE, "odd")]),
    ("ALTER TABLE zone ADD odd int GENERATED ALWAYS AS IDENTITY", [("zone", Rule.SEQUENCE, "odd")]),
    (
        "CREATE POLICY odd ON zone USING (tenant_id IN (SELECT tenant_id FROM venue))",
        [("zone", Rule.POLICY, "odd")],
    ),
]


@pytest.mark.parametrize(("statement", "broken"), CASES)
def test_what_breaks_a_rule_is_found(database: Database, statement: str, broken: list[tuple[str, Rule, str]]) -> None:
    with database.owner() as connection:
        connection.exec_driver_sql(statement)
        assert breaches(connection) == [Breach(*one) for one in broken]


def test_a_function_that_came_to_write_is_found_at_every_trigger(database: Database) -> None:
    writes = "BEGIN DELETE FROM zone; RAISE EXCEPTION 'x'; END"
    with database.owner() as connection:
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS $${writes}$$")
        )
        assert {breach.rule for breach in breaches(connection)} == {Rule.TRIGGER}
