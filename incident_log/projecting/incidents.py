"""Brings the rows of one incident up to the log's position."""

from collections import Counter

from incident_log.events import ClaimCorrected
from incident_log.history import History
from incident_log.log import Log
from incident_log.projecting.registering import correction
from incident_log.projecting.stored import stored
from incident_log.projecting.writer import Writer, row_of
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.nouns import Values
from incident_log.rectangles import Rectangle
from incident_log.references import Reference, parse
from incident_log.tables import Tables
from incident_log.view import Knowledge


def project(
    log: Log, tables: Tables, writer: Writer, incident: str, since: str, until: int
) -> None:
    """Bring the rows of an incident to a position of the log.

    Nothing about it has changed before *since*, a K.  Where that is later than all that
    its rows know, those that are open are taken on from; else the incident is made
    again, and only rows that differ are written.
    """
    history = log.history(incident, at_position=until)
    known = tables.rows("SELECT known_at FROM reached WHERE incident = ?", (incident,))
    reached = str(known[0][0]) if known else ""
    chronicle = None
    if since > reached:
        chronicle = _extend(history, tables, writer, incident, reached)
    if chronicle is None:
        chronicle = _make_again(history, tables, writer, incident)
    _refresh(chronicle, tables, writer, incident)


def _extend(
    history: History, tables: Tables, writer: Writer, incident: str, reached: str
) -> Chronicle | None:
    """Take the open rows on; return nothing if they cannot be those of the log."""
    numbers: dict[Rectangle, int] = {}
    held = []
    for name, rectangle, number in stored(tables, incident, only_open=True):
        numbers[rectangle] = number
        held.append((name, rectangle))
    chronicle = Chronicle(history, incident, NOUNS, known_at=reached, stored=held)
    if not chronicle.is_sound:
        return None
    chronicle.learn()
    for noun, rectangle in chronicle.ended:
        if rectangle in numbers:
            writer.close(noun, numbers[rectangle], rectangle)
        else:
            writer.add_rectangle(noun, incident, rectangle)
    for noun, rectangle in chronicle.open:
        if rectangle not in numbers:
            writer.add_rectangle(noun, incident, rectangle)
    _add_changes(chronicle, writer, incident)
    return chronicle


def _make_again(
    history: History, tables: Tables, writer: Writer, incident: str
) -> Chronicle:
    """Make all rows anew; write those that differ from the stored ones."""
    chronicle = Chronicle(history, incident, NOUNS)
    chronicle.learn()
    numbers: dict[tuple[str, Values], list[int]] = {}
    for (noun, _), rectangle, number in stored(tables, incident, only_open=False):
        key = (noun, row_of(incident, rectangle))
        numbers.setdefault(key, []).append(number)
    for noun, rectangle in (*chronicle.ended, *chronicle.open):
        same = numbers.get((noun, row_of(incident, rectangle)))
        if same:
            same.pop()
        else:
            writer.add_rectangle(noun, incident, rectangle)
    for (noun, _), left in numbers.items():
        for number in left:
            writer.remove(noun, number)
    tables.write("DELETE FROM figure_changes WHERE incident = ?", [(incident,)])
    _add_changes(chronicle, writer, incident)
    return chronicle


def _add_changes(chronicle: Chronicle, writer: Writer, incident: str) -> None:
    for change in chronicle.changes:
        writer.add("figure_changes", (None, incident, *change))


def _refresh(
    chronicle: Chronicle, tables: Tables, writer: Writer, incident: str
) -> None:
    """Bring the registers of the incident up to date."""
    knowledge = chronicle.knowledge
    history = knowledge.reading.history
    _refresh_corrections(knowledge, writer)
    into = history.survivors.get(incident)
    state = "closed" if incident in history.closed else "open"
    tables.write(
        _INCIDENT,
        [("merged" if into else state, into, *(incident,) * 2)],
    )
    tables.write(_REACHED, [(incident, chronicle.known_at)])
    _refresh_flags(chronicle, tables)


def _refresh_flags(chronicle: Chronicle, tables: Tables) -> None:
    """Give the updates that are the incident's own the flags that they have now."""
    remarked = [r.strip.content.values for n, r in chronicle.open if n == "remarks"]
    flags = {update: flags for update, flags, _ in remarked}
    for member in chronicle.knowledge.reading.members:
        known = tables.rows(
            "SELECT id, flags FROM updates WHERE incident = ?", (member,)
        )
        tables.write(
            "UPDATE updates SET flags = ? WHERE id = ?",
            [(flags[id_], id_) for id_, has in known if flags.get(id_, has) != has],
        )


_INCIDENT = (
    "UPDATE incidents SET (state, merged_into, updates, first_known_at, last_known_at)"
    " = (SELECT ?, ?, count(*), min(u.known_at), max(u.known_at) FROM concerns c"
    " JOIN updates u ON u.id = c.update_ref WHERE c.incident = ?) WHERE id = ?"
)
_REACHED = (
    "INSERT INTO reached VALUES (?, ?)"
    " ON CONFLICT (incident) DO UPDATE SET known_at = excluded.known_at"
)


def _refresh_corrections(knowledge: Knowledge, writer: Writer) -> None:
    """Write what editors' corrections made of claims, as it is understood now."""
    nth: Counter[Reference] = Counter()
    for decision in knowledge.reading.history.decisions:
        if isinstance(decision, ClaimCorrected):
            original = parse(decision.claim).original
            nth[original] += 1
            name = original._replace(claim=f"{original.claim}~{nth[original]}")
            if name in knowledge.claims:
                claim = knowledge.claims[name]
                correction(claim, decision.position, decision.by, writer)
