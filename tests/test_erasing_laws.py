"""The law of erasing: whatever goes, figures, leaves and other words stay."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from incident_log.answer import answer
from incident_log.commitments import commitment
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import planned
from incident_log.errors import NotKnownYet, UnknownIncident
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of, rebuild
from incident_log.replay import replay
from incident_log.tables import Tables
from incident_log.verifying.tables import verify
from tests.histories import INCIDENTS, logs
from tests.test_laws import HISTORIES, lawful, record, short
from tests.test_projecting_laws import dump

rarely = settings(parent=lawful, max_examples=max(HISTORIES // 5, 10))

Document = dict[str, Any]


def worded(log: list[Document]) -> list[Document]:
    """Give every claim words of its own to lose, and updates some that they share."""
    for n, item in enumerate(log):
        document = item.get("update", {})
        for m, claim in enumerate(document.get("claims", ())):
            claim["quote"] = f"quote {n}.{m}"
        if document:
            document |= {"text": f"text {n % 3}", "label": f"label {n % 5 // 4}"}
    return log


def said(disk: Log) -> list[Document | None]:
    """Return what the log says of every incident, but for words."""
    found: list[Document | None] = []
    for incident in INCIDENTS:
        try:
            view = replay(disk, incident)
            flags = {u["update"]: u["flags"] for u in answer(view)["updates"]}
            found.append(short(view) | {"flags": flags})
        except (UnknownIncident, NotKnownYet):
            found.append(None)
    return found


def forget(disk: Log, choice: int) -> None:
    """Erase some words, or all words of an update, a claim or a report."""
    sealed = [event for event in disk.sealed() if event.openings]
    event = sealed[choice % len(sealed)]
    names = [event.name, event.state["stream"], None]
    if "update" in event.state:
        names += [f"{event.name}#{c['id']}" for c in event.state.get("claims", ())]
    name = names[choice % len(names)]
    path = sorted(event.openings)[choice % len(event.openings)] if not name else None
    plan = planned(disk, named(disk, name or event.name), path)
    grounds = Grounds(reason=f"number {disk.position}")
    erase(disk, plan, grounds, seen=disk.position, is_insisted=False)


@rarely
@given(
    logs(),
    st.lists(st.none() | st.integers(0, 99), min_size=14, max_size=14),
    st.lists(st.booleans(), min_size=14, max_size=14),
)
def test_figures_leaves_and_tables_are_those_of_the_log_with_its_words(
    log: list[Document], choices: Sequence[int | None], stops: Sequence[bool]
) -> None:
    with TemporaryDirectory() as directory:
        now = ""
        with Log.create(Path(directory), clock=lambda: now) as disk:
            catch_up(disk)
            for item, choice, stop in zip(worded(log), choices, stops, strict=False):
                now = item["recorded_at"]
                record(disk, item)
                if choice is not None:
                    before, leaves = said(disk), hashes(disk)
                    forget(disk, choice)
                    assert said(disk) == before
                    assert hashes(disk)[: len(leaves)] == leaves
                if stop:
                    catch_up(disk)
            catch_up(disk)
            check_openings(disk)
            with Tables(path_of(disk)) as tables:
                assert verify(disk, tables).disagreements == []
            grown = dump(disk)
            rebuild(disk)
            assert dump(disk) == grown


def hashes(disk: Log) -> list[str]:
    return [disk.leaf(n) for n in range(1, disk.position + 1)]


def check_openings(disk: Log) -> None:
    """Every word opens what is committed to, or an event says that it was erased."""
    told = {
        (each["position"], each["path"], each["sha256"])
        for event in disk.sealed()
        for each in event.state.get("erased", ())
    }
    missing = set()
    for event in disk.sealed():
        assert event.state == json.loads(event.text)
        for path, sha256 in event.commitments.items():
            if path in event.openings:
                salt, words = event.openings[path]
                assert commitment(bytes.fromhex(salt), path, words) == sha256
            else:
                missing.add((event.position, path, sha256))
    assert missing == told
