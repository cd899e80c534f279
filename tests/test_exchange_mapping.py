"""A mapping: how rows of somebody's data say what update documents say."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from incident_log.accepting import Unacceptable, accept
from incident_log.errors import BadMapping
from incident_log.exchange.columns import ABSENT, Unfilled, column, condition, filled
from incident_log.exchange.mapping import Mapping, load
from incident_log.exchange.reading_fields import RowRefused, Section
from incident_log.exchange.records import vintages
from incident_log.exchange.vintage import Vintage
from incident_log.exchange.vintages import Vintages
from incident_log.schemas import mapping_json_schema, mapping_problems
from tests.mapped import FIXTURES, Document, acres, document, killed, mapping, seen

ROW = {"fire": "North Complex", "at": "2024-12-20T10:00", "acres": "1,204", "dead": 2}

MAPPINGS = sorted(FIXTURES.glob("*.json"))
SAMPLES = sorted((FIXTURES / "samples").iterdir())


def claims(meaning: Mapping, **row: Any) -> dict[str, Any]:
    return dict(seen(meaning, ROW | row).telling.claims)


# -- the mappings that come with the package -------------------------------------------


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    """The JSON Schema of a mapping."""
    return jsonschema.Draft202012Validator(mapping_json_schema())


@pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
def test_a_bundled_mapping_is_valid_by_both_schemas(
    path: Path, schema: jsonschema.Draft202012Validator
) -> None:
    given = json.loads(path.read_text())

    assert load(path).claims == [claim["id"] for claim in given["claims"]]
    schema.validate(given)


def test_the_json_schema_refuses_what_is_unknown(
    schema: jsonschema.Draft202012Validator,
) -> None:
    assert schema.is_valid(document())
    assert not schema.is_valid(document() | {"x": 1})
    assert not schema.is_valid(document(acres(value={"column": "x", "y": 1})))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_becomes_the_updates_expected_of_it(sample: Path) -> None:
    expected = FIXTURES / "expected" / f"{sample.stem}.jsonl"
    meaning = load(FIXTURES / f"{sample.stem}.json")
    compared = Vintages(None)
    found = []
    for vintage in vintages([str(sample)], meaning):
        assert isinstance(vintage, Vintage), vintage
        update = compared.update(vintage)
        if update is not None:
            compared.keep()
            found.append(update)

    assert found == [json.loads(line) for line in expected.read_text().splitlines()]
    for update in found:
        accept(update, lambda _: None, is_open=True)


def test_every_mapping_has_a_sample() -> None:
    assert {path.stem for path in SAMPLES} == {path.stem for path in MAPPINGS}


# -- what a row says -------------------------------------------------------------------


def test_a_row_names_its_report_its_incident_and_its_moment() -> None:
    vintage = seen(mapping(), ROW, file="fires.csv", line=7)

    assert vintage.telling.report == {"id": "fire-north-complex", "source": "agency"}
    assert vintage.telling.incident["title"] == "Fire North Complex"
    assert vintage.known_at == "2024-12-20T08:00:00.000000Z"
    assert (vintage.file, vintage.line, vintage.id) == ("fires.csv", 7, None)
    assert vintage.telling.zone == "Europe/Kyiv"


def test_the_caller_may_know_better_when_it_was_known() -> None:
    known_at = "2024-12-20T08:30:00.000000Z"
    meaning = mapping(id="r{dead}")

    vintage = seen(meaning, {"fire": "a"}, known_at=known_at, update_id="abc")
    gone = meaning.gone(ROW, known_at=known_at, update_id="abd")

    assert (vintage.known_at, vintage.id) == (known_at, "abc")
    assert (gone.is_gone, gone.id, gone.telling.claims) == (True, "abd", {})
    assert seen(meaning, ROW).id == "r2"
    assert seen(meaning, ROW | {"dead": None}).id is None


def test_a_day_on_which_something_was_known_ends_first() -> None:
    found = seen(mapping(), ROW | {"at": "2024-12-20"}).known_at

    assert found == "2024-12-20T22:00:00.000000Z"


def test_without_a_column_for_it_a_row_is_known_when_it_comes() -> None:
    given = document()
    del given["known_at"], given["timezone"]

    vintage = seen(Mapping(given), ROW)

    assert (vintage.known_at, vintage.telling.zone) == (None, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"fire": ""}, "report.id: nothing in the columns of 'fire-{fire}'"),
        ({"fire": None}, "report.id: nothing in the columns of 'fire-{fire}'"),
        ({"at": None}, "known_at: is empty in this row"),
        ({"fire": {"no": 1}}, "report.id: \"{'no': 1}\" are no words: name the column"),
        ({"fire": ["a", "b"]}, "report.id: \"['a', 'b']\" are no words: name the"),
        ({"at": "soon"}, "known_at: 'soon' is no time of the form iso"),
        ({"acres": "many"}, "claims[0].value: cannot read a count from 'many'"),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused(row: Document, why: str) -> None:
    with pytest.raises(RowRefused) as refused:
        mapping().vintage(ROW | row)

    assert why in str(refused.value)


def test_a_column_may_be_missing_from_a_whole_row() -> None:
    given = document(published_at={"column": "printed"}, label="{words}")

    telling = seen(Mapping(given), {"fire": "a", "at": "2024-12-20T10:00Z"}).telling

    assert telling.update == {"timezone": "Europe/Kyiv"}
    assert telling.claims == {"acres": None}
    with pytest.raises(RowRefused, match="known_at: is empty"):
        mapping().vintage({"fire": "a"})


def test_claims_have_constants_columns_and_conditions() -> None:
    meaning = mapping(
        acres(),
        killed(
            said_by={"column": "by", "words": {"MoH": "ministry"}},
            population={"age_group": "{age}", "sex": {"column": "sex"}},
            when=[{"column": "kind", "is_not": ["forecast", None]}],
        ),
    )

    found = claims(meaning, by="moh", age="child", sex=None, kind="toll")

    assert found["acres"] == {
        "type": "indicator",
        "name": "acres_burned",
        "value": 1204,
    }
    assert found["killed"] == {
        "type": "casualties",
        "outcome": "killed",
        "said_by": "ministry",
        "population": {"age_group": "child"},
        "count": 2,
    }
    assert claims(meaning, kind="forecast")["killed"] is None
    assert claims(meaning)["killed"] is None
    assert "population" not in claims(meaning, kind="toll")["killed"]


def test_a_claim_without_a_figure_is_made_of_what_is_there() -> None:
    started = {"type": "occurrence", "id": "started", "kind": "fire_start"}
    dated = started | {"occurred": {"column": "begun"}}
    held = started | {"id": "held", "when": [{"column": "state", "is": ["held"]}]}
    told = {"type": "statement", "id": "said", "act": "announce", "text": "{words}"}
    meaning = mapping(dated, held, told)

    found = claims(meaning, begun="2024-12-19", state="held", words=" Go. ")

    assert found["started"]["occurred"] == "2024-12-19"
    assert found["held"] == {"type": "occurrence", "kind": "fire_start"}
    assert found["said"]["text"] == "Go."
    assert claims(meaning) == {"started": None, "held": None, "said": None}


def test_a_row_of_changes_says_nothing_about_what_it_leaves_out() -> None:
    out = {"type": "occurrence", "id": "out", "kind": "fire_out"}
    meaning = mapping(
        acres(),
        killed(),
        out | {"occurred": {"column": "ended"}},
        rows={"say": "changes", "inside": "changed"},
    )
    head = {"fire": "a", "at": "2024-12-20T10:00"}

    vintage = seen(meaning, head | {"changed": {"dead": None}})

    assert not vintage.telling.is_whole
    assert vintage.telling.claims == {"killed": None}
    assert seen(meaning, head | {"changed": {"ended": None}}).telling.claims == {
        "out": None
    }


def test_a_row_of_changes_may_leave_out_words_and_who_is_meant() -> None:
    meaning = mapping(
        acres(),
        {"type": "statement", "id": "said", "act": "announce", "text": "{by}: {words}"},
        {
            "type": "casualties",
            "id": "hurt",
            "outcome": "injured",
            "population": {"role": {"column": "role"}},
        },
        rows={"say": "changes"},
    )
    head = {"fire": "a", "at": "2024-12-20T10:00", "acres": 1}

    assert [*seen(meaning, head).telling.claims] == ["acres"]
    silent = seen(meaning, head | {"by": "", "words": "", "role": None})
    assert [silent.telling.claims[name] for name in ("said", "hurt")] == [None, None]


def test_rows_that_are_whole_and_rows_of_what_is_gone_are_told_apart() -> None:
    rows = {
        "say": "changes",
        "whole": [{"column": "kind", "is": ["new"]}],
        "gone": [{"column": "kind", "is": ["removed"]}],
        "only": [{"column": "kind", "is_not": ["comment"]}],
    }
    meaning = mapping(rows=rows)

    assert seen(meaning, ROW | {"kind": "new"}).telling.is_whole
    assert not seen(meaning, ROW | {"kind": "revised"}).telling.is_whole
    assert seen(meaning, ROW | {"kind": "removed"}).is_gone
    assert meaning.vintage(ROW | {"kind": "comment"}) is None


def test_agents_places_and_weapons_are_described() -> None:
    meaning = mapping(
        agents=[{"id": "agency", "name": "The agency"}],
        places=[
            {"id": "{county}", "latitude": {"column": "lat"}, "part_of": "state"},
            {"id": "state", "level": "admin1"},
        ],
        weapons=[{"id": "{weapon}", "aliases": {"column": "also"}}],
    )

    described = seen(
        meaning, ROW | {"county": "St. John", "lat": "50.5", "also": ["A b"]}
    ).telling.described

    assert described["agents"] == [{"id": "agency", "name": "The agency"}]
    assert described["places"][0] == {
        "id": "st-john",
        "latitude": 50.5,
        "part_of": "state",
    }
    assert described["weapons"] == []


def test_flags_are_read_too() -> None:
    meaning = mapping(killed(denied={"column": "denied"}))

    assert claims(meaning, denied="no")["killed"]["denied"] is False


# -- columns ---------------------------------------------------------------------------


def test_columns_are_found_at_any_depth() -> None:
    row = {"a": {"b/c": {"d": 1}}, "x": 2, "own": {"x": 3, "deep": {"y": 4}}}

    assert column("a/b~1c/d")(row) == 1
    assert column("a/e/f")(row) is None
    assert column("b/c")(row) is ABSENT
    assert column("x", "own")(row) == 3
    assert column("deep/z", "own")(row) is None
    assert column("x", "nowhere")(row) == 2
    assert column("y", "own")(row) is ABSENT
    assert repr(ABSENT) == "ABSENT"


def test_of_several_columns_the_first_that_says_anything_counts() -> None:
    either = column(["new", "old"])

    assert either({"new": "", "old": 1}) == 1
    assert either({"new": 2, "old": 1}) == 2
    assert either({"old": None}) is None
    assert either({}) is ABSENT


def test_words_are_filled_or_left_out() -> None:
    words = filled("{n} of {all}!")

    assert words({"n": 1.0, "all": " 2 "}) == "1 of 2!"
    with pytest.raises(Unfilled, match="column 'all' is empty"):
        words({"n": 1})


def test_conditions_take_an_empty_cell_for_a_null() -> None:
    is_none = condition({"column": "x", "is": [None]})
    is_one = condition({"column": "x", "is": [1]})

    assert is_none({"x": ""})
    assert is_none({"x": None})
    assert is_none({})
    assert is_one({"x": "1"})
    assert is_one({"x": 1.0})
    assert not is_one({"x": True})
    assert not is_one({"x": [1]})


def test_a_section_is_made_once_and_forgotten_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("incident_log.exchange.reading_fields._MADE", 2)
    meaning = mapping()
    names = [seen(meaning, ROW | {"fire": f"f{n % 4}"}) for n in range(8)]

    assert [v.telling.report["id"] for v in names] == [
        f"fire-f{n % 4}" for n in range(8)
    ]
    first, again = (seen(meaning, ROW).telling.incident for _ in "12")
    assert first is again
    assert Section([], [column("x")]).document({"x": []}) == {}


def test_a_section_is_not_made_of_a_cell_that_is_only_equal() -> None:
    meaning = mapping()

    names = [seen(meaning, ROW | {"fire": cell}) for cell in (1, True, 0, False)]

    assert [v.telling.report["id"] for v in names] == [
        *("fire-1", "fire-true", "fire-0", "fire-false")
    ]


# -- what is wrong with a mapping ------------------------------------------------------

WRONG: list[tuple[Document, str]] = [
    ({"format": "incident-log/update/1"}, "format: "),
    ({"reports": {}}, "reports: {} unknown field"),
    ({"report": {"id": "x"}}, "report.source: is missing"),
    ({"timezone": 3}, "timezone: 3 is not text"),
    ({"signal": "retraction"}, "signal: "),
    ({"claims": []}, "claims: [] has none or too many"),
    ({"claims": [3]}, "claims[0]: 3 is not an object"),
    ({"claims": [{"type": "toll"}]}, "claims[0].type: "),
    ({"claims": [{"type": 3}]}, "claims[0].type: 3 unknown: use"),
    ({"claims": [acres(), acres()]}, 'claims[1].id: "acres" is used twice'),
    ({"claims": [acres(span=[1, 2])]}, "claims[0].span: [1, 2] unknown field"),
    ({"claims": [acres(name="Acres")]}, "claims[0].name: "),
    ({"claims": [acres(value="lots")]}, 'claims[0].value: "lots" is no count'),
    ({"claims": [acres(value={"column": 3})]}, "claims[0].value.column: 3 "),
    ({"claims": [acres(value={"column": "x", "units": {"ha": 0}})]}, "units.ha: 0 is"),
    ({"claims": [acres(value={"column": "x", "units": 3})]}, "units: 3 is not an"),
    ({"claims": [acres(value={"column": "x", "decimal": ","})]}, ""),
    ({"claims": [acres(value={"column": "x", "units": {"ha": 2.5}})]}, ""),
    ({"claims": [acres(value={"column": "x", "thousands": "."})]}, "decimal mark"),
    ({"claims": [acres(value={"column": "x", "wording": "maybe"})]}, "wording: "),
    (
        {"claims": [acres(value={"column": "x", "wording": {"column": "y", "z": 1}})]},
        "wording.z: 1 unknown field",
    ),
    (
        {"claims": [acres(value={"column": "x", "wording": {"column": "y"}})]},
        "",
    ),
    ({"known_at": {"column": "at", "zone": 3}}, "known_at.zone: 3 is not text"),
    ({"known_at": {"column": "at", "zone": "Mars"}}, "known_at.zone: "),
    ({"known_at": {"column": "at", "format": "%d %b"}}, 'format: "%d %b" has no year'),
    ({"known_at": {"column": "at", "format": "YYYY"}}, 'format: "YYYY" has no year'),
    ({"known_at": {"column": "at", "format": "%Y %Q"}}, "'Q' is a bad directive"),
    ({"known_at": {"column": "at", "format": "%Y %"}}, "stray %"),
    ({"known_at": {"column": "at", "format": ["iso", "unix", "unix-ms", "%x"]}}, ""),
    ({"report": {"id": "a-{x", "source": "b"}}, 'report.id: "a-{x" has a brace that'),
    ({"report": {"id": "a-{}", "source": "b"}}, "names no column"),
    ({"report": {"id": "{{x}}", "source": "b"}}, "names no column"),
    ({"claims": [acres(value={"column": []})]}, "value.column: [] names no column"),
    ({"rows": {"at": "features"}}, 'rows.at: "features" leads nowhere: begin it with'),
    ({"rows": {"at": "/features"}}, ""),
    ({"rows": {"at": ""}}, ""),
    ({"rows": {"only": [{"column": "x"}]}}, "rows.only[0]: "),
    ({"rows": {"only": [{"column": "x", "is": [[1]]}]}}, "rows.only[0].is[0]: "),
    ({"rows": {"form": "xml"}}, 'rows.form: "xml" unknown'),
]


@pytest.mark.parametrize(("changed", "why"), WRONG)
def test_what_is_wrong_is_said_with_its_path(changed: Document, why: str) -> None:
    given = document() | changed
    if not why:
        assert Mapping(given).document == given
        return

    with pytest.raises(Unacceptable) as wrong:
        Mapping(given)

    assert why in str(wrong.value)


def test_what_is_no_object_is_no_mapping() -> None:
    assert mapping_problems([]) == [
        ((), "is not a mapping: write one JSON object {...}")
    ]


def test_a_file_says_all_its_faults_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "fires.map.json"
    path.write_text(json.dumps(document() | {"x": 1, "signal": "hold"}, indent=1))

    with pytest.raises(BadMapping) as bad:
        load(path)

    first, second = sorted(str(bad.value).splitlines())
    assert f"{path}:" in first
    assert "signal: " in first + second
    assert "x: 1 unknown field" in first + second


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read (No such file or directory)"),
        ("{", "is not JSON"),
        (json.dumps(document() | {"timezone": "Kyiv"}), "timezone: "),
    ],
)
def test_a_file_that_is_no_mapping_says_why(
    content: str | None, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "fires.map.json"
    if content is not None:
        path.write_text(content)

    with pytest.raises(BadMapping) as bad:
        load(path)

    assert why in str(bad.value)
