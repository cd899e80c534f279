"""Moments in an address mean what was meant, however they were typed."""

import pytest

from incident_log.datasette_plugin.addresses import spelled_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (b"", b""),
        (b"_as_of=", b"_as_of=latest"),
        (b"low=9&_known_at=&_as_of=", b"low=9&_known_at=latest&_as_of=latest"),
        (b"as_of=&my_as_of=&_as_of=x", b"as_of=&my_as_of=&_as_of=x"),
        (b"a=2024-12-20T11:00+02:00", b"a=2024-12-20T11:00%2B02:00"),
        (b"a=2024-12-20+11:00+0200", b"a=2024-12-20+11:00%2B0200"),
        (b"a=2024-12-20%2011%3A00+02%3A00", b"a=2024-12-20%2011%3A00%2B02%3A00"),
        (b"a=2024-12-20T11:00:30.5+02:00&b=1", b"a=2024-12-20T11:00:30.5%2B02:00&b=1"),
        (
            b"to=2024-12-20T11:00+02:00@2024-12-20T12:00+02:00",
            b"to=2024-12-20T11:00%2B02:00@2024-12-20T12:00%2B02:00",
        ),
        (b"a=2024-12-20+11:00", b"a=2024-12-20+11:00"),
        (b"_search=11:00+02:00", b"_search=11:00+02:00"),
        (b"a=2024-12-20T11:00+02:00+more", b"a=2024-12-20T11:00+02:00+more"),
    ],
)
def test_an_address_is_spelled_out(typed: bytes, meant: bytes) -> None:
    assert spelled_out(typed) == meant
    assert spelled_out(meant) == meant
