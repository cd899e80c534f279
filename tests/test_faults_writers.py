"""Many programs write one log while others read it: all is there once, and in order.

Each writer tells of a report of its own, of one that all share, and of a feed that all
have.  ``INCIDENT_LOG_WRITERS`` and ``INCIDENT_LOG_WRITING_SECONDS`` say how many write,
for how long.
"""

import json
from itertools import groupby
from pathlib import Path

from incident_log.log import Log
from tests.faults.amounts import amount
from tests.faults.feeds import has_tables_of_a_rebuild, is_sound, states
from tests.faults.programs import begin, script
from tests.test_races import let_go, whole

WRITERS = amount("WRITERS", 4)
SECONDS = amount("WRITING_SECONDS", 3)
READERS = 2

#: Seconds that nobody waits longer, where that many write for long.
LONGEST_WAIT = 2.0

WRITE = """
import json, sys, time
from pathlib import Path
from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.projecting.keeping import keep_current
from tests.given import ZONE, killed, update

me, seconds = sys.argv[2], float(sys.argv[3])

def told(report, id):
    incident = f"incident-{n // 20}"
    said = update(report, killed(1), heard="09:00", id=id, incident=incident)
    return accept(said, lambda _: ZONE)

print("ready", flush=True)
sys.stdin.readline()
longest, n, fed = 0.0, 0, []
with Log.create(Path(sys.argv[1])) as log:
    until = time.monotonic() + seconds
    while not n or time.monotonic() < until:
        n += 1
        some = [
            told(f"own-{me}", f"u{n}"),
            told("shared", f"w{me}-u{n}"),
            told("feed", f"u{n}"),
        ]
        begun = time.monotonic()
        outcomes = log.append(some)
        longest = max(longest, time.monotonic() - begun)
        assert [type(each).__name__ for each in outcomes[:2]] == ["Appended"] * 2
        fed += [n] if type(outcomes[2]).__name__ == "Appended" else []
        if n % 50 == 0:
            warning = keep_current(log)
            assert warning is None, warning
print(json.dumps({"longest": longest, "last": n, "fed": fed}))
"""

READ = """
import json, sys, time
from pathlib import Path
from incident_log.errors import NoLog
from incident_log.log import Log

print("ready", flush=True)
sys.stdin.readline()
until, positions = time.monotonic() + float(sys.argv[3]), []
while not positions or time.monotonic() < until:
    try:
        with Log.open(Path(sys.argv[1])) as log:
            positions.append(log.position)
            log.events(after=max(0, log.position - 100))
    except NoLog:
        pass
    time.sleep(0.02)
assert positions == sorted(positions)
print(json.dumps({"read": len(positions)}))
"""


def test_many_write_while_others_read(tmp_path: Path) -> None:
    with Log.create(tmp_path / "log"):
        pass
    programs = [*[WRITE] * WRITERS, *[READ] * READERS]
    children = [
        begin(script(source, tmp_path / "log", n, SECONDS))
        for n, source in enumerate(programs)
    ]

    said = [json.loads(told) for told in let_go(children)]

    writers, readers = said[:WRITERS], said[WRITERS:]
    lasts = [writer["last"] for writer in writers]
    longest = max(writer["longest"] for writer in writers)
    print(f"{WRITERS} writers, {sum(lasts)} rounds, longest wait {longest:.2f} s")
    if SECONDS > 30:
        assert longest < LONGEST_WAIT
    assert all(reader["read"] for reader in readers)
    fed = sorted(n for writer in writers for n in writer["fed"])
    assert fed == [*range(1, max(lasts) + 1)]
    in_order = told_in_order(tmp_path / "log")
    for n, last in enumerate(lasts):
        assert in_order[f"own-{n}"] == [f"u{k}" for k in range(1, last + 1)]
        assert in_order[f"shared w{n}"] == [f"u{k}" for k in range(1, last + 1)]
    with Log.open(tmp_path / "log") as log:
        whole(log)
        assert log.position == 2 * sum(lasts) + max(lasts)
    is_sound(tmp_path / "log")
    has_tables_of_a_rebuild(tmp_path / "log")


def told_in_order(directory: Path) -> dict[str, list[str]]:
    """Return the ids of the updates of each report, apart by writer where all share it.

    They come by position.
    """
    names = []
    for state in states(directory):
        event = json.loads(state)
        report, name = event["report"]["id"], event["update"]
        if report == "shared":
            writer, _, name = name.partition("-")
            report = f"shared {writer}"
        names.append((report, name))
    names.sort(key=lambda each: each[0])
    grouped = groupby(names, key=lambda each: each[0])
    return {report: [name for _, name in some] for report, some in grouped}
