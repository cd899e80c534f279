"""A figure down to the quoted words: policy, claims that decided, claims that lost."""

import pytest

from incident_log.errors import UnknownFigure
from incident_log.explain import Explanation, explain, name, row
from incident_log.history import History
from tests.given import (
    INCIDENT,
    ZONE,
    act,
    casualties,
    claim,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)

TEXT = "Sirens at 06:40. By noon, nine people were injured in Kyiv. More follows.\nEnd"


def quoting(words: str, text: str) -> dict[str, object]:
    """Quote *words* where they stand in *text*."""
    start = text.index(words)
    return {"quote": words, "span": [start, start + len(words)]}


def sentence(words: str, text: str) -> tuple[str, str]:
    """Return what stands around a quote in its explanation."""
    told = story(
        update("wire", injured(9, **quoting(words, text)), heard="12:00", text=text)
    )
    (found,) = explain(seen(told), "injured")
    return found.deciding[0].before, found.deciding[0].after


def lost(found: Explanation) -> list[tuple[str, str | None]]:
    return [(str(each.claim.name), each.why) for each in found.lost]


@pytest.mark.parametrize(
    ("words", "text", "before", "after"),
    [
        ("nine injured", "One. Then nine injured there. Three.", "Then ", " there."),
        ("nine injured", "nine injured", "", ""),
        ("nine injured", "nine injured.", "", "."),
        ("nine injured.", "One. Then nine injured. Two.", "Then ", ""),
        ("nine injured", "Toll\nThen nine injured\nTwo.", "Then ", ""),
        (
            "nine injured",
            "One.\r\nThen nine injured there.\r\nTwo.",
            "Then ",
            " there.",
        ),
        ("One. Nine injured", "Now: One. Nine injured there. Two", "Now: ", " there."),
        ("nine injured", "🚨 One. Of 9.5 km, nine injured.", "Of 9.5 km, ", "."),
    ],
)
def test_a_quote_stands_in_its_sentence(
    words: str, text: str, before: str, after: str
) -> None:
    assert sentence(words, text) == (before, after)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("One. As of 11 a.m. Friday, nine injured.", "As of 11 a.m. Friday, "),
        ("One. Since Nov. 19 there were nine injured.", "Since Nov. 19 there were "),
        ("One. Lt. Gen. Popko speaks of nine injured.", "Lt. Gen. Popko speaks of "),
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str, before: str) -> None:
    assert sentence("nine injured", text) == (before, ".")


@pytest.mark.parametrize("stop", ["!", "?", ".”"])
def test_other_signs_end_a_sentence_too(stop: str) -> None:
    assert sentence("nine injured", f"One{stop} Nine{stop} Yes, nine injured.") == (
        "Yes, ",
        ".",
    )


def test_a_claim_without_quote_or_text_has_no_words_around_it() -> None:
    told = story(update("wire", injured(9), heard="12:00", text=TEXT))

    (found,) = explain(seen(told), "injured")

    assert (found.deciding[0].before, found.deciding[0].after) == ("", "")


def test_every_claim_that_lost_says_why() -> None:
    told = story(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured(12), at="15:00", heard="15:10"),
        update("kmva", more(injured(1)), at="14:00", heard="15:20"),
        update("kmva", more(injured(2)), at="16:00", heard="16:10"),
        update(
            "page", more(injured(2)), at="16:00", heard="16:20", derived_from="kmva"
        ),
        update("mayor", injured(9), at="10:00", heard="10:10"),
        update("wire", injured(90), at="10:00", heard="10:10"),
        act("correct", "11:00", claim="wire/1#c1", changes={"count": 14}),
        update("blog", injured(500), at="10:00", heard="10:10"),
        act("retract", "11:00", ref="blog"),
        update("post", injured(50), at="10:00", heard="10:10"),
        act("hold", "11:00", ref="post/1"),
    )

    (found,) = explain(seen(told), "injured")

    assert [str(each.claim.name) for each in found.deciding] == [
        "kmva/2#c1",
        "page/1#c1",
        "wire/1#c1~1",
    ]
    assert lost(found) == [
        ("blog/1#c1", "retracted"),
        ("kmva/1#c1", "superseded"),
        ("kmva/3#c1", "contained"),
        ("kmva/4#c1", "repeated"),
        ("mayor/1#c1", "outvoted"),
        ("post/1#c1", "held"),
        ("wire/1#c1", "corrected"),
    ]
    assert [each.why for each in found.deciding] == [None, None, None]


def test_a_party_s_claim_that_is_outvoted_lost_by_interest() -> None:
    told = story(
        update("mayor", killed(12), at="14:00", heard="14:10"),
        update(
            "ministry",
            killed(500),
            claim("strike", phase="used", actor="ministry", weapons=["drone"]),
            at="14:30",
            heard="14:40",
        ),
    )

    (found,) = explain(seen(told, policy="majority"), "killed")

    assert lost(found) == [("ministry/1#c1", "interested")]
    assert found.figure.policy == "majority"


def test_an_explanation_as_plain_values_holds_everything() -> None:
    told = story(
        update(
            "wire",
            injured(
                9, at="11:30", as_of_text="By noon", **quoting("nine people", TEXT)
            ),
            heard="12:00",
            text=TEXT,
        ),
        act("retract", "13:00", ref="wire/1#c1"),
        update("mayor", killed(1), injured("at least 3"), at="11:00", heard="12:00"),
    )

    (found,) = explain(seen(told), "injured")
    plain = row(found)

    assert list(plain) == ["figure", "deciding", "lost"]
    assert plain["figure"]["table"] == "casualties"
    assert (plain["figure"]["low"], plain["figure"]["high"]) == (3, None)
    assert [each["claim"] for each in plain["deciding"]] == ["mayor/1#c2"]
    assert plain["lost"] == [
        {
            "claim": "wire/1#c1",
            "why": "retracted",
            "by": "an editor at 2024-12-20T11:00:00.000000Z",
            "said_by": "wire",
            "origin": "wire",
            "count": "9",
            "denied": False,
            "as_of": "2024-12-20T09:30:00.000000Z",
            "as_of_to": "2024-12-20T09:30:00.000000Z",
            "as_of_text": "By noon",
            "known_at": "2024-12-20T10:00:00.000000Z",
            "report": "wire",
            "source": "wire",
            "position": 1,
            "before": "By noon, ",
            "quote": "nine people",
            "after": " were injured in Kyiv.",
        }
    ]


def toll() -> History:
    """Figures about several things in several places."""
    of = {"measure": "subset", "subset_of": "all", "detail": "hospitalized"}
    children = {"population": {"age_group": "child", "role": ["medical", "journalist"]}}
    return story(
        update(
            "kmva",
            killed(1, id="dead", place="holosiivskyi"),
            injured(9, id="all"),
            casualties("injured", 4, id="hospital", **of),
            injured(2, id="young", **children),
            killed(3, id="again", counter="after-the-second-wave"),
            claim("strike", id="fired", weapons=["b", "a"], phase="used", count=5),
            claim("occurrence", id="blasts", kind="blast_heard", count=8),
            claim("indicator", id="level", name="water_level", value=1.5, unit="m"),
            at="11:00",
            heard="11:12",
        )
    )


NAMES = [
    "casualties killed @ holosiivskyi",
    "casualties injured @ kyiv",
    "casualties injured child journalist+medical @ kyiv",
    "casualties injured hospitalized subset subset_of=injured @ kyiv",
    "casualties killed counter=after-the-second-wave @ kyiv",
    "indicators water_level m @ kyiv",
    "occurrences blast_heard @ kyiv",
    "strikes a+b used @ kyiv",
]


def test_every_figure_has_a_name_to_ask_for_it_by() -> None:
    found = [name(figure) for figure in seen(toll()).figures]

    assert sorted(found) == sorted(NAMES)


def test_a_figure_without_a_place_is_named_without_one() -> None:
    nowhere = {"incident": {"id": INCIDENT, "timezone": ZONE}}
    told = story(update("wire", killed(1), at="09:00", heard="09:00") | nowhere)

    found = [name(figure) for figure in seen(told).figures]

    assert found == ["casualties killed"]


@pytest.mark.parametrize("whole", NAMES)
def test_a_figure_answers_to_its_whole_name(whole: str) -> None:
    found = explain(seen(toll()), whole)

    assert whole in [name(each.figure) for each in found]


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("killed", ["again", "dead"]),
        ("killed@holosiivskyi", ["dead"]),
        ("@holosiivskyi", ["dead"]),
        ("holosiivskyi killed", ["dead"]),
        ("hospitalized", ["hospital"]),
        ("child", ["young"]),
        ("medical", ["young"]),
        ("a+b", ["fired"]),
        ("used b", ["fired"]),
        ("indicators", ["level"]),
        ("after-the-second-wave", ["again"]),
        ("kmva/1#all", ["all"]),
    ],
)
def test_a_few_words_find_the_figures_they_fit(words: str, claims: list[str]) -> None:
    found = explain(seen(toll()), words)

    assert sorted(
        str(each.claim.claim.id) for figure in found for each in figure.deciding
    ) == (claims)


def test_a_claim_that_lost_leads_to_its_figure_as_well() -> None:
    told = story(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured(12), at="15:00", heard="15:10"),
    )

    (found,) = explain(seen(told), "kmva/1#c1")

    assert name(found.figure) == "casualties injured @ kyiv"


@pytest.mark.parametrize("words", ["kill", "killed @ lviv", "kmva/1", "Killed"])
def test_words_that_fit_no_figure_are_answered_with_those_there_are(words: str) -> None:
    told = story(update("kmva", killed(1), injured(9), at="09:00", heard="09:00"))

    with pytest.raises(UnknownFigure) as caught:
        explain(seen(told), words)

    assert str(caught.value) == (
        f"no figure matches {words!r}: there are casualties injured @ kyiv;"
        " casualties killed @ kyiv"
    )


def test_of_many_figures_the_nearest_few_are_named() -> None:
    harms = ("killed", "injured", "missing", "trapped", "rescued", "evacuated")
    told = story(
        update("kmva", *(casualties(h, 1) for h in harms), at="09:00", heard="09:00")
    )

    with pytest.raises(UnknownFigure) as caught:
        explain(seen(told), "casualties resqued @ kyiv")

    assert "there are casualties rescued @ kyiv; " in str(caught.value)
    assert "and 1 more, see 'incident-log replay'" in str(caught.value)


def test_before_anything_is_counted_there_is_no_figure_to_explain() -> None:
    told = story(update("kmva", killed(1), at="09:00", heard="09:00"))

    with pytest.raises(UnknownFigure, match="there are none at this moment"):
        explain(seen(told, at="08:00"), "killed")
