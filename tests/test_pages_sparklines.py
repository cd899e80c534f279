"""A figure along K in small: how a count grew while the log learnt."""

import re
from typing import Any

from incident_log.datasette_plugin.pages.sparklines import sparkline


def change(time: str, low: Any, best: Any, high: Any) -> dict[str, Any]:
    known_at = f"2024-12-20T{time}:00.000000Z"
    return {"known_at": known_at, "low": low, "best": best, "high": high}


NOON = "2024-12-20T12:00:00.000000Z"


def test_the_line_steps_up_where_the_log_learnt_more() -> None:
    svg = sparkline(
        "injured", [change("08:00", 5, 5, 5), change("10:00", 9, 10, 10)], NOON
    )

    assert re.findall(r'class="best" d="(.*?)"', svg) == ["M0.0 18.0H72.0V3.0H144.0"]
    assert re.findall(r'class="band" d="(.*?)"', svg) == ["M72.0 3.0H144.0V6.0H72.0Z"]


def test_what_has_no_number_leaves_no_line() -> None:
    svg = sparkline("injured", [change("08:00", None, None, None)], NOON)

    assert "<path" not in svg


def test_several_are_drawn_at_their_lowest() -> None:
    svg = sparkline("injured", [change("08:00", 2, None, None)], NOON)

    assert re.findall(r'class="best" d="(.*?)"', svg) == ["M0.0 3.0H144.0"]


def test_a_name_with_markup_is_text() -> None:
    svg = sparkline("<b>", [change("12:00", 1, 1, 1)], NOON)

    assert "<title>&lt;b&gt;</title>" in svg
