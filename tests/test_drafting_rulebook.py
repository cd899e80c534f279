"""Rules that a person adds: they are read as ours are, or refused in one line."""

from pathlib import Path

import pytest

from incident_log.drafting.drafts import Given, draft
from incident_log.drafting.prose.forms import _forms
from incident_log.drafting.prose.rulebook import rulebook
from incident_log.errors import BadRule

TEXT = "Nine people were zonked in Dolna, the mayor said. Two houses were hit."
RULE = """[[rule]]
name = "{name}"
pattern = "{pattern}"
example = "Nine people were zonked."
counter_example = "Nobody was there."
"""


def added(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    return path


def test_a_rule_that_is_added_finds_what_it_describes(tmp_path: Path) -> None:
    content = (
        '[words]\nzonked = "zonked, "\naffected = "zonked"\n'
        '[classes]\nfolk = "number person"\n'
        + RULE.format(
            name="casualties.mine", pattern="<many: folk> be <effect: zonked>"
        )
    )

    made = draft(TEXT, Given(), (added(tmp_path, content),))

    (harm,) = (claim for claim in made["claims"] if claim["type"] == "casualties")
    assert (harm["outcome"], harm["count"]) == ("affected", 9)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("words = 3\n", "words is not an object"),
        ("[words]\nkilled = 5\n", "words.killed.value is not text"),
        ('[[rule]]\nname = "casualties.mine"\n', "rule[0].pattern is missing"),
        (RULE.format(name="mine", pattern="number"), "rule[0].name is no name of a"),
        (
            RULE.format(name="harm.mine", pattern="number"),
            "is of no family: begin it with casualties,",
        ),
        (
            RULE.format(name="casualties.mine", pattern="number ("),
            "has 'number (', which is no pattern (",
        ),
        (
            RULE.format(name="occurrences.mine", pattern="number"),
            "cannot be read: give it <what: ...> and sets kind",
        ),
        (
            RULE.format(name="scope.mine", pattern="number"),
            "cannot be read: give it sets reach, why",
        ),
        (
            RULE.format(name="strikes.mine", pattern="<many: number>")
            + "sets = { nth = 'two' }\n",
            "sets nth to 'two', as no rule like it does",
        ),
        (
            RULE.format(name="damage.mine", pattern="<many: person>"),
            "is no number, but a rule has it as <many>",
        ),
    ],
)
def test_a_rule_that_nobody_could_read_is_refused(
    tmp_path: Path, content: str, found: str
) -> None:
    with pytest.raises(BadRule) as refused:
        draft(TEXT, Given(), (added(tmp_path, content),))

    assert found in str(refused.value)
    assert str(refused.value).endswith(": correct the rule file")
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("tag", ["number", "word", "name", "place", "the word"])
@pytest.mark.parametrize("family", rulebook().rules)
def test_a_rule_with_the_form_of_ours_is_read_or_refused(
    tmp_path: Path, family: str, tag: str
) -> None:
    rules = rulebook().of(family)
    for form in _forms(rules):
        groups = [f"<{name}: {tag}>" for name in sorted(form.groups)]
        content = RULE.format(
            name=f"{family}.mine", pattern=" any{0,2} ".join(groups) or tag
        )
        for name in form.sets:
            value = next(rule.sets[name] for rule in rules if name in rule.sets)
            content += f"sets.{name} = {value!r}\n"
        try:
            draft(TEXT, Given(), (added(tmp_path, content),))
        except BadRule as error:
            assert "is no number" in str(error)


def test_a_rule_may_begin_with_the_stop_before_its_sentence(tmp_path: Path) -> None:
    content = '[words]\naffected = "zonked"\n' + RULE.format(
        name="casualties.mine",
        pattern="stop <effect: affected> time colon <many: number person>",
    )
    text = "It was dark. Zonked today: nine people."

    made = draft(text, Given(), (added(tmp_path, content),))

    (harm,) = (claim for claim in made["claims"] if claim["type"] == "casualties")
    assert (harm["outcome"], harm["count"]) == ("affected", 9)
    assert harm["rule"] == "casualties.mine"
