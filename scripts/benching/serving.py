"""Pages of Datasette, over the tables of a log of up to 100,000 claims."""

import asyncio
import statistics
import time
from pathlib import Path

from datasette.app import Datasette

from benching.running import Run
from incident_log.cli.serving import live

MOMENT = "_as_of=2024-12-15T12:00Z&_known_at=2024-12-18T12:00Z"
PAGES = {
    "table page at T and K": f"/incidents/casualties?{MOMENT}",
    "table page at T and K, facets": f"/incidents/casualties?{MOMENT}&_facet=outcome",
    "the same, of one incident": f"/incidents/casualties?incident=small&{MOMENT}",
    "incident page": "/incidents/-/incident/small?_as_of=2024-12-01T12:00Z",
    "stored query": "/incidents/figures_as_of?incident=small&as_of=&known_at=",
    "all incidents": "/-/incidents",
}


def ask(run: Run) -> None:
    """Ask for every page again and again."""
    log = run.log(max([size for size in run.sizes if size <= 100_000] or run.sizes))
    run.telling.part(f"Datasette, {log}")
    for name, path in PAGES.items():
        run.telling.row(f"{name}, ms", page(log.tables, path) * 1e3)


def page(tables: Path, path: str) -> float:
    """Return the median time of a page, in seconds, after the first."""
    served = Datasette([str(tables)], **live())

    async def got() -> list[float]:
        await served.invoke_startup()
        times = []
        for _ in range(6):
            begun = time.perf_counter()
            answer = await served.client.get(path)
            times.append(time.perf_counter() - begun)
            assert answer.status_code == 200, answer.text[:500]
        served.get_database("incidents").close()
        return times[1:]

    return statistics.median(asyncio.run(got()))
