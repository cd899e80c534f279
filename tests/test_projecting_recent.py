"""What was made lately: taken further without reading, or else read again."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from incident_log import decisions
from incident_log.accepting import accept
from incident_log.errors import TablesUnusable
from incident_log.log import Log
from incident_log.projecting import incidents, keeping, paging, recent
from incident_log.projecting.keeping import catch_up, rebuild
from incident_log.projecting.recent import Recent
from incident_log.projecting.stored import stored
from incident_log.tables import Tables
from tests.given import (
    NINE,
    SEVEN,
    TEN,
    ZONE,
    Document,
    act,
    asked,
    claim,
    clock,
    held,
    injured,
    killed,
    tell,
    update,
)
from tests.test_laws import record

CARRIED = update("wire", injured(10), at="10:00", heard="10:10", derived_from="agency")

Follows = Callable[..., list[str]]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        tell(log, SEVEN)
        yield log


@pytest.fixture
def read(log: Log, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The incidents whose history is read, one after the other."""
    names: list[str] = []
    history = log.history

    def noted(incident: str, *, at_position: int) -> object:
        names.append(incident)
        return history(incident, at_position=at_position)

    monkeypatch.setattr(log, "history", noted)
    # Nobody but the follower catches up.
    monkeypatch.setattr(decisions, "keep_current", lambda _: None)
    return names


@pytest.fixture
def most() -> int:
    """Updates of incidents that are kept."""
    return 4


@pytest.fixture
def follows(log: Log, read: list[str], most: int) -> Follows:
    """Appends some items, then takes them in; tells which incidents it had to read."""
    lately = Recent(most)

    def follow(*items: Document) -> list[str]:
        read.clear()
        for item in items:
            append(log, item)
        catch_up(log, recent=lately)
        return list(read)

    return follow


def append(log: Log, item: Document) -> None:
    if "act" in item:
        log.clock = partial(str, item["recorded_at"])
        record(log, item)
    else:
        log.clock = partial(str, clock(item["received_at"].partition("T")[2]))
        log.append([accept(item, lambda _: ZONE)])


def told(log: Log) -> list[tuple[object, ...]]:
    """Return what the tables say of people injured, whatever numbers rows have."""
    return held(log, "casualties", "low, claims")


def check(log: Log) -> None:
    """Check that the tables are what a rebuild makes."""
    grown = told(log)
    rebuild(log)
    assert told(log) == grown


# -- what only adds claims -----------------------------------------------------------


def test_an_incident_is_read_once_and_then_only_extended(
    log: Log, follows: Follows
) -> None:
    assert follows(NINE) == ["kyiv-2024-12-20"]

    assert follows(TEN) == []

    assert asked(log, "SELECT low FROM casualties_now") == [(10,)]
    check(log)


def test_it_is_read_once_where_there_are_many_batches(
    log: Log, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 1)
    append(log, NINE)
    append(log, TEN)

    catch_up(log)

    assert read == ["kyiv-2024-12-20"]
    check(log)


def test_a_reprint_of_what_others_carry_adds_a_voice(
    log: Log, follows: Follows
) -> None:
    follows(CARRIED)
    reprint = {**CARRIED, "report": {"id": "daily", "source": "daily"}}
    reprint["report"]["derived_from"] = "agency"

    assert follows(reprint | {"received_at": "2024-12-20T11:00"}) == []

    check(log)


def test_whoever_speaks_for_himself_need_not_be_looked_for(
    log: Log, follows: Follows
) -> None:
    own = update("mayor", injured(8), at="10:20", heard="10:30", incident="lviv")
    follows(CARRIED | {"incident": own["incident"]})

    assert follows(own) == []

    check(log)


def test_a_live_page_that_judges_its_own_claims_is_only_extended(
    log: Log, follows: Follows
) -> None:
    doubts = claim("verification", verdict="not_verified", of=["hurt"])
    pages = [
        update("live", injured(n, id="hurt"), doubts, heard=f"10:{n}")
        for n in (20, 21, 22)
    ]
    follows(pages[0])

    assert follows(pages[1]) == []
    assert follows(pages[2]) == []

    check(log)


# -- what has to be read again ---------------------------------------------------------


REREAD: dict[str, list[Document]] = {
    "a retraction": [act("retract", "10:00", ref="wire/1")],
    "a correction": [update("wire", injured(8), heard="10:00", signal="correction")],
    "news that comes late": [update("mayor", injured(8), heard="09:10")],
    "a text carried from elsewhere": [CARRIED],
    "what was taken back before it came": [
        update("desk", heard="10:00", signal="retraction", retracts=["mayor"]),
        update("mayor", injured(8), at="09:30", heard="10:30"),
    ],
}


@pytest.mark.parametrize("why", REREAD)
def test_it_is_read_again_for_whatever_does_more(
    log: Log, follows: Follows, why: str
) -> None:
    follows(NINE)

    found = [follows(item) for item in REREAD[why]]

    assert found[-1] == ["kyiv-2024-12-20"]
    check(log)


def test_what_another_incident_takes_back_before_it_comes_is_found(
    log: Log, follows: Follows
) -> None:
    follows(NINE)
    elsewhere = update("desk", killed(1), heard="10:00", incident="lviv", id="1")
    follows(elsewhere | {"signal": "retraction", "retracts": ["mayor"]})

    found = follows(update("mayor", injured(8), at="09:30", heard="10:30"))

    assert found == ["kyiv-2024-12-20", "lviv"]
    assert asked(log, "SELECT low FROM casualties_now WHERE low = 8") == []
    check(log)


def test_words_that_were_erased_meanwhile_are_compared_as_they_were(
    log: Log, follows: Follows, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(NINE)
    monkeypatch.setattr(recent, "ERASED", "a text")

    found = follows({**TEN, "text": "a text"})

    assert found == ["kyiv-2024-12-20"]


# -- what is forgotten -----------------------------------------------------------------


def test_what_another_projector_wrote_is_not_known(log: Log, follows: Follows) -> None:
    follows(NINE)
    tell(log, TEN)

    found = follows(update("mayor", injured(8), at="10:30", heard="10:40"))

    assert found == ["kyiv-2024-12-20"]
    check(log)


def test_a_rebuild_by_another_is_no_reason_to_forget(
    log: Log, follows: Follows
) -> None:
    follows(NINE)
    rebuild(log)

    assert follows(TEN) == []

    check(log)


def test_what_was_not_written_was_not_learnt(
    log: Log, follows: Follows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TablesUnusable("incidents.db", "disk full")

    follows(NINE)
    with monkeypatch.context() as broken, pytest.raises(TablesUnusable):
        broken.setattr(incidents, "_collect", fail)
        follows(TEN)

    assert follows() == ["kyiv-2024-12-20"]
    check(log)


def test_an_incident_of_too_many_updates_is_read_each_time(
    log: Log, follows: Follows
) -> None:
    some = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 25)]

    assert follows(*some) == ["kyiv-2024-12-20"]
    assert follows(update("wire", injured(9), heard="11:00")) == ["kyiv-2024-12-20"]


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget all but one moment of an incident of more than two updates."""
    monkeypatch.setattr(paging, "PAGE", 2)
    monkeypatch.setattr(paging, "MOMENTS", 1)


@pytest.mark.parametrize("most", [12])
@pytest.mark.usefixtures("forgetful")
def test_a_large_incident_is_kept_but_for_what_is_not_needed(
    log: Log, follows: Follows
) -> None:
    some = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 30)]

    assert follows(*some[:8]) == ["kyiv-2024-12-20"]
    assert follows(some[8]) == []
    assert follows(some[9]) == []
    check(log)


@pytest.mark.parametrize("most", [12])
@pytest.mark.usefixtures("forgetful")
def test_it_is_read_again_for_what_comes_too_late(log: Log, follows: Follows) -> None:
    some = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 28)]
    follows(*some)

    assert follows(update("mayor", injured(7), at="10:22", heard="10:40")) == []
    late = update("wire", injured(7), at="10:22", heard="10:50", id="late")
    assert follows(late) == ["kyiv-2024-12-20"]
    check(log)


@pytest.mark.parametrize("most", [12])
@pytest.mark.usefixtures("forgetful")
def test_what_acts_on_others_is_remembered(log: Log, follows: Follows) -> None:
    wrong = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 26)]
    corrected = update("wire", injured(6), heard="10:30", signal="correction")
    follows(*wrong, corrected)

    assert follows(update("wire", injured(9), heard="11:00")) == []
    check(log)


# -- what is huge ----------------------------------------------------------------------


@pytest.fixture
def huge(forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every incident of three updates for huge."""
    monkeypatch.setattr(paging, "MANY", 2)
    monkeypatch.setattr(paging, "HUGE", 2)


@pytest.mark.parametrize("most", [0, 12])
@pytest.mark.usefixtures("huge")
def test_a_huge_incident_is_taken_on_in_pages(log: Log, follows: Follows) -> None:
    some = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 30)]

    assert follows(*some[:3]) == []
    assert follows(*some[3:8]) == []
    assert follows(*some[8:]) == []
    check(log)


@pytest.mark.parametrize("most", [0, 12])
@pytest.mark.usefixtures("huge")
def test_a_huge_incident_that_is_new_is_made_in_pages(
    log: Log, follows: Follows
) -> None:
    some = [
        update("wire", injured(n), heard=f"10:{n}", incident="lviv")
        for n in range(20, 26)
    ]

    assert follows(*some) == []
    check(log)


@pytest.mark.parametrize("most", [0, 12])
@pytest.mark.usefixtures("huge")
def test_a_huge_incident_is_read_whole_for_whatever_does_more(
    log: Log, follows: Follows
) -> None:
    some = [update("wire", injured(n), heard=f"10:{n}") for n in range(20, 28)]
    follows(*some)
    late = update("wire", injured(7), at="10:22", heard="10:50", id="late")

    assert follows(late) == ["kyiv-2024-12-20"]
    assert follows(act("retract", "11:00", ref="wire/late")) == ["kyiv-2024-12-20"]
    check(log)


@pytest.mark.parametrize("most", [0])
def test_the_rows_of_large_incidents_are_read_back_one_by_one(
    log: Log, follows: Follows, monkeypatch: pytest.MonkeyPatch
) -> None:
    lviv = [
        update("mayor", killed(n), heard=f"10:{n}", incident="lviv") for n in (18, 19)
    ]
    follows(NINE, lviv[0])
    asked: list[list[str]] = []

    def noted(tables: Tables, slugs: list[str], *, only_open: bool) -> Any:
        asked.append(slugs)
        return stored(tables, slugs, only_open=only_open)

    monkeypatch.setattr("incident_log.projecting.incidents.stored", noted)
    monkeypatch.setattr(paging, "MANY", 0)

    both = follows(TEN, lviv[1])

    assert both == ["kyiv-2024-12-20", "lviv"]
    assert asked == [[], ["kyiv-2024-12-20"], ["lviv"]]
    check(log)


# -- what goes -------------------------------------------------------------------------


def test_what_was_longest_untouched_goes_where_it_is_too_much(
    log: Log, follows: Follows
) -> None:
    lviv = [
        update("mayor", injured(n), heard=f"09:{n}", incident="lviv", id=str(n))
        for n in (30, 40, 50)
    ]
    follows(NINE)
    follows(lviv[0])
    follows(lviv[1])

    assert follows(TEN) == []
    assert follows(lviv[2]) == ["lviv"]
    check(log)
