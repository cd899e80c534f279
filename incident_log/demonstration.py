"""The incident that comes with the package: one day in Kyiv, as it was reported."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from incident_log.intake import Imported, import_updates
from incident_log.log import Log

INCIDENT = "kyiv-2024-12-20"

#: T, K, and what there is to see.
MOMENTS = (
    (
        "2024-12-20T09:00",
        "2024-12-20T09:00",
        "09:00  One death was reported at 08:15; the mayor denies it.",
    ),
    (
        "2024-12-20T11:00",
        "2024-12-20T11:15",
        "11:00  As it was known then: the mayor has confirmed the death.",
    ),
    (
        "2024-12-20T23:59",
        "latest",
        "23:59  With every report of the day: thirteen injured, not fourteen.",
    ),
)


@contextmanager
def loaded(directory: Path) -> Iterator[tuple[Log, Imported]]:
    """Open a log in *directory* with the bundled incident in it."""
    with as_file(files("incident_log.fixtures") / INCIDENT) as folder:
        updates = sorted(folder.glob("*.json"))
        with Log.create(directory) as log:
            yield log, import_updates(log, updates)
