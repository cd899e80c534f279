"""What an incident's rows are, or what becomes of those that are stored."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from incident_log.events import ClaimCorrected
from incident_log.history import History
from incident_log.projecting.registering import corrected
from incident_log.projecting.writer import Row, row_of
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.items import Name
from incident_log.projections.nouns import Values
from incident_log.rectangles import Rectangle
from incident_log.references import Reference, parse
from incident_log.times import FOREVER
from incident_log.view import Knowledge

#: A row as it is stored: its series, what it says, its number.
Held = tuple[Name, Rectangle, int]


@dataclass(slots=True)
class Made:
    """What is to be written of one incident, as plain values."""

    incident: str
    known_at: str  #: the last K that the rows know
    state: str
    merged_into: str | None
    is_whole: bool  #: whether the changes of its figures are all there are
    rows: list[tuple[str, Row]]  #: new ones, with the table of each
    #: (known_to, why) and what the row says up to its known_from
    closed: list[tuple[str, Row]] = field(default_factory=list)
    removed: list[tuple[str, int]] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)  #: claims, by editors
    flags: list[Row] = field(default_factory=list)  #: (flags, update, its incident)


def made_anew(history: History, incident: str) -> Made:
    """Make all rows."""
    return whole(read(history, incident))


def read(history: History, incident: str) -> Chronicle:
    """Read an incident from the first K on."""
    chronicle = Chronicle(history, incident, NOUNS)
    chronicle.learn()
    return chronicle


def whole(chronicle: Chronicle, stored: Iterable[Held] = ()) -> Made:
    """Return all rows of a chronicle; of the *stored* ones those that differ go."""
    numbers: dict[tuple[str, Values], list[int]] = {}
    for (noun, _), rectangle, number in stored:
        key = (noun, row_of(chronicle.incident, rectangle))
        numbers.setdefault(key, []).append(number)
    rows = []
    for noun, rectangle in (*chronicle.ended, *chronicle.open):
        row = row_of(chronicle.incident, rectangle)
        same = numbers.get((noun, row))
        if same:
            same.pop()
        else:
            rows.append((noun, (None, *row)))
    made = _made(chronicle, rows, is_whole=True)
    made.removed = [(noun, n) for (noun, _), left in numbers.items() for n in left]
    return made


def part_of(chronicle: Chronicle, moments: int) -> Made:
    """Return the rows of a chronicle that nothing later can change, and forget them."""
    made = _made(chronicle, _new(chronicle, chronicle.ended), is_whole=False)
    rows = _new(chronicle, chronicle.forget(moments))
    made.rows += rows
    made.flags += _flags(rows, chronicle.knowledge.reading.members)
    return made


def last_of(chronicle: Chronicle) -> Made:
    """Return the rows that were not told in parts."""
    rows = [*chronicle.ended, *chronicle.open]
    return _made(chronicle, _new(chronicle, rows), is_whole=False)


def read_on(
    history: History, incident: str, reached: str, stored: Iterable[Held]
) -> Chronicle | None:
    """Read on from *reached*, where all rows that are open are the *stored* ones.

    Return nothing if they cannot be those of the log.
    """
    chronicle = Chronicle(
        *(history, incident, NOUNS),
        known_at=reached,
        stored=[(name, rectangle) for name, rectangle, _ in stored],
    )
    if not chronicle.is_sound:
        return None
    chronicle.learn()
    return chronicle


def learnt(chronicle: Chronicle) -> Made:
    """Return what became of the rows of a chronicle since it last began to learn."""
    incident = chronicle.incident
    rows = [
        (noun, rectangle)
        for noun, rectangle in (*chronicle.ended, *chronicle.begun)
        if rectangle.known_from > chronicle.since
    ]
    made = _made(chronicle, _new(chronicle, rows), is_whole=False)
    made.closed = [
        (noun, (known_to, ended_by, *said))
        for noun, rectangle in chronicle.ended
        if rectangle.known_from <= chronicle.since
        for *said, known_to, ended_by in [row_of(incident, rectangle)]
    ]
    return made


def _new(
    chronicle: Chronicle, rows: Iterable[tuple[str, Rectangle]]
) -> list[tuple[str, Row]]:
    """Return rectangles as rows that have no number yet."""
    return [
        (noun, (None, *row_of(chronicle.incident, rectangle)))
        for noun, rectangle in rows
    ]


def _made(chronicle: Chronicle, rows: list[tuple[str, Row]], *, is_whole: bool) -> Made:
    """Add to the rows what the registers say of the incident."""
    incident = chronicle.incident
    rows += [
        ("figure_changes", (None, incident, *change)) for change in chronicle.changes
    ]
    knowledge = chronicle.knowledge
    history = knowledge.reading.history
    into = history.survivors.get(incident)
    state = "closed" if incident in history.closed else "open"
    return Made(
        incident=incident,
        known_at=chronicle.known_at,
        state="merged" if into else state,
        merged_into=into,
        is_whole=is_whole,
        rows=rows,
        corrections=list(_corrections(knowledge)),
        flags=list(_flags(rows, knowledge.reading.members)),
    )


def _flags(rows: list[tuple[str, Row]], members: Iterable[str]) -> Iterator[Row]:
    """Yield the flags that the incident's own updates have from now on."""
    for noun, row in rows:
        if noun == "remarks":
            values = dict(zip(_REMARK, row, strict=True))
            if values["known_to"] == FOREVER:
                for member in members:
                    yield values["flags"], values["update_ref"], member


_REMARK = NOUNS["remarks"].table.names


def _corrections(knowledge: Knowledge) -> Iterator[Row]:
    """Yield what editors' corrections made of claims, as it is understood now."""
    nth: Counter[Reference] = Counter()
    for decision in knowledge.reading.history.decisions:
        if isinstance(decision, ClaimCorrected):
            original = parse(decision.claim).original
            nth[original] += 1
            name = original._replace(claim=f"{original.claim}~{nth[original]}")
            if name in knowledge.claims:
                claim = knowledge.claims[name]
                yield corrected(claim, decision.position, decision.by)
