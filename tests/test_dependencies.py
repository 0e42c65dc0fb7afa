"""pyproject.toml declares exactly what each program imports: HQ installs without the libraries of the station."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source_tree import PACKAGES, ROOT, Module, modules

ROOT_OF = {"station": "pos_app", "hq": "hq"}
"""The root package of each program. What it imports from the shared packages counts as its own."""

NOT_IMPORTED = {
    "tzdata": "zoneinfo reads it on a system without time zones",
    "httptools": "uvicorn parses requests with it",
    "uvloop": "uvicorn runs its event loop with it",
}
PAPER_LIBRARIES = {"PIL", "escpos", "reportlab", "segno"}


def dotted(module: Module) -> str:
    """The module name of a file: `domain/formats.py` is domain.formats."""
    return module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


PRODUCT = {dotted(module): module for module in modules() if module.is_product}


def imports(module: Module) -> Iterator[str]:
    """The dotted names that a module imports; for `from a import b` both `a` and `a.b`, which may be a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_of(name: str) -> list[str]:
    """The project's modules in a dotted name: the module and the packages that contain it."""
    parts = name.split(".")
    prefixes = (".".join(parts[: i + 1]) for i in range(len(parts)))
    return [prefix for prefix in prefixes if prefix in PRODUCT]


@cache
def reached(package: str) -> frozenset[str]:
    """Every module that a package contains or imports, directly or indirectly."""
    waiting = [name for name in PRODUCT if name == package or name.startswith(f"{package}.")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [module for imported in imports(PRODUCT[name]) for module in modules_of(imported)]
    return frozenset(seen)


def third_party(module: Module) -> set[str]:
    roots = {name.split(".")[0] for name in imports(module)}
    return {root for root in roots if root not in sys.stdlib_module_names and not (ROOT / root).is_dir()}


@cache
def libraries(package: str) -> frozenset[str]:
    """Import names of the libraries that a package needs."""
    return frozenset(root for name in reached(package) for root in third_party(PRODUCT[name]))


@cache
def declared(extra: str = "") -> frozenset[str]:
    """The distributions that pyproject.toml names under an extra, or as common dependencies without one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return frozenset(canonicalize_name(Requirement(line).name) for line in lines)


@cache
def distributions_of(library: str) -> frozenset[str]:
    """The distributions that provide an import name."""
    return frozenset(canonicalize_name(name) for name in packages_distributions().get(library, ()))


def undeclared(names: frozenset[str] | set[str], *extras: str) -> list[str]:
    allowed = declared().union(*(declared(extra) for extra in extras))
    return sorted(name for name in names if not distributions_of(name) & allowed)


@pytest.mark.parametrize("program", ROOT_OF)
def test_a_program_declares_what_it_imports(program: str) -> None:
    assert undeclared(libraries(ROOT_OF[program]), program) == []


@pytest.mark.parametrize("program", ROOT_OF)
def test_a_program_declares_nothing_that_it_does_not_import(program: str) -> None:
    brought = {name for library in libraries(ROOT_OF[program]) for name in distributions_of(library)}
    assert sorted((declared() | declared(program)) - brought - NOT_IMPORTED.keys()) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_belongs_to_a_program(package: str) -> None:
    """A package of no program would escape the two tests above."""
    known = frozenset[str]().union(*(reached(root) for root in ROOT_OF.values()))
    own = {name for name in PRODUCT if name.split(".")[0] == package}
    unreached = {name for name in own - known if third_party(PRODUCT[name])}
    assert unreached == set()


def test_tests_and_scripts_declare_what_they_import() -> None:
    names = {root for module in modules() if not module.is_product for root in third_party(module)}
    assert undeclared(names, *ROOT_OF, "dev") == []


@pytest.mark.parametrize("package", ["hq", "sync", "domain"])
def test_hq_and_what_it_shares_need_no_library_of_paper(package: str) -> None:
    assert libraries(package) & PAPER_LIBRARIES == set()


def test_paper_is_printed_by_the_station_alone() -> None:
    assert {name for name in reached("hq") if name.split(".")[0] in {"printing", "pos_app"}} == set()
