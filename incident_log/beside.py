"""Small JSON files beside the log, which may be lost at any time."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


def load(path: Path) -> dict[str, Any]:
    """Return what a file holds by name; nothing if it is lost or damaged."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(path: Path, by_name: dict[str, Any]) -> None:
    """Write a file at once, for the owner only; raise :exc:`OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        json.dump(by_name, file)
    part = Path(file.name)
    try:
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
