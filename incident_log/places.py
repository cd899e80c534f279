"""Places and what they are part of."""

from collections.abc import Iterable, Mapping


def ancestors(place: str, part_of: Mapping[str, str]) -> list[str]:
    """Return the places that *place* lies in, the nearest first.

    *part_of* leads from a place to the next larger one.  Reports can make it run in
    a circle; the walk stops where it would repeat.
    """
    found: list[str] = []
    here = part_of.get(place)
    while here is not None and here != place and here not in found:
        found.append(here)
        here = part_of.get(here)
    return found


def nearest_within(
    places: Iterable[str], part_of: Mapping[str, str]
) -> dict[str, list[str]]:
    """Map each of *places* to those of them that lie in it with none between."""
    known = sorted(set(places))
    within: dict[str, list[str]] = {place: [] for place in known}
    for place in known:
        around = next((p for p in ancestors(place, part_of) if p in within), None)
        if around is not None:
            within[around].append(place)
    return within
