"""Items: what of a sentence is one time, number, phrase, name or word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose import kinds
from incident_log.drafting.prose.itemizing import itemize
from incident_log.drafting.prose.items import Items, all_number_tags
from incident_log.drafting.prose.lexicon import Lexicon

WORDS = {
    "killed": "killed,shot",
    "downed": "shot down",
    "person": "people,men,soldier",
    "unit": "km,miles,years old",
    "currency": "dollars,hryvnias",
    "labelling": "number,route",
    "aged": "aged,ages",
    "and": "and",
    "a": "a,an",
    "of": "of",
}


def lexicon() -> Lexicon:
    made = Lexicon()
    for tag, phrases in WORDS.items():
        for phrase in phrases.split(","):
            made.add(phrase, tag)
    made.add("Kyiv", "place", {"id": "kyiv", "name": "Kyiv"}, proper=True)
    for tags in all_number_tags():
        made.character(tags)
    made.settle()
    return made


def itemized(text: str, made: Lexicon) -> Items:
    return itemize(text, [(0, len(text))], made)


def items(text: str) -> list[tuple[str, str]]:
    """Return the words of each item with its tags; a stop is ``("", "stop")``."""
    made = lexicon()
    found = itemized(text, made)
    return [
        (
            text[found.starts[i] : found.end(i)],
            "+".join(sorted(made.tags(found.characters[i]))),
        )
        for i in range(1, len(found))
    ]


def tags(text: str, word: str) -> str:
    """Return the tags of the item that is *word*."""
    return dict(items(text))[word]


# -- kinds of items ------------------------------------------------------------------


def test_a_sentence_of_all_kinds() -> None:
    assert items("On Friday, at least 9 men of Kyiv were shot down.") == [
        ("On", "word"),
        ("Friday", "time"),
        (",", "comma"),
        ("at least 9", "number"),
        ("men", "person"),
        ("of", "of"),
        ("Kyiv", "place"),
        ("were", "word"),
        ("shot down", "downed"),
        ("", "stop"),
    ]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("It cost $5 million then.", "$5 million", "money"),
        ("It cost $x then.", "$x", "money"),
        ("It cost 5 dollars then.", "5", "money"),
        ("It lay 5 km off.", "5", "measure"),
        ("It weighed 5.5 then.", "5.5", "measure"),
        ("He was 5 years old.", "5", "measure"),
        ("A 34-year-old fell.", "34-year-old", "age"),
        ("A twenty-month-old fell.", "twenty-month-old", "age"),
        ("The 9th fell.", "9th", "ordinal"),
        ("On route 66 it fell.", "66", "label"),
        ("Men aged 24 fell.", "24", "age"),
        ("It was Ivan Moroz, 34, who fell.", "34", "age"),
        ("It was Ivan Moroz (34) who fell.", "34", "age"),
        ("It was Ivan Moroz, 340, who fell.", "340", "number"),
        ("It was Ivan Moroz, nine, who fell.", "nine", "number"),
        ("It was Ivan Moroz, 34 more fell then.", "34", "number"),
        ("They are 9", "9", "number"),
        ("The cost was $", "$", "word"),
        ("another 9 fell", "another 9", "more+number"),
        ("It hit around 4 p.m. in the hills.", "4 p.m.", "time"),
        ("In the 2018 floods it fell.", "2018", "time"),
        ("He told A. Moroz so.", "A", "name"),
    ],
)
def test_what_a_number_is_said_of(text: str, word: str, expected: str) -> None:
    assert tags(text, word) == expected


def test_ages_go_on_in_a_list() -> None:
    found = dict(items("Men, ages 24, 25 and 41, fell, and 9 men ran."))

    assert [found[age] for age in ("24", "25", "41", "9")] == [
        "age",
        "age",
        "age",
        "number",
    ]


def test_a_list_of_ages_ends_with_what_is_counted() -> None:
    assert tags("Men aged 24 and 25 people fell.", "25") == "number"
    assert tags("Men aged 24 and 25", "25") == "age"


# -- names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Ivan Moroz who fell.", "Ivan Moroz"),
        ("Ivan Moroz fell off a wall.", "Ivan Moroz"),
        ("It was Ana de la Cruz who fell.", "Ana de la Cruz"),
        ("It was Yahya al-Sol who fell.", "Yahya al-Sol"),
        ("They saw that Ana Sol Friday.", "Ana Sol"),
        ("They told so in Ana Sol Kyiv then.", "Ana Sol"),
    ],
)
def test_names_are_words_with_capitals(text: str, name: str) -> None:
    assert (name, "name") in items(text)


@pytest.mark.parametrize(
    "text",
    [
        "Walls fell down today in there.",
        "WALLS FALL DOWN IN TOWN",
        "Walls Fall Down In Old Town",
    ],
)
def test_capitals_of_beginnings_and_headlines_are_no_names(text: str) -> None:
    assert "name" not in {tag for _, tag in items(text)}


def test_a_particle_at_the_end_is_no_part_of_a_name() -> None:
    assert ("Ana", "name") in items("It was Ana de ran away.")


def test_what_a_gazetteer_names_is_kept() -> None:
    made = lexicon()
    found = itemized("In Kyiv it fell.", made)

    assert found.words[2] == "kyiv"
    assert made.names("kyiv", found.characters[2]) == {
        "place": {"id": "kyiv", "name": "Kyiv"}
    }
    assert not made.names("kyiv", made.character({"word"})), "as in small letters"


# -- sentences -----------------------------------------------------------------------


def sentences(text: str) -> int:
    return sum(tag == "stop" for _, tag in items(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One fell. Two ran! Who? All of them", 4),
        ("Then J. Smith fell.", 1),
        ("It rose 2.5 per cent.", 1),
        ("It made no difference.A wall fell.", 2),
        ("See example.org then.", 1),
        ("It fell at 8 a.m. The wall is gone.", 2),
        ("It fell at 8 a.m. EST on the hill.", 1),
        ("It fell at 8 a.m. in the hills.", 1),
        ("It fell at 8 a.m.", 1),
        ("The U.S. Army came.", 1),
        ("\u201cIt fell.\u201d He ran.", 2),
        ("...", 0),
        (". It fell.", 1),
        ("", 0),
    ],
)
def test_where_sentences_end(text: str, expected: int) -> None:
    assert sentences(text) == expected


def test_marks_have_tags_and_quotation_marks_have_none() -> None:
    assert [tag for _, tag in items("(a): \u201cof\u201d; b \u2014 c's -- [d]")] == [
        *("open", "a", "close", "colon", "of", "semicolon", "word", "dash", "word"),
        *("possessive", "dash", "open", "word", "close", "stop"),
    ]


def test_a_word_is_looked_up_once_unless_too_many_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = lexicon()
    known = kinds.kinds_of(made)

    itemized("walls fell", made)
    monkeypatch.setattr(kinds, "_MOST", 0)
    itemized("walls stood", made)

    assert {"walls ", "fell"} <= known.keys()
    assert "stood" not in known


@pytest.mark.parametrize(
    ("written", "is_plain"),
    [
        ("walls", True),
        ("Walls", False),
        ("low-lying", True),
        ("al-Sol", False),
        ("kyiv", True),
        ("Kyiv", True),
        ("at", True),
        ("a", True),
        ("twenty-one", False),
        ("a-year-old", False),
        ("friday", False),
        (",", True),
        ("\u2019s", True),
        (".", False),
        ("\u201c", False),
        ("$", False),
        ("a.m.", False),
    ],
)
def test_which_words_are_plain(written: str, *, is_plain: bool) -> None:
    assert bool(kinds.Kinds(lexicon())[written].plain) == is_plain


def test_stretches_have_nothing_in_common() -> None:
    made = lexicon()
    text = "They saw shot down men. At least 9 fell"

    found = itemize(text, [(0, 13), (13, 32), (32, 35)], made)

    assert found.words == [
        *("", "they", "saw", "shot", "", "down", "men", "", "at", "least", ""),
        *("9", ""),
    ]
    assert found.stops == [(4, 0), (7, 1), (10, 1), (12, 2)]


def test_a_common_word_is_alone_unless_more_begins_with_it() -> None:
    made = lexicon()
    for phrase in ("shot", "shot down", "the", "a"):
        made.add(phrase, "known")
    made.settle()
    text = "a man shot the two, then a week ago shot down the last of a dozen"

    first, again = itemized(text, made), itemized(text, made)

    assert first == again
    assert {"shot", "shot down", "the two", "a", "a week ago", "a dozen"} <= {
        *first.words
    }


# -- laws ----------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        (
            "At least 9 men were shot.",
            "It fell at 8:30 a.m. on Friday, Dec. 20.",
            "\u201cIvan Moroz, 34, ran,\u201d they said;",
            "It cost $5 million (5 km of wall) \u2014",
            "the 2018 floods",
        )
    ),
    max_size=5,
)


@given(PIECES)
def test_law_items_are_slices_in_order_and_every_sentence_is_stopped(
    pieces: list[str],
) -> None:
    text = " ".join(pieces)
    found = itemized(text, lexicon())

    at = 0
    for i, (start, word) in enumerate(zip(found.starts, found.words, strict=True)):
        assert at <= start <= found.end(i) <= len(text)
        assert (start == found.end(i)) == (not word)
        at = found.end(i)
    assert not found.words[-1]
    assert [i for i, _ in found.stops] == [
        i for i, word in enumerate(found.words) if i and not word
    ]
    assert found.longer == [i for i, word in enumerate(found.words) if " " in word]


@given(PIECES, st.sampled_from(("\u00a0", "\n", "\r\n")))
def test_law_blanks_change_no_tag(pieces: list[str], blank: str) -> None:
    text = " ".join(pieces)
    written = text.replace(" ", blank)

    assert [tag for _, tag in items(written)] == [tag for _, tag in items(text)]
