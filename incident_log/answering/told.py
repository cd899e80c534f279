"""Rows that are no figures, as answers have them: statements, moments, links."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Verdicts = Mapping[str, Sequence[dict[str, Any]]]
Made = Callable[[Row, Verdicts], dict[str, Any]]


def verdicts_of(rows: Iterable[Row]) -> Verdicts:
    """Return the verdicts that stand, by the claims they judge."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["as_of_latest"], row["claim"])):
        verdict = {
            "verdict": row["verdict"],
            "said_by": row["said_by"],
            **as_of(row),
            "claim": row["claim"],
        }
        for name in json.loads(row["of"]):
            found.setdefault(name, []).append(verdict)
    return found


def judged(claim: str, verdicts: Verdicts) -> list[dict[str, Any]]:
    """Return the verdicts on a claim; one on the original is one on its correction."""
    names = dict.fromkeys((claim, claim.partition("~")[0]))
    found = {
        verdict["claim"]: verdict
        for name in names
        for verdict in verdicts.get(name, ())
    }
    return list(found.values())


def told(rows: Iterable[Row], made: Made, verdicts: Verdicts) -> list[dict[str, Any]]:
    """Return rows in the order in which things happened."""
    in_order = sorted(rows, key=lambda row: (_when(row), row["claim"]))
    return [made(row, verdicts) for row in in_order]


def apart(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Yield tellings of one moment that tie one by one, each in its own words."""
    for row in rows:
        for telling in json.loads(row["tellings"] or "[{}]"):
            yield {**row, **telling}


def _when(row: Row) -> str:
    return str(row["occurred_to"] or row["as_of_latest"])


def occurred(row: Row) -> dict[str, str | None] | None:
    """Return when something happened; nothing if it was not said."""
    when = {
        "from": row["occurred_from"],
        "to": row["occurred_to"],
        "text": row["occurred_text"],
    }
    return when if any(when.values()) else None


#: How a table says whether words are the speaker's own, if not by itself: "partial".
_VERBATIM = {"true": True, "false": False}


def statement(row: Row, verdicts: Verdicts) -> dict[str, Any]:
    """Return something that was said."""
    return {
        **{name: row[name] for name in ("said_by", "speaker", "act", "quote", "text")},
        "verbatim": _VERBATIM.get(row["verbatim"], row["verbatim"]),
        "channel": row["channel"],
        "occurred": occurred(row),
        "about": json.loads(row["about"]),
        **as_of(row),
        "origin": row["origin"],
        "report": row["report"],
        "claim": row["claim"],
        "verification": judged(row["claim"], verdicts),
    }


def occurrence(row: Row, verdicts: Verdicts) -> dict[str, Any]:
    """Return a moment on the timeline."""
    return {"kind": row["kind"], "count": row["count_text"], **_said(row, verdicts)}


def target(row: Row, verdicts: Verdicts) -> dict[str, Any]:
    """Return what somebody said was aimed at."""
    own = {"kind": row["kind"], "organisation": row["organisation"]}
    return {**own, **_said(row, verdicts)}


def _said(row: Row, verdicts: Verdicts) -> dict[str, Any]:
    return {
        "place": row["place"],
        "occurred": occurred(row),
        **{name: row[name] for name in ("channel", "note", "said_by", "origin")},
        **as_of(row),
        "quote": row["quote"],
        "claim": row["claim"],
        "verification": judged(row["claim"], verdicts),
    }


def links(rows: Iterable[Row], verdicts: Verdicts) -> list[dict[str, Any]]:
    """Return links; the same by two origins bear each other out (R18)."""
    found = []
    origins: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        origins.setdefault((row["relation"], row["to"]), set()).add(str(row["origin"]))
        claims = json.loads(row["claims"])
        said = {
            "relation": row["relation"],
            "incident": row["incident"],
            "to": row["to"],
            **_said(row, verdicts),
            "claims": claims,
        }
        every = [verdict for claim in claims for verdict in judged(claim, verdicts)]
        said["verification"] = list({v["claim"]: v for v in every}.values())
        found.append((_when(row), row["claim"], said))
    for _, _, said in found:
        many = len(origins[said["relation"], said["to"]]) > 1
        said["status"] = "corroborated" if many else "claimed"
    return [said for _, _, said in sorted(found, key=lambda each: each[:2])]


def as_of(row: Row) -> dict[str, str]:
    """Return the moment a row speaks about; of a period both ends."""
    if row["as_of"] == row["as_of_latest"]:
        return {"as_of": row["as_of"]}
    return {"as_of": row["as_of"], "as_of_to": row["as_of_latest"]}
