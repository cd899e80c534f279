"""Answers as text for reading: short, aligned, in the incident's zone."""

import os
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from incident_log.cli import incident_log, text
from incident_log.history import History
from tests.given import (
    INCIDENT,
    Document,
    casualties,
    claim,
    denied,
    injured,
    killed,
    seen,
    story,
    update,
)

GOLDEN = Path(__file__).parent / "golden_text"
ELEVEN = ("--as-of", "2024-12-20T11:00", "--known-at", "2024-12-20T11:15")


def golden(name: str, printed: str) -> str:
    """Return what was printed when it was last read; scripts/accept rewrites it."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("INCIDENT_LOG_ACCEPT"):
        path.write_text(printed, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demo") / "log"
    assert CliRunner().invoke(incident_log, ["demo", str(directory)]).exit_code == 0
    return directory


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("incidents", ("incidents",)),
        ("replay", ("replay", INCIDENT, *ELEVEN)),
        ("explain", ("explain", INCIDENT, "injured", "@kyiv")),
        ("explain-denied", ("explain", INCIDENT, "killed", "--as-of", "2024-12-20T09")),
        ("timeline", ("timeline", INCIDENT, "--known-at", "2024-12-20T09:00")),
        (
            "diff",
            ("diff", INCIDENT, "--from", "@".join(ELEVEN[1::2]), "--to", "latest"),
        ),
    ],
)
def test_the_bundled_day_reads_as_it_was_last_read(
    demo: Path, name: str, command: tuple[str, ...]
) -> None:
    result = CliRunner().invoke(incident_log, ["-l", str(demo), *command])

    assert result.output == golden(name, result.output)
    assert result.exit_code == 0


def test_the_demo_shows_three_moments_and_what_to_try_next(tmp_path: Path) -> None:
    directory = str(tmp_path / "log")

    result = CliRunner().invoke(incident_log, ["demo", directory])

    printed = result.output.replace(directory, "DIR")
    assert printed == golden("demo", printed)


def lines(printed: str) -> str:
    """Return what was printed below the head (incident, moment)."""
    return "\n".join(printed.splitlines()[2:]) + "\n"


def replayed(
    told: History, capsys: pytest.CaptureFixture[str], **moment: str
) -> list[str]:
    """Return the lines of a replay, without those of the updates."""
    text.print_view(seen(told, **moment))
    above, _, _ = capsys.readouterr().out.partition("\nupdates\n")
    return above.splitlines()[3:]


def test_a_small_incident_fits_on_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    told = story(
        update(
            "post",
            killed(1),
            injured("at least 2", place="pecherskyi"),
            claim("statement", act="announce", quote="one person was killed"),
            claim("occurrence", kind="alert_start", at="06:40"),
            at="08:15",
            heard="08:17",
            label="As of 8:15",
        ),
        update("mayor", denied(killed(1)), at="08:50", heard="08:52"),
    )

    text.print_view(seen(told, at="09:00"))

    assert capsys.readouterr().out == dedent(
        """\
        kyiv-2024-12-20  kyiv-2024-12-20
        as of 20 Dec 2024 09:00 EET, known at latest, policy latest, position 0

        casualties
          killed @ kyiv         0 to 1      20 Dec 08:50  contested, 2 origins
          injured @ pecherskyi  at least 2  20 Dec 08:15

        statements
          20 Dec 08:15  announce  post  “one person was killed”

        timeline
          20 Dec 06:40  alert_start  post

        updates
          20 Dec 08:17  post/1   post   As of 8:15
          20 Dec 08:52  mayor/1  mayor  new
        """
    )


@pytest.mark.parametrize(
    ("claims", "policy", "expected"),
    [
        ([injured(9)], "latest", "9"),
        ([injured("at least 9")], "latest", "at least 9"),
        ([injured("more than 9")], "latest", "at least 10"),
        ([injured("up to 9")], "latest", "0 to 9"),
        ([injured("about 9")], "latest", "about 9"),
        ([injured("9 to 12")], "latest", "9 to 12"),
        ([injured("several")], "latest", "at least 2"),
        ([injured("unknown")], "latest", "not stated"),
        ([casualties("injured")], "latest", "not stated"),
        ([injured("none")], "latest", "0"),
        ([injured(9, said_by="a"), injured(12, said_by="b")], "latest", "9 (9 to 12)"),
        ([injured(9, said_by="a"), injured(12, said_by="b")], "interval", "9 to 12"),
        ([injured(9, said_by="a"), injured("at least 7")], "latest", "9"),
        ([injured(9, said_by="a"), injured("about 12")], "latest", "9"),
        (
            [injured("at least 9", said_by="a", at="08:00"), injured("about 12")],
            "latest",
            "12 (at least 9)",
        ),
    ],
)
def test_a_figure_is_one_number_or_its_bounds(
    claims: list[Document],
    policy: str,
    expected: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = story(update("kmva", *claims, at="09:00", heard="09:10"))

    (line,) = replayed(told, capsys, policy=policy)[1:]

    assert line.removeprefix("  injured @ kyiv  ").partition("  20 Dec")[0] == expected


def test_a_figure_may_have_decimals(capsys: pytest.CaptureFixture[str]) -> None:
    level = claim("indicator", name="water_level", value=1.5, unit="m")
    told = story(update("river", level, at="09:00", heard="09:10"))

    found = replayed(told, capsys)

    assert found == ["indicators", "  water_level m @ kyiv  1.5  20 Dec 09:00"]


def test_a_figure_open_below_is_up_to_its_end() -> None:
    told = story(update("kmva", injured(9), at="09:00", heard="09:10"))
    (figure,) = seen(told).figures

    bounds = [replace(figure, low=None, best=best, high=12) for best in (None, 9)]

    assert [text.how_many(each) for each in bounds] == ["up to 12", "9 (up to 12)"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024", "2024"),
        ("2024-12", "Dec 2024"),
        ("2024-12-20", "20 Dec"),
        ("2024-12-20T08", "20 Dec 08 h"),
        ("2024-12-20T08:15", "20 Dec 08:15"),
        ("2024-12-20T08:15:30", "20 Dec 08:15"),
        ("2024-12-20T06:15Z", "20 Dec 08:15"),
    ],
)
def test_a_moment_is_printed_as_precisely_as_it_is_known(
    as_of: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = story(update("kmva", injured(9, as_of=as_of), heard="23:50"))

    (line,) = replayed(told, capsys)[1:]

    assert line == f"  injured @ kyiv  9  {expected}"


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        ("2024-12-20T08:15", "20 Dec 08:15"),
        ("2024-12-20", "20 Dec"),
        ({"to": "2024-12-20T08:15"}, "until 20 Dec 08:15"),
        ({"from": "2024-12-20T08:15"}, "from 20 Dec 08:15"),
        ({"from": "2024-12-20T08:15", "to": "2024-12-20T08:16"}, "20 Dec 08:15"),
        ({"from": "2024-12-20T08:15", "to": "2024-12-20T09:10"}, "20 Dec 08:15-09:10"),
        (
            {"from": "2024-12-19T22:15", "to": "2024-12-20T09:10"},
            "19 Dec 22:15-20 Dec 09:10",
        ),
        ("2024-10-27", "27 Oct"),
    ],
)
def test_a_period_is_printed_with_the_ends_it_has(
    occurred: object, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    happened = claim("occurrence", kind="fire_start", occurred=occurred)
    told = story(update("kmva", happened, at="09:00", heard="23:50"))

    (line,) = replayed(told, capsys)[1:]

    assert line == f"  {expected}  fire_start  kmva"


def test_a_moment_known_only_in_words_is_printed_in_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    happened = claim("occurrence", kind="fire_start", occurred={"text": "overnight"})
    told = story(update("kmva", happened, at="09:00", heard="23:50"))

    (line,) = replayed(told, capsys)[1:]

    assert "overnight" in line


def test_two_days_are_printed_as_two_days(capsys: pytest.CaptureFixture[str]) -> None:
    days = {"from": "2024-12-18", "to": "2024-12-19"}
    happened = claim("occurrence", kind="shelling", occurred=days)
    told = story(update("kmva", happened, at="09:00", heard="23:50"))

    (line,) = replayed(told, capsys)[1:]

    assert line == "  18 Dec-19 Dec  shelling  kmva"
