"""Ids out of names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.slugs import slug


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Kryvyi Rih", "kryvyi-rih"),
        ("São Paulo", "sao-paulo"),
        ("Hay al-Matar", "hay-al-matar"),
        ("  The “Northern” Post! ", "the-northern-post"),
        ("7 Oktober", "7-oktober"),
        ("Київ", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_a_name_becomes_an_id(name: str, made: str) -> None:
    assert slug(name) == made


def test_a_long_name_is_cut() -> None:
    assert slug("a" * 200) == "a" * 128


def test_a_name_is_not_cut_at_a_hyphen() -> None:
    assert slug(f"{'a' * 127} b") == "a" * 127


@given(st.text())
def test_whatever_is_named_has_an_id_that_an_update_takes(name: str) -> None:
    made = slug(name)

    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,127}", made)
    assert slug(made) == made
