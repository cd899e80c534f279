"""All rules, and the words and names they see: data that a user can add to.

A rule file is TOML: ``[words]`` gives phrases their tags, ``[classes]`` names patterns,
and every ``[[rule]]`` has a name, a pattern, an ``example`` that it must find and a
``counter_example`` in which it must find nothing.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from incident_log import schemas
from incident_log.accepting import dotted
from incident_log.drafting.prose.forms import check_form
from incident_log.drafting.prose.gazetteer import add_names
from incident_log.drafting.prose.items import all_number_tags
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.patterns import Compiler
from incident_log.drafting.prose.rule import Rule
from incident_log.errors import BadRule

#: Tags that the reading of numbers, times and names gives, beside those of files.
READ = frozenset(
    "number more definite vague ordinal age money measure label time name word comma"
    " dash open close colon semicolon possessive stop agent place weapon speaker"
    " nationality".split()
)


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
        added = path in rule_files
        read.append(_rule_file(str(path), content, is_added=added))
    lexicon = Lexicon()
    for name_file in (*names, *gazetteers):  # the user's names come before ours
        content = name_file.read_bytes()
        digest.update(content)
        add_names(lexicon, str(name_file), content)
    return Rulebook(lexicon, _compiled(lexicon, read), digest.hexdigest())


class _File(NamedTuple):
    """A file of rules that was read."""

    path: str
    content: Mapping[str, Any]
    is_added: bool  #: to those of the package


def _rule_file(path: str, content: bytes, *, is_added: bool) -> _File:
    try:
        found = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRule(path, f"is not TOML ({error})") from error
    for where, problem in schemas.rule_problems(found) if is_added else ():
        raise BadRule(path, f"{dotted(where)} {problem.partition(': ')[0]}")
    return _File(path, found, is_added)


def _compiled(lexicon: Lexicon, read: list[_File]) -> dict[str, tuple[Rule, ...]]:
    compiler = _compiler(lexicon, read)
    own: dict[str, tuple[Rule, ...]] = {}
    rules: dict[str, tuple[Rule, ...]] = {}
    for file in read:
        for given in file.content.get("rule", ()):
            rule = _rule(file, given, compiler)
            if file.is_added:
                check_form(rule, own, file.path)
            rules[rule.family] = (*rules.get(rule.family, ()), rule)
        own = own if file.is_added else dict(rules)
    return rules


def _compiler(lexicon: Lexicon, read: list[_File]) -> Compiler:
    """Put the words of all files into the lexicon, and return what knows their tags."""
    classes: dict[str, str] = {}
    tags = set(READ)
    for file in read:
        classes |= file.content.get("classes", {})
        for tag, phrases in file.content.get("words", {}).items():
            tags.add(tag)
            for phrase in filter(None, map(str.strip, phrases.split(","))):
                lexicon.add(phrase, tag)
    for tag in READ:
        lexicon.character({tag})
    for combined in all_number_tags():
        lexicon.character(combined)
    lexicon.settle()
    return Compiler(lexicon, classes, frozenset(tags))


def _rule(file: _File, given: Mapping[str, Any], compiler: Compiler) -> Rule:
    try:
        return Rule(**{**given, "pattern": compiler.compile(given["pattern"])})
    except BadRule as error:
        where = f"{file.path}, {given['name']}"
        raise BadRule(where, f"has {error.where!r}, which {error.found}") from error
