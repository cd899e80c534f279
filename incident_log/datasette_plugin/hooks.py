"""How a function is marked as one that Datasette calls, so that types stay checked."""

from collections.abc import Callable
from typing import Any, TypeVar

import datasette

Function = TypeVar("Function", bound=Callable[..., Any])


def hookimpl(function: Function) -> Function:
    """Mark a function as Datasette's hook of the same name."""
    marked: Function = datasette.hookimpl(function)
    return marked
