"""A figure along K as a small SVG: how the count grew while the log learnt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

Row = Mapping[str, Any]

WIDTH, HEIGHT = 144, 36
_MARGIN = 3


def sparkline(title: str, changes: Sequence[Row], end: str) -> Markup:
    """Draw the changes of one figure up to *end*; a band from low to high around it."""
    start = datetime.fromisoformat(changes[0]["known_at"])
    until = [each["known_at"] for each in changes[1:]] + [end]
    seconds = (datetime.fromisoformat(end) - start).total_seconds() or 1.0
    most = max([1, *(number for each in changes for number in _numbers(each))])

    def x(moment: str) -> float:
        gone = (datetime.fromisoformat(moment) - start).total_seconds()
        return round(gone / seconds * WIDTH, 1)

    def y(number: float) -> float:
        return round(HEIGHT - _MARGIN - number / most * (HEIGHT - 2 * _MARGIN), 1)

    line, bands = "", ""
    for change, to in zip(changes, until, strict=True):
        at = _line(change)
        if at is None:
            continue
        left, right = x(change["known_at"]), x(to)
        line += f"{'V' if line else f'M{left} '}{y(at)}H{right}"
        low, high = change["low"], change["high"]
        if low is not None and high is not None and high > low:
            bands += f"M{left} {y(high)}H{right}V{y(low)}H{left}Z"
    return Markup(  # noqa: S704 - every word was escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure-spark" role="img"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f"<title>{escape(title)}</title>"
        + (f'<path class="band" d="{bands}"/>' if bands else "")
        + (f'<path class="best" d="{line}"/>' if line else "")
        + "</svg>"
    )


def _line(change: Row) -> float | None:
    at: float | None = change["low"] if change["best"] is None else change["best"]
    return at


def _numbers(change: Row) -> list[float]:
    names = ("low", "best", "high")
    return [change[name] for name in names if change[name] is not None]
