"""Writes a log as lines of JSON, from which it can be made again, byte for byte.

The first line says which log it is, the last one how many events there are, and their
root.  A line between them is an event: its exact bytes as text, its leaf, which is
SHA-256(0x00 || bytes), and what opens the words that it commits to.

The first line holds the secret, too, by which the log knows an update again that comes
twice.  Who has it can try out what erased words may have been, as who has the log can:
an export is as private as the log.  Without the secret it is less so, and what is made
of it does not know those updates again.
"""

import json
from collections.abc import Iterator
from typing import Any

from incident_log.archiving.gone import Gone
from incident_log.errors import NoRight, NotSound
from incident_log.log.untrusted import FAILURES, Source, called, reader, unusable
from incident_log.merkle import Frontier
from incident_log.progress import Progress, unseen
from incident_log.verifying.log import LogVerified, verified
from incident_log.verifying.sequence import Walk

FORMAT = "incident-log/export/1"


def exported(
    source: Source,
    *,
    is_secret_kept: bool = True,
    is_good_enough: bool = False,
    progress: Progress = unseen,
) -> Iterator[bytes]:
    """Yield the lines of a log; raise :exc:`NotSound`, :exc:`NoRight`.

    It is verified before.  With *is_good_enough* a damaged one is written up to the
    first bad event, if what it says of itself can be read.  The last line then names
    words that were erased later.  *progress* is told of events that are verified.
    """
    frontier, gone, name = Frontier(), Gone(), called(source)
    try:
        with reader(source) as log:
            if is_secret_kept and not log.tells_secret:
                raise NoRight(name, "it may not read the log's secret")
            found = verified(log, progress=progress)
            if found.findings.number and not is_good_enough:
                raise NotSound(name, str(found.findings.kept[0]))
            yield _line(_first(name, log.head(), is_secret_kept))
            for stored, beside in Walk(log, lambda *_: None):
                if stored.position > _last_good(found):
                    break
                frontier.add(beside.leaf)
                words = json.loads(beside.words) if beside.words else {}
                if found.findings.number:
                    gone.take(stored.position, stored.state, words)
                yield _line(
                    {
                        "position": stored.position,
                        "leaf": beside.leaf.hex(),
                        "openings": words,
                        "event": stored.state.decode(),
                    }
                )
    except FAILURES as error:
        raise unusable(name, error) from error
    last = {"events": frontier.size, "root": frontier.root().hex()}
    told = gone.told()
    yield _line(last | {"gone": told} if told else last)


def _last_good(found: LogVerified) -> int:
    """Return the position of the last event before anything is wrong."""
    bad = found.findings.first
    return found.position if bad is None else max(bad - 1, 0)


def _first(name: str, head: dict[str, Any], is_secret_kept: bool) -> dict[str, Any]:
    origin, secret = head.get("origin"), head.get("secret") if is_secret_kept else b""
    if not isinstance(origin, str) or not isinstance(secret, bytes):
        raise NotSound(name, "it does not say which log it is")
    return {
        "format": FORMAT,
        "origin": origin,
        "layout": head.get("layout"),
        "secret": secret.hex() if is_secret_kept else None,
    }


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
