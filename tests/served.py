"""The bundled day in Kyiv, served by whichever Datasette is installed.

Locally a test is skipped where there is none; in CI it fails.
"""

import asyncio
import atexit
import json
import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from incident_log.cli.serving import live
from incident_log.demonstration import loaded
from incident_log.intake import import_updates
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of

if not os.environ.get("CI"):
    pytest.importorskip("datasette", reason="Datasette is not installed")

#: 1.0 is told what 0.65 asks for, and has more places for plugins.
IS_NEWER = version("datasette").startswith("1.")
#: Where SQL of one's own goes.
QUERY = "/incidents/-/query" if IS_NEWER else "/incidents"

SCRIPT = "<script>alert(1)</script>"


@cache
def kyiv() -> Path:
    """Return the tables of the bundled incident, made once a session."""
    with loaded(_folder()) as (log, _):
        catch_up(log)
        return path_of(log)


def _folder() -> Path:
    directory = Path(tempfile.mkdtemp(prefix="served-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory


def datasette(path: Path | None = None, **more: Any) -> Any:
    """Return a Datasette on tables, set as ``serve`` sets it."""
    from datasette.app import Datasette

    return Datasette([str(path or kyiv())], **{**live(), **more})


def public(folder: Path) -> Any:
    """Return a Datasette on a folder that ``serve --public`` wrote."""
    from datasette.app import Datasette

    return Datasette([], config_dir=folder)


def get(ds: Any, path: str) -> Any:
    """Return what is answered to a GET."""

    async def got() -> Any:
        await ds.invoke_startup()
        return await ds.client.get(path)

    return asyncio.run(got())


@cache
def hostile() -> Path:
    """Return tables of an incident in which every text is markup."""
    directory = _folder()
    with Log.create(directory) as log:
        file = directory / "hostile.json"
        file.write_text(json.dumps(_HOSTILE))
        imported = import_updates(log, [file])
        assert not imported.refused, imported.refused
        catch_up(log)
        return path_of(log)


_HOSTILE = {
    "incident": {
        "id": "quay",
        "title": f"{SCRIPT}title",
        "place": "port",
        "timezone": "UTC",
        "occurred": {"from": "2024-12-20T08:00", "text": f"{SCRIPT}occurred"},
    },
    "related_incidents": [{"id": "pier", "title": f"{SCRIPT}pier", "timezone": "UTC"}],
    "report": {
        "id": "page",
        "source": "wire",
        "title": f"{SCRIPT}headline",
        "url": "javascript:alert(1)",
    },
    "id": "first",
    "label": f"{SCRIPT}label",
    "as_of": "2024-12-20T11:00Z",
    "received_at": "2024-12-20T11:30Z",
    "text": f"{SCRIPT}nine hurt. {SCRIPT}we regret it.",
    "agents": [{"id": "wire", "name": f"{SCRIPT}wire"}],
    "places": [{"id": "port", "name": f"{SCRIPT}port"}],
    "weapons": [{"id": "drone", "name": f"{SCRIPT}drone", "aliases": [SCRIPT]}],
    "claims": [
        {
            "type": "casualties",
            "outcome": "injured",
            "count": 9,
            "quote": f"{SCRIPT}nine hurt",
            "span": [0, len(SCRIPT) + 9],
            "note": f"{SCRIPT}note",
            "as_of_text": f"{SCRIPT}by noon",
        },
        {"type": "damage", "object": "roof", "degree": "damaged", "count": 1},
        {"type": "outage", "service": "power", "state": "out", "count": 5},
        {"type": "strike", "phase": "used", "weapons": ["drone"], "count": 1},
        {"type": "target", "kind": "base", "organisation": f"{SCRIPT}base"},
        {"type": "statement", "act": "regret", "text": f"{SCRIPT}we regret it"},
        {"type": "occurrence", "kind": "blast_heard", "count": 2},
        {"type": "link", "relation": "precedes", "to": "pier"},
        {"type": "indicator", "name": "water_level", "value": 2, "unit": "m"},
        {"type": "verification", "verdict": "disputed", "of": ["c1"]},
    ],
}
