"""Who may not see a database finds nothing of it in what we add."""

import asyncio
from typing import Any

from incident_log.datasette_plugin.permissions import may_view
from tests import served

EDITOR = {"id": "editor"}


def allows(actor: Any, **said: Any) -> bool:
    ds = served.datasette(metadata={"databases": {"incidents": said}})

    async def asked() -> bool:
        await ds.invoke_startup()
        return await may_view(ds, actor, "incidents")

    return asyncio.run(asked())


def test_a_database_is_for_everybody_unless_its_user_says_whom_it_is_for() -> None:
    assert allows(None)
    assert allows(EDITOR, allow=EDITOR)
    assert not allows(None, allow=EDITOR)
    assert not allows({"id": "guest"}, allow=EDITOR)
