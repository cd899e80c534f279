"""Random news: many updates of the usual kind, which only add claims.

Where ``tests.histories`` looks for the corners of the rules, this looks at what
happens all day: totals that grow, fall or tie, increments, instances, subsets of a
claim beside them, moments told again, links; now and then one that comes late.
"""

from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

TIMES = [
    f"2024-12-20T{hour:02}:{minute}" for hour in range(8, 13) for minute in (10, 40)
]
KILLED = {"type": "casualties", "outcome": "killed"}
CLAIMS: tuple[Document, ...] = (
    KILLED,
    KILLED,
    KILLED | {"place": "podil"},
    KILLED | {"measure": "this_reporting_period"},
    KILLED | {"measure": "adjustment"},
    KILLED | {"measure": "instance"},
    KILLED | {"denied": True},
    {"type": "damage", "object": "roof", "degree": "damaged"},
    {"type": "outage", "service": "heating", "state": "out"},
    {"type": "occurrence", "kind": "blast_heard", "occurred": TIMES[0]},
    {"type": "strike", "weapons": ["drone"], "phase": "launched"},
)
OTHERS: tuple[Document, ...] = (
    {"type": "occurrence", "kind": "alert_start", "occurred": TIMES[1]},
    {"type": "occurrence", "kind": "alert_end"},
    {"type": "statement", "act": "confirm", "quote": "It is so"},
    {"type": "target", "kind": "airfield"},
    {"type": "link", "relation": "in_response_to", "to": "raid"},
    {"type": "verification", "verdict": "disputed", "of": "c1"},
    KILLED | {"measure": "subset", "subset_of": "c1", "count": 1},
)
VOICES = ("mayor", "ministry", None)


@st.composite
def _claims(draw: st.DrawFn) -> list[Document]:
    found = []
    for claim in draw(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=2)):
        count = draw(st.sampled_from([1, 2, 3, "at least 2", "up to 4", "several"]))
        voice = draw(st.sampled_from(VOICES))
        as_of = draw(st.sampled_from([None, None, *TIMES]))
        said = {"said_by": voice, "as_of": as_of}
        stated = {name: value for name, value in said.items() if value is not None}
        found.append({**claim, "count": count, **stated})
    return [*found, *draw(st.lists(st.sampled_from(OTHERS), max_size=2))]


@st.composite
def news(draw: st.DrawFn) -> list[Document]:
    """Draw a log of updates, most of them known in the order in which they came."""
    log = []
    for n in range(draw(st.integers(2, 12))):
        heard = draw(st.sampled_from([*[min(n, 9)] * 5, 3]))
        report = draw(st.sampled_from(["wire", "page", "post"]))
        update = {
            "incident": {"id": "harbour", "place": "kyiv", "timezone": "Europe/Kyiv"},
            "related_incidents": [{"id": "raid", "title": "The raid"}],
            "report": {"id": report, "source": f"{report}-desk"},
            "id": f"u{n}",
            "as_of": draw(st.sampled_from(TIMES)),
            "received_at": TIMES[heard],
            "places": [{"id": "podil", "part_of": "kyiv"}],
            "claims": draw(_claims()),
        }
        item = {"recorded_at": "2024-12-22T06:00:00.000000Z", "update": update}
        log.append(item)
    return log
