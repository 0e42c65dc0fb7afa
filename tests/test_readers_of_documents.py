"""Readers that account for documents ask for documents of any kind, never for sales."""

import ast
from collections.abc import Iterator

from tests.source_tree import ROOT, Module, modules

READERS = (
    "domain/till/",
    "pos_app/services/proof/verify.py",
    "pos_app/services/proof/closings_check.py",
    "pos_app/services/copies/",
    "pos_app/services/till/",
    "pos_app/storage/sales/reports.py",
    "pos_app/services/documents/",
    "hq/books/",
    "hq/conflicts/contradictions.py",
)
"""They number, add up, search, copy and print documents. Who means a sale (its seats, its payments) is not listed."""


def kinds_of_sale(module: Module) -> Iterator[str]:
    """The lines of a module that name the fact of a sale."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.alias | ast.Attribute):
            name = node.name if isinstance(node, ast.alias) else node.attr
            if name == "SaleRecorded":
                yield f"{module.name}:{node.lineno}"


def test_who_accounts_for_documents_does_not_ask_for_sales() -> None:
    assert [line for module in modules() if module.name.startswith(READERS) for line in kinds_of_sale(module)] == []


def test_each_reader_is_where_the_list_has_it() -> None:
    assert [path for path in READERS if not (ROOT / path).exists()] == []


def test_a_reader_that_asks_for_sales_is_seen() -> None:
    for text in ("from sync.facts import SaleRecorded", "from sync import facts\nkind = facts.SaleRecorded"):
        module = Module(ROOT / "hq/books/closings.py", text, ast.parse(text))
        assert len(list(kinds_of_sale(module))) == 1
