"""The mutants of a file: each place in a function that one of mutmut's operators, or of the two below, can change."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

ARGUMENT, CONDITION, LITERAL, OPERATION, STATEMENT, VALUE = (
    "argument",
    "condition",
    "literal",
    "operation",
    "statement",
    "value",
)
"""Kinds of change. A sample is spread over them: otherwise half of it would be arguments replaced by None."""

_LONGEST_CHANGE = 160
Change = Callable[[cst.CSTNode], Iterable[cst.CSTNode]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file, the `index`th. `first` to `last` are the lines that a test must reach to see it."""

    file: str
    index: int
    line: int
    first: int
    last: int
    text: str
    change: str
    kind: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it as long as its line is as it is: the file, the text of the line, and the change."""
        return self.file, self.text, self.change


def mutants_of(root: Path, file: str) -> list[Mutant]:
    """Every mutant of a file of the project. Where one key occurs twice, the first one counts."""
    module, places = _places(root, file)
    lines = module.code.splitlines()
    made: dict[tuple[str, str, str], Mutant] = {}
    for index, place in enumerate(places):
        text = lines[place.line - 1].strip()
        change = _described(module, place)
        mutant = Mutant(file, index, place.line, place.first, place.last, text, change, place.kind)
        made.setdefault(mutant.key, mutant)
    return list(made.values())


def source_of(root: Path, mutant: Mutant) -> str:
    """The file with the change in it; the file must be as it was when the mutant was made."""
    module, places = _places(root, mutant.file)
    changed = module.deep_replace(places[mutant.index].before, places[mutant.index].after)
    assert isinstance(changed, cst.Module)
    return changed.code


@dataclass(frozen=True, slots=True)
class _Place:
    before: cst.CSTNode
    after: cst.CSTNode
    kind: str
    line: int
    first: int
    last: int


def _places(root: Path, file: str) -> "tuple[cst.Module, list[_Place]]":
    wrapper = MetadataWrapper(cst.parse_module((root / file).read_text(encoding="utf-8")), unsafe_skip_copy=True)
    visitor = _Places(wrapper.resolve(PositionProvider))
    wrapper.module.visit(visitor)
    return wrapper.module, visitor.places


def _described(module: cst.Module, place: _Place) -> str:
    before, after = (" ".join(module.code_for_node(node).split()) for node in (place.before, place.after))
    # Of a long expression only what differs is shown, with some letters around it.
    if len(before) + len(after) > _LONGEST_CHANGE:
        start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(after))
        before, after = before[max(0, start - 30) : start + 50], after[max(0, start - 30) : start + 50]
    return f"{before} -> {after}"


def _without_call(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A call whose result nobody uses does not happen."""
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call | cst.Await):
        yield cst.Pass()


def _never(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """A condition never holds."""
    if isinstance(node, cst.If):
        test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(test=cst.BooleanOperation(test, cst.And(), cst.Name("False")))


def _quoted_once(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """One change a text is enough: other letters."""
    if isinstance(node, cst.SimpleString):
        yield from list(mutators.operator_string(node))[:1]


_OPERATORS: tuple[tuple[type[cst.CSTNode], Callable[..., Iterable[cst.CSTNode]], str], ...] = (
    (cst.BaseNumber, mutators.operator_number, LITERAL),
    (cst.BaseString, _quoted_once, LITERAL),
    (cst.Name, mutators.operator_name, LITERAL),
    (cst.Assign, mutators.operator_assignment, VALUE),
    (cst.AnnAssign, mutators.operator_assignment, VALUE),
    (cst.AugAssign, mutators.operator_augmented_assignment, VALUE),
    (cst.Lambda, mutators.operator_lambda, VALUE),
    (cst.Call, mutators.operator_arg_removal, ARGUMENT),
    (cst.Call, mutators.operator_dict_arguments, ARGUMENT),
    (cst.Call, mutators.operator_symmetric_string_methods_swap, OPERATION),
    (cst.Call, mutators.operator_unsymmetrical_string_methods_swap, OPERATION),
    (cst.CSTNode, mutators.operator_keywords, OPERATION),
    (cst.CSTNode, mutators.operator_swap_op, OPERATION),
    (cst.UnaryOperation, mutators.operator_remove_unary_ops, CONDITION),
    (cst.IfExp, mutators.operator_if_exp, CONDITION),
    (cst.If, _never, CONDITION),
    (cst.Match, mutators.operator_match, CONDITION),
    (cst.Expr, _without_call, STATEMENT),
)
_NOT_MUTATED_CALLS = {"len", "isinstance", "cast"}
"""A wrong argument of these fails at once, or does nothing."""


class _Places(cst.CSTVisitor):
    """Collects the changes inside of functions, but not of what no test is to see.

    That is: annotations, decorators, docstrings, assertions, lines for the log, and the words of an exception.
    """

    def __init__(self, positions: Mapping[cst.CSTNode, CodeRange]) -> None:
        super().__init__()
        self.places: list[_Place] = []
        self._positions = positions
        self._functions: list[int] = []
        self._statements: list[int] = []
        self._raises = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if self._is_left_alone(node):
            return False
        self._functions += [1] if isinstance(node, cst.FunctionDef) else []
        self._statements += [self._positions[node].start.line] if _is_statement(node) else []
        self._raises += isinstance(node, cst.Raise)
        if self._functions and node in self._positions:
            self._collect(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._is_left_alone(original_node):
            return
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()
        if _is_statement(original_node):
            self._statements.pop()
        self._raises -= isinstance(original_node, cst.Raise)

    def _collect(self, node: cst.CSTNode) -> None:
        position = self._positions[node]
        line = position.start.line
        last = line if isinstance(node, cst.If | cst.Match) else position.end.line
        for made_of, operator, kind in _OPERATORS:
            if isinstance(node, made_of):
                for changed in operator(node):
                    self.places.append(_Place(node, changed, kind, line, min(self._statements[-1], line), last))

    def _is_left_alone(self, node: cst.CSTNode) -> bool:
        match node:
            case cst.Annotation() | cst.Decorator() | cst.Assert() | cst.Param() | cst.Expr(value=cst.BaseString()):
                return True
            case cst.Call() | cst.Expr(value=cst.Call()):
                return _is_call_left_alone(node if isinstance(node, cst.Call) else node.value)
            case cst.BaseString():
                return bool(self._raises)
            case _:
                return False


def _is_call_left_alone(call: cst.BaseExpression) -> bool:
    match call:
        case cst.Call(func=cst.Attribute(value=cst.Name(value="log"))):
            return True
        case cst.Call(func=cst.Name(value=name)):
            return name in _NOT_MUTATED_CALLS
        case _:
            return False


def _is_statement(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement)


def python_files(root: Path, places: Iterable[str]) -> Iterator[str]:
    """The Python files of folders and files; `__init__` holds no code here. Raises FileNotFoundError."""
    for place in places:
        path = root / place
        if not path.exists():
            raise FileNotFoundError(path)
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file.relative_to(root).as_posix() for file in files if file.name != "__init__.py")
