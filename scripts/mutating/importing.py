"""Which modules of a tree a change of one of them reaches.

A trial begins with the others loaded: they are the same with every change.
"""

import ast
import sys
from importlib import import_module
from pathlib import Path

PACKAGE = "incident_log"


def imports(root: Path) -> dict[str, set[str]]:
    """Return, for every module of the package, those that it imports, anywhere."""
    files = {_name(path.relative_to(root)): path for path in _files(root)}
    return {
        name: {one for one in _named(ast.parse(path.read_text())) if one in files}
        for name, path in files.items()
    }


def reached(module: str, imported: dict[str, set[str]]) -> set[str]:
    """Return a module and all that import it, directly or not."""
    found, new = {module}, {module}
    while new:
        new = {name for name, used in imported.items() if used & new} - found
        found |= new
    return found


def load(imported: dict[str, set[str]]) -> None:
    """Load every module of the package that can be loaded here."""
    for name in imported:
        if not name.endswith("__main__"):
            import_module(name)


def forget(names: set[str]) -> None:
    """Let modules be loaded again."""
    for name in names:
        holder, _, last = name.rpartition(".")
        if sys.modules.pop(name, None) is not None and holder in sys.modules:
            vars(sys.modules[holder]).pop(last, None)


def _files(root: Path) -> list[Path]:
    return sorted((root / PACKAGE).rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(tree: ast.Module) -> set[str]:
    """Return what a module imports, and what of it may be modules."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found
