"""Erases what was planned: why and what into the log, the words out of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from incident_log import indexing
from incident_log.decisions import check_id
from incident_log.erasing.alike import alike
from incident_log.erasing.phrases import Phrases, has_letters
from incident_log.erasing.plans import Passage, Plan
from incident_log.errors import NotPossible, NotThereYet, WordsRepeated
from incident_log.events import Alike, Commitment, WordsErased
from incident_log.log import Log
from incident_log.pending import Appended, Pending, Refused, decision

#: Words that one event tells of.
MANY = 1000

#: The longest name of a rule.
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why words go, who decided that, and what obliged him."""

    reason: str
    by: str | None = None
    rule: str | None = None
    phrases: tuple[str, ...] = ()  #: that were looked for

    def check(self, plan: Plan) -> None:
        """Raise :exc:`NotPossible`, and :exc:`WordsRepeated` where it tells the words.

        The reason is sealed, the rule is not, and both are kept.
        """
        if self.by is not None:
            check_id("by", self.by)
        if not self.reason.strip():
            raise NotPossible("the reason is empty: say why")
        if self.rule is not None and not (
            self.rule.isprintable() and 0 < len(self.rule.strip()) <= LONGEST
        ):
            raise NotPossible(
                f"the rule is empty, of several lines or longer than {LONGEST}"
                " characters: name it, as in 'GDPR Art. 17'"
            )
        said = {each.words for each in plan.going if each.words and len(each.words) > 2}
        for what, text in (("reason", self.reason), ("rule", self.rule or "")):
            short = [words for words in said if len(words) <= len(text)]
            told = filter(has_letters, short)
            if Phrases([*self.phrases, *told]).are_in(text):
                raise WordsRepeated(what)


def erase(
    log: Log, plan: Plan, grounds: Grounds, *, seen: int, is_insisted: bool
) -> list[Appended]:
    """Erase what is *going*; return the events that tell of it.

    All of it in one transaction, refused if a stream is newer than position *seen*,
    with *is_insisted* also if an update is that was looked at.  The old bytes are still
    in the files: see :mod:`incident_log.erasing.traces`.
    """
    grounds.check(plan)
    if seen > log.position:
        raise NotThereYet(seen, log.position)
    if not plan.going:
        return []
    outcomes = log.erase(
        list(_events(log, plan, grounds, seen, is_insisted)), plan.paths
    )
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            raise outcome.error
    return [outcome for outcome in outcomes if isinstance(outcome, Appended)]


def _events(
    log: Log, plan: Plan, grounds: Grounds, seen: int, is_insisted: bool
) -> Iterator[Pending]:
    def stream(passage: Passage) -> str:
        return passage.stream

    for owner, group in groupby(sorted(plan.going, key=stream), stream):
        passages = list(group)
        shared = alike(log, owner, passages)
        watched = frozenset(_subjects(owner, passages)) if is_insisted else frozenset()
        for start in range(0, len(passages), MANY):
            some = passages[start : start + MANY]
            fields = _fields(some, shared, grounds)
            topic = WordsErased.TOPIC
            yield decision(
                WordsErased,
                owner,
                fields,
                subjects=indexing.of_decision(topic, owner, fields, None),
                seen=seen,
                watched=watched,
            )


def _fields(
    passages: list[Passage], shared: list[Alike], grounds: Grounds
) -> dict[str, Any]:
    told = (Commitment(p.position, p.path, p.sha256) for p in passages)
    going = {(p.path, p.position) for p in passages}
    also = [
        each._asdict()
        for each in shared
        if any((each.path, position) in going for position in each.positions)
    ]
    return {
        "erased": [commitment._asdict() for commitment in told],
        "alike": also or None,
        "rule": grounds.rule,
        "by": grounds.by,
        "reason": grounds.reason,
    }


def _subjects(owner: str, passages: list[Passage]) -> Iterator[str]:
    """Yield what an editor looked at: the stream, and each update in it."""
    yield owner
    for name in {passage.name for passage in passages}:
        if "/" in name:
            yield f"report:{name}"
