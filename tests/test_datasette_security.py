"""A page served by us does nothing that its templates were not written to do."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import jinja2
import pytest

from incident_log.datasette_plugin.security import Nonces, completed, guarded
from tests import served

TABLE = "/incidents/casualties"
PAGES = ["/", "/incidents", TABLE, "/incidents/incidents/kyiv-2024-12-20"]


@pytest.fixture(scope="module")
def ds() -> Any:
    return served.datasette()


def nonce(found: Any) -> str:
    """Return the nonce that the policy of an answer names."""
    policy = found.headers["content-security-policy"]
    (name,) = re.findall(r"script-src 'self' 'nonce-([\w-]{24})';", policy)
    return str(name)


@pytest.mark.parametrize("page", [*PAGES, f"{TABLE}.json", f"{TABLE}.csv", "/nope"])
def test_every_answer_carries_the_headers(ds: Any, page: str) -> None:
    found = served.get(ds, page).headers

    policy = found["content-security-policy"]
    assert "default-src 'self'; script-src 'self' 'nonce-" in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]
    assert "frame-ancestors 'none'" in policy
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["referrer-policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("page", [*PAGES, "/nope", served.QUERY + "?sql=select+1"])
def test_every_script_of_a_page_has_the_nonce_of_its_answer(ds: Any, page: str) -> None:
    found = served.get(ds, page)

    tags = re.findall(r"<script\b[^>]*>", found.text)
    assert tags
    assert [tag for tag in tags if f'nonce="{nonce(found)}"' not in tag] == []


def test_no_nonce_is_used_twice(ds: Any) -> None:
    names = {nonce(served.get(ds, "/")) for _ in range(3)}

    assert len(names) == 3


def test_a_script_that_comes_with_the_data_has_no_nonce() -> None:
    source = (
        "<p>{{ quote|safe }}</p><script>own()</script><script{% if a %} b{% endif %}>"
    )

    read = Nonces(jinja2.Environment(autoescape=True)).preprocess(source, None)

    assert read == (
        '<p>{{ quote|safe }}</p><script nonce="{{ csp_nonce() }}">own()</script>'
        '<script nonce="{{ csp_nonce() }}"{% if a %} b{% endif %}>'
    )


def test_somebody_s_own_datasette_is_left_without_them() -> None:
    ds = served.datasette(metadata={})

    found = served.get(ds, TABLE)

    assert "content-security-policy" not in found.headers
    assert "nonce=" not in found.text


def test_a_header_that_an_answer_has_of_its_own_stays() -> None:
    own = [(b"Content-Security-Policy", b"default-src 'none'"), (b"X-Own", b"1")]

    sent = completed(own, "n")

    assert sent[:2] == own
    assert [name for name, _ in sent].count(b"content-security-policy") == 0
    assert (b"x-content-type-options", b"nosniff") in sent


def test_the_start_and_end_of_the_server_pass_through() -> None:
    heard: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": scope["type"]})

    async def send(message: Any) -> None:
        heard.append(message)

    asyncio.run(guarded(app)({"type": "lifespan"}, None, send))

    assert heard == [{"type": "lifespan"}]


def test_the_one_inline_handler_of_datasette_may_run() -> None:
    sent = dict(completed([], "n"))[b"content-security-policy"].decode()
    digest = b64encode(sha256(b"openColumnChooser()").digest()).decode()

    assert f"script-src-attr 'unsafe-hashes' 'sha256-{digest}'" in sent
