"""All SQL of a subject of HQ is in its rows, so that its use cases read as their own story."""

import ast
from collections.abc import Iterator

from tests.source_tree import Module, modules

SUBJECTS = ("catalogue", "conflicts", "intake", "journals", "live", "recovery", "rights")
STATEMENT_MAKERS = {"select", "insert", "update", "delete", "text", "func", "bindparam", "insert_many", "upsert_many"}


def use_cases() -> Iterator[Module]:
    for module in modules():
        match module.path.with_suffix("").parts[-4:]:
            case [*_, "hq", subject, name] if subject in SUBJECTS and name != "rows" and "tests" not in module.name:
                yield module


def test_no_use_case_of_hq_makes_a_statement() -> None:
    makers = [
        (module.name, alias.name)
        for module in use_cases()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sqlalchemy", "hq.storage"))
        for alias in node.names
        if alias.name in STATEMENT_MAKERS
    ]
    assert makers == []


def test_every_subject_has_rows() -> None:
    assert {module.name.split("/")[1] for module in use_cases()} == set(SUBJECTS)
