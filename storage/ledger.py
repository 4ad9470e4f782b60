"""Sổ đôn đốc: every reminder with its channel, time, outcome and what was answered."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import AgencyRow, MessageRow, OccurrenceRow, PersonRow, ReminderRow, ReportRow, TaskRow


@dataclass(frozen=True)
class Answer:
    """The first report on an occurrence from the day of a reminder on."""

    on: date
    status: str
    percent: int | None
    text: str


@dataclass(frozen=True)
class LedgerLine:
    """One thing said, or not said, of one occurrence to one person."""

    day: date
    at: datetime | None  # real time of sending
    code: str
    agency: str
    due_on: date | None
    stage: str  # "30" … "0", "overdue", "ask", "submitted", "round", "escalation"
    person: str
    channel: str
    outcome: str  # queued, sending, sent, failed, cancelled, unknown
    reason: str
    repeated: bool  # its outcome was unknown and it went again
    answer: Answer | None


async def load_ledger(
    session: AsyncSession, *, agency_id: int | None = None, task_id: int | None = None
) -> list[LedgerLine]:
    """The ledger of everything, of one agency or of one task, by day, task and person."""
    narrowed = _narrowed(agency_id, task_id)
    work = await _work(session, narrowed)
    answers = await _answers(session, work, narrowed)
    lines = [*await _told(session, work, answers, narrowed), *await _untold(session, work, answers)]
    order = {code: place for place, code in enumerate(dict.fromkeys(each[0] for each in work.values()))}
    return sorted(lines, key=lambda line: (line.day, order[line.code], line.agency, line.person, line.stage))


@dataclass(frozen=True)
class Urged:
    """How often the focal points of an agency were written to, and when last."""

    agency: str
    messages: int
    last_on: date


async def load_urged(session: AsyncSession) -> list[Urged]:
    """The agencies that were written to, in protocol order; a message counts once, whatever it lists."""
    query = (
        select(AgencyRow.name, func.count(MessageRow.id.distinct()), func.max(ReminderRow.planned_on))
        .join(OccurrenceRow, OccurrenceRow.agency_id == AgencyRow.id)
        .join(ReminderRow, ReminderRow.occurrence_id == OccurrenceRow.id)
        .join(MessageRow, MessageRow.id == ReminderRow.message_id)
        .where(MessageRow.state.in_(("sent", "unknown")))
        .group_by(AgencyRow.id, AgencyRow.name, AgencyRow.position)
        .order_by(AgencyRow.position, AgencyRow.id)
    )
    return [Urged(name, count, last_on) for name, count, last_on in await session.execute(query)]


Narrowed = Sequence[ColumnElement[bool]]
Work = Mapping[int, tuple[str, str, date | None]]
Answers = Mapping[int, Sequence[Answer]]


def _narrowed(agency_id: int | None, task_id: int | None) -> Narrowed:
    conditions = []
    if agency_id is not None:
        conditions.append(OccurrenceRow.agency_id == agency_id)
    if task_id is not None:
        conditions.append(OccurrenceRow.task_id == task_id)
    return conditions


async def _work(session: AsyncSession, narrowed: Narrowed) -> Work:
    columns = (OccurrenceRow.id, TaskRow.code, AgencyRow.name, OccurrenceRow.due_on)
    query = (
        select(*columns)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
    )
    rows = await session.execute(query.where(*narrowed).order_by(TaskRow.plan_id, TaskRow.position, OccurrenceRow.id))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


async def _answers(session: AsyncSession, work: Work, narrowed: Narrowed) -> Answers:
    found: dict[int, list[Answer]] = {}
    query = select(ReportRow).where(ReportRow.undone_at.is_(None)).order_by(ReportRow.reported_at, ReportRow.id)
    if narrowed:
        query = query.join(OccurrenceRow, OccurrenceRow.id == ReportRow.occurrence_id).where(*narrowed)
    for row in await session.scalars(query):
        if row.occurrence_id in work:
            answer = Answer(row.reported_on, row.status, row.percent, row.text)
            found.setdefault(row.occurrence_id, []).append(answer)
    return found


async def _told(session: AsyncSession, work: Work, answers: Answers, narrowed: Narrowed) -> list[LedgerLine]:
    query = (
        select(ReminderRow, MessageRow, PersonRow.name)
        .join(MessageRow, MessageRow.id == ReminderRow.message_id)
        .join(PersonRow, PersonRow.id == ReminderRow.person_id)
    )
    if narrowed:
        query = query.join(OccurrenceRow, OccurrenceRow.id == ReminderRow.occurrence_id).where(*narrowed)
    return [
        _line(work[reminder.occurrence_id], reminder.occurrence_id, reminder.stage, message, name, answers)
        for reminder, message, name in await session.execute(query)
        if reminder.occurrence_id in work
    ]


async def _untold(session: AsyncSession, work: Work, answers: Answers) -> list[LedgerLine]:
    """What has no reminder row: drafts that went to leaders, and what was due where an agency has nobody."""
    query = (
        select(MessageRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == MessageRow.person_id)
        .where((MessageRow.kind == "escalation") | (MessageRow.kind == "daily") & MessageRow.person_id.is_(None))
    )
    return [
        _line(work[key], key, _stage_of(message, each), message, name or "", answers)
        for message, name in await session.execute(query)
        for each in message.subject.get("occurrences", ())
        if (key := each["occurrence_id"]) in work
    ]


def _stage_of(message: MessageRow, kept: Mapping[str, Any]) -> str:
    return "escalation" if message.kind == "escalation" else str(kept["key"])


def _line(
    work: tuple[str, str, date | None],
    occurrence_id: int,
    stage: str,
    message: MessageRow,
    person: str,
    answers: Answers,
) -> LedgerLine:
    code, agency, due_on = work
    day = message.local_day or message.created_at.date()
    return LedgerLine(
        day=day,
        at=message.sent_at,
        code=code,
        agency=agency,
        due_on=due_on,
        stage=stage.partition(":")[0],
        person=person,
        channel=message.channel,
        outcome=message.state,
        reason=message.reason,
        repeated=message.unknown_count > 0 or message.deaths > 0,
        answer=_first_from(answers.get(occurrence_id, ()), day),
    )


def _first_from(answers: Sequence[Answer], day: date) -> Answer | None:
    place = bisect_left([each.on for each in answers], day)
    return answers[place] if place < len(answers) else None
