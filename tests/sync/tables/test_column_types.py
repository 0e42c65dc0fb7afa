"""A column returns the value that was written, through SQLAlchemy Core or through the driver."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import sqlcipher3.dbapi2 as driver
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateTable

from pos_app.storage.store import database  # noqa: F401  # registers how values reach the driver
from sync.tables.column_types import Day, Exact, Id, Instant, instant, microseconds
from sync.tables.transaction import Tx

metadata = MetaData()
value = Table(
    "value", metadata, Column("no", Integer, primary_key=True), Column("id", Id), Column("at", Instant),
    Column("exact", Exact), Column("day", Day),
)  # fmt: skip
engine = create_engine("sqlite://", module=driver, poolclass=StaticPool)
metadata.create_all(engine)

instants = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # bounds of aware ones
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=8)


@given(st.uuids() | st.none(), instants | st.none(), decimals | st.none(), st.dates() | st.none())
def test_values_read_back_whether_core_or_the_driver_wrote_them(
    an_id: UUID | None, at: datetime | None, exact: Decimal | None, day: date | None
) -> None:
    row = {"id": an_id, "at": at, "exact": exact, "day": day}
    with engine.connect() as connection:
        connection.execute(value.insert(), {"no": 1, **row})
        Tx(connection).insert(value, [{"no": 2, **row}])
        by_core, by_driver = connection.execute(select(value).order_by(value.c.no)).all()
        raw = connection.exec_driver_sql("SELECT id, at, exact, day FROM value ORDER BY no").all()
        connection.rollback()
    assert tuple(by_core)[1:] == tuple(by_driver)[1:] == (an_id, at, exact, day)
    assert raw[0] == raw[1]
    assert str(by_core.exact) == str(exact)


@given(instants, instants)
def test_instants_sort_as_they_happened(one: datetime, other: datetime) -> None:
    assert (microseconds(one) < microseconds(other)) == (one < other)
    assert instant(microseconds(one)) == one


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    caracas = timezone(timedelta(hours=-4))
    at = datetime(2026, 11, 21, 11, 0, tzinfo=caracas)
    assert instant(microseconds(at)) == at
    assert instant(microseconds(at)).tzinfo is UTC


def test_each_database_has_its_own_form_of_an_id() -> None:
    dialects = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]  # has no types
    forms = {dialect.name: str(CreateTable(value).compile(dialect=dialect)) for dialect in dialects}
    assert "id BLOB" in forms["sqlite"]
    assert "id UUID" in forms["postgresql"]


def test_an_insert_says_how_many_rows_were_new_and_an_upsert_how_many_differ() -> None:
    row = {"id": UUID(int=1), "at": None, "exact": Decimal("1.10"), "day": date(2026, 11, 21)}
    with engine.connect() as connection:
        tx = Tx(connection)
        assert tx.insert(value, [{"no": 1, **row}, {"no": 2, **row}]) == 2
        assert tx.insert(value, [{"no": 2, **row}, {"no": 3, **row}]) == 1
        assert tx.upsert(value, [{"no": 3, **row}]) == 0
        assert tx.upsert(value, [{"no": 3, **row, "day": None}, {"no": 4, **row}]) == 2
        assert (tx.insert(value, []), tx.upsert(value, [])) == (0, 0)
        connection.rollback()
