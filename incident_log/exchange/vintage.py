"""What a source said of one record, from one moment on."""

from dataclasses import dataclass

from incident_log.exchange.telling import Document, Telling
from incident_log.times import FOREVER, read_span


@dataclass(frozen=True, slots=True)
class Vintage:
    """What a source said of one record, from one moment on.

    *known_at* is UTC text as the log prints it; ``None`` means now, and then *id* must
    be ``None`` as well.  *id* names the update in its report; it has to be the same
    whenever the same data are read, and of two with the same *known_at* the later one
    must sort last.  By default it is made of *known_at*.
    """

    telling: Telling  #: of a record that is gone only report and incident count
    known_at: str | None
    id: str | None = None
    is_gone: bool = False
    file: str = ""  #: where it was read, for messages
    line: int = 0


def moment_of(vintage: Vintage, claim: Document) -> tuple[str, str]:
    """Return what decides which of two claims is the newer one."""
    update, zone = vintage.telling.update, vintage.telling.zone
    published = update.get("published_at")
    as_of = claim.get("as_of") or update.get("as_of") or published
    return (
        read_span(as_of, zone).earliest if as_of else vintage.known_at or FOREVER,
        read_span(published, zone).earliest if published else "",
    )
