"""A figure along T as a drawing, and as words for those who do not see it."""

import re

import pytest

from incident_log.datasette_plugin.pages.charts import drawn, told
from incident_log.datasette_plugin.pages.scales import (
    Chart,
    Level,
    changed,
    short,
    times,
)
from incident_log.times import LATEST


def at(time: str) -> str:
    return f"2024-12-20T{time}:00.000000Z"


def level(since: str, *bounds: int | float | None, contested: bool = False) -> Level:
    low, best, high = bounds
    return Level(at(since), low, best, high, contested=contested)


def chart(
    *levels: Level, as_of: str = LATEST, end: str = "12:00", **more: str
) -> Chart:
    return Chart(
        name="c",
        title=more.get("title", "injured, Kyiv"),
        levels=levels,
        start=more.get("start", at("08:00")),
        end=at(end),
        as_of=as_of,
        zone=more.get("zone", "UTC"),
    )


def paths(svg: str, name: str) -> list[str]:
    """Return the paths of one class, in order."""
    return re.findall(rf'<path class="{name}" d="([^"]*)"/>', svg)


def texts(svg: str, name: str) -> list[str]:
    return re.findall(rf'<text class="{name}"[^>]*>([^<]*)</text>', svg)


def test_the_line_steps_from_one_best_number_to_the_next() -> None:
    svg = drawn(chart(level("09:00", 8, 8, 8), level("11:00", 10, 10, 10)))

    assert paths(svg, "best") == ["M121.0 52.0H303.0M303.0 24.0H394.0M303.0 52.0V24.0"]
    assert paths(svg, "band") == []
    assert texts(svg, "label") == ["10"]


def test_the_band_reaches_from_low_to_high() -> None:
    svg = drawn(chart(level("08:00", 0, 5, 10)))

    assert paths(svg, "band") == ["M30.0 24.0h364V164.0h-364Z"]
    assert texts(svg, "bound") == ["high 10", "low 0"]


def test_a_band_without_an_upper_end_fades_away() -> None:
    svg = drawn(chart(level("08:00", 7, 7, None)))

    strips = re.findall(r'<rect class="open (open-\d)" x="30.0" y="([\d.]+)"', svg)
    assert [name for name, _ in strips] == [f"open-{n}" for n in range(6)]
    assert [float(y) for _, y in strips] == sorted(
        (float(y) for _, y in strips), reverse=True
    )
    assert texts(svg, "label") == ["7+"]


def test_up_to_nine_is_a_band_without_a_line() -> None:
    svg = drawn(chart(level("08:00", None, None, 9)))

    assert len(paths(svg, "band")) == 1
    assert paths(svg, "best") == paths(svg, "vague") == texts(svg, "label") == []


def test_about_nine_is_a_line_without_a_band() -> None:
    svg = drawn(chart(level("08:00", None, 9, None)))

    assert paths(svg, "band") == []
    assert "open-" not in svg
    assert len(paths(svg, "best")) == 1


def test_several_is_a_dotted_line_at_its_lowest() -> None:
    svg = drawn(chart(level("08:00", 2, None, None)))

    assert paths(svg, "vague") == ["M30.0 24.0H394.0"]
    assert paths(svg, "best") == []


def test_a_contested_stretch_is_hatched() -> None:
    svg = drawn(chart(level("08:00", 0, None, 1, contested=True)))

    assert len(paths(svg, "band contested")) == 1
    (hatch,) = paths(svg, "hatch")
    assert hatch.startswith("M34 164l140 -140M41 164l140 -140")


def test_too_short_a_dispute_has_no_room_for_strokes() -> None:
    svg = drawn(chart(level("11:59", 0, None, 1, contested=True)))

    assert paths(svg, "hatch") == []


def test_a_figure_that_ends_leaves_a_gap() -> None:
    svg = drawn(chart(level("08:00", 9, 9, 9), level("10:00", None, None, None)))

    assert paths(svg, "best") == ["M30.0 38.0H212.0"]
    assert texts(svg, "label") == []


def test_the_reader_stands_at_a_line_and_what_comes_later_is_veiled() -> None:
    early = drawn(chart(level("08:00", 9, 9, 9), as_of=at("09:00")))
    late = drawn(chart(level("08:00", 9, 9, 9), as_of=at("12:00")))
    latest = drawn(chart(level("08:00", 9, 9, 9)))

    assert texts(early, "reader-label") == ["as of 09:00"]
    assert 'class="veil" x="121.0"' in early
    assert 'text-anchor="start">as of' in early
    assert "veil" not in late
    assert 'text-anchor="end">as of 12:00' in late
    assert "reader" not in latest


def test_labels_of_the_ends_keep_clear_of_the_best_number() -> None:
    svg = drawn(chart(level("08:00", 99, 100, 101)))

    heights = [
        float(y) for y in re.findall(r'class="(?:label|bound)"[^>]* y="(.*?)"', svg)
    ]
    best, high, low = heights
    assert high <= best - 14
    assert low >= best + 14


def test_a_chart_is_told_in_words() -> None:
    figure = chart(
        level("08:00", 7, 7, None),
        level("09:00", 9, 12, 13, contested=True),
        level("10:00", None, None, 9),
        level("11:00", 9, 9, 9),
        level("11:30", None, None, None),
        zone="Europe/Kyiv",
    )

    assert told(figure) == (
        "from 20 Dec 10:00: 7, at least 7; from 20 Dec 11:00: 12, 9 to 13, contested;"
        " from 20 Dec 12:00: at most 9; from 20 Dec 13:00: 9;"
        " from 20 Dec 13:30: no bounds."
    )
    assert f'<desc id="c-d">{told(figure)}</desc>' in drawn(figure)
    assert told(chart()) == "No figure yet."


def test_names_with_markup_are_text() -> None:
    svg = drawn(chart(level("08:00", 1, 1, 1), title="<script>1</script> & co"))

    assert '<title id="c-t">&lt;script&gt;1&lt;/script&gt; &amp; co</title>' in svg


def test_a_chart_of_its_own_brings_its_style() -> None:
    assert "<style>.x{}</style>" in drawn(chart(), style=".x{}")
    assert "<style>" not in drawn(chart())


def test_a_level_that_repeats_the_one_before_is_left_out() -> None:
    first, again, next_ = (
        level("08:00", 1, 1, 1),
        level("09:00", 1, 1, 1),
        level("10:00", 1, 1, 2),
    )

    assert changed([first, again, next_]) == [first, next_]


@pytest.mark.parametrize(
    ("start", "end", "zone", "labels"),
    [
        (
            "2024-12-20T08:00",
            "2024-12-20T12:00",
            "UTC",
            "08:00 09:00 10:00 11:00 12:00",
        ),
        ("2024-12-20T08:10", "2024-12-20T08:50", "UTC", "08:15 08:30 08:45"),
        (
            "2024-12-20T04:39",
            "2024-12-20T19:45",
            "Europe/Kyiv",
            "09:00 12:00 15:00 18:00 21:00",
        ),
        (
            "2024-12-20T20:00",
            "2024-12-22T04:00",
            "UTC",
            "21_Dec 06:00 12:00 18:00 22_Dec",
        ),
        (
            "2024-12-20T00:00",
            "2024-12-25T06:00",
            "UTC",
            "20_Dec 21_Dec 22_Dec 23_Dec 24_Dec 25_Dec",
        ),
        (
            "2014-12-20T00:00",
            "2024-12-22T00:00",
            "UTC",
            "Dec_2014 Dec_2016 Dec_2018 Dec_2020 Dec_2022 Dec_2024",
        ),
    ],
)
def test_the_axis_has_round_hours_of_the_incidents_zone(
    start: str, end: str, zone: str, labels: str
) -> None:
    axis = Chart("c", "t", (), f"{start}:00Z", f"{end}:00Z", LATEST, zone)

    found = [label.replace(" ", "_") for _, label in times(axis)]

    assert found == labels.split()


def test_the_numbers_at_the_side_are_round() -> None:
    svg = drawn(chart(level("08:00", 0, 37, 37)))

    assert [t for t in texts(svg, "axis") if ":" not in t] == [
        "0",
        "10",
        "20",
        "30",
        "40",
    ]


def test_decimals_and_negative_numbers_have_a_scale_too() -> None:
    svg = drawn(chart(level("08:00", -2.5, -2.5, 6.4)))

    assert [t for t in texts(svg, "axis") if ":" not in t] == [
        "-4",
        "-2",
        "0",
        "2",
        "4",
        "6",
        "8",
    ]


def test_big_numbers_are_written_short() -> None:
    assert short(9_999) == "9999"
    assert short(12_500) == "12.5k"
    assert short(-2_000_000) == "-2M"


def test_an_incident_of_one_moment_has_a_chart() -> None:
    svg = drawn(chart(level("08:00", 1, 1, 1), end="08:00"))

    assert texts(svg, "label") == ["1"]


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "UTC"])
def test_a_mistyped_year_does_not_take_the_chart_away(zone: str) -> None:
    axis = Chart(
        name="c",
        title="injured, Kyiv",
        levels=(level("08:00", 3, 3, 3),),
        start="0001-01-01T00:00:00.000000Z",
        end="9999-12-31T23:59:59.000000Z",
        as_of=LATEST,
        zone=zone,
    )

    assert 4 <= len(list(times(axis))) <= 7
    assert "injured, Kyiv" in drawn(axis)
