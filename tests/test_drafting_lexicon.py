"""Phrases and tags: the longest phrase wins, every set of tags is one character."""

from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.tokens import tokens_of


def lexicon(**words: str) -> Lexicon:
    """Return a lexicon of tags and their phrases, separated by commas."""
    made = Lexicon()
    for tag, phrases in words.items():
        for phrase in phrases.split(","):
            made.add(phrase, tag)
    return made


def found(made: Lexicon, text: str) -> tuple[set[str], int] | None:
    match = made.find(text, tokens_of(text), 0)
    return (match[0].tags, match[1]) if match else None


def test_the_longest_phrase_wins() -> None:
    made = lexicon(harmed="shot", downed="shot down")

    assert found(made, "shot down over the sea") == ({"downed"}, 2)
    assert found(made, "shot at a wall") == ({"harmed"}, 1)
    assert found(made, "shouted") is None


def test_a_phrase_may_have_several_tags() -> None:
    made = lexicon(act="hit", damaged="hit")

    assert found(made, "Hit") == ({"act", "damaged"}, 1)


def test_a_proper_name_begins_with_a_capital_unless_it_is_a_word_as_well() -> None:
    made = Lexicon()
    made.add("Nice", "place", {"id": "nice"}, proper=True)

    assert found(made, "Nice was hit") == ({"place"}, 1)
    assert found(made, "nice work") is None

    made.add("nice", "praise")

    assert found(made, "nice work") == ({"place", "praise"}, 1)


def test_the_first_description_of_a_name_stays() -> None:
    made = Lexicon()
    made.add("Nice", "place", {"id": "nice", "name": "ours"})
    made.add("Nice", "place", {"id": "nice", "name": "theirs"})

    match = made.find("Nice", tokens_of("Nice"), 0)

    assert match is not None
    assert match[0].names["place"]["name"] == "ours"
    assert made.described["place", "nice"]["name"] == "ours"


def test_it_knows_what_words_are_alone_and_what_goes_on_from_them() -> None:
    made = lexicon(downed="shot down", act="shot")
    made.add("Nice", "place", {"id": "nice"}, proper=True)

    shot, down, nice = (made.word(word) for word in ("shot", "down", "nice"))

    assert made.tags(shot.character) == {"act"}
    assert shot.seconds == {"down"}
    assert made.tags(down.character) == {"word"}
    assert not down.seconds
    assert (shot.is_known, down.is_known, nice.is_known) == (True, False, False)
    assert made.tags(nice.character) == {"word"}, "no place in small letters"
    assert made.tags(made.word(",", "comma").character) == {"comma"}


def test_a_tag_stands_in_every_set_that_has_it() -> None:
    made = lexicon(act="hit,raid", damaged="hit")
    made.settle()

    both, act = made.character({"act", "damaged"}), made.character({"act"})

    assert set(made.characters("act")) == {both, act}
    assert made.characters("damaged") == both
    assert made.characters("unknown") == ""


@given(st.lists(st.frozensets(st.sampled_from("abcd")), max_size=12))
def test_law_one_character_for_each_set_of_tags(sets: list[frozenset[str]]) -> None:
    made = Lexicon()
    characters = [made.character(tags) for tags in sets]

    assert [made.tags(character) for character in characters] == sets
    assert len(set(characters)) == len(set(sets))
