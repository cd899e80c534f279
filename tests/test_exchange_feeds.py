"""Feeds: an entry is a report, what it says later is a revision, all words are kept."""

import gzip
import json
import sys
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies

from incident_log.errors import NotInstalled, UnreadableInput
from incident_log.events import UpdateReceived
from incident_log.exchange import pages
from incident_log.exchange.feed_dates import iso
from incident_log.exchange.feeding import Fed, import_feeds
from incident_log.exchange.fetching import fetch
from incident_log.exchange.identifying import host, place_id, plain_id
from incident_log.exchange.pages import Given, expanded
from incident_log.exchange.plain_text import text_of
from incident_log.exchange.visits import FILE, load
from incident_log.log import Log
from incident_log.times import read_span
from tests.alerting import Site, atom, entry, rss, served

NOW = "2024-12-21T00:00:00.000000Z"
EIGHT, NINE = "2024-12-20T08:00:00+01:00", "2024-12-20T09:00:00+01:00"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, so that messages name files as they were given."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fed(log: Log, content: bytes, **given: str) -> Fed:
    """Import a feed from a file."""
    file = log.directory / "news.xml"
    file.write_bytes(content)
    return import_feeds(log, [str(file)], Given(**given))


def updates(log: Log) -> list[UpdateReceived]:
    return [each for each in log.events() if isinstance(each, UpdateReceived)]


def only(log: Log) -> UpdateReceived:
    (update,) = updates(log)
    return update


def problem(result: Fed) -> str:
    """Return the one refusal, without the name of the file."""
    (line,) = result.refused
    return line.partition("news.xml:")[2]


# -- entries -------------------------------------------------------------------------


def test_an_entry_is_an_update_with_its_words_and_times(log: Log) -> None:
    told = entry(
        "1", "<p>Two houses &amp; a barn.</p><p>No one hurt.</p>", updated=NINE
    )

    fed(log, atom(told))

    update = only(log)
    assert update.text == "Flood in Erlau\nTwo houses & a barn.\nNo one hurt."
    assert (update.report.source, update.report.title, update.report.language) == (
        *("erlau.example", "Flood in Erlau"),
        "en",
    )
    assert update.report.url == "https://www.erlau.example/1"
    assert update.published_at is not None
    assert (update.published_at.given, update.published_at.earliest) == (
        *(NINE,),
        "2024-12-20T08:00:00.000000Z",
    )


def test_an_entry_is_an_incident_of_its_own_until_one_is_named(log: Log) -> None:
    fed(log, atom(entry("1", "High water.")))

    update = only(log)
    assert update.incident == update.report.id
    assert [each["title"] for each in update.incidents] == ["Flood in Erlau"]


def test_all_entries_are_about_the_incident_that_is_named(log: Log) -> None:
    fed(log, atom(entry("1", "High water.")))
    slug = only(log).incident

    fed(log, atom(entry("2", "Low water."), entry("3", "No water.")), incident=slug)

    assert [each.incident for each in updates(log)] == [slug, slug, slug]


def test_an_incident_that_nobody_described_is_refused_with_the_line(log: Log) -> None:
    told = atom(entry("1", "High water."), entry("2", "Low water."))

    result = fed(log, told, incident="erlau-flood")

    first, second = (line.rpartition("news.xml:")[2] for line in result.refused)
    assert first.startswith("3 incident 'erlau-flood' is not described yet: ")
    assert second.startswith("4 incident 'erlau-flood' ")


def test_no_name_that_is_in_an_id_becomes_one_of_ours(log: Log) -> None:
    told = entry("https://erlau.example/jo-smith-arrested", "Somebody was arrested.")

    fed(log, atom(told))

    assert "smith" not in only(log).reference + only(log).incident


def test_the_same_feed_again_appends_nothing(log: Log) -> None:
    told = atom(entry("1", "High water.", updated=EIGHT))
    first = fed(log, told)

    again = fed(log, told)

    assert len(first.appended) == 1
    assert (again.appended, again.known) == ([], first.appended)


def test_an_entry_that_changed_is_a_revision_of_its_report(log: Log) -> None:
    fed(log, atom(entry("1", "Two houses.", updated=EIGHT)))
    fed(log, atom(entry("1", "Three houses.", updated=NINE)))

    before, after = updates(log)
    assert before.report.id == after.report.id
    assert (before.text, after.text) == (
        "Flood in Erlau\nTwo houses.",
        "Flood in Erlau\nThree houses.",
    )


def test_an_item_of_rss_is_read_as_well(log: Log) -> None:
    told = (
        "<guid isPermaLink='false'>77</guid><title>5 &lt; 6</title>"
        "<link>https://www.erlau.example/77</link>"
        "<pubDate>Fri, 20 Dec 2024 09:00:00 +0100</pubDate>"
        "<description>&lt;b&gt;High&lt;/b&gt; water.</description>"
    )

    fed(log, rss(told))

    update = only(log)
    assert update.text == "5 < 6\nHigh water."
    assert update.published_at is not None
    assert update.published_at.given == NINE


@pytest.mark.parametrize(
    ("source", "derived_from"),
    [
        ('<source url="https://www.wire.example/rss">Wire</source>', "wire.example"),
        ('<source url="https://www.erlau.example/rss">Own</source>', None),
        ("", None),
    ],
)
def test_an_entry_that_carries_another_ones_words_says_so(
    source: str, derived_from: str | None, log: Log
) -> None:
    fed(log, rss(f"<title>High water</title>{source}"))

    assert only(log).report.derived_from == derived_from


def test_a_title_that_the_text_begins_with_is_not_said_twice(log: Log) -> None:
    fed(log, atom(entry("1", "Flood in Erlau rises again.")))

    assert only(log).text == "Flood in Erlau rises again."


def test_the_text_is_the_first_content_that_has_words(log: Log) -> None:
    sound = '<content type="audio/mpeg" src="x.mp3"/>'
    told = f"<entry><id>1</id>{sound}<summary>High water.</summary></entry>"

    fed(log, atom(told))

    assert only(log).text == "High water."
    assert only(log).report.title is None
    assert only(log).incidents == ({"id": only(log).report.id},)


def test_what_is_too_long_for_an_address_or_a_language_is_left_out(log: Log) -> None:
    told = (
        f"<entry><id>1</id><title>{'y' * 2001}</title><link href='/{'z' * 2000}'/>"
        f"<summary xml:lang='{'x' * 36}'>High water.</summary></entry>"
    )

    fed(log, atom(told))

    report = only(log).report
    assert (report.url, report.language) == (None, None)
    assert report.title == "y" * 2000


@pytest.mark.parametrize(
    ("item", "named"),
    [
        ("<guid>a</guid><title>Same</title>", "<guid>a</guid><title>Other</title>"),
        ("<link>https://a/</link><title>S</title>",) * 2,
        ("<title>Same</title><author>A</author>", "<title>Same</title>"),
    ],
)
def test_a_report_is_known_by_its_id_else_its_link_else_its_title(
    item: str, named: str, log: Log
) -> None:
    fed(log, rss(item))
    fed(log, rss(named))

    assert len({each.report.id for each in updates(log)}) == 1


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            "<description>High water.</description>",
            "1 has neither id, link nor title: give it an id",
        ),
        ("<guid>1</guid>", "1 has no words: nothing to keep"),
    ],
)
def test_an_entry_that_says_too_little_is_refused_and_the_rest_goes_on(
    item: str, message: str, log: Log
) -> None:
    result = fed(log, rss(item, "<title>High water</title>"))

    assert problem(result) == message
    assert len(result.appended) == 1


def test_words_that_no_store_keeps_are_refused(log: Log) -> None:
    result = fed(log, rss("<guid>1</guid><title>High \0 water</title>"))

    assert problem(result) == "1 'High \\x00 water' contains a NUL character: remove it"


# -- feeds ---------------------------------------------------------------------------


def test_a_feed_that_does_not_say_whose_it_is_needs_a_source(log: Log) -> None:
    told = atom(entry("1", "High water."), link="")

    refused = fed(log, told)
    fed(log, told, source="erlau-town")

    assert problem(refused) == "1 does not say whose feed it is: give --source"
    assert only(log).report.source == "erlau-town"


@pytest.mark.parametrize("content", [b"", b"{}", b"<html><body>Hi</body></html>"])
def test_what_is_no_feed_is_refused(content: bytes, log: Log) -> None:
    assert problem(fed(log, content)) == (
        "1 is neither an Atom or RSS feed nor a CAP alert: check the address"
    )


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes(log: Log) -> None:
    whole = atom(entry("1", "High water."), entry("2", "Low water."))

    result = fed(log, whole[: whole.index(b"<id>2")])

    assert len(result.appended) == 1
    assert "news.xml:1 is no sound feed (" in result.warned[0]


def test_a_feed_that_breaks_its_reader_is_refused(log: Log) -> None:
    broken = rss("<title>High &#xD800; water</title>")

    assert problem(fed(log, broken)).startswith("1 cannot be read ('utf-8' codec ")


def test_entries_in_an_encoding_of_two_bytes_are_on_line_one(log: Log) -> None:
    told = atom(entry("1", "")).decode().replace("<title>Flood in Erlau</title>", "")

    result = fed(log, told.replace("1.0", '1.0" encoding="utf-16').encode("utf-16"))

    assert problem(result) == "1 has no words: nothing to keep"


def test_entities_neither_grow_nor_read_files(log: Log, here: Path) -> None:
    (here / "secret").write_text("do not tell")
    many = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 12))
    head = f'<!DOCTYPE feed [<!ENTITY e0 "ha"><!ENTITY s SYSTEM "secret">{many}]>'
    told = atom("<entry><id>1</id><title>a &e11; &s; b</title></entry>").decode()

    fed(log, told.replace("\n<feed", f"{head}<feed").encode())

    assert len(only(log).text or "") < 100
    assert "do not tell" not in (only(log).text or "")


def test_without_the_extra_the_way_to_it_is_told(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)

    with pytest.raises(NotInstalled) as refusal:
        fed(log, atom())

    assert str(refusal.value) == (
        "reading Atom and RSS needs feedparser: install it with pip install"
        " 'incident-log[feed]'"
    )


def test_a_dry_run_says_what_would_be_and_leaves_nothing(log: Log) -> None:
    file = log.directory / "news.xml"
    file.write_bytes(atom(entry("1", "High water.")))

    result = import_feeds(log, [str(file)], Given(), dry_run=True)

    assert len(result.appended) == 1
    assert updates(log) == []


def test_strict_stops_at_the_first_bad_entry(log: Log) -> None:
    file = log.directory / "news.xml"
    file.write_bytes(rss("<guid>1</guid>", "<title>High water</title>"))

    result = import_feeds(log, [str(file)], Given(), strict=True)

    assert (len(result.refused), result.appended) == (1, [])


def test_tables_that_cannot_follow_are_warned_of(log: Log) -> None:
    (log.directory / "incidents.db").mkdir()

    result = fed(log, atom(entry("1", "High water.")))

    assert len(result.appended) == 1
    assert result.warned[0].startswith("the tables are not current: ")


# -- dates, words and names ----------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (" 2024-12-20T08:00:00+01:00 ", "2024-12-20T08:00:00+01:00"),
        ("2024-12-20t08:00:00.123456789z", "2024-12-20T08:00:00.123456Z"),
        ("2024-12-20", "2024-12-20"),
        ("Fri, 20 Dec 2024 08:00:00 GMT", "2024-12-20T08:00:00+00:00"),
        ("Fri, 20 Dec 2024 08:00:00 EST", "2024-12-20T08:00:00-05:00"),
        ("20 Dec 24 08:00 -0000", "2024-12-20T08:00:00+00:00"),
        ("Fri, 20 Dec 2024 08:00:00 EET", "2024-12-20T08:00:00"),
        ("Fri, 35 Dec 2024 08:00:00 GMT", None),
        ("this morning", None),
    ],
)
def test_dates_keep_their_offset_and_none_is_invented(
    given: str, found: str | None
) -> None:
    assert iso(given) == found


def test_a_date_that_cannot_be_read_is_warned_of(log: Log) -> None:
    told = entry(
        "1", "High water.", updated="noon", more=f"<published>{EIGHT}</published>"
    )

    result = fed(log, atom(told))

    assert result.warned[0].endswith(
        "news.xml:3 updated: 'noon' is no date that is known: left out"
    )
    published = only(log).published_at
    assert published is not None
    assert published.given == EIGHT


def test_a_date_without_offset_needs_a_zone(log: Log) -> None:
    told = atom(entry("1", "High water.", updated="2024-12-20T08:00:00"))

    refused = fed(log, told)
    fed(log, told, timezone="Europe/Vienna")

    assert problem(refused).startswith(
        "3 published_at: '2024-12-20T08:00:00' has no offset"
    )
    published = only(log).published_at
    assert published is not None
    assert published.earliest == "2024-12-20T07:00:00.000000Z"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain &lt;b&gt; words", "plain <b> words"),
        ("one\n<i>two</i>\n three", "one two three"),
        ("<ul><li>one<li>two</ul>three<br/>four", "one\ntwo\nthree\nfour"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a<script>if (1 < 2) b()</script>c<style>d</style>e", "a\nc\ne"),
        ("a<svg><svg>b</svg>c</svg>d", "a\nd"),
        ("a <!-- b --> c <b", "a c <b"),
        ("a <![if !x]>b<![endif]> <![<![c", "a b <![<![c"),
        ("a <!-- b", "a"),
        ("<script>a", ""),
        ("a<svg/>b</svg></td>c", "a\nb\nc"),
        ("<img alt='a > b'>c<img alt=it's>d", "cd"),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html) == text


def test_only_what_is_an_id_becomes_one() -> None:
    assert host("https://Новини.укр:80/x") == "xn--b1amarcd.xn--j1amh"
    assert host("https://[broken/") is None
    assert host(None) is None
    assert plain_id("Ab-1") == "ab-1"


@whatever(strategies.text(alphabet="<>![]-&/?#;=' \"ax"))
def test_no_html_is_so_broken_that_it_cannot_be_read(html: str) -> None:
    assert text_of(html).splitlines() == [x for x in text_of(html).split("\n") if x]


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<!", "<a b='", "<svg>", "<", "&"])
def test_what_is_broken_on_purpose_takes_no_more_time(piece: str) -> None:
    html = piece * 60_000

    assert len(text_of(html)) <= len(html)


DATES = strategies.datetimes(timezones=strategies.timezones() | strategies.none())


@whatever(DATES.map(format_datetime) | strategies.text())
def test_whatever_a_date_is_it_is_one_of_ours_or_none(date: str) -> None:
    found = iso(date)

    assert found is None or read_span(found, "UTC").given == found


@whatever(strategies.text())
def test_whatever_a_place_is_called_it_has_an_id(name: str) -> None:
    assert plain_id(place_id(name)) == place_id(name)


# -- files ---------------------------------------------------------------------------


def test_a_folder_is_read_by_name_and_packed_feeds_are_unpacked(
    log: Log, here: Path
) -> None:
    (here / "feeds").mkdir()
    (here / "feeds" / "b.xml.gz").write_bytes(gzip.compress(atom(entry("2", "Two."))))
    (here / "feeds" / "a.atom").write_bytes(atom(entry("1", "One.")))
    (here / "feeds" / "c.XML").write_bytes(atom(entry("3", "Three.")))
    (here / "feeds" / "d.xml").mkdir()
    (here / "feeds" / "notes.txt").write_text("not a feed")

    import_feeds(log, ["feeds"], Given())

    assert [each.text for each in updates(log)] == [
        "Flood in Erlau\nOne.",
        "Flood in Erlau\nTwo.",
        "Flood in Erlau\nThree.",
    ]
    assert list(expanded(["-", "http://a/"])) == ["-", "http://a/"]


def test_no_name_is_not_the_folder_that_one_is_in(log: Log, here: Path) -> None:
    (here / "a.xml").write_bytes(atom(entry("1", "One.")))

    (problem,) = import_feeds(log, [""], Given()).refused

    assert "name a file, a folder, an address or -" in problem


def test_standard_input_may_be_closed(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)

    (problem,) = import_feeds(log, ["-"], Given()).refused

    assert problem.startswith("<stdin>:1 cannot be read ([Errno 9] standard input is")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"x" * 100)[:-20], "is cut off: get it again"),
        (b"\x1f\x8bxxxxxxxxxx", "is damaged ("),
        (gzip.compress(b"x" * 1001), "is larger than "),
        (b"x" * 1001, "is larger than "),
    ],
    ids=["cut off", "damaged", "packed", "plain"],
)
def test_what_is_packed_badly_or_without_end_is_refused(
    content: bytes, message: str, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGEST", 1000)

    assert problem(fed(log, content)).startswith(f"1 {message}")


@pytest.mark.parametrize("name", ["nowhere.xml", "no\0where.xml"])
def test_a_file_that_is_not_there_is_refused(name: str, log: Log) -> None:
    (line,) = import_feeds(log, [name], Given()).refused

    assert "where.xml:1 cannot be read (" in line
    assert line.endswith("): name a file, a folder, an address or -")


# -- addresses -----------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


def fetched(log: Log, *addresses: str) -> Fed:
    return import_feeds(log, addresses, Given())


def test_an_address_is_read_and_says_whose_it_is(log: Log, site: Site) -> None:
    site.body = atom(entry("1", "High water."), link="")

    fetched(log, site.address)

    report = only(log).report
    assert (report.source, report.url) == (
        *("127.0.0.1",),
        site.address.replace("news.xml", "1"),
    )
    assert site.asked[0]["User-Agent"].startswith("incident-log/")


def test_what_has_not_changed_is_not_sent_again(log: Log, site: Site) -> None:
    site.headers = {"ETag": '"1"', "Last-Modified": "Fri, 20 Dec 2024 08:00:00 GMT"}
    fetched(log, site.address)

    result = fetched(log, site.address)

    assert result.unchanged == [site.address]
    assert (result.appended, result.known, result.refused) == ([], [], [])
    assert site.asked[1]["If-None-Match"] == '"1"'
    assert site.asked[1]["If-Modified-Since"] == "Fri, 20 Dec 2024 08:00:00 GMT"


def test_what_was_refused_is_asked_for_again(log: Log, site: Site) -> None:
    site.headers = {"ETag": '"1"'}
    site.body = rss("<guid>1</guid>")

    fetched(log, site.address)
    again = fetched(log, site.address)

    assert (len(again.refused), again.unchanged) == (1, [])


def test_a_dry_run_does_not_keep_what_it_saw(log: Log, site: Site) -> None:
    import_feeds(log, [site.address], Given(), dry_run=True)

    assert load(log.directory) == {}


def test_a_page_that_went_back_to_what_it_said_has_three_revisions(
    log: Log, site: Site
) -> None:
    first = site.body
    for body in (first, atom(entry("1", "Low water.")), first, first):
        site.body = body
        fetched(log, site.address)

    assert [each.text for each in updates(log)] == [
        "Flood in Erlau\nHigh water.",
        "Flood in Erlau\nLow water.",
        "Flood in Erlau\nHigh water.",
    ]


def test_a_return_that_was_kept_is_kept_once_if_its_visit_was_lost(
    log: Log, site: Site
) -> None:
    first = site.body
    fetched(log, site.address)
    site.body = atom(entry("1", "Low water."))
    fetched(log, site.address)
    before = (log.directory / FILE).read_bytes()
    site.body = first
    fetched(log, site.address)
    (log.directory / FILE).write_bytes(before)

    again = fetched(log, site.address)

    assert (again.appended, len(updates(log))) == ([], 3)


def test_two_feeds_with_two_wordings_of_one_entry_come_to_rest(log: Log) -> None:
    short, long = atom(entry("1", "High.")), atom(entry("1", "High water."))

    for told in (short, long, short, long):
        fed(log, told)

    assert len(updates(log)) == 2


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}', '{"a": {"b": 1}}'])
def test_visits_that_cannot_be_read_are_as_good_as_lost(
    content: str, log: Log, site: Site
) -> None:
    (log.directory / FILE).write_text(content)

    assert len(fetched(log, site.address).appended) == 1


@pytest.mark.parametrize("field", ["etag", "modified", "shown", "of"])
@pytest.mark.parametrize("value", [None, 1, {"x": 1}])
def test_a_visit_in_which_anything_was_damaged_does_not_count(
    field: str, value: Any, log: Log, site: Site
) -> None:
    fetched(log, site.address)
    file = log.directory / FILE
    ((question, visit),) = json.loads(file.read_text()).items()
    file.write_text(json.dumps({question: {**visit, field: value}}))

    again = fetched(log, site.address)

    assert (len(again.known), again.refused) == (1, [])


def test_visits_that_cannot_be_kept_are_warned_of(log: Log, site: Site) -> None:
    (log.directory / FILE).mkdir()

    result = fetched(log, site.address)

    assert len(result.appended) == 1
    assert result.warned[0].startswith("feeds.json cannot be written (")
    assert not list(log.directory.glob("tmp*"))


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (404, {}, "404 Not Found): check the address, and whether you may read it"),
        (410, {}, "410 Gone): do not ask for it again"),
        (429, {"Retry-After": "60"}, "429 Too Many Requests): ask again in 60 seconds"),
        (
            *(503, {"Retry-After": "Fri, 20 Dec 2024 08:00:00 GMT"}),
            "503 Service Unavailable): ask again after Fri, 20 Dec 2024 08:00:00 GMT",
        ),
        (500, {}, "500 Internal Server Error): ask again later"),
    ],
)
def test_an_answer_that_is_no_page_says_what_to_do(
    status: int, headers: dict[str, str], message: str, log: Log, site: Site
) -> None:
    site.status, site.headers = status, headers

    (line,) = fetched(log, site.address).refused

    assert line == f"{site.address}:1 was refused ({message}"


def test_a_redirection_is_followed_to_the_web_and_nowhere_else(site: Site) -> None:
    site.status, site.headers = 302, {"Location": "file:///etc/passwd"}

    with pytest.raises(UnreadableInput, match=r"^was refused \(302 "):
        fetch(site.address)


def test_an_address_that_nobody_answers_is_refused(site: Site) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        fetch("http://127.0.0.1:1/")

    assert str(refusal.value) == (
        "cannot be fetched ([Errno 111] Connection refused):"
        " check the address and the connection"
    )


@pytest.mark.parametrize("address", ["http://[bad", "http://a:b/", "http://a:99999/"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnreadableInput, match="cannot be fetched "):
        fetch(address)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(UnreadableInput) as refusal:
        fetch("http://jo:secret@127.0.0.1:1/")

    assert str(refusal.value) == "names a user: give the address without one"


def test_a_page_without_end_is_left(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.exchange.fetching.LARGEST", 100)
    monkeypatch.setattr(pages, "LARGEST", 100)

    with pytest.raises(UnreadableInput, match="is larger than 100 bytes"):
        fetch(site.address)


def test_a_page_that_breaks_off_or_takes_too_long_is_refused(site: Site) -> None:
    late = iter([0.0, 61.0])
    with pytest.raises(UnreadableInput, match=r"fetched \(it took too long\):"):
        fetch(site.address, clock=lambda: next(late))

    site.sent = 10
    with pytest.raises(UnreadableInput, match=r"fetched \(it was cut off\):"):
        fetch(site.address)


def test_a_packed_page_is_unpacked(site: Site) -> None:
    plain = site.body
    site.body, site.headers = gzip.compress(plain), {"Content-Encoding": "gzip"}

    page = fetch(site.address)

    assert page is not None
    assert page.content == plain


def test_a_feed_that_was_stopped_strictly_is_not_remembered(
    log: Log, site: Site
) -> None:
    site.body = rss("<guid>1</guid>", "<title>High water</title>")

    import_feeds(log, [site.address], Given(), strict=True)

    assert load(log.directory) == {}
