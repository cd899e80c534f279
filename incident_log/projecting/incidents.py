"""Brings the rows of incidents up to the log's position, and writes what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from incident_log.events import Event
from incident_log.log import Log
from incident_log.projecting import paging
from incident_log.projecting.making import Held, Made, learnt, read, read_on, whole
from incident_log.projecting.recent import Recent
from incident_log.projecting.stored import stored
from incident_log.projecting.writer import Row, Writer
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.walking import Forgotten
from incident_log.tables import Tables

#: Incidents whose rows are read at once.
_MANY = 50


def project(
    log: Log,
    tables: Tables,
    touched: Mapping[str, Sequence[Event]],
    until: int,
    recent: Recent,
) -> Iterator[Made]:
    """Yield what the rows of incidents lack up to a position of the log.

    Nothing about an incident has changed before the first K of the events it is
    *touched* by.  Where that is later than all that its rows know, those that are open
    are taken on from; else the incident is made again, and only rows that differ are
    written.  Those that are *recent* need not even be read.
    """
    rest = []
    for incident in sorted(touched):
        chronicle = recent.extended(incident, touched[incident], log, until)
        if chronicle is None:
            rest.append(incident)
        else:
            yield learnt(chronicle)
    for start in range(0, len(rest), _MANY):
        since = {
            incident: min(event.known_at for event in touched[incident])
            for incident in rest[start : start + _MANY]
        }
        for chronicle, made in _read(log, tables, since, until):
            recent.keep(chronicle)
            yield made


def _read(
    log: Log, tables: Tables, since: Mapping[str, str], until: int
) -> Iterator[tuple[Chronicle, Made]]:
    """Read incidents, of which nothing has changed before a K."""
    reached = _reached(tables, list(since))
    later = [each for each in since if since[each] > reached.get(each, "")]
    large = {each: found for each in later if (found := paging.large(log, each, until))}
    held = stored(tables, [each for each in later if each not in large], only_open=True)
    for incident in since:
        known_at = reached.get(incident, "")
        if incident in large:
            with suppress(Forgotten):
                chronicle = paging.taken_on(large[incident], known_at)
                yield chronicle, learnt(chronicle)
                continue
            held |= stored(tables, [incident], only_open=True)
        yield _whole(log, tables, incident, known_at, held.pop(incident, None), until)


def _whole(
    log: Log,
    tables: Tables,
    incident: str,
    reached: str,
    held: Sequence[Held] | None,
    until: int,
) -> tuple[Chronicle, Made]:
    """Read an incident whole; where rows that are open are *held*, on from these."""
    history = log.history(incident, at_position=until)
    if held is not None:
        chronicle = read_on(history, incident, reached, held)
        if chronicle is not None:
            return chronicle, learnt(chronicle)
    every = stored(tables, [incident], only_open=False)
    chronicle = read(history, incident)
    return chronicle, whole(chronicle, every[incident])


def _reached(tables: Tables, incidents: Sequence[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(incidents))
    return dict(
        tables.rows(
            f"SELECT incident, known_at FROM reached WHERE incident IN ({marks})",
            incidents,
        )
    )


def write(made: Iterable[Made], tables: Tables, writer: Writer) -> None:
    """Write what incidents' rows lack, and what their registers say of them."""
    told: dict[str, list[Row]] = {_INCIDENT: [], _REACHED: [], _FLAGS: []}
    for each in made:
        _collect(each, writer)
        told[_INCIDENT].append((each.state, each.merged_into, each.incident))
        told[_REACHED].append((each.incident, each.known_at))
        told[_FLAGS] += each.flags
        if writer.is_full:
            _write(told, tables, writer)
    _write(told, tables, writer)


def _write(told: dict[str, list[Row]], tables: Tables, writer: Writer) -> None:
    """Write what was collected, and forget it."""
    writer.flush()
    for statement, rows in told.items():
        tables.write(statement, rows)
        rows.clear()


def _collect(made: Made, writer: Writer) -> None:
    if made.is_whole:
        writer.clear("figure_changes", made.incident)
    for noun, closed in made.closed:
        writer.close(noun, closed)
    for noun, number in made.removed:
        writer.remove(noun, number)
    for table, row in made.rows:
        writer.add(table, row)
    for row in made.corrections:
        writer.replace_claim(row)


_INCIDENT = "UPDATE incidents SET state = ?, merged_into = ? WHERE id = ?"
_REACHED = (
    "INSERT INTO reached VALUES (?, ?)"
    " ON CONFLICT (incident) DO UPDATE SET known_at = excluded.known_at"
)
# What is the same already is left alone: its text would be indexed again.
_FLAGS = "UPDATE updates SET flags = ?1 WHERE id = ?2 AND incident = ?3 AND flags <> ?1"
