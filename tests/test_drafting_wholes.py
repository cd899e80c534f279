"""What parts of a count are part of."""

from incident_log.drafting.harm.casualties import casualties_in
from incident_log.drafting.harm.wholes import name_wholes
from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.rulebook import rulebook


def wholes(text: str) -> dict[str, str | None]:
    """Return the words of each subset, and of what it is part of."""
    article = read_article(text, rulebook())
    findings = casualties_in(article).findings
    name_wholes(article, findings)
    return {
        article.quote(f.first, f.last): (
            article.quote(whole.first, whole.last)
            if (whole := f.fields.get("subset_of"))
            else None
        )
        for f in findings
        if f.fields.get("measure") == "subset"
    }


def test_a_subset_is_part_of_the_total_told_before_it() -> None:
    assert wholes("The blast killed nine people, including two children.") == {
        "including two children": "killed nine people"
    }
    assert wholes("Nine people were injured. Two of the injured are in hospital.") == {
        "Two of the injured are in hospital": "Nine people were injured"
    }


def test_a_subset_is_part_of_no_other_outcome() -> None:
    told = wholes(
        "Eleven people were injured and one died. Two of the injured are in hospital."
    )

    assert told == {"Two of the injured are in hospital": "Eleven people were injured"}


def test_a_subset_far_from_any_total_is_part_of_none() -> None:
    told = wholes(
        "Nine people were injured. It rained. The sun set. Roads were closed."
        " Two of the injured are in hospital."
    )

    assert told == {"Two of the injured are in hospital": None}
