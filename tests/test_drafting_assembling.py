"""The draft document out of what was found: ids, references, descriptions, lists."""

from typing import Any

from incident_log.drafting.assembling import (
    claims_of,
    dropped_of,
    named_in,
    place_rows,
    unclaimed_of,
    weapon_rows,
)
from incident_log.drafting.attacks.strikes import strikes_in
from incident_log.drafting.attacks.weapon_mentions import weapon_mentions
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.dates.timing import times_in
from incident_log.drafting.mentions import mentions_of
from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.gazetteer import add_names
from incident_log.drafting.prose.rulebook import Rulebook, rulebook
from incident_log.drafting.setting.places import places_in
from incident_log.drafting.speech.agents import Agent
from incident_log.drafting.speech.voices import Voice, voices_in
from tests.given import Document
from tests.harm import harm, read


def found(
    article: Article, words: str, type_: str = "casualties", **fields: Any
) -> Finding:
    finding = harm(article, words, type_)
    finding.fields |= fields
    return finding


# -- claims --------------------------------------------------------------------------


def test_a_finding_becomes_a_claim_with_its_words() -> None:
    article = read("In Dolna at least nine people died.")
    finding = found(article, "at least nine people died", outcome="killed", count=9)
    finding.flags = {"relative-date", "composite"}

    assert claims_of(article, [finding]) == (
        [
            {
                "id": "c1",
                "type": "casualties",
                "outcome": "killed",
                "count": 9,
                "quote": "at least nine people died",
                "span": [9, 34],
                "status": "proposed",
                "rule": "casualties.plain",
                "flags": ["composite", "relative-date"],
            }
        ],
        [],
    )


def test_what_is_not_known_of_a_claim_is_left_out_and_none_is_not_zero() -> None:
    article = read("Nobody died.")
    finding = found(
        article, "Nobody died", count=0, place=None, weapons=[], verbatim=False
    )

    ((claim,), _) = claims_of(article, [finding])

    assert {"count", "verbatim"} < set(claim)
    assert {"place", "weapons"}.isdisjoint(claim)


def test_claims_are_numbered_by_their_place_in_the_text() -> None:
    article = read("Nine died. In May two died. Three live. In June four died.")
    nine, two, three, four = (
        found(article, words)
        for words in ("Nine died", "two died", "Three live", "four died")
    )
    two.background, four.background = "another time: May", "another time: June"

    claims, background = claims_of(article, [four, three, two, nine])

    assert [(c["id"], c["quote"]) for c in claims] == [
        ("c1", "Nine died"),
        ("c2", "Three live"),
    ]
    assert [(c["id"], c["quote"], c["why"]) for c in background] == [
        ("b1", "two died", "another time: May"),
        ("b2", "four died", "another time: June"),
    ]


def test_a_finding_may_have_a_span_of_its_own() -> None:
    article = read("He said: “Nine died.”")
    finding = found(article, "Nine died")
    finding.span = (9, 21)

    ((claim,), _) = claims_of(article, [finding])

    assert (claim["quote"], claim["span"]) == ("“Nine died.”", [9, 21])


def test_claims_of_the_same_words_come_by_rule() -> None:
    article = read("Nine died.")
    other = found(article, "Nine died", "strike")
    mine = found(article, "Nine died")

    claims, _ = claims_of(article, [other, mine])

    assert [claim["type"] for claim in claims] == ["casualties", "strike"]


def test_claims_name_one_another_by_their_ids() -> None:
    article = read("Nine died, two of them boys. Once more: nine died. Not verified.")
    nine = found(article, "Nine died")
    boys = found(article, "two of them boys", subset_of=nine)
    again = found(article, "nine died", restates=[nine])
    note = found(article, "Not verified", "verification", of=[nine, again])

    claims, _ = claims_of(article, [note, again, boys, nine])

    assert [
        {k: v for k, v in claim.items() if k in ("id", "subset_of", "restates", "of")}
        for claim in claims
    ] == [
        {"id": "c1"},
        {"id": "c2", "subset_of": "c1"},
        {"id": "c3", "restates": ["c1"]},
        {"id": "c4", "of": ["c1", "c3"]},
    ]


def test_no_claim_rests_on_background() -> None:
    article = read("In May nine died, two of them boys. Six live. Not verified.")
    nine = found(article, "nine died")
    nine.background = "another time: May"
    boys = found(article, "two of them boys", subset_of=nine)
    six = found(article, "Six live", restates=[nine])
    note = found(article, "Not verified", "verification", of=[nine, six])

    claims, (whole,) = claims_of(article, [nine, boys, six, note])

    assert whole["id"] == "b1"
    assert not any({"subset_of", "restates"} & set(claim) for claim in claims)
    assert claims[-1]["of"] == ["c2"]


def test_background_rests_on_background() -> None:
    article = read("In May nine died. Not verified.")
    nine = found(article, "nine died")
    note = found(article, "Not verified", "verification", of=[nine])
    nine.background = note.background = "another time: May"

    claims, background = claims_of(article, [nine, note])

    assert claims == []
    assert background[1]["of"] == ["b1"]


def test_a_note_that_nothing_was_verified_needs_something_that_was_claimed() -> None:
    article = read("In May nine died. Not verified.")
    nine = found(article, "nine died")
    nine.background = "another time: May"
    of_nothing = found(article, "Not verified", "verification", of=[])
    of_background = found(article, "Not verified", "verification", of=[nine])

    claims, background = claims_of(article, [nine, of_nothing, of_background])

    assert claims == []
    assert [claim["type"] for claim in background] == ["casualties"]


# -- what else a reviewer sees -------------------------------------------------------


def test_what_was_dropped_is_quoted_in_short() -> None:
    long = "Subscribe to our newsletter " + "for all the news of the day " * 8
    text = f"Nine people died in Dolna.\n\nShare this article\n\n{long.strip()}."
    article = read(text)

    short, cut = dropped_of(article)

    assert short["quote"] == "Share this article"
    assert text[slice(*short["span"])] == short["quote"]
    assert cut["quote"] == f"{text[cut['span'][0] :][:120]}…"
    assert cut["span"][1] - cut["span"][0] > 120
    assert all(row["rule"] and row["reason"] for row in (short, cut))


def test_a_number_that_no_rule_claimed_is_shown_in_its_sentence() -> None:
    article = read("It was dark. Of the lot, nine were never seen. It rained.")
    nine = article.items.words.index("nine")

    assert unclaimed_of(article, [(nine, "no rule fits")]) == [
        {
            "span": [25, 29],
            "quote": "nine",
            "sentence": "Of the lot, nine were never seen",
            "why": "no rule fits",
        }
    ]


def test_of_a_long_sentence_only_what_is_around_a_number_is_shown() -> None:
    article = read("and men " * 1_000 + "9 died" + " and men" * 1_000)
    (at,) = article.items.numbers

    (row,) = unclaimed_of(article, [(at, "no word")])

    assert row["sentence"] == ("and men " * 150 + "9 died" + " and men" * 149)


def test_mentions_are_what_claims_rest_on() -> None:
    text = "The mayor said on Friday that in Kyiv nine people died."
    article = read(text)
    voice = Voice(
        span=(0, 14),
        speaker="The mayor",
        agent=Agent("kyiv-mayor", "mayor of Kyiv"),
        mode="indirect",
        channel="",
        sentence=0,
        first=1,
        last=4,
        verb=3,
        governs=(1, 14),
        rule="speech.subject",
    )
    times = times_in(article, Context.of("2024-12-20", "Europe/Kyiv"))

    rows = mentions_of(article, times, [voice], places_in(article), [])

    assert rows == [
        {
            "type": "statement",
            "span": [0, 14],
            "quote": "The mayor said",
            "rule": "speech.subject",
            "speaker": "The mayor",
            "said_by": "kyiv-mayor",
            "mode": "indirect",
            "channel": None,
        },
        {
            "type": "time",
            "span": [18, 24],
            "quote": "Friday",
            "rule": "times.weekday",
            "value": "2024-12-20",
            "role": "said",
            "flags": ["relative-date"],
        },
        {
            "type": "place",
            "span": [33, 37],
            "quote": "Kyiv",
            "rule": "places.gazetteer",
            "id": "kyiv",
            "name": "Kyiv",
        },
    ]


def test_who_is_only_it_is_called_as_it_was_before() -> None:
    text = "The ministry said that nine died. Four were hurt, it said."
    article = read(text)

    rows = mentions_of(article, [], voices_in(article, []), [], [])

    assert [(row["quote"], row["speaker"]) for row in rows] == [
        ("The ministry said", "The ministry"),
        ("it said", "The ministry"),
    ]


def test_weapons_that_no_strike_counts_are_mentioned() -> None:
    text = "A MiG-31K took off, and two Kinzhals hit Dolna."
    article = read(text)
    strikes = strikes_in(article)

    rows = mentions_of(article, [], [], [], weapon_mentions(article, strikes))

    assert [(row["id"], row["role"], row["count"]) for row in rows] == [
        ("mig-31k", "platform", None),
        ("kinzhal", "used", 2),
    ]


# -- descriptions --------------------------------------------------------------------


def described(text: str, *used: str) -> list[Document]:
    article = read(text)
    return place_rows(article, used, places_in(article))


def test_places_in_use_are_described_with_those_they_lie_in() -> None:
    assert described("Nine died.", "kyiv", "kyiv") == [
        {"id": "kyiv", "name": "Kyiv", "level": "city", "part_of": "ukraine"},
        {"id": "ukraine", "name": "Ukraine", "level": "country"},
    ]


def test_a_place_that_no_gazetteer_has_is_described_as_it_was_named_first() -> None:
    text = "In the village of Dolna nine died. In the town of Dolna it rained."

    assert described(text, "dolna") == [
        {"id": "dolna", "name": "Dolna", "level": "city"}
    ]


def test_a_place_of_which_nothing_is_known_is_not_described() -> None:
    assert described("Nine died.", "dolna") == []


def test_places_may_lie_in_one_another_in_a_circle() -> None:
    rows = b"type,id,name,part_of\nplace,in,Innen,out\nplace,out,Outen,in\n"
    own = rulebook()
    lexicon = type(own.lexicon)()
    add_names(lexicon, "names.csv", rows)
    article = read_article("Nine died.", Rulebook(lexicon, {}, ""))

    assert [row["id"] for row in place_rows(article, ["in"], [])] == ["in", "out"]


def test_weapons_in_use_are_described_with_their_classes() -> None:
    article = read("Nine died.")

    rows = weapon_rows(article, ["cruise-missile", "bow", "cruise-missile"])

    assert [(row["id"], row.get("broader")) for row in rows] == [
        ("cruise-missile", "missile"),
        ("missile", None),
    ]
    assert all({"type", "aliases"}.isdisjoint(row) for row in rows)


def test_claims_name_one_thing_or_several() -> None:
    claims: list[Document] = [
        {"weapons": ["a", "b"], "carrier": "c"},
        {},
        {"carrier": "d"},
    ]

    assert list(named_in(claims, "weapons", "carrier")) == ["a", "b", "c", "d"]
