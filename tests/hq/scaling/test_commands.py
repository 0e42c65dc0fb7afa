"""The command `distribute`: what it shows, and its refusals in both languages."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import text

from hq import cli
from hq.scaling.layout import DISTRIBUTED, REFERENCE
from hq.scaling.rows import citus
from hq.scaling.rules import Rule
from hq.storage.database import Database
from resources import texts
from tests.builders.citus import citus_available

ALL = len(DISTRIBUTED) + len(REFERENCE)


def environment(database: Database, language: str = "en_US.UTF-8") -> Mapping[str, str]:
    url = database.url.render_as_string(hide_password=False)
    return {"TAQUILLA_HQ_SECRET": "ab" * 32, "TAQUILLA_HQ_DATABASE_URL": url, "LANG": language}


def test_a_dry_run_lists_the_statements_and_changes_nothing(
    with_citus: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["distribute", "--dry-run"], environment(with_citus)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["servers: worker1:5432, worker2:5432", "already as they should be: 0"]
    assert lines[-1].startswith("Nothing has changed")
    statements = lines[2:-1]
    assert len(statements) == ALL
    with with_citus.owner() as connection:
        assert citus.placed(connection) == {}
        connection.execute(text("SET LOCAL citus.enable_unsafe_triggers = on"))
        for statement in statements:  # what it lists is what does it
            connection.exec_driver_sql(statement)
        assert len(citus.placed(connection)) == ALL


def test_it_shows_how_far_it_is_and_a_second_time_there_is_nothing_to_do(
    with_citus: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["distribute"], environment(with_citus, "es_VE.UTF-8")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "servidores: worker1:5432, worker2:5432"
    assert lines[1] == f"1 de {ALL}: hq_incarnation"
    assert lines[-2:] == [f"{ALL} de {ALL}: {DISTRIBUTED[-1].name}", f"tablas repartidas: {ALL}"]
    assert cli.main(["distribute"], environment(with_citus)) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [f"tables spread: {ALL}"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en_US.UTF-8", "CITUS_ABSENT: The PostgreSQL server does not have the extension Citus. Nothing has changed."),
        ("es_VE.UTF-8", "CITUS_ABSENT: El servidor de PostgreSQL no tiene la extensión Citus. No cambió nada."),
    ],
)
def test_without_the_extension_it_says_what_to_install(
    database: Database, capsys: pytest.CaptureFixture[str], language: str, sentence: str
) -> None:
    for options in ([], ["--dry-run"]):
        assert cli.main(["distribute", *options], environment(database, language)) == 1
        printed = capsys.readouterr()
        assert printed.err.startswith(sentence)
        assert printed.out == ""


def test_every_table_that_cannot_be_spread_is_named(
    database: Database, short_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with citus_available(database, short_folder):
        with database.owner() as connection:
            connection.exec_driver_sql("CREATE EXTENSION citus; SELECT citus_add_node('one', 5432)")
            connection.exec_driver_sql("CREATE TABLE extra (id int); CREATE UNIQUE INDEX odd ON zone (name)")
        assert cli.main(["distribute"], environment(database)) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "extra: is no table of head office",
        "zone: the uniqueness of odd does not contain the organisation",
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_rule_has_its_sentence(language: str) -> None:
    known = texts.catalogue(language, "hq_distribute")
    assert {key.removeprefix("rule.") for key in known if key.startswith("rule.")} == set(Rule)
