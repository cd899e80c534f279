"""From the text of an article to its draft: the whole way, and what always holds."""

import gc
import re
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from incident_log.drafting.drafts import Given, draft
from incident_log.drafting.review.documents import check
from incident_log.errors import (
    BadGazetteer,
    BadRule,
    NoSuchWallTime,
    UnclearTime,
    UnknownZone,
)
from tests.given import Document

FRIDAY = Given("2024-12-20", "Europe/Kyiv")

ARTICLE = """Fire in shed kills nine

KYIV, Ukraine (Dolna Post) — Nine people were killed in a fire in Kyiv on Friday, the
mayor said. Two of them were boys.

“We heard it at 8:30 a.m.,” said Olha Marna, a teacher. The army said that the raid was
in response to Thursday's attack on Belgorod, which killed four people.

In 2019 a fire at the same shed killed 40 people. Two died and six were not so lucky.

The figures could not be independently verified.

Subscribe to our newsletter
"""


def quotes(claims: list[Document], *types: str) -> list[str]:
    return [c["quote"] for c in claims if c["type"] in types or not types]


def test_a_draft_is_an_update_with_what_its_reviewer_has_to_see() -> None:
    made = draft(ARTICLE, FRIDAY)
    check(made)

    assert list(made) == [
        *("format", "incident", "related_incidents", "report", "signal"),
        *("published_at", "timezone", "text", "agents", "places", "weapons", "claims"),
        *("background", "unclaimed", "dropped", "mentions", "drafted_by"),
    ]
    assert made["text"] == ARTICLE
    assert quotes(made["claims"], "casualties") == [
        "kills nine",
        "Nine people were killed",
        "Two of them",
    ]
    assert quotes(made["background"], "casualties") == [
        "killed four people",
        "killed 40 people",
        "Two died",
    ]
    assert [each["quote"] for each in made["unclaimed"]] == ["six"]
    assert [each["quote"] for each in made["dropped"]] == [
        "Subscribe to our newsletter"
    ]
    assert {each["type"] for each in made["mentions"]} == {"time", "statement", "place"}


def test_a_draft_says_what_made_it() -> None:
    made = draft(ARTICLE)["drafted_by"]

    assert re.fullmatch(r"incident-log \d+\.\d+\.\d+", made["version"])
    assert re.fullmatch(r"[0-9a-f]{16}", made["rules"])
    assert made["text_sha256"] == sha256(ARTICLE.encode()).hexdigest()


def test_an_incident_is_named_by_its_place_and_day() -> None:
    assert draft(ARTICLE, FRIDAY)["incident"] == {
        "id": "kyiv-2024-12-20",
        "place": "kyiv",
        "timezone": "Europe/Kyiv",
    }
    assert draft(ARTICLE, Given(incident="fire"))["incident"] == {
        "id": "fire",
        "place": "kyiv",
    }


@pytest.mark.parametrize(
    ("text", "published"), [(ARTICLE, None), ("Nine died.", "2024-12-20")]
)
def test_an_incident_without_place_or_day_has_no_name(
    text: str, published: str | None
) -> None:
    assert "incident" not in draft(text, Given(published))


def test_a_report_is_of_the_outlet_that_its_dateline_names() -> None:
    assert draft(ARTICLE)["report"] == {"source": "dolna-post"}
    assert draft(ARTICLE, Given(source="paper"))["report"] == {"source": "paper"}
    assert draft("Nine died.")["report"] == {}


def test_private_people_of_two_reports_are_never_the_same() -> None:
    text = "Nine people died in Lviv, a nurse said. Two men died, officials said."

    for report in ("post-1", "post-2"):
        made = draft(text, Given("2024-12-20", report=report, source="post"))
        nurse, said_by = f"{report}-nurse-unnamed", "officials-unnamed"

        assert [claim["said_by"] for claim in made["claims"]] == [nurse, said_by]
        assert {row["id"]: row.get("origin") for row in made["agents"]} == {
            nurse: None,
            said_by: "post-unnamed-officials",
        }
        assert [m["said_by"] for m in made["mentions"] if m["type"] == "statement"] == [
            nurse,
            said_by,
        ]


def test_a_time_that_is_not_sure_says_so() -> None:
    text = "Seven people were killed at around 5 a.m., police said."

    made = draft(text, Given("2025-08-25", "Asia/Gaza"))

    assert "occurred" not in made["claims"][0]
    (flags,) = [m["flags"] for m in made["mentions"] if m["type"] == "time"]
    assert flags == ["approximate-time", "assumed-day", "no-day-named"]
    check(made)


def test_only_what_claims_name_is_described() -> None:
    text = "Nine people died in Lviv, the mayor said. A van left Odesa."

    made = draft(text, FRIDAY)

    assert [each["id"] for each in made["places"]] == ["lviv", "ukraine"]
    assert [each["id"] for each in made["agents"]] == ["lviv-mayor"]
    assert made["weapons"] == []


def test_weapons_are_described_with_their_classes() -> None:
    made = draft("Ten cruise missiles were launched at Kyiv.", FRIDAY)

    assert [each["id"] for each in made["weapons"]] == ["cruise-missile", "missile"]


def test_an_actor_is_described_as_the_gazetteer_has_it() -> None:
    made = draft("Russia launched ten cruise missiles at Kyiv.", FRIDAY)

    (strike,) = made["claims"]
    (agent,) = (each for each in made["agents"] if each["id"] == strike["actor"])
    assert agent["party"] == "ru"


@pytest.mark.parametrize(
    ("answered", "related"),
    [
        ("an attack on Belgorod", {"id": "belgorod-2024-12-20", "place": "belgorod"}),
        ("an attack on Kyiv", {"id": "before-kyiv-2024-12-20", "place": "kyiv"}),
        ("an attack on its base", {"id": "before-kyiv-2024-12-20"}),
        ("an attack on Pier Nine in Odesa", {"id": "pier-2024-12-20", "place": "pier"}),
    ],
)
def test_what_is_answered_is_an_incident_to_be_named(
    answered: str, related: Document, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("type,id,name,level\nplace,pier,Pier Nine,pier\n")
    text = f"Nine people died in Kyiv. It was in response to {answered}."

    made = draft(text, FRIDAY, gazetteers=[names])
    check(made)

    (link,) = (each for each in made["claims"] if each["type"] == "link")
    assert link["to"] == related["id"]
    assert "incident-to-be-named" in link["flags"]
    assert made["related_incidents"] == [related]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Given(published="yesterday"), UnclearTime),
        (Given(published="2024-13-01"), UnclearTime),
        (Given(timezone="Kyiv"), UnknownZone),
        (Given("2025-03-30T03:30", "Europe/Kyiv"), NoSuchWallTime),
    ],
)
def test_what_is_given_wrongly_is_refused(wrong: Given, error: type[Exception]) -> None:
    with pytest.raises(error):
        draft(ARTICLE, wrong)


def test_wrong_rules_and_names_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("[[rule]\nno, csv")

    with pytest.raises(BadRule):
        draft(ARTICLE, rules=[path])
    with pytest.raises(BadGazetteer):
        draft(ARTICLE, gazetteers=[path])


@pytest.mark.parametrize("is_on", [True, False])
def test_whether_garbage_is_collected_stays_as_it_was(is_on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        threshold = gc.get_threshold()
        draft(ARTICLE)
        assert gc.isenabled() == is_on
        assert gc.get_threshold() == threshold
    finally:
        (gc.enable if was_on else gc.disable)()


# -- what always holds ---------------------------------------------------------------

PIECES = (
    *(
        "Nine people",
        "at least 12 men",
        "two of them boys",
        "a mayor",
        "the army",
        "No one",
    ),
    *("40 drones", "three houses", "10,000 customers", "Kyiv", "in the Dolna region"),
    *("were killed", "died", "were hurt", "hit", "damaged", "lost power", "launched"),
    *(
        "said",
        "denied",
        "could not be independently verified",
        "in response to an attack",
    ),
    *(
        "on Friday",
        "in 2019",
        "since the war began",
        "at 8:30 a.m.",
        "so far this year",
    ),
    *(", ", ". ", "; ", " — ", "\n", "\n\n", "\r\n\r\n", "“", "”", '"', "'", "(", ")"),
    *("$5", "7.5", "№", "й", "é", "\u00a0", "\u200b", "🔥", "İ", "-", "2024-12-20"),
    *("Subscribe to our newsletter", "Share this article", "Read more: Nine dead"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
GIVENS = st.builds(
    Given,
    st.none() | st.dates(date(1990, 1, 2), date(2090, 1, 1)).map(date.isoformat),
    st.sampled_from([None, "Europe/Kyiv", "Pacific/Apia"]),
)
BOUNDED = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@BOUNDED
@given(TEXTS | st.text(), GIVENS)
@example("two of them boys could not be independently verified", Given())
def test_whatever_is_read_the_draft_can_be_reviewed(text: str, said: Given) -> None:
    made = draft(text, said)

    check(made)
    for each in (*made["claims"], *made["background"], *made["mentions"]):
        start, end = each["span"]
        assert text[start:end] == each["quote"] != ""


@BOUNDED
@given(TEXTS, GIVENS)
def test_the_same_text_gives_the_same_draft(text: str, said: Given) -> None:
    assert draft(text, said) == draft(text, said)


def told(made: Document) -> list[Document]:
    """What is claimed, without where it stands."""
    return [
        {k: v for k, v in claim.items() if k not in ("quote", "span", "text")}
        for claim in (*made["claims"], *made["background"])
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\n", "\r\n"),
        (" ", "\u00a0"),
        ("[“”]", '"'),
        ("'", "\u2019"),
        ("Subscribe to our newsletter\n", ""),
    ],
)
def test_how_a_page_is_set_changes_no_claim(one: str, other: str) -> None:
    text = re.sub(one, other, ARTICLE)
    assert text != ARTICLE
    changed = draft(text, FRIDAY)

    check(changed)
    assert told(changed) == told(draft(ARTICLE, FRIDAY))


def calls(text: str) -> int:
    """How many calls it takes to draft a text."""
    many = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal many
        many += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        draft(text, FRIDAY)
    finally:
        sys.setprofile(before)
    return many


@pytest.mark.parametrize(
    "words",
    [
        "the ",
        "It said they were killed. He said. ",
        "in response to a Ukrainian missile attack ",
        "“We lost 3 people,” said mayor John Smith. ",
    ],
)
def test_twice_as_many_words_take_no_more_than_twice_the_steps(words: str) -> None:
    many = 16_000 // len(words)
    draft(words, FRIDAY)  # reads the rules, once for all

    assert calls(words * 2 * many) < 2.1 * calls(words * many)


def test_places_may_lie_in_one_another_in_a_circle(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text(
        "type,id,name,level,part_of\nplace,aa,Aaland,city,bb\nplace,bb,Bebra,city,aa\n"
    )
    text = (
        "AALAND — Shelling killed 3 in Aaland, the mayor of Bebra said."
        " In Italy, 4 died."
    )

    made = draft(text, FRIDAY, gazetteers=[names])

    assert {"aa", "bb"} <= {place["id"] for place in made["places"]}
