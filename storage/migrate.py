"""Brings a database to the current schema, and refuses one that a newer release has moved on.

Alembic is imported only where something is to be applied: it costs a start 0.2 s and 15 MB. The scripts are one line
of descent, named by their version ("0001_…"); a test holds the names to what Alembic makes of them.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

_SCRIPTS = Path(__file__).parent / "migrations"


class DatabaseTooNew(Exception):
    """The database belongs to a newer release; this one must not touch it. The version found is the argument."""


def known_versions() -> list[str]:
    """The versions of this release and of earlier ones, in order."""
    return sorted(path.name.partition("_")[0] for path in (_SCRIPTS / "versions").glob("[0-9]*_*.py"))


def head_version() -> str:
    """The version that this release writes."""
    return known_versions()[-1]


def is_known(version: str) -> bool:
    """Is it a version of this release or of an earlier one?"""
    return version in known_versions()


async def database_version(engine: AsyncEngine) -> str | None:
    """The version found in the database; None where it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(_version)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


async def migrate(engine: AsyncEngine) -> tuple[str | None, str]:
    """Apply what is missing; returns the versions before and after. Raises DatabaseTooNew, having changed nothing."""
    before = await database_version(engine)
    if before is not None and not is_known(before):
        raise DatabaseTooNew(before)
    head = head_version()
    if before != head:
        from alembic import command

        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "head"))
    return before, head


def alembic_config(connection: Connection | None = None) -> Any:
    """Alembic's configuration, on a connection where it is to do something."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
