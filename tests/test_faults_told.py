"""docs/faults.rst names, for each fault and each bad input, tests that are there."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCUMENT = TESTS.parent / "docs" / "faults.rst"

ROWS = [f"F{n}" for n in range(1, 20)] + [f"I{n}" for n in range(1, 23)]


def told() -> dict[str, list[str]]:
    """Return the tests that are named, by the row they are named for."""
    found: dict[str, list[str]] = {}
    row = ""
    for line in DOCUMENT.read_text().splitlines():
        begun = re.match(r"([FI]\d+): ", line)
        row = begun[1] if begun else row
        found.setdefault(row, []).extend(re.findall(r"``(test_\w+::\w+)``", line))
    return found


def functions(module: str) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((TESTS / f"{module}.py").read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_row_is_told_of_once_and_in_order() -> None:
    rows = re.findall(r"^([FI]\d+): ", DOCUMENT.read_text(), re.MULTILINE)

    assert rows == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_every_test_that_is_named_is_there(row: str) -> None:
    named = told()[row]

    assert named
    for name in named:
        module, _, function = name.partition("::")
        assert function in functions(module), name


def test_every_name_of_a_test_is_whole() -> None:
    assert sum(map(len, told().values())) == DOCUMENT.read_text().count("``test_")
