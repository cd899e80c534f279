"""Attribution: whose claim each finding is."""

import json
from bisect import bisect_left
from pathlib import Path

import pytest

from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.places import places_in
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.voices import voices_in
from tests.speeches import article, finding, voices

SHARED = Path(__file__).parent.parent.parent / "shared"


def attributed(text: str, words: str, kind: str = "casualties") -> dict[str, object]:
    found = finding(text, words, kind)
    attribute(article(text), voices(text), [found])
    return found.fields


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Nine people died, officials said.", "Nine", "officials-unnamed"),
        ("Officials said nine people died.", "nine", "officials-unnamed"),
        ("Nine people died.\n\nOfficials said so.", "Nine", None),
        ("Two died, police said, while Moscow claimed ten did.", "ten", "moscow"),
        ("Two died, police said, while Moscow claimed ten did.", "Two", "police"),
        ("“Nine people died,” Moroz said.", "Nine", "person-unnamed"),
        ("Police told us: “Nine died. Two ran.” Kyiv denied it.", "Two", "police"),
        ("Officials say nine died", "nine", "officials-unnamed"),
        ("Nine died and officials said two ran.", "Nine", None),
    ],
)
def test_the_voice_that_governs_the_words(
    text: str, words: str, expected: str | None
) -> None:
    text = text.replace("Moroz", "Inna Moroz")

    assert attributed(text, words).get("said_by") == expected


def test_the_channel_goes_with_it() -> None:
    text = "Nine people died, officials said in a statement."

    assert attributed(text, "Nine") == {
        "said_by": "officials-unnamed",
        "channel": "statement",
    }


def test_what_is_denied_is_marked() -> None:
    text = "Moscow denied that nine people died."

    assert attributed(text, "nine")["denied"] is True
    assert "denied" not in attributed(text, "nine", "damage")
    assert "denied" not in attributed("Nine died, which Moscow denied.", "Nine")


def test_who_is_known_stays() -> None:
    text = "Nine people died, officials said."
    found = finding(text, "Nine")
    found.fields["said_by"] = "un"

    attribute(article(text), voices(text), [found])

    assert found.fields == {"said_by": "un"}


def test_only_who_struck_knows_what_he_aimed_at() -> None:
    struck = "Moscow said it hit a port. It rained.\n\nThe attack also targeted a mill."
    far = struck.replace("\n\nThe", "\n\nOne.\n\nTwo.\n\nThe")
    other = struck.replace("Moscow", "The mayor")

    later = f"{struck}\n\nKyiv said it hit a depot."

    assert attributed(struck, "mill", "target")["said_by"] == "moscow"
    assert attributed(later, "mill", "target")["said_by"] == "moscow"
    assert attributed(struck, "mill", "damage") == {}
    assert attributed(far, "mill", "target") == {}
    assert attributed(other, "mill", "target") == {}


@pytest.mark.skipif(not SHARED.exists(), reason="the examples are not here")
@pytest.mark.parametrize(
    ("name", "outlet"),
    [("1-independent-ap", "ap"), ("2-kyiv-post-as-of-11", "kyiv-post")],
)
def test_claims_of_the_examples_have_their_voices(name: str, outlet: str) -> None:
    update = json.loads((SHARED / "examples" / f"{name}.json").read_text())
    read = article(update["text"])
    starts = [-1, *read.items.starts[1:]]
    claims = [
        claim
        for claim in update["claims"]
        if claim["type"] not in ("statement", "verification")
    ]
    found = []
    for claim in claims:
        first, last = (bisect_left(starts, at) for at in claim["span"])
        found.append(Finding(claim["type"], {}, first, last, first, "test"))

    attribute(read, voices_in(read, places_in(read)), found)

    assert [f.fields.get("said_by", outlet) for f in found] == [
        claim["said_by"] for claim in claims
    ]


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("The army denied that nine people were killed.", True),
        ("The army denies it all, but nine people were killed.", None),
    ],
)
def test_what_stands_behind_but_is_not_denied(text: str, is_denied: bool) -> None:
    found = finding(text, "nine people were killed")
    read = article(text)
    attribute(read, voices_in(read, []), [found])

    assert found.fields.get("denied") is is_denied
