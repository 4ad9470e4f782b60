"""Brings a database to the current schema, and refuses one that a newer release has moved on."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

_SCRIPTS = Path(__file__).parent / "migrations"


class DatabaseTooNew(Exception):
    """The database belongs to a newer release; this one must not touch it. The version found is the argument."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head_version() -> str:
    """The version that this release writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101  the package ships at least the first migration
    return head


def is_known(version: str) -> bool:
    """Is it a version of this release or of an earlier one?"""
    return version in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


async def database_version(engine: AsyncEngine) -> str | None:
    """The version found in the database; None where it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def migrate(engine: AsyncEngine) -> tuple[str | None, str]:
    """Apply what is missing; returns the versions before and after. Raises DatabaseTooNew, having changed nothing."""
    before = await database_version(engine)
    if before is not None and not is_known(before):
        raise DatabaseTooNew(before)
    head = head_version()
    if before != head:
        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))
    return before, head
