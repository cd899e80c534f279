"""Every small change of a module that its tests should see.

One change a mutant: another comparison or operator, another number or word, a negated
condition, a statement or an argument left out, another of two opposite functions.
Annotations, decorators, docstrings and type variables stay: they compute nothing.
"""

import ast
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OPPOSITE = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "sorted": "list",
    "reversed": "list",
}
#: Arguments that work without being given.
_OPTIONAL = ("key", "default", "reverse")

#: What else than a comparison of these is negated as a whole.
_NEGATED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.line}: {self.before.strip()}\n    -> {self.after.strip()}"


def mutants(source: str, untouched: Collection[str] = ()) -> Iterator[Mutant]:
    """Yield a module's mutants, none in the functions and classes *untouched*."""
    tree = ast.parse(source)
    before = ast.unparse(tree).split("\n")
    for owner, name, nth, node in list(_places(tree, untouched)):
        for other in _others(node):
            _put(owner, name, nth, other)
            whole = ast.unparse(tree)
            _put(owner, name, nth, node)
            line = node.lineno if isinstance(node, ast.expr | ast.stmt) else 0
            yield Mutant(line, *_difference(before, whole.split("\n")), whole)


def _difference(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return the first line that differs, before and after."""
    return next(
        (one, other) for one, other in zip(before, after, strict=False) if one != other
    )


Place = tuple[ast.AST, str, int | None, ast.AST]


def _places(node: ast.AST, untouched: Collection[str]) -> Iterator[Place]:
    """Yield what may be changed, with the field (and place in it) that holds it."""
    for name, held in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "keywords", "bases"):
            if not (name == "keywords" and isinstance(node, ast.Call)):
                continue
        several = held if isinstance(held, list) else [held]
        for nth, each in enumerate(several):
            if isinstance(each, ast.AST) and not _is_kept(each, untouched):
                yield node, name, nth if isinstance(held, list) else None, each
                yield from _places(each, untouched)


def _is_kept(node: ast.AST, untouched: Collection[str]) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name in untouched
        case (
            ast.If(test=ast.Name(id="TYPE_CHECKING"))
            | ast.If(test=ast.Compare(left=ast.Name(id="__name__")))
        ):
            return True
        case ast.Assign(targets=[ast.Name()], value=value):
            return _is_type(value)
        case _:
            return False


def _is_type(value: ast.expr) -> bool:
    """Tell whether an assignment names a type."""
    match value:
        case ast.Subscript(value=ast.Name(id="tuple" | "dict" | "list" | "Callable")):
            return True
        case ast.BinOp(left=ast.Name(id="int" | "str"), op=ast.BitOr()):
            return True
        case ast.Call(func=ast.Name(id="TypeVar")):
            return True
        case _:
            return False


def _put(owner: ast.AST, name: str, nth: int | None, node: ast.AST) -> None:
    if nth is None:
        setattr(owner, name, node)
    else:
        getattr(owner, name)[nth] = node


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    if isinstance(node, ast.stmt):
        yield from _other_statements(node)
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    else:
        yield from _other_expressions(node)
    condition = getattr(node, "test", None)
    if isinstance(condition, ast.expr) and _is_negatable(condition):
        yield _with(node, test=_not(condition))
    if isinstance(node, ast.comprehension):
        for nth, each in enumerate(node.ifs):
            if _is_negatable(each):
                ifs = [*node.ifs[:nth], _not(each), *node.ifs[nth + 1 :]]
                yield _with(node, ifs=ifs)


def _other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case (
            ast.AnnAssign(target=ast.Attribute(), value=ast.expr() as value)
            | ast.Return(value=ast.expr() as value)
        ):
            if not _is_falsy(value):
                yield _with(node, value=ast.Constant(None))
        case ast.Break() | ast.Continue():
            yield ast.Pass()


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _OPPOSITE:
        if not (_OPPOSITE[node.func.id] == "list" and node.keywords):
            yield _with(node, func=ast.Name(_OPPOSITE[node.func.id]))
    for keyword in node.keywords:
        if keyword.arg in _OPTIONAL:
            yield _with(node, keywords=[k for k in node.keywords if k is not keyword])


def _other_expressions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for nth, each in enumerate(ops):
                others = [*ops[:nth], _COMPARED[type(each)](), *ops[nth + 1 :]]
                yield _with(node, ops=others)
        case ast.BinOp(op=op) if type(op) in _COMPUTED:
            yield _with(node, op=_COMPUTED[type(op)]())
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=value) if value is not None and value is not ...:
            yield _with(node, value=_other_value(value))


def _other_value(value: object) -> object:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return "" if value else "other"
        case bytes():
            return b"" if value else b"other"
        case _:
            raise TypeError(f"no other value is known for {value!r}")


def _is_falsy(value: ast.expr) -> bool:
    """Tell whether nobody would see ``None`` in its place."""
    return isinstance(value, ast.Constant) and not value.value


def _is_negatable(condition: ast.expr) -> bool:
    """Tell whether its negation is no mutant of its own."""
    match condition:
        case ast.UnaryOp(op=ast.Not()):
            return False
        case ast.Compare(ops=[op]):
            return not isinstance(op, _NEGATED)
        case _:
            return True


def _not(condition: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), condition)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Return a node like this one with other fields."""
    found = copy(node)
    for name, value in fields.items():
        setattr(found, name, value)
    return found
