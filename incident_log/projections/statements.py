"""Who said what, in which act and through which channel."""

from typing import Any

from incident_log.projections.nouns import CHANNEL, OCCURRED, Values, occurred, stored
from incident_log.projections.single import single
from incident_log.tables.spec import text


def _values(claim: Any) -> Values:
    return (
        claim.act,
        claim.speaker,
        _verbatim(claim.verbatim),
        claim.text,
        claim.channel,
        stored(claim.about),
        *occurred(claim),
    )


def _verbatim(said: bool | str | None) -> str | None:
    return str(said).lower() if isinstance(said, bool) else said


STATEMENTS = single(
    "statements",
    "Statements",
    "What officials and others said, as acts: claim, confirm, deny, condemn ...",
    (
        text("act", "claim, confirm, deny, warn, condemn, justify ..."),
        text("speaker", "Who spoke, if not the voice itself", "agents"),
        text("verbatim", "true, false or partial: are the words the speaker's own"),
        text("text", "What was said, in the coder's words"),
        CHANNEL,
        text("about", "JSON list of the claims it is about"),
        *OCCURRED,
    ),
    values=_values,
    facets=("act", "said_by", "channel"),
    searched=("quote", "text"),
)
