"""docs/schema is current: the files are what the tables generate, and DBML and pictures show every table."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from scripts.publish_schema import FOLDER, documents
from scripts.schema.columns import references
from scripts.schema.databases import SCHEMAS, STATION, Schema
from scripts.schema.layout import panels
from scripts.schema.lines import lines
from scripts.schema.subjects import NoSubject, by_subject, check_names

TABLE = re.compile(r"(?ms)^Table (\w+) \{\n(.*?)^\}$")
COLUMN = re.compile(r"(?m)^  (\w+) \w+(?:\(\d+\))?(?: \[(.+)\])?$")
KEY = re.compile(r"(?m)^    \(([\w, ]+)\) \[pk\]$")
INDEX = re.compile(r"(?m)^    \(([\w, ]+)\) \[(unique, )?name: '(\w+)'\]$")
REFERENCE = re.compile(r"(?m)^Ref: (\w+)\.\(([\w, ]+)\) > (\w+)\.\(([\w, ]+)\)$")
GROUP = re.compile(r"(?m)^TableGroup \w+ \{\n((?:  \w+\n)+)\}$")

of_both = pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)


@pytest.fixture(scope="module")
def current() -> dict[str, str]:
    return documents()


def dbml(schema: Schema) -> str:
    return (FOLDER / f"{schema.name}.dbml").read_text(encoding="utf-8")


def written_tables(schema: Schema) -> dict[str, str]:
    return dict(TABLE.findall(dbml(schema)))


def written_key(block: str) -> list[str]:
    of_many = [name for names in KEY.findall(block) for name in names.split(", ")]
    return of_many or [name for name, settings in COLUMN.findall(block) if "pk" in settings.split(", ")]


@pytest.mark.parametrize("name", ["station.dbml", "station.svg", "hq.dbml", "hq.svg"])
def test_a_published_file_is_what_make_schema_writes_today(name: str, current: dict[str, str]) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == current[name]


def test_no_other_generated_file_is_published(current: dict[str, str]) -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*current, "README.md"}


@of_both
def test_the_dbml_holds_each_table_with_its_columns_and_key(schema: Schema) -> None:
    tables = written_tables(schema)
    assert sorted(tables) == sorted(table.name for table in schema.tables)
    for table in schema.tables:
        columns = {
            name: "not null" not in settings.split(", ") for name, settings in COLUMN.findall(tables[table.name])
        }
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        assert written_key(tables[table.name]) == [column.name for column in table.primary_key], table.name


@of_both
def test_the_dbml_holds_each_index(schema: Schema) -> None:
    tables = written_tables(schema)
    for table in schema.tables:
        written = {name: (columns, bool(unique)) for columns, unique, name in INDEX.findall(tables[table.name])}
        assert written == {
            index.name: (", ".join(column.name for column in index.columns), index.unique) for index in table.indexes
        }


@of_both
def test_the_dbml_holds_each_foreign_key(schema: Schema) -> None:
    in_metadata = {
        (
            table.name,
            ", ".join(key.column_keys),
            key.referred_table.name,
            ", ".join(e.column.name for e in key.elements),
        )
        for table in schema.tables
        for key in table.foreign_key_constraints
    }
    assert len(in_metadata) > 15
    assert sorted(REFERENCE.findall(dbml(schema))) == sorted(in_metadata)


@of_both
def test_each_line_of_the_dbml_is_one_that_was_read(schema: Schema) -> None:
    """DBML that none of the expressions above matches would escape the tests."""
    rest = dbml(schema)
    for expression in (TABLE, REFERENCE, GROUP, re.compile(r"(?ms)^Project \w+ \{\n.*?^\}$")):
        rest = expression.sub("", rest)
    assert rest.split() == []
    for name, block in written_tables(schema).items():
        for expression in (COLUMN, KEY, INDEX, re.compile(r"(?m)^  indexes \{$|^  \}$|^  Note: '(\\.|[^'\\])*'$")):
            block = expression.sub("", block)  # noqa: PLW2901  # what is left of it
        assert block.split() == [], name


def test_a_note_is_the_string_that_follows_its_table() -> None:
    assert "Note: '[shared] One row a sold seat." in written_tables(STATION)["sold_seat"]


@of_both
def test_each_table_is_in_one_group(schema: Schema) -> None:
    grouped = [name for members in GROUP.findall(dbml(schema)) for name in members.split()]
    assert sorted(grouped) == sorted(table.name for table in schema.tables)


def test_a_table_without_a_subject_is_refused() -> None:
    with pytest.raises(NoSubject, match="sale"):
        check_names(frozenset({"venue"}))
    stray = STATION.tables[0].to_metadata(STATION.tables[0].metadata.__class__(), name="stray")
    with pytest.raises(NoSubject, match="stray"):
        by_subject((*STATION.tables, stray))


@of_both
def test_the_picture_is_xml_and_names_each_table_and_column(schema: Schema) -> None:
    root = ET.parse(FOLDER / f"{schema.name}.svg").getroot()  # noqa: S314  # our own file
    written = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    for table in schema.tables:
        assert table.name in written
        assert {column.name for column in table.columns if column.name != "tenant_id"} <= set(written), table.name


@of_both
def test_no_line_of_the_picture_enters_a_box_and_no_box_covers_another(schema: Schema) -> None:
    drawn = panels(schema)
    boxes = [box for panel in drawn for box in panel.boxes]
    for box in boxes:
        covered = [b for b in boxes if b.place == box.place and b.top <= box.bottom and box.top <= b.bottom]
        assert covered == [box]
    made = lines(drawn, references(schema.tables))
    assert len(made) == len(references(schema.tables))
    for line in made:
        for (x, y), (to_x, to_y) in pairwise(line.corners):
            entered = [
                box.table.name
                for box in boxes
                if max(x, to_x) > box.left and min(x, to_x) < box.right and max(y, to_y) >= box.top
                if min(y, to_y) <= box.bottom
            ]
            assert entered == [], line.reference.table.name
