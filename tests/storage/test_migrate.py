"""The schema a database gets is the schema the code means."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.migrate import DatabaseTooNew, database_version, head_version, migrate
from storage.tables import Base


async def test_migrations_build_the_tables_of_the_code(engine: AsyncEngine) -> None:
    """No difference is left between the migrated database and the tables, on either database."""
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata)
        )

    assert differences == []


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
