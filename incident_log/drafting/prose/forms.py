"""What a rule of a family must have, so that the family's reader can read it.

Nobody lists it: it is what the rules of the package have.  A rule that is added needs
the groups of one of them, and the fields that all with these groups set.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from incident_log.drafting.prose.rule import Rule
from incident_log.errors import BadRule


class Form(NamedTuple):
    """The groups that a reader looks for, and the fields that it then needs."""

    groups: frozenset[str]
    sets: frozenset[str]

    def __str__(self) -> str:
        groups = " ".join(f"<{name}: ...>" for name in sorted(self.groups))
        sets = f"sets {', '.join(sorted(self.sets))}" if self.sets else ""
        return " and ".join(filter(None, (groups, sets)))


def check_form(rule: Rule, known: Mapping[str, Sequence[Rule]], path: str) -> None:
    """Raise :exc:`BadRule` if no rule of the package has the form of *rule*."""
    where = f"{path}, {rule.name}"
    if rule.family not in known:
        raise BadRule(where, f"is of no family: begin it with {', '.join(known)}")
    rules = known[rule.family]
    groups, forms = _groups(rule), _forms(rules)
    if not any(form.groups <= groups and form.sets <= {*rule.sets} for form in forms):
        raise BadRule(where, f"cannot be read: give it {', or '.join(map(str, forms))}")
    for name, value in rule.sets.items():
        if type(value) not in {type(r.sets[name]) for r in rules if name in r.sets}:
            raise BadRule(where, f"sets {name} to {value!r}, as no rule like it does")


def _forms(rules: Sequence[Rule]) -> list[Form]:
    """Return the least that rules have: no form has all the groups of another."""
    every = {_groups(rule) for rule in rules}
    least = [some for some in every if not any(other < some for other in every)]
    return sorted(
        (
            Form(
                groups,
                frozenset.intersection(
                    *(frozenset(r.sets) for r in rules if groups <= _groups(r))
                ),
            )
            for groups in least
        ),
        key=str,
    )


def _groups(rule: Rule) -> frozenset[str]:
    """Return the names of the groups; ``many_`` and ``many_b`` are further ``many``."""
    return frozenset(name.partition("_")[0] for name in rule.pattern.groupindex)
