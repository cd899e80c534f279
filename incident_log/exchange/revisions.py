"""Which revision of its report an update from a feed is.

Its id is the hash of what it says, so the same again is the same update.  A page that
went back to what it said before is a revision of its own: seen when the address
showed something else last time, and the log has that as the latest.
"""

import json
from collections.abc import Collection
from typing import Any

from incident_log.exchange.identifying import digest
from incident_log.log import Log


def content_hash(document: dict[str, Any]) -> str:
    """Return the hash of an update document that has no id."""
    return digest(json.dumps(document, sort_keys=True))


def revision(log: Log, report: str, content: str, shown: Collection[str]) -> str:
    """Return the id of an update that says *content*.

    *shown* is what the address showed of the report last time; nothing if unknown.
    """
    ids = log.updates_of(report)
    same = [each for each in ids if each.partition("-")[0] == content]
    if not same or not shown or content in shown:
        return content
    latest = max(ids, key=lambda each: log.update(report, each).position)
    return latest if latest in same else f"{content}-{len(same) + 1}"
