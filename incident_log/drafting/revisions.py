"""A later revision of a report that the log has: what changed, and what is gone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from incident_log.drafting.sameness import plain, said, topic
from incident_log.events import UpdateReceived
from incident_log.placing import Placed
from incident_log.schemas.drafts import REFERENCES
from incident_log.view import View

Document = dict[str, Any]

#: The share of an earlier revision's sentences that a later one still has.
_SHARED = 0.5
_SENTENCE = re.compile(r"[^.!?\n]{20,}")


@dataclass(frozen=True)
class Revision:
    """The report that a draft is a later revision of, and its claims that stand."""

    report: str
    source: str
    earlier: tuple[Placed, ...]

    def split(self, claims: list[Document], placed: list[Placed | None]) -> Document:
        """Return the lists of the draft: what is proposed, unchanged and gone.

        A count that changed is proposed, and so not gone.
        """
        known = {(topic(each), said(each)): str(each.name) for each in self.earlier}
        names = {
            claim["id"]: known[topic(each), said(each)]
            for claim, each in zip(claims, placed, strict=True)
            if each is not None and (topic(each), said(each)) in known
        }
        now = {topic(each) for each in placed if each is not None}
        return {
            "claims": [_renamed(c, names) for c in claims if c["id"] not in names],
            "unchanged": [
                {"claim": names[c["id"]], "span": c["span"], "quote": c["quote"]}
                for c in claims
                if c["id"] in names
            ],
            "gone": [_told(each) for each in self.earlier if topic(each) not in now],
        }


def revision_of(draft: Document, view: View) -> Revision | None:
    """Return the report that the draft's text is a later revision of, if there is one.

    It is the one with the draft's report id, else with its address, else the one of
    the same source whose latest text the draft has most of, and at least half.
    """
    own = draft.get("report", {})
    reports = view.reading.history.by_report
    if own.get("id") in reports:
        return _revision(own["id"], view)
    for report, updates in reports.items():
        if own.get("url") is not None and own["url"] == updates[-1].report.url:
            return _revision(report, view)
    shares = {
        report: _shared(_latest_text(updates), draft["text"])
        for report, updates in reports.items()
        if own.get("source") in (None, updates[-1].report.source)
    }
    nearest = max(shares, key=lambda report: shares[report], default=None)
    if nearest is None or shares[nearest] < _SHARED:
        return None
    return _revision(nearest, view)


def _revision(report: str, view: View) -> Revision:
    claims = [
        placed
        for placed in view.knowledge.claims.values()
        if placed.update.report.id == report and placed.hidden is None
    ]
    last = {topic(placed): placed.update for placed in claims}
    standing = tuple(c for c in claims if last[topic(c)] is c.update)
    source = view.reading.history.by_report[report][-1].report.source
    return Revision(report, source, standing)


def _latest_text(updates: Iterable[UpdateReceived]) -> str:
    texts = [update.text for update in updates if update.text]
    return texts[-1] if texts else ""


def _shared(earlier: str, later: str) -> float:
    """Return the share of the earlier text's sentences that the later one has."""
    sentences = {plain(m.group()) for m in _SENTENCE.finditer(earlier)}
    still = {plain(m.group()) for m in _SENTENCE.finditer(later)}
    return len(sentences & still) / len(sentences) if sentences else 0.0


def _renamed(claim: Document, names: dict[str, str]) -> Document:
    """Let a claim name what is unchanged as the log does."""
    found = {name: claim[name] for name in REFERENCES if name in claim}
    return claim | {
        name: [names.get(w, w) for w in words]
        if isinstance(words, list)
        else names.get(words, words)
        for name, words in found.items()
    }


def _told(placed: Placed) -> Document:
    """Describe a claim that is no longer in the report."""
    claim = placed.claim
    told: Document = {"claim": str(placed.name), "type": claim.TYPE}
    return told | ({"quote": claim.quote} if claim.quote else {})
