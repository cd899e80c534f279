"""Which sentences have which tags, against a search of each."""

from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.indexing import Index, members


@given(st.sets(st.integers(0, 300)))
def test_law_members_are_the_bits_that_are_set(numbers: set[int]) -> None:
    assert members(sum(1 << n for n in numbers)) == sorted(numbers)


@given(
    st.lists(st.text("abcd", max_size=5), max_size=40),
    st.lists(st.frozensets(st.sampled_from("abcdx")), max_size=4),
)
def test_law_it_finds_the_sentences_that_have_one_of_some_characters(
    sentences: list[str], asked: list[frozenset[str]]
) -> None:
    characters, spans = [*"."], []
    for sentence in sentences:
        spans.append((len(characters), len(characters) + len(sentence), 0))
        characters += [*sentence, "."]
    index = Index(characters, spans)

    for some in [*asked, *asked]:
        assert members(index.having(some)) == [
            n for n, sentence in enumerate(sentences) if some.intersection(sentence)
        ]
