"""Reports as typed and as read: never edited, never deleted; the last valid one is how an occurrence stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.tasks import Status
from storage.tables import AgencyRow, OccurrenceRow, ReportFileRow, ReportRow, TaskRow


@dataclass(frozen=True)
class Report:
    """One report on one occurrence."""

    occurrence_id: int
    person_id: int | None
    source: str  # chat, button, phone, letter, meeting
    reported_at: datetime
    reported_on: date
    text: str
    status: Status
    percent: int | None = None
    note: str = ""
    expected_on: date | None = None
    document: str = ""
    document_on: date | None = None
    done_on: date | None = None
    reading: dict[str, Any] | None = None
    inbox_id: int | None = None
    id: int = 0
    undone: bool = False
    returned: bool = False


@dataclass(frozen=True)
class StoredReading:
    """The words of a report that stands, and what was made of them."""

    report_id: int
    code: str
    agency: str
    reported_on: date
    text: str = field(repr=False)
    reading: dict[str, Any] = field(repr=False)


async def stored_readings(session: AsyncSession) -> list[StoredReading]:
    """Every report that stands and was read out of words, with the terms of its reading; in the order they came."""
    query = (
        select(ReportRow, TaskRow.code, AgencyRow.name)
        .join(OccurrenceRow, OccurrenceRow.id == ReportRow.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .where(ReportRow.superseded_at.is_(None), ReportRow.undone_at.is_(None), ReportRow.returned_at.is_(None))
        .order_by(ReportRow.id)
    )
    return [
        StoredReading(row.id, code, agency, row.reported_on, row.text, row.reading)
        for row, code, agency in await session.execute(query)
        if row.text and row.reading.get("today")
    ]


def _report(row: ReportRow) -> Report:
    return Report(
        occurrence_id=row.occurrence_id,
        person_id=row.person_id,
        source=row.source,
        reported_at=row.reported_at,
        reported_on=row.reported_on,
        text=row.text,
        status=Status(row.status),
        percent=row.percent,
        note=row.note,
        expected_on=row.expected_on,
        document=row.document,
        document_on=row.document_on,
        done_on=row.done_on,
        reading=row.reading,
        inbox_id=row.inbox_id,
        id=row.id,
        undone=row.undone_at is not None,
        returned=row.returned_at is not None,
    )


async def record_report(session: AsyncSession, report: Report) -> int:
    """Add a report; the one that stood until now is superseded. Returns the id."""
    await session.execute(
        update(ReportRow)
        .where(ReportRow.occurrence_id == report.occurrence_id, ReportRow.superseded_at.is_(None))
        .values(superseded_at=report.reported_at)
    )
    done_on = (report.done_on or report.document_on or report.reported_on) if report.status is Status.DONE else None
    row = ReportRow(
        occurrence_id=report.occurrence_id,
        person_id=report.person_id,
        inbox_id=report.inbox_id,
        source=report.source,
        reported_at=report.reported_at,
        reported_on=report.reported_on,
        text=report.text,
        reading=report.reading or {},
        status=report.status.value,
        percent=report.percent,
        note=report.note,
        expected_on=report.expected_on,
        document=report.document,
        document_on=report.document_on,
        done_on=done_on,
    )
    session.add(row)
    await session.flush()
    await refresh_standing(session, report.occurrence_id)
    return row.id


async def undo_reports(session: AsyncSession, ids: Sequence[int], at: datetime) -> list[int]:
    """Take reports back; what stood before stands again. Returns the occurrences touched."""
    rows = (await session.scalars(select(ReportRow).where(ReportRow.id.in_(ids), ReportRow.undone_at.is_(None)))).all()
    for row in rows:
        row.undone_at = at
    await session.flush()
    for row in rows:
        await refresh_standing(session, row.occurrence_id)
    return [row.occurrence_id for row in rows]


async def return_report(session: AsyncSession, report_id: int, reason: str, at: datetime) -> int | None:
    """The secretary sends a report back: it no longer counts. Returns the occurrence, None if it was not standing."""
    row = await session.get(ReportRow, report_id)
    if row is None or row.undone_at or row.returned_at:
        return None
    row.returned_at, row.return_reason = at, reason
    await session.flush()
    await refresh_standing(session, row.occurrence_id)
    return row.occurrence_id


def _valid(occurrence_id: int) -> Any:
    return (
        select(ReportRow)
        .where(ReportRow.occurrence_id == occurrence_id, ReportRow.undone_at.is_(None), ReportRow.returned_at.is_(None))
        .order_by(ReportRow.reported_at.desc(), ReportRow.id.desc())
    )


async def last_report(session: AsyncSession, occurrence_id: int) -> Report | None:
    """The report that stands."""
    row = await session.scalar(_valid(occurrence_id).limit(1))
    return _report(row) if row else None


async def reports_on(session: AsyncSession, occurrence_id: int) -> list[Report]:
    """Everything that was ever reported, oldest first, taken back or returned included."""
    query = select(ReportRow).where(ReportRow.occurrence_id == occurrence_id)
    return [_report(row) for row in await session.scalars(query.order_by(ReportRow.reported_at, ReportRow.id))]


async def reports_of_message(session: AsyncSession, inbox_id: int) -> list[Report]:
    """What one message was recorded as."""
    query = select(ReportRow).where(ReportRow.inbox_id == inbox_id).order_by(ReportRow.id)
    return [_report(row) for row in await session.scalars(query)]


async def newest_reports_of_person(session: AsyncSession, person_id: int) -> list[Report]:
    """The reports of a person's last reporting message that still stand (what "nhầm" takes back)."""
    newest = await session.scalar(
        select(ReportRow.reported_at)
        .where(ReportRow.person_id == person_id, ReportRow.undone_at.is_(None), ReportRow.returned_at.is_(None))
        .order_by(ReportRow.id.desc())
        .limit(1)
    )
    if newest is None:
        return []
    query = select(ReportRow).where(
        ReportRow.person_id == person_id, ReportRow.reported_at == newest, ReportRow.undone_at.is_(None)
    )
    return [_report(row) for row in await session.scalars(query.order_by(ReportRow.id))]


async def refresh_standing(session: AsyncSession, occurrence_id: int) -> None:
    """Repeat the last valid report in the occurrence; a completion closes it, its loss opens it again."""
    report = await last_report(session, occurrence_id)
    submitted_on = await session.scalar(
        _valid(occurrence_id).where(ReportRow.status == Status.SUBMITTED.value).with_only_columns(ReportRow.reported_on)
        .order_by(None).order_by(ReportRow.reported_on).limit(1)
    )  # fmt: skip
    done = report is not None and report.status is Status.DONE
    await session.execute(
        update(OccurrenceRow)
        .where(OccurrenceRow.id == occurrence_id)
        .values(
            standing=report.status.value if report else None,
            percent=report.percent if report else None,
            reported_on=report.reported_on if report else None,
            submitted_on=submitted_on,
            done_on=report.done_on if report and done else None,
        )
    )
    await session.execute(
        update(OccurrenceRow)
        .where(OccurrenceRow.id == occurrence_id, OccurrenceRow.state.in_(["open", "done"]))
        # "Xong" of a continuous task completes the period asked about; only the secretary closes the task.
        .values(state=case((OccurrenceRow.kind == "continuous", "open"), else_="done" if done else "open"))
    )


async def find_report(session: AsyncSession, report_id: int) -> Report | None:
    """A report by id, taken back or returned included."""
    row = await session.get(ReportRow, report_id, populate_existing=True)
    return _report(row) if row else None


async def confirm_report(session: AsyncSession, report_id: int, at: datetime) -> None:
    """The secretary confirms a completion."""
    await session.execute(update(ReportRow).where(ReportRow.id == report_id).values(confirmed_at=at))


async def add_file(
    session: AsyncSession, report_id: int, stored: str, name: str, kind: str, size: int, sha256: str, at: datetime
) -> None:
    """Keep a file with a report."""
    session.add(
        ReportFileRow(
            report_id=report_id, stored=stored, name=name, kind=kind, size=size, sha256=sha256, received_at=at
        )
    )
    await session.flush()


async def reports_of_files(session: AsyncSession, inbox_ids: Sequence[int]) -> list[int]:
    """The reports with which the files of these updates were kept, so that an album stays together."""
    if not inbox_ids:
        return []
    by_file = select(ReportFileRow.report_id).where(
        or_(*(ReportFileRow.stored.like(f"inbox:{each}:%") for each in inbox_ids))
    )
    by_words = select(ReportRow.id).where(ReportRow.inbox_id.in_(inbox_ids), ReportRow.undone_at.is_(None))
    return sorted({*await session.scalars(by_file), *await session.scalars(by_words)})


@dataclass(frozen=True)
class PendingFile:
    """A file whose bytes are still with the platform: of which update, and which of its files."""

    id: int
    report_id: int
    inbox_id: int
    place: int
    name: str
    kind: str


async def pending_files(session: AsyncSession, limit: int) -> list[PendingFile]:
    """Files whose bytes are to be fetched, oldest first."""
    query = select(ReportFileRow).where(ReportFileRow.stored.like("inbox:%")).order_by(ReportFileRow.id).limit(limit)
    found = []
    for row in await session.scalars(query):
        _, inbox_id, place = row.stored.split(":")
        found.append(PendingFile(row.id, row.report_id, int(inbox_id), int(place), row.name, row.kind))
    return found


async def settle_file(session: AsyncSession, file_id: int, stored: str, size: int, sha256: str) -> None:
    """The bytes are here, under a key of the file store; or `stored` says why they never will be ("lost:…")."""
    await session.execute(
        update(ReportFileRow).where(ReportFileRow.id == file_id).values(stored=stored, size=size, sha256=sha256)
    )


async def set_document(session: AsyncSession, report_id: int, number: str, issued_on: date | None) -> int | None:
    """Add the document that proves a report, told after it; returns the occurrence."""
    row = await session.get(ReportRow, report_id)
    if row is None:
        return None
    row.document, row.document_on = number, issued_on
    if row.status == Status.DONE.value and issued_on is not None:
        row.done_on = issued_on
    await session.flush()
    await refresh_standing(session, row.occurrence_id)
    return row.occurrence_id
