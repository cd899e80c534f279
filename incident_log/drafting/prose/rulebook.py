"""All rules, and the words and names they see: data that a user can add to.

A rule file is TOML: ``[words]`` gives phrases their tags, ``[classes]`` names patterns,
and every ``[[rule]]`` has a name, a pattern, an ``example`` that it must find and a
``counter_example`` in which it must find nothing.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from incident_log.drafting.prose.gazetteer import add_names
from incident_log.drafting.prose.items import all_number_tags
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.patterns import Compiler
from incident_log.errors import BadRule

#: Tags that the reading of numbers, times and names gives, beside those of files.
READ = frozenset(
    "number more definite vague ordinal age money measure label time name word comma"
    " dash open close colon semicolon possessive stop agent place weapon speaker"
    " nationality".split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying something."""

    name: str  #: "casualties.passive": the family, then the rule
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    sets: Mapping[str, Any] = field(default_factory=dict)  #: fields of what it finds
    gives: Any = None  #: what the example must give, for the tests

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The lexicon and the rules of each family, in the order of their files."""

    lexicon: Lexicon
    rules: Mapping[str, tuple[Rule, ...]]
    digest: str  #: of everything that was read: the same digest, the same drafts

    def of(self, family: str) -> tuple[Rule, ...]:
        return self.rules.get(family, ())


@lru_cache(maxsize=8)
def rulebook(
    rule_files: tuple[Path, ...] = (), names: tuple[Path, ...] = ()
) -> Rulebook:
    """Return the rules of the package, with those of *rule_files* and *names* added."""
    own = files("incident_log.drafting")
    ours = sorted((own / "rules").iterdir(), key=lambda path: path.name)
    gazetteers = sorted((own / "gazetteers").iterdir(), key=lambda path: path.name)
    digest = hashlib.sha256()
    for path in sorted((own / "boilerplates").iterdir(), key=lambda path: path.name):
        digest.update(path.read_bytes())
    read = []
    for path in (*ours, *rule_files):
        content = path.read_bytes()
        digest.update(content)
        read.append(_rule_file(str(path), content))
    lexicon = Lexicon()
    for name_file in (*names, *gazetteers):  # the user's names come before ours
        content = name_file.read_bytes()
        digest.update(content)
        add_names(lexicon, str(name_file), content)
    return Rulebook(lexicon, _compiled(lexicon, read), digest.hexdigest())


def _rule_file(path: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRule(path, f"is not TOML ({error})") from error


def _compiled(
    lexicon: Lexicon, read: Iterable[Mapping[str, Any]]
) -> dict[str, tuple[Rule, ...]]:
    classes: dict[str, str] = {}
    tags = set(READ)
    for content in read:
        classes |= content.get("classes", {})
        for tag, phrases in content.get("words", {}).items():
            tags.add(tag)
            for phrase in phrases.split(","):
                lexicon.add(phrase.strip(), tag)
    for tag in READ:
        lexicon.character({tag})
    for combined in all_number_tags():
        lexicon.character(combined)
    lexicon.settle()
    compiler = Compiler(lexicon, classes, frozenset(tags))
    rules: dict[str, tuple[Rule, ...]] = {}
    for content in read:
        for given in content.get("rule", ()):
            rule = Rule(**{**given, "pattern": compiler.compile(given["pattern"])})
            rules[rule.family] = (*rules.get(rule.family, ()), rule)
    return rules
