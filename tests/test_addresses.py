"""No password and no token of an address is stored; all else of it stays."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.addresses import without_secrets
from incident_log.intake import import_updates
from incident_log.log import Log
from tests.given import killed, update

SECRET = "s3cr3t"

WITH_SECRETS = {
    f"https://{SECRET}@example.org/a": "https://example.org/a",
    f"https://me:{SECRET}@example.org:8443/a@b": "https://example.org:8443/a@b",
    f"//me:{SECRET}@x@example.org/": "//example.org/",
    f"https://example.org/?token={SECRET}": "https://example.org/",
    f"https://example.org/?id=7&access_token={SECRET}": "https://example.org/?id=7",
    f"https://example.org/?Api-Key={SECRET}&id=7#a": "https://example.org/?id=7#a",
    f"https://example.org/a?p%61ssword={SECRET}": "https://example.org/a",
    f"https://example.org/a#id_token={SECRET}&state=9": "https://example.org/a#state=9",
    f"https://x.example/a;jsessionid={SECRET}/b;c=1?d": "https://x.example/a/b;c=1?d",
    f"https://s3.example/a?X-Amz-Credential={SECRET}&X-Amz-Date=2024"
    f"&X-Amz-Security-Token={SECRET}&X-Amz-Signature={SECRET}": (
        "https://s3.example/a?X-Amz-Date=2024"
    ),
    f"https://blob.example/a?sv=2024&sig={SECRET}": "https://blob.example/a?sv=2024",
    f"http://[::1?secret={SECRET}": "http://[::1",
}
WITHOUT = [
    "https://example.org/2024/12/20/attack?page=2&q=a=b#words",
    "https://example.org/@mayor/post/1?author=mayor&passage=3",
    "https://example.org/?token",
    "https://example.org/a?",
    "https://example.org/a?b#",
    "https://example.org/a?&&x=1",
    "mailto:desk@example.org",
    "example.org",
    "",
]


@pytest.mark.parametrize(("address", "stored"), WITH_SECRETS.items())
def test_what_lets_somebody_in_is_left_out(address: str, stored: str) -> None:
    assert SECRET not in stored
    assert without_secrets(address) == stored


@pytest.mark.parametrize("address", WITHOUT)
def test_all_else_stays(address: str) -> None:
    assert without_secrets(address) == address


@given(st.text("a@:/?#&=;%[]. token", max_size=40))
def test_twice_is_no_more_than_once(address: str) -> None:
    once = without_secrets(address)

    assert without_secrets(once) == once


def test_no_file_of_the_log_has_it_and_another_one_makes_no_other_update(
    tmp_path: Path,
) -> None:
    for n, address in enumerate(WITH_SECRETS):
        told = update("wire", killed(1), heard="09:00", id=f"u{n}")
        for part, secret in enumerate((SECRET, "other")):
            told["report"]["url"] = address.replace(SECRET, secret)
            (tmp_path / f"{n:02}-{part}.json").write_text(json.dumps(told))

    with Log.create(tmp_path / "log") as log:
        imported = import_updates(log, sorted(tmp_path.glob("*.json")))
        first = log.update("wire", "u0").report.url

    names = [f"wire/u{n}" for n in range(len(WITH_SECRETS))]
    assert (imported.appended, imported.known, imported.refused) == (names, names, [])
    assert first == "https://example.org/a"
    assert imported.warned[0] == (
        f"{tmp_path}/00-0.json:1 report.url: it had a password or token in it, which"
        " was left out: check that it still leads there"
    )
    assert SECRET not in "".join(imported.warned)
    for file in (tmp_path / "log").iterdir():
        assert SECRET.encode() not in file.read_bytes()
