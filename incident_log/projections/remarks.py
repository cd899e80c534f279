"""What is remarkable about the updates of one incident, as known at K.

Whether an update is retracted, held, a silent edit or waits for something may change
with everything that becomes known.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from incident_log.answer import update_flags
from incident_log.events import UpdateReceived
from incident_log.projections.nouns import INCIDENT, RECTANGLE, Key, Noun, Timeless
from incident_log.references import is_bare, parse
from incident_log.tables.spec import Table, required
from incident_log.times import FOREVER
from incident_log.view import Knowledge, View
from incident_log.withdrawals import waiting


class Remark(NamedTuple):
    """The flags of one update."""

    update: str
    flags: tuple[str, ...]
    waits_for: tuple[str, ...] = ()  #: words that name nothing in the log yet


def remarks(now: Knowledge) -> Iterator[Remark]:
    """Yield the flags of every update of the incident."""
    view = View(now, FOREVER, FOREVER, "latest", 0)
    for update in view.updates:
        flags = tuple(update_flags(update, view))
        words: Iterable[str] = ()
        if "waiting" in flags:
            words = {_plain(word) for word in waiting(update, now.reading.history)}
        yield Remark(update.reference, flags, tuple(sorted(words)))


def added(update: UpdateReceived, *, is_silent_edit: bool) -> Remark:
    """Return the flags of an update that only adds claims."""
    flags = {
        "backfilled": update.received_at is not None,
        "silent_edit": is_silent_edit,
    }
    return Remark(update.reference, tuple(f for f, is_set in flags.items() if is_set))


def _plain(word: str) -> str:
    """Return the report or update that a word waits for."""
    return word if is_bare(word) else str(parse(word)._replace(claim=None))


def _row_key(row: Any) -> Key:
    return (row["update_ref"],)


REMARKS = Noun(
    table=Table(
        name="remarks",
        title="Remarks",
        says="What is remarkable about the updates of an incident, as known at K.",
        columns=(
            *INCIDENT,
            required("update_ref", "The update", "updates"),
            required(
                "flags", "JSON list: backfilled, silent_edit, retracted, held ..."
            ),
            required(
                "waits_for", "JSON list of words that name nothing in the log yet"
            ),
            *RECTANGLE,
        ),
        indexes=(("incident", "update_ref"), ("waits_for",)),
        is_hidden=True,
    ),
    key_of=_row_key,
    sweep=Timeless,
)
