"""The note of each table: the string that follows its definition in the source."""

import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType

from sqlalchemy import Table

PACKAGES = ("sync.", "pos_app.", "hq.")


def table_notes() -> dict[str, str]:
    """The notes of the tables in all imported modules, by table name."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(PACKAGES)]
    return {table: note for module in modules for table, note in _notes_in(module)}


def _notes_in(module: ModuleType) -> Iterator[tuple[str, str]]:
    tables = {name: value.name for name, value in vars(module).items() if isinstance(value, Table)}
    if not tables:
        return
    for definition, string in pairwise(ast.parse(inspect.getsource(module)).body):
        match definition, string:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(note))):
                if name in tables:
                    yield tables[name], " ".join(note.split())
