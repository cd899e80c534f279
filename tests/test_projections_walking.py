"""What is known late reaches only as far along T as it decides something."""

from collections.abc import Sequence

import pytest

from incident_log.projections.verifications import Judged
from incident_log.projections.walking import FEW, Forgotten, Item, Walk
from incident_log.rectangles import Content, Strip
from incident_log.times import FOREVER, instant


class Newest:
    """Lets the item stand whose name is the greatest."""

    def keep(self, items: list[Judged]) -> list[Judged]:
        return [max(items, key=lambda item: item.name)]

    def content(self, kept: Sequence[Judged]) -> Content:
        return Content(tuple(item.name for item in kept), ())


class Every(Newest):
    """Lets all items stand."""

    def keep(self, items: list[Judged]) -> list[Judged]:
        return items


def item(name: str, at: str) -> Judged:
    return Judged(name, "confirmed", None, (), as_of=instant(at), known_at="")


def told(strips: list[Strip]) -> list[tuple[str, str, str]]:
    return [(s.as_of_from, s.as_of_to, "".join(s.content.values)) for s in strips]


def test_what_is_new_stands_from_its_moment_on() -> None:
    walk = Walk(Newest(), [item("a", "1")])

    strips, until = walk.add([item("b", "2")])

    assert (told(strips), until) == ([("2", FOREVER, "b")], FOREVER)


def test_what_is_late_and_old_stands_until_something_newer_does() -> None:
    walk = Walk(Newest(), [item("a", "1"), item("c", "3"), item("d", "4")])

    strips, until = walk.add([item("b", "2")])

    assert (told(strips), until) == ([("2", "3", "b")], "3")
    assert walk.at_latest() == [item("d", "4")]


def test_what_is_late_and_newest_stands_for_ever() -> None:
    walk = Walk(Newest(), [item("a", "1"), item("b", "3")])

    strips, until = walk.add([item("z", "2")])

    assert told(strips) == [("2", "3", "z"), ("3", FOREVER, "z")]
    assert until == FOREVER


def test_of_two_that_come_late_each_has_its_say() -> None:
    walk = Walk(Newest(), [item("a", "1"), item("c", "3"), item("e", "5")])

    strips, until = walk.add([item("d", "4"), item("b", "2")])

    assert told(strips) == [("2", "3", "b"), ("3", "4", "c"), ("4", "5", "d")]
    assert until == "5"


def test_steps_that_depend_on_many_items_are_found_again() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    walk = Walk(Every())
    for name in names[1:]:
        walk.add([item(name, name)])

    strips, _ = walk.add([item("a", "a")])

    assert len(names) > FEW
    assert told(strips)[-1] == ("z", FOREVER, names)
    assert told(strips)[0] == ("a", "b", "a")


def test_many_that_show_at_one_moment_are_each_looked_at_once() -> None:
    """A figure of a day may be revised a thousand times on that day."""
    seen: list[int] = []

    class Watched(Newest):
        def keep(self, items: list[Judged]) -> list[Judged]:
            seen.append(len(items))
            return super().keep(items)

    walk = Walk(Watched(), [item("a", "1")])
    for name in "bcdzefgh":
        strips, _ = walk.add([item(name, "2")])

    assert told(strips) == [("2", FOREVER, "z")]
    assert max(seen) == 2
    assert names(walk.items) == "abcdzefgh"


# -- what is forgotten ---------------------------------------------------------------


def forgetful(sweep: Newest, moments: int, names: str = "abcd") -> Walk:
    """A walk that is asked to forget; each item shows at the moment it is called by."""
    walk = Walk(sweep, [item(name, name) for name in names])
    walk.forget(moments)
    return walk


def names(items: Sequence[Item]) -> str:
    return "".join(each.name for each in items if isinstance(each, Judged))


def test_what_mattered_before_the_horizon_still_does() -> None:
    walk = forgetful(Every(), 2)

    assert told(walk.add([item("x", "c")])[0]) == [
        ("c", "d", "abcx"),
        ("d", FOREVER, "abcxd"),
    ]
    assert names(walk.at_latest()) == "abcxd"


def test_of_what_does_not_matter_nothing_is_kept() -> None:
    walk = forgetful(Newest(), 2)

    assert names(walk.items) == "bcd"
    assert walk.forget(1) == "d"
    assert names(walk.items) == "cd"


def test_what_shows_before_the_horizon_comes_too_late() -> None:
    walk = forgetful(Newest(), 2)

    with pytest.raises(Forgotten):
        walk.add([item("x", "d"), item("x", "b")])


def test_nothing_is_forgotten_of_a_few_moments() -> None:
    walk = Walk(Newest(), [item("a", "1"), item("b", "2")])

    assert walk.forget(2) == ""
    assert told(walk.add([item("A", "0")])[0]) == [("0", "1", "A")]
