"""The incident page in a real browser: sliders, keyboard, citations, no network.

Chromium and playwright may be missing on somebody's machine; in CI they may not.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests import served

IS_CI = bool(os.environ.get("CI"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

if not IS_CI:
    pytest.importorskip("playwright", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed", allow_module_level=True)

from playwright.sync_api import Dialog, Page, Route, expect, sync_playwright  # noqa: E402

pytestmark = pytest.mark.browser

KYIV = "/incidents/-/incident/kyiv-2024-12-20"
ELEVEN = "?_as_of=2024-12-20T09:00:00Z&_known_at=2024-12-20T09:15:00Z"
STRICT = "default-src 'self'; script-src 'self'; style-src 'self'"

#: What a server says that has begun, with its address.
RUNNING = re.compile(r"running on (http://\S+)")

#: Milliseconds after which something that does not come is given up.
DEADLINE = 120_000


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    yield from serving(served.kyiv())


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    yield from serving(served.hostile())


def serving(tables: Path) -> Iterator[str]:
    """Serve tables by a Datasette of its own, on a port that the system gives it."""
    command = [sys.executable, "-m", "datasette", "serve", str(tables), "-p", "0"]
    patient = ["--setting", "sql_time_limit_ms", str(DEADLINE)]
    process = subprocess.Popen(
        [*command, *patient],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        said = iter(process.stderr.readline, "")
        where = next((found[1] for each in said if (found := RUNNING.search(each))), "")
        assert where, "Datasette has not begun to serve"
        # Who says more than a pipe holds waits for somebody to read it.
        rest = Thread(target=process.stderr.read)
        rest.start()
        try:
            yield where
        finally:
            process.terminate()
            rest.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    expect.set_options(timeout=DEADLINE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=DEADLINE
        )
        yield launched
        launched.close()


def opened(browser: Any, **how: Any) -> Page:
    """Open a page that is waited for as long as a busy machine may take."""
    page: Page = browser.new_page(**how)
    page.set_default_timeout(DEADLINE)
    return page


class Visit:
    """A page with everything it complained about and asked for."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self._stay_home)

    def _stay_home(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(self.server + "/"):
            route.continue_()
        else:
            self.strangers.append(url)
            route.abort()

    def goto(self, path: str) -> Page:
        self.page.goto(self.server + path)
        return self.page


@pytest.fixture
def visit(browser: Any, server: str) -> Iterator[Visit]:
    page = opened(browser, viewport={"width": 1200, "height": 900})
    visit = Visit(page, server)
    yield visit
    page.close()
    assert visit.complaints == []
    assert visit.strangers == []


def number(page: Page, title: str = "injured") -> Any:
    """Return where the number of a main figure stands."""
    return page.locator(f"#casualties-{title}-kyiv .number").first


def slider(page: Page, name: str) -> Any:
    return page.get_by_role("slider", name=name)


def test_moving_known_at_changes_cards_chart_and_list(visit: Visit) -> None:
    page = visit.goto(KYIV)
    expect(number(page)).to_have_text("13")
    chart = page.locator("#casualties-injured-kyiv svg").inner_html()
    expect(page.locator(".reports .outside")).to_have_count(0)

    slider(page, "Known at").press("Home")

    expect(number(page)).to_have_text("\N{EN DASH}")
    expect(page.locator(".reports .outside")).to_have_count(16)
    for _ in range(7):
        slider(page, "Known at").press("ArrowRight")
    expect(number(page)).to_have_text("9")
    assert page.locator("#casualties-injured-kyiv svg").inner_html() != chart
    expect(page.locator(".reports .outside")).to_have_count(8)


def test_moving_as_of_changes_cards_chart_and_list(visit: Visit) -> None:
    page = visit.goto(KYIV)
    statements = page.locator('[data-part="statements"] li')
    expect(statements).to_have_count(6)

    slider(page, "As of").press("Home")

    expect(number(page)).to_have_text("\N{EN DASH}")
    expect(statements).to_have_count(0)
    slider(page, "As of").press("End")
    slider(page, "As of").press("ArrowLeft")
    expect(page.locator("#casualties-injured-kyiv .reader-label")).to_have_count(1)


def test_the_address_says_the_moment_and_brings_it_back(visit: Visit) -> None:
    page = visit.goto(KYIV + ELEVEN)
    expect(number(page)).to_have_text("9")
    assert (
        slider(page, "As of")
        .get_attribute("aria-valuetext")
        .startswith("20 Dec 2024, 11:00 EET")
    )

    slider(page, "Known at").press("ArrowRight")

    expect(number(page)).to_have_text("9")
    expect(page).to_have_url(re.compile(r"_known_at=2024-12-20T11:07:00Z$"))
    summary = page.locator(".summary")
    expect(summary).to_contain_text("known at 20 Dec 2024, 13:07 EET")
    told = summary.inner_text()
    page.reload()
    expect(summary).to_have_text(told)


def test_latest_leads_back_to_an_address_without_times(visit: Visit) -> None:
    page = visit.goto(KYIV + ELEVEN)

    page.get_by_role("link", name="Latest").click()

    expect(number(page)).to_have_text("13")
    assert page.url == visit.server + KYIV


def test_play_walks_from_update_to_update_until_it_is_paused(visit: Visit) -> None:
    page = visit.goto(KYIV)
    # No time passes but what the test lets pass, however long the machine takes.
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))

    page.get_by_role("button", name="Play").click()

    expect(number(page)).to_have_text("\N{EN DASH}")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(1400)
    expect(slider(page, "Known at")).to_have_value("1")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(5000)
    expect(slider(page, "Known at")).to_have_value("1")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_change_leads_to_the_moment_it_became_known(visit: Visit) -> None:
    page = visit.goto(KYIV)
    story = page.locator("#casualties-injured-kyiv .story")
    expect(story).to_contain_text("at least 7 → 9 Later count")
    expect(story).to_contain_text("says 13: thirteen injured in all")

    story.get_by_role("link", name="10:16").click()

    expect(number(page)).to_have_text("9")
    expect(page).to_have_url(re.compile("_known_at=2024-12-20T08:16:00Z"))


def test_the_keyboard_alone_suffices(visit: Visit) -> None:
    page = visit.goto(KYIV)
    labels: list[str] = []

    while "Known at" not in labels and len(labels) < 15:
        page.keyboard.press("Tab")
        labels.append(page.evaluate("document.activeElement.ariaLabel || ''"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".reports .outside")).to_have_count(0)
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".reports .outside")).to_have_count(4)
    behind = page.locator("#casualties-killed-kyiv-claims")
    behind.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(behind.locator("mark").first).to_be_visible()
    expect(behind).to_contain_text("mayor of Kyiv says 1")


def test_what_was_opened_stays_open_at_another_moment(visit: Visit) -> None:
    page = visit.goto(KYIV)
    behind = page.locator("#casualties-injured-kyiv-claims")
    behind.locator("summary").click()
    page.locator("h1").click()

    slider(page, "Known at").press("ArrowLeft")

    expect(page.locator(".summary")).to_contain_text("known at 20 Dec 2024, 21:45 EET")
    expect(behind).to_have_attribute("open", "")
    expect(behind.locator("mark").first).to_have_text("thirteen injured in all")


def test_what_a_screen_reader_hears_changes_with_the_moment(visit: Visit) -> None:
    page = visit.goto(KYIV)

    slider(page, "Known at").press("ArrowLeft")

    status = page.get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_contain_text("injured 13 (9 to 13)")
    expect(page.get_by_role("img", name="injured, Kyiv").first).to_be_visible()


def test_a_moment_that_cannot_be_loaded_is_said(visit: Visit) -> None:
    page = visit.goto(KYIV)
    page.route("**/*_part=moment*", lambda route: route.abort())

    with page.expect_console_message():  # the browser's own, about the request
        slider(page, "Known at").press("ArrowLeft")

    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    visit.complaints.clear()


def test_without_a_script_the_page_shows_the_same_figures(
    browser: Any, server: str, visit: Visit
) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = opened(context)

    bare.goto(server + KYIV + ELEVEN)
    page = visit.goto(KYIV + ELEVEN)

    expect(page.locator(".is-live")).to_have_count(1)
    numbers = page.locator(".number").all_inner_texts()
    assert bare.locator(".number").all_inner_texts() == numbers
    assert len(numbers) > 20
    bare.locator("#known-at").select_option(label="20 Dec 2024, 18:20 EET")
    bare.locator("#as-of").select_option(label="latest")
    bare.get_by_role("button", name="Show this moment").click()
    expect(number(bare)).to_have_text("13")
    bare.locator("#casualties-injured-kyiv-claims summary").click()
    expect(bare.locator("#casualties-injured-kyiv-claims mark").first).to_be_visible()
    context.close()


def test_a_strict_policy_does_not_break_the_page(browser: Any, server: str) -> None:
    page = opened(browser)
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', (e) =>"
        " refused.push([e.effectiveDirective, e.sourceFile || '', e.sample || '']));"
    )

    def strictly(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": STRICT}
        route.fulfill(response=answer, headers=headers)

    page.route("**/*", strictly)
    page.goto(server + KYIV)
    slider(page, "Known at").press("Home")

    expect(number(page)).to_have_text("\N{EN DASH}")
    expect(page.locator(".moment")).to_have_css("border-top-style", "solid")
    refused = page.evaluate("refused")
    assert {directive for directive, _, _ in refused} <= {"script-src-elem"}
    page.close()


def test_a_script_in_a_quote_does_nothing(browser: Any, hostile: str) -> None:
    page = opened(browser)
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    visit = Visit(page, hostile)

    for path in ("/incidents/-/incident/quay", "/-/incidents"):
        visit.goto(path)
        for details in page.locator("article details").all():
            details.locator("summary").first.click()
        page.wait_for_load_state("networkidle")

    visit.goto("/incidents/-/incident/quay")
    slider(page, "Known at").press("Home")
    expect(page.locator("h1")).to_contain_text("<script>")
    assert dialogs == []
    assert visit.complaints == []
    page.close()


@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_sticks_out_at_the_side(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})

    widths = []
    for path in (KYIV, KYIV + ELEVEN, "/-/incidents", f"{KYIV}/diff?from=@&to=@"):
        page = visit.goto(path)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [width] * 4


def test_the_page_follows_a_dark_screen(browser: Any, server: str) -> None:
    page = opened(browser, color_scheme="dark")

    page.goto(server + KYIV)

    expect(page.locator("body")).to_have_css("background-color", "rgb(20, 23, 26)")
    page.close()
