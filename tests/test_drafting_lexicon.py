"""Phrases and tags: the longest phrase wins, every set of tags is one character."""

from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.lexicon import FULL_STOP, Lexicon
from incident_log.drafting.prose.tokens import tokens_of


def lexicon(**words: str) -> Lexicon:
    """Return a lexicon of tags and their phrases, separated by commas."""
    made = Lexicon()
    for tag, phrases in words.items():
        for phrase in phrases.split(","):
            made.add(phrase, tag)
    return made


def found(made: Lexicon, text: str) -> tuple[set[str], int] | None:
    match = made.find(tokens_of(text), 0)
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

    match = made.find(tokens_of("Nice"), 0)

    assert match is not None
    assert match[0].names["place"]["name"] == "ours"
    assert made.described["place", "nice"]["name"] == "ours"


def test_it_knows_what_words_are_alone_and_what_goes_on_from_them() -> None:
    made = lexicon(downed="shot down", act="shot")
    made.add("Nice", "place", {"id": "nice"}, proper=True)

    shot, nice = made.word("shot", is_capital=False), made.word("nice", is_capital=True)

    assert shot is not None
    assert nice is not None
    assert (shot.tags, nice.tags) == ({"act"}, {"place"})
    assert made.word("nice", is_capital=False) is None, "no place in small letters"
    assert made.word("down", is_capital=False) is None
    assert made.seconds("shot") == {"down"}
    assert not made.seconds("down")


def test_names_are_those_of_the_phrase_that_was_found() -> None:
    made = lexicon(act="hit")
    made.add("Nice", "place", {"id": "nice"}, proper=True)
    made.settle()

    place = made.character({"place"})

    assert made.names("nice", place) == {"place": {"id": "nice"}}
    assert made.names("nice", made.character({"word"})) == {}
    assert made.names("hit", made.character({"act"})) == {}
    assert made.names("unknown", place) == {}


def test_several_tags_are_asked_for_at_once() -> None:
    made = lexicon(act="hit,raid", damaged="hit", word="wall")
    made.settle()

    assert made.any_of("act", "damaged") == {
        made.character({"act", "damaged"}),
        made.character({"act"}),
    }
    assert made.any_of("unknown") == set()


def test_the_stop_is_the_first_of_all() -> None:
    assert Lexicon().character({"stop"}) == FULL_STOP
    assert Lexicon().tags(FULL_STOP) == {"stop"}


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
