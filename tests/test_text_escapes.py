"""Foreign words cannot make a terminal, or a reader, see something else (I3, I11)."""

import pytest

from incident_log.cli import text
from incident_log.diff import diff
from incident_log.explain import explain
from incident_log.history import History
from incident_log.timeline import timeline
from tests.given import claim, injured, seen, story, update

Printed = pytest.CaptureFixture[str]

SHOWN = [
    ("red\x1b[31malert", "red\\x1b[31malert"),
    ("a\x07b\x7fc", "a\\x07b\\x7fc"),
    ("nine\u202eelevn", "nine\\u202eelevn"),
    ("\u2066a\u2069 \u202ab\u202c", "\\u2066a\\u2069 \\u202ab\\u202c"),
    ("two\n\n  lines\tone", "two lines one"),
    ("Київ 🚨 “نعم”", "Київ 🚨 “نعم”"),
]


@pytest.mark.parametrize(("words", "shown"), SHOWN)
def test_control_and_bidi_characters_are_shown_escaped(
    words: str, shown: str, capsys: Printed
) -> None:
    told = _spoken(words)

    text.print_view(seen(told))
    text.print_timeline(seen(told), timeline(seen(told)))
    text.print_explanations(seen(told), explain(seen(told), "injured"))
    early = seen(told, heard="08:00")
    text.print_changes(early, seen(told), diff(early, seen(told)))

    printed = capsys.readouterr().out
    # The title in every head but one, the label twice, the quotes of two claims.
    assert printed.count(shown) == 4 + 2 + 5
    assert words == shown or words not in printed


@pytest.mark.parametrize("control", ["\x80", "\x9b", "\x9d"])
def test_the_other_control_characters_are_shown_escaped_too(
    control: str, capsys: Printed
) -> None:
    told = _spoken(f"red{control}31malert")

    text.print_view(seen(told))

    assert control not in capsys.readouterr().out


def _spoken(words: str) -> History:
    """Somebody put *words* everywhere where words may stand."""
    said = claim("statement", act="announce", quote=words)
    document = update(
        "wire", said, injured(9, quote=words), at="09:00", heard="09:10", label=words
    )
    document["incident"]["title"] = words
    return story(document)
