"""The times of an article, what they are said for, and when findings happened."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.dates.dating import date_findings
from incident_log.drafting.dates.spots import _ROLES
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.dates.timing import times_in
from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rulebook import rulebook

#: A Friday.
FRIDAY = Context.of("2024-12-20", "Europe/Kyiv")


def article(*paragraphs: str) -> Article:
    return read_article("\n\n".join(("A wall comes down", *paragraphs)), rulebook())


def told(*paragraphs: str, context: Context = FRIDAY) -> dict[str, tuple[Any, str]]:
    """Return what each time of an article means, and its role."""
    read = article(*paragraphs)
    return {
        read.text[m.start : m.end]: (m.value, m.role) for m in times_in(read, context)
    }


def values(*paragraphs: str, context: Context = FRIDAY) -> list[str]:
    """Return what each clock time of an article means, without the year."""
    read = article(*paragraphs)
    return [
        str(m.value)[5:16] for m in times_in(read, context) if m.rule == "times.clock"
    ]


# -- which day a clock time belongs to -----------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It fell at 9:40 p.m. on Tuesday.", "12-17T21:40"),
        ("It fell at 9:40 p.m. (local time) Tuesday.", "12-17T21:40"),
        ("It fell at 9:40 p.m. (a little earlier) Tuesday.", "12-17T21:40"),
        ("It fell on Tuesday at about 9:40 p.m.", "12-17T21:40"),
        ("On Tuesday, two walls fell and at 9:40 p.m. another.", "12-17T21:40"),
        ("It fell at 9:40 p.m.", "12-20T21:40"),
    ],
)
def test_the_day_beside_it_or_of_its_sentence(sentence: str, expected: str) -> None:
    assert values(sentence) == [expected]


def test_else_the_last_day_of_its_paragraph() -> None:
    lead = "A wall fell on Tuesday."

    assert values(lead, "Rain began on Monday. At 9 a.m. it was over.") == [
        "12-16T09:00"
    ]
    assert values(lead, "Today they sat. At 9 a.m. it began.") == ["12-17T09:00"]
    assert values(lead, "It fell in May 1, 2019. At 9 a.m. it began.") == [
        "12-17T09:00"
    ]


def test_else_the_day_that_the_article_told_of_first() -> None:
    assert values("A wall fell on Tuesday.", "It was 9 a.m. then.") == ["12-17T09:00"]
    assert values(
        "Police said on Wednesday it fell.", "It fell on Tuesday.", "At 9 am."
    ) == ["12-17T09:00"]
    assert values("Police said on Wednesday it fell.", "It was 9 am.") == [
        "12-18T09:00"
    ]
    assert values("It will open on January 3.", "It was 9 am.") == ["12-20T09:00"]


def test_a_story_may_go_on_over_midnight() -> None:
    lead = "A fire broke out at 23:02 on December 18."

    assert values(
        lead, "Help came at 23:05.", "It was out at 0:15.", "He came at 3 am."
    ) == [
        "12-18T23:02",
        "12-18T23:05",
        "12-19T00:15",
        "12-19T03:00",
    ]
    assert values(lead, "It was out at 10:15.")[-1] == "12-18T10:15"


def test_a_story_does_not_go_on_after_publication() -> None:
    assert values("It broke out at 23:02 on Friday.", "It was out at 0:15.") == [
        "12-20T23:02",
        "12-20T00:15",
    ]


def test_without_a_day_of_publication_it_has_none() -> None:
    found = told("It fell at 23:02.", context=Context(zone="Europe/Kyiv"))

    assert found["23:02"] == (None, "occurred")


def test_without_a_day_of_its_own_it_is_before_publication() -> None:
    context = Context.of("2024-12-20T09:00", "Europe/Kyiv")

    assert values("It fell at 22:05.", context=context) == ["12-19T22:05"]
    assert values("It fell at 22:05 on Friday.", context=context) == ["12-20T22:05"]


def test_the_same_instant_in_two_zones_may_be_on_two_days() -> None:
    found = told(
        "It fell at 1:30 a.m. Tuesday (2330 GMT), or 5 a.m. (9 a.m. Gotham time)."
    )

    assert found["1:30 a.m."][0] == "2024-12-17T01:30+02:00"
    found = told("It fell at 1:30 a.m. (2330 GMT) Tuesday.")
    assert found["1:30 a.m."][0] == "2024-12-17T01:30+02:00"
    assert found["2330 GMT"][0] == "2024-12-16T23:30+00:00"
    assert told("It fell on Tuesday at 1:30 a.m. (2330 GMT).")["2330 GMT"][0] == (
        "2024-12-16T23:30+00:00"
    )
    spring = Context.of("2024-03-30", "Europe/Kyiv")  # clocks skip 3:30 on the 31st
    assert told("It fell at 1:30 GMT (3:30 a.m. local time).", context=spring)[
        "3:30 a.m. local time"
    ] == ("2024-03-30T03:30+02:00", "occurred")


# -- what a time is said for ---------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("It fell on Tuesday.", "occurred"),
        ("As of about Tuesday it lay there.", "as_of"),
        ("It lay there by Tuesday.", "by"),
        ("It lay there until Tuesday.", "until"),
        ("It has lain there since Tuesday.", "since"),
        ("It fell, police said on Tuesday.", "said"),
        ("Police told a reporter Tuesday it fell.", "said"),
        ("He confirmed it in a statement issued on Tuesday.", "said"),
        ("Two deaths were reported on Tuesday.", "reported"),
        ("A meeting is scheduled for Tuesday.", "planned"),
        ("They fled before Tuesday.", "ahead"),
        ("They flee next and then Tuesday.", "ahead"),
        ("The work starting Tuesday is hard.", "planned"),
        ("It rained from Tuesday to spring.", "range"),
        ("In its Tuesday evening bulletin it said so.", "as_of"),
    ],
)
def test_roles(sentence: str, role: str) -> None:
    ((_, found),) = told(sentence).values()

    assert found == role


def test_what_is_planned_is_on_the_coming_day() -> None:
    assert told("It will open on Monday.")["Monday"][0] == "2024-12-23"
    assert told("It will open on Friday.")["Friday"][0] == "2024-12-20"
    assert told("It will open next Friday.")["next Friday"][0] == "2024-12-27"
    assert told("It will open by January 31.")["January 31"][0] == "2025-01-31"


def test_stamps_and_datelines_tell_nothing_of_the_story() -> None:
    found = told(
        "By Anna Sol | Posted: Dec. 19, 2024",
        "December 19, 2024 - 09:58",
        "Late on Tuesday. They went.",
        "POLTAVA, 18 Dec (Wire) \u2014 A wall fell. It was 9 a.m. then, a man said."
        " It lay there for a long while, and nobody took it away from the road then.",
    )

    assert {role for _, role in found.values()} == {"stamp", "occurred"}
    assert found["18 Dec"] == ("2024-12-18", "stamp")
    assert found["Dec. 19, 2024"] == ("2024-12-19", "stamp")
    assert found["Late on Tuesday"] == ("2024-12-17", "occurred")


def test_what_was_dropped_is_no_time_unless_it_tells_of_publication() -> None:
    found = told("A wall fell.", "Published in The Wall, May 5th, 2024", "Tags: Friday")

    assert found == {"May 5th, 2024": ("2024-05-05", "stamp")}


def test_times_in_known_phrases_are_found_too() -> None:
    assert told("Walls have fallen so far this year.")["this year"][0] == "2024"


def test_entries_have_the_role_of_entries() -> None:
    found = told("10:57 p.m. \u2014 It fell.", "9:30 p.m. \u2014 It shook.")

    assert found["10:57 p.m."] == ("2024-12-20T22:57+02:00", "entry")


def test_an_article_may_have_no_times() -> None:
    assert told("A wall fell.") == {}


# -- when findings happened ----------------------------------------------------------


def dated(*paragraphs: str, background: str = "") -> dict[str, dict[str, Any]]:
    """Return the fields of a finding at each number of an article."""
    read = article(*paragraphs)
    found = {
        read.word(i): Finding(
            "casualties", {}, i, i + 1, i, "a.rule", set(), background
        )
        for i in read.items.numbers
    }
    date_findings(read, found.values(), times_in(read, FRIDAY))
    flags = {word: sorted(f.flags) for word, f in found.items()}
    return {word: f.fields | {"flags": flags[word]} for word, f in found.items()}


def test_it_happened_when_its_sentence_says() -> None:
    found = dated("Nine men died early Tuesday.")

    assert found["nine"] == {
        "occurred": {
            "from": "2024-12-17T00:00:00+02:00",
            "to": "2024-12-17T12:00:00+02:00",
            "text": "early Tuesday",
        },
        "flags": ["relative-date"],
    }


def test_the_nearest_time_of_its_clause_is_taken() -> None:
    found = dated("Nine men died on Tuesday, and two women were hurt on Wednesday.")

    assert found["nine"]["occurred"] == "2024-12-17"
    assert found["two"]["occurred"] == "2024-12-18"


@pytest.mark.parametrize(
    "sentence",
    [
        "Nine men died, while two walls fell on Tuesday and another on Wednesday.",
        "Nine men died; it rained on Tuesday.",
        "Nine men died overnight.",
        "Nine men died, police said on Tuesday.",
    ],
)
def test_no_time_rather_than_a_wrong_one(sentence: str) -> None:
    assert "occurred" not in dated(sentence)["nine"]


def test_the_only_day_of_a_sentence_is_taken_from_another_clause() -> None:
    assert dated("Nine men died when it fell on Tuesday.")["nine"]["occurred"] == (
        "2024-12-17"
    )


def test_a_clock_time_says_more_than_its_day() -> None:
    for words in ("at 10:15 a.m. on Tuesday", "on Tuesday at 10:15 a.m."):
        found = dated(f"Nine men died {words}.")

        assert found["nine"]["occurred"]["from"] == "2024-12-17T10:15:00+02:00"


def test_since_and_by_open_one_end() -> None:
    assert dated("Nine men died since 2019.")["nine"]["occurred"] == {
        "from": "2019",
        "text": "since 2019",
    }
    found = dated("Nine men were reported dead by 8:30 a.m. on Friday.")["nine"]
    assert found["occurred"] == {
        "to": "2024-12-20T08:30:00+02:00",
        "text": "by 8:30 a.m.",
    }
    assert found["as_of"] == "2024-12-20T08:30:00+02:00"
    assert found["as_of_text"] == "by 8:30 a.m."


def test_nothing_happened_on_a_day_that_no_words_name() -> None:
    for sentence in (
        "Nine men died at around 5 a.m.",
        "Nine men died at 5 a.m. (0300 GMT).",
        "A wall fell at 5 a.m. Nine men died.",
    ):
        assert "occurred" not in dated(sentence)["nine"]
    assert dated("Nine men were reported dead by about 8:30 a.m.")["nine"] == {
        "as_of": "2024-12-20T08:30:00+02:00",
        "as_of_text": "by about 8:30 a.m.",
        "flags": ["assumed-day"],
    }


def test_the_day_of_the_story_is_assumed() -> None:
    found = dated("A wall fell on Tuesday.", "Nine men died at 5 a.m.")["nine"]
    assert found["occurred"]["from"] == "2024-12-17T05:00:00+02:00"
    assert found["flags"] == ["assumed-day"]

    found = dated("A wall fell on Tuesday.", "It fell at 5 a.m. Nine men died.")["nine"]
    assert found["occurred"] == "2024-12-17"
    assert found["flags"] == ["assumed-day", "carried-date"]


@pytest.mark.parametrize("about", ["around", "about", "roughly"])
def test_an_approximate_time_is_no_exact_minute(about: str) -> None:
    found = dated(f"Nine men died {about} 5 a.m. on Tuesday.")["nine"]

    assert found["occurred"] == {
        "from": "2024-12-17T04:30:00+02:00",
        "to": "2024-12-17T05:31:00+02:00",
        "text": "5 a.m.",
    }
    assert "approximate-time" in found["flags"]


def test_shortly_after_is_approximate_too() -> None:
    read = article("It fell shortly after 5 a.m. on Tuesday.")

    assert "approximate-time" in times_in(read, FRIDAY)[0].flags


@pytest.mark.parametrize(
    "sentence",
    [
        "The death toll climbed to nine Tuesday.",
        "On Tuesday, the death toll rose to nine.",
        "Police put the toll at nine on Tuesday.",
        "There were nine dead or missing on Tuesday.",
    ],
)
def test_a_toll_is_told_as_of_its_day(sentence: str) -> None:
    found = dated(sentence)["nine"]

    assert "occurred" not in found
    assert found["as_of"] == "2024-12-17"


def test_a_comparison_dates_nothing() -> None:
    found = dated("Nine men died in the deadliest fire since 2005.")["nine"]

    assert "occurred" not in found


def test_as_of_holds_for_its_sentence_up_to_a_semicolon() -> None:
    found = dated("As of Tuesday, nine men lay there; two walls stood.")

    assert found["nine"] == {
        "as_of": "2024-12-17",
        "as_of_text": "As of Tuesday",
        "flags": [],
    }
    assert "as_of" not in found["two"]


def test_an_entry_tells_as_of_its_clock_time() -> None:
    found = dated(
        "Three sat.",
        "10:57 p.m. \u2014 Nine men died.",
        "Two women lay there.",
    )

    assert "as_of" not in found["three"]
    assert found["nine"]["as_of"] == "2024-12-20T22:57:00+02:00"
    assert found["two"]["as_of_text"] == "10:57 p.m."


def test_an_entry_without_a_zone_tells_nothing() -> None:
    read = article("10:57 p.m. \u2014 Nine men died.")
    (nine,) = read.items.numbers
    finding = Finding("casualties", {}, nine, nine + 1, nine, "a.rule")

    date_findings(read, [finding], times_in(read, Context.of("2024-12-20", None)))

    assert finding.fields == {}


def test_the_day_of_the_sentence_before_is_carried_over() -> None:
    found = dated("A wall fell on Tuesday. Nine men died.")

    assert found["nine"] == {"occurred": "2024-12-17", "flags": ["carried-date"]}


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("A wall fell on Tuesday.", "Nine men died."),
        ("A wall fell on Tuesday. Nine men have died.",),
        ("A wall fell on Tuesday and a house on Monday. Nine men died.",),
        ("A wall fell on Tuesday. Nine men died, police said on Wednesday.",),
        ("Nine men died.",),
    ],
)
def test_it_is_carried_over_only_where_that_is_safe(
    paragraphs: tuple[str, ...],
) -> None:
    assert "occurred" not in dated(*paragraphs)["nine"]


def test_nothing_is_carried_over_to_the_background() -> None:
    found = dated("A wall fell on Tuesday. Nine men died.", background="another wall")

    assert "occurred" not in found["nine"]


def test_the_first_sentence_of_an_article_has_none_before_it() -> None:
    read = read_article("Nine men died.", rulebook())
    finding = Finding("casualties", {}, 1, 2, 1, "a.rule")

    date_findings(read, [finding], times_in(read, FRIDAY))

    assert finding.fields == {}


# -- laws ----------------------------------------------------------------------------

PARAGRAPHS = (
    "A wall fell early on Tuesday, Dec. 17, officials\u2019 reports said on Friday.",
    "By 8:30 a.m. it lay there. As of 6 pm (1600 GMT) nine men had died.",
    "In May 2019 it shook.",
    "10:57 p.m. \u2014 It was over.",
)


@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5),
    st.sampled_from(("\r\n\r\n", "\n\n")),
    st.sampled_from((" ", "\u00a0")),
    st.sampled_from(("'", "\u2019")),
)
def test_law_line_ends_blanks_and_quotes_change_no_time(
    chosen: list[str], line: str, blank: str, mark: str
) -> None:
    def read(text: str) -> list[tuple[str | None, str, str]]:
        found = read_article(text, rulebook())
        return [(m.value, m.role, m.rule) for m in times_in(found, FRIDAY)]

    plain = "\n\n".join(chosen)
    written = line.join(chosen).replace(" ", blank).replace("\u2019", mark)

    assert read(written) == read(plain)


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=6))
def test_law_mentions_are_slices_in_order(chosen: list[str]) -> None:
    read = read_article("\n\n".join(chosen), rulebook())

    found = times_in(read, FRIDAY)

    assert found == sorted(found, key=lambda m: m.start)
    for mention in found:
        i = mention.item or 0
        start, end = read.span(i, i + 1)
        assert mention.item is None or start <= mention.start < end


WORDS = sorted({word for _, telling, _ in _ROLES for word in telling})


@given(st.lists(st.sampled_from([*WORDS, "be", "on", "of", "the", "war"]), max_size=6))
def test_law_no_role_is_told_without_one_of_its_words(words: list[str]) -> None:
    before = "".join(f"{word} " for word in words)

    for _, telling, pattern in _ROLES:
        assert not pattern.search(before) or not telling.isdisjoint(words)
