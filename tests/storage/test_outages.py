"""Which errors of a database are outages: they pass, and are nobody's fault. All others keep their tracebacks."""

import logging
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.log import RedactingFormatter
from storage.engine import FULL, Sessions, open_engine, outage_of
from tests.storage.disks import use_up_the_disk


async def test_a_full_disk_is_an_outage(sessions: Sessions) -> None:
    """Both databases say so in their own words."""
    with pytest.raises(DBAPIError) as raised:
        async with sessions.begin() as session:
            await use_up_the_disk(session)

    assert outage_of(raised.value) in FULL


async def test_a_connection_that_is_dropped_is_an_outage(sessions: Sessions, database_url: str) -> None:
    """As by a server that is shut down."""
    if database_url.startswith("sqlite"):
        pytest.skip("there is no connection to drop")
    with pytest.raises(DBAPIError) as raised:
        async with sessions.begin() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert outage_of(raised.value) in {"57P01", "08003"}  # its farewell, or the silence after it


@pytest.mark.parametrize(
    ("where", "name"), [("127.0.0.1:1/x", "ConnectionRefusedError"), ("/x?host=/nowhere", "FileNotFoundError")]
)
async def test_a_server_that_is_not_there_is_an_outage(where: str, name: str) -> None:
    """Its driver raises errors of the system; here they are those of a database."""
    engine = open_engine(f"postgresql+asyncpg://postgres@{where}")
    with pytest.raises(DBAPIError) as raised:
        await engine.connect()

    assert outage_of(raised.value) == name


@pytest.mark.parametrize("statement", ["SELECT nothing FROM nowhere", "INSERT INTO meta (key) VALUES (NULL)"])
async def test_a_wrong_statement_is_none(sessions: Sessions, statement: str) -> None:
    """It is as wrong the next time."""
    with pytest.raises(DBAPIError) as raised:
        async with sessions.begin() as session:
            await session.execute(text(statement))

    assert outage_of(raised.value) == ""


async def test_the_log_names_an_outage_and_traces_the_rest(sessions: Sessions) -> None:
    """What comes again for an hour is one line each; a fault of ours shows where it is."""
    form = RedactingFormatter("text", outage_of)
    lines = []
    for fail in (use_up_the_disk, _stumble):
        try:
            async with sessions.begin() as session:
                await fail(session)
        except Exception:
            record = logging.LogRecord("jobs", logging.ERROR, "", 0, "job_failed job=%s", ("plan",), sys.exc_info())
            lines.append(form.format(record))

    assert lines[0].splitlines() == [lines[0]]
    assert lines[0].rpartition("=")[2] in FULL
    assert "_stumble" in lines[1]


async def _stumble(_session: object) -> None:
    raise ValueError("nội dung kín")
