"""Who may see a database; 0.65 and 1.0 are asked in different words."""

from typing import Any


async def may_view(datasette: Any, actor: Any, database: str) -> bool:
    """Tell whether *actor* may see what is in a database."""
    action = "view-database"
    if not hasattr(datasette, "allowed"):
        return bool(
            await datasette.permission_allowed(actor, action, database, default=True)
        )
    from datasette.resources import DatabaseResource

    resource = DatabaseResource(database)
    return bool(await datasette.allowed(action=action, resource=resource, actor=actor))
