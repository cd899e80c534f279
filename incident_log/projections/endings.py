"""Why a claim no longer counts as it did, at the K at which that became known."""

from collections.abc import Mapping

from incident_log.errors import UnclearReference
from incident_log.placing import Placed
from incident_log.rectangles import REDESCRIBED
from incident_log.references import Reference, parse
from incident_log.view import Knowledge
from incident_log.withdrawals import RETRACT


class Endings:
    """Compares what is understood now with the claims as they were."""

    def __init__(
        self, incident: str, before: Mapping[Reference, Placed], now: Knowledge
    ) -> None:
        self._is_merged = now.reading.incident != incident
        self._before = before
        self._now = now

    def why(self, member: str) -> str | None:
        """Say why a member of a row went; ``None`` if it did not."""
        if self._is_merged:
            return "merged"
        try:
            name = parse(member)
        except UnclearReference:  # an editor's link, which has no claim
            return None
        was, present = self._before.get(name), self._now.claims.get(name)
        if was is None:  # a verdict that was made elsewhere
            act = self._now.withdrawn.act_on(name)
            if act is None:
                return None
            return "retracted" if act.does == RETRACT else "held"
        if present is None:
            return "merged"
        if present.hidden is not None:
            return present.hidden
        if _said(present) == _said(was):
            return None
        return REDESCRIBED if present.as_of == was.as_of else "corrected"


def _said(claim: Placed) -> tuple[object, ...]:
    return (claim.series, claim.as_of, claim.newness, claim.restated, claim.claim)
