"""A task's whole story: its terms, reports, obstacles and extensions, in the order in which they happened."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    AgencyRow,
    AuditRow,
    ExtensionRow,
    ObstacleMessageRow,
    ObstacleRow,
    OccurrenceRow,
    ReportFileRow,
    ReportRow,
    TaskLeadRow,
    TermRow,
)


@dataclass(frozen=True)
class Happening:
    """One thing that happened to an occurrence. `kind` says which of the fields below `text` are filled."""

    at: datetime
    kind: str  # term, report, obstacle, obstacle_message, obstacle_closed, extension, extension_decided
    occurrence_id: int
    agency: str
    due_on: date | None  # of the occurrence, today
    text: str = ""
    status: str = ""  # of a report; of an extension: its state
    percent: int | None = None
    day: date | None = None  # new term, expected day, day asked for
    document: str = ""
    source: str = ""
    standing: bool = True  # a report that still counts
    files: tuple[tuple[str, str], ...] = ()  # (key of the store, name)


_Place = dict[int, tuple[str, date | None]]


async def load_story(session: AsyncSession, task_id: int) -> list[Happening]:
    """Everything about a task's occurrences, oldest first."""
    rows = await session.execute(
        select(OccurrenceRow.id, AgencyRow.name, OccurrenceRow.due_on)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .where(OccurrenceRow.task_id == task_id, OccurrenceRow.state != "void")
    )
    places: _Place = {row[0]: (row[1], row[2]) for row in rows}
    found = [
        *await _terms(session, places),
        *await _reports(session, places),
        *await _obstacles(session, places),
        *await _extensions(session, places),
    ]
    return sorted(found, key=lambda each: each.at)


async def _terms(session: AsyncSession, places: _Place) -> list[Happening]:
    rows = await session.scalars(select(TermRow).where(TermRow.occurrence_id.in_(places)))
    return [
        Happening(row.from_at, "term", row.occurrence_id, *places[row.occurrence_id], text=row.reason, day=row.due_on)
        for row in rows
        if row.version > 1
    ]


async def _reports(session: AsyncSession, places: _Place) -> list[Happening]:
    rows = (await session.scalars(select(ReportRow).where(ReportRow.occurrence_id.in_(places)))).all()
    files: dict[int, list[tuple[str, str]]] = {}
    for file in await session.scalars(select(ReportFileRow).where(ReportFileRow.report_id.in_([r.id for r in rows]))):
        files.setdefault(file.report_id, []).append((file.stored, file.name))
    return [
        Happening(
            row.reported_at,
            "report",
            row.occurrence_id,
            *places[row.occurrence_id],
            text=row.text,
            status=row.status,
            percent=row.percent,
            day=row.expected_on,
            document=row.document,
            source=row.source,
            standing=row.undone_at is None and row.returned_at is None,
            files=tuple(files.get(row.id, ())),
        )
        for row in rows
    ]


async def _obstacles(session: AsyncSession, places: _Place) -> list[Happening]:
    rows = (await session.scalars(select(ObstacleRow).where(ObstacleRow.occurrence_id.in_(places)))).all()
    by_id = {row.id: row.occurrence_id for row in rows}
    found = [
        Happening(row.opened_at, "obstacle", row.occurrence_id, *places[row.occurrence_id], text=row.text)
        for row in rows
    ]
    found += [
        Happening(row.closed_at, "obstacle_closed", row.occurrence_id, *places[row.occurrence_id], text=row.outcome)
        for row in rows
        if row.closed_at
    ]
    talk = await session.scalars(select(ObstacleMessageRow).where(ObstacleMessageRow.obstacle_id.in_(by_id)))
    return found + [
        Happening(
            each.said_at,
            "obstacle_message",
            by_id[each.obstacle_id],
            *places[by_id[each.obstacle_id]],
            text=each.text,
            source=each.side,
        )
        for each in talk
    ]


async def _extensions(session: AsyncSession, places: _Place) -> list[Happening]:
    found: list[Happening] = []
    for row in await session.scalars(select(ExtensionRow).where(ExtensionRow.occurrence_id.in_(places))):
        place = places[row.occurrence_id]
        found.append(Happening(row.asked_at, "extension", row.occurrence_id, *place, text=row.reason, day=row.to_on))
        if row.decided_at:
            day = row.granted_to_on
            found.append(
                Happening(row.decided_at, "extension_decided", row.occurrence_id, *place, status=row.state, day=day)
            )
    return found


CHANGES = ("state", "content", "deadline")  # what the trail tells of a task as a whole


async def load_changes(session: AsyncSession, task_id: int) -> list[Happening]:
    """What became of the task itself, oldest first: given, led by others, suspended, worded or dated anew.

    `kind` names what changed, `text` is the new value, `document` the reason; occurrence and agency are empty.
    """
    query = select(AuditRow).where(
        AuditRow.act.in_(("task_set", "task_given")), AuditRow.after["task_id"].as_integer() == task_id
    )
    rows = (await session.scalars(query.order_by(AuditRow.id))).all()
    found = [_change(row, kind, str(row.after[kind])) for row in rows for kind in _kinds(row)]
    reasons = {row.at: str(row.after.get("reason", "")) for row in rows}
    led = await _led(session, task_id)
    found += [Happening(at, "lead", 0, "", None, text=names, document=reasons.get(at, "")) for at, names in led]
    return sorted(found, key=lambda each: each.at)


def _kinds(row: AuditRow) -> tuple[str, ...]:
    if row.act == "task_given":
        return ("content",)
    return tuple(each for each in CHANGES if each in row.after)


def _change(row: AuditRow, kind: str, value: str) -> Happening:
    kind = row.act if row.act == "task_given" else kind
    return Happening(row.at, kind, 0, "", None, text=value, document=str(row.after.get("reason", "")))


async def _led(session: AsyncSession, task_id: int) -> list[tuple[datetime, str]]:
    """Each moment after the first at which others led the task, with who did from then on."""
    query = (
        select(TaskLeadRow.from_at, TaskLeadRow.until_at, AgencyRow.name)
        .join(AgencyRow, AgencyRow.id == TaskLeadRow.agency_id)
        .where(TaskLeadRow.task_id == task_id)
    )
    rows = (await session.execute(query.order_by(TaskLeadRow.id))).all()
    moments = sorted({row.from_at for row in rows} | {row.until_at for row in rows if row.until_at})[1:]
    return [
        (at, "; ".join(row.name for row in rows if row.from_at <= at and (row.until_at is None or row.until_at > at)))
        for at in moments
    ]
