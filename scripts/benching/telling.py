"""Figures as they come in, a line each; in the end a table for the README."""

import math
import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

#: What costs how much, by size.
Costs = dict[str, dict[int, float]]

_WIDTH = 72
_HEAD = ("what", "figure", "goal")


@dataclass
class Telling:
    """Prints every figure at once, and keeps it for the table."""

    parts: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def part(self, title: str) -> None:
        """Begin with the figures of another question."""
        self.parts[title] = []
        print(f"\n{title}", flush=True)

    def row(self, what: str, figure: float, goal: str = "") -> None:
        """Tell one figure; *what* says its unit, and *goal* what it should be."""
        shown = _shown(figure)
        self.parts[[*self.parts][-1]].append((what, shown, goal))
        print(f"  {what:{_WIDTH}} {shown:>12}  {goal}".rstrip(), flush=True)

    def slopes(self, costs: Costs) -> None:
        """Tell how costs grow with the size; nothing if there is but one size."""
        for what, of in costs.items():
            if len(of) > 1:
                self.row(f"slope of {what} (1 is linear)", slope(of))

    def note(self, what: str) -> None:
        """Say what is left out, and why."""
        print(f"  {what}", flush=True)

    def write(self, path: Path) -> None:
        """Write all figures as reStructuredText."""
        text = [f"Measured on {machine()}.", ""]
        for title, rows in self.parts.items():
            if rows:
                text += [f"**{title}**", "", *_table(rows), ""]
        path.write_text("\n".join(text))


def machine() -> str:
    """Say when and on what this runs."""
    today = date.today()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{today.day} {today:%B %Y}: {os.cpu_count()} cores, {memory:.0f} GB,"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def slope(costs: dict[int, float]) -> float:
    """Return how a cost grows with the size: 1 is linear, 0 not at all.

    It is that of the line through all of them, on logarithmic scales.
    """
    sizes, values = map(math.log, costs), map(math.log, costs.values())
    return statistics.linear_regression([*sizes], [*values]).slope


def _shown(figure: float) -> str:
    return f"{figure:,.{0 if figure >= 100 else 1 if figure >= 10 else 2}f}"


def _table(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    cells = [_HEAD, *((what.strip(), *rest) for what, *rest in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(3)]
    rule = "  ".join("=" * width for width in widths)
    lines = [
        f"{what:{widths[0]}}  {figure:>{widths[1]}}  {goal}".rstrip()
        for what, figure, goal in cells
    ]
    return [rule, lines[0], rule, *lines[1:], rule]
