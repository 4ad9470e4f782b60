"""The commands as an operator types them, in this process, on the database of the test."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli import main
from storage.engine import open_engine, open_sessions
from storage.tables import AuditRow, OccurrenceRow, TaskRow


@dataclass
class Terminal:
    """Types commands; what they print is kept."""

    capture: pytest.CaptureFixture[str]
    database_url: str
    out: str = ""
    err: str = ""

    def type(self, *words: str) -> int:
        """Run a command; returns its exit status."""
        self.capture.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as exc:  # argparse, on wrong use
            status = int(exc.code or 0)
        self.out, self.err = self.capture.readouterr()
        return status

    def done(self, *words: str) -> str:
        """Run a command that must succeed; returns what it printed."""
        assert self.type(*words) == 0, self.err
        return self.out

    def refused(self, *words: str) -> str:
        """Run a command that must be refused in one line; returns it."""
        assert self.type(*words) == 1
        assert "Traceback" not in self.err
        return self.err.strip()


async def look(database_url: str, question: Any) -> list[Any]:
    """The rows of a query, from a connection of its own."""
    engine = open_engine(database_url)
    async with open_sessions(engine)() as session:
        rows = list((await session.execute(question)).all())
    await engine.dispose()
    return rows


async def terms(database_url: str, code: str) -> list[tuple[str, date | None, int, str]]:
    """Key, due day, version of the term and state of a task's occurrences."""
    rows = await look(
        database_url,
        select(OccurrenceRow.key, OccurrenceRow.due_on, OccurrenceRow.term_version, OccurrenceRow.state)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(TaskRow.code == code)
        .order_by(OccurrenceRow.id),
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def acts(database_url: str) -> list[str]:
    """What the audit trail says was done by commands."""
    rows = await look(database_url, select(AuditRow.act).where(AuditRow.source == "cli").order_by(AuditRow.id))
    return [row[0] for row in rows]


__all__ = ["Terminal", "acts", "look", "terms"]
