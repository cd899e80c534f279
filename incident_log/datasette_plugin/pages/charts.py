"""A figure along T as SVG: its steps, the band low to high, hours in a time zone.

Made as text, so that it works without a script, prints, and can be read aloud.
"""

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import Markup, escape

from incident_log.datasette_plugin.pages.scales import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Chart,
    Level,
    Scale,
    short,
    times,
)
from incident_log.times import LATEST, in_zone

#: How far the band of an open figure reaches up, and in how many fading strips.
_FADE, _STRIPS = 36, 6


def drawn(chart: Chart, *, style: str = "") -> Markup:
    """Return the chart as an SVG element; *style* is put into it as it is."""
    sheet = f"<style>{style}</style>" if style else ""
    scale = Scale.of(chart)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure-chart" role="img"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="{escape(chart.name)}-t'
        f' {escape(chart.name)}-d">',
        f'<title id="{escape(chart.name)}-t">{escape(chart.title)}</title>',
        f'<desc id="{escape(chart.name)}-d">{escape(told(chart))}</desc>',
        sheet,
        *_grid(chart, scale),
        *_bands(chart, scale),
        *_line(chart, scale),
        *_reader(chart, scale),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every word was escaped above


def told(chart: Chart) -> str:
    """Say in words what a chart shows, for those who cannot see it."""
    if not chart.levels:
        return "No figure yet."
    return "; ".join(_level_told(level, chart.zone) for level in chart.levels) + "."


def _level_told(level: Level, zone: str | None) -> str:
    local = in_zone(level.since, zone)
    when = f"from {local.day} {local:%b %H:%M}"
    bounds = _range(level)
    best = (
        f"{level.best}, " if level.best is not None and level.low != level.high else ""
    )
    disputed = ", contested" if level.contested else ""
    return f"{when}: {best}{bounds}{disputed}"


def _range(level: Level) -> str:
    if level.low is None and level.high is None:
        return "no bounds"
    if level.high is None:
        return f"at least {level.low}"
    if level.low is None:
        return f"at most {level.high}"
    return f"{level.low}" if level.low == level.high else f"{level.low} to {level.high}"


def _grid(chart: Chart, scale: Scale) -> Iterator[str]:
    right = WIDTH - RIGHT
    number = scale.bottom
    while number <= scale.top:
        y = scale.y(number)
        yield f'<path class="grid" d="M{LEFT} {y}H{right}"/>'
        yield f'<text class="axis" x="{LEFT - 6}" y="{y + 4:g}" text-anchor="end">'
        yield f"{short(number)}</text>"
        number += scale.step
    for moment, label in times(chart):
        x = scale.x(moment)
        yield f'<path class="grid" d="M{x} {HEIGHT - BOTTOM}v4"/>'
        yield f'<text class="axis" x="{x}" y="{HEIGHT - 8}" text-anchor="middle">'
        yield f"{label}</text>"


def _spans(chart: Chart) -> Iterator[tuple[Level, str, str]]:
    """Yield every level with the moments between which it holds."""
    until = [level.since for level in chart.levels[1:]] + [chart.end]
    for level, end in zip(chart.levels, until, strict=False):
        yield level, level.since, end


def _bands(chart: Chart, scale: Scale) -> Iterator[str]:
    for level, since, until in _spans(chart):
        if level.low is None and level.high is None:
            continue
        x, width = scale.x(since), scale.x(until) - scale.x(since)
        low = scale.bottom if level.low is None else level.low
        high = max(level.line or low, low) if level.high is None else level.high
        top = scale.y(high)
        classes = "band contested" if level.contested else "band"
        if high > low:
            box = f"M{x} {top}h{width:g}V{scale.y(low)}h-{width:g}Z"
            yield f'<path class="{classes}" d="{box}"/>'
        if level.contested:
            yield from _hatching(x, width, top, scale.y(low))
        if level.high is None:
            yield from _fading(x, width, top)


def _hatching(x: float, width: float, top: float, bottom: float) -> Iterator[str]:
    """Mark what is contested with slanting strokes, which also print."""
    end, height = x + width, bottom - top
    at = x + 4
    strokes = []
    while at < end:
        run = min(height, end - at)
        strokes.append(f"M{at:g} {bottom:g}l{run:g} -{run:g}")
        at += 7
    if strokes:
        yield f'<path class="hatch" d="{"".join(strokes)}"/>'


def _fading(x: float, width: float, bottom: float) -> Iterator[str]:
    """Let a band without an upper end fade away."""
    height = min(_FADE, bottom) / _STRIPS
    for n in range(_STRIPS):
        y = bottom - (n + 1) * height
        yield f'<rect class="open open-{n}" x="{x}" y="{y:g}"'
        yield f' width="{width:g}" height="{height:g}"/>'


def _line(chart: Chart, scale: Scale) -> Iterator[str]:
    """Draw the best number; where there is none, the lowest, dashed."""
    sure: list[str] = []
    vague: list[str] = []
    for level, since, until in _spans(chart):
        if level.line is not None:
            path = vague if level.best is None else sure
            path.append(f"M{scale.x(since)} {scale.y(level.line)}H{scale.x(until)}")
    for before, after in pairwise(chart.levels):
        if before.line is not None and after.line is not None:
            rise = (
                f"M{scale.x(after.since)} {scale.y(before.line)}V{scale.y(after.line)}"
            )
            sure.append(rise)
    if sure:
        yield f'<path class="best" d="{"".join(sure)}"/>'
    if vague:
        yield f'<path class="vague" d="{"".join(vague)}"/>'
    yield from _labels(chart, scale)


def _labels(chart: Chart, scale: Scale) -> Iterator[str]:
    """Name the ends of the last level at its right, never one over the other."""
    last = chart.levels[-1] if chart.levels else None
    if last is None or last.line is None:
        return
    x = WIDTH - RIGHT + 6
    y = scale.y(last.line) + 4
    open_ = "+" if last.high is None else ""
    yield f'<text class="label" x="{x}" y="{y:g}">{short(last.line)}{open_}</text>'
    ends = ((last.high, "high", -1), (last.low, "low", 1))
    for number, word, side in ends:
        if number is not None and number != last.line:
            at = scale.y(number) + 4
            at = min(at, y - 14) if side < 0 else max(at, y + 14)
            yield f'<text class="bound" x="{x}" y="{at:g}">'
            yield f"{word} {short(number)}</text>"


def _reader(chart: Chart, scale: Scale) -> Iterator[str]:
    """Mark T, and veil what speaks about later."""
    if chart.as_of >= LATEST:
        return
    x, right = scale.x(chart.as_of), WIDTH - RIGHT
    height = HEIGHT - TOP - BOTTOM
    if x < right:
        yield f'<rect class="veil" x="{x}" y="{TOP}" width="{right - x:g}"'
        yield f' height="{height}"/>'
    local = in_zone(chart.as_of, chart.zone)
    yield f'<path class="reader" d="M{x} {TOP - 12}V{HEIGHT - BOTTOM}"/>'
    anchor = "end" if x > WIDTH / 2 else "start"
    shift = -5 if anchor == "end" else 5
    yield f'<text class="reader-label" x="{x + shift:g}" y="{TOP - 12}"'
    yield f' text-anchor="{anchor}">as of {local:%H:%M}</text>'
