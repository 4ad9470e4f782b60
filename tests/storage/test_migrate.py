"""The schema a database gets is the schema the code means."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.migrate import (
    DatabaseTooNew,
    alembic_config,
    database_version,
    head_version,
    known_versions,
    migrate,
)
from storage.tables import Base


async def test_migrations_build_the_tables_of_the_code(engine: AsyncEngine) -> None:
    """No difference is left between the migrated database and the tables, on either database."""
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata)
        )

    assert differences == []


def test_the_names_of_the_scripts_are_their_versions() -> None:
    """What is read off the file names is what Alembic would walk through."""
    scripts = ScriptDirectory.from_config(alembic_config())

    assert known_versions() == sorted(script.revision for script in scripts.walk_revisions())
    assert scripts.get_current_head() == head_version()


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    """A second run finds the database at the head."""
    before, after = await migrate(engine)

    assert before == after == head_version()


async def test_a_database_of_a_newer_release_is_refused(engine: AsyncEngine) -> None:
    """An older program must not touch what a newer one wrote."""
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseTooNew):
        await migrate(engine)

    assert await database_version(engine) == "9999"
