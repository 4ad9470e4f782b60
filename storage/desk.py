"""What the secretary's digests tell: new reports, whom nothing reached, what is about to fall due unanswered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Occurrence
from bot.domain.tasks import Status
from storage.occurrences import load_occurrences
from storage.tables import AgencyRow, AuditRow, MembershipRow, MessageRow, OccurrenceRow, PersonRow, ReportRow, TaskRow

LOST = "message_lost"  # in the trail: a message to a person that will not arrive


@dataclass(frozen=True)
class NewReport:
    """A report that came in, in brief."""

    code: str
    agency: str
    status: str
    percent: int | None
    source: str


@dataclass(frozen=True)
class NotReached:
    """Somebody whom a reminder of the day did not reach, or an agency that has nobody (`person` is empty)."""

    person: str
    phone: str
    agencies: tuple[str, ...]
    codes: tuple[str, ...]
    reason: str


async def new_reports(session: AsyncSession, since: datetime, until: datetime) -> list[NewReport]:
    """The reports of a span that still stand, in order."""
    query = (
        select(TaskRow.code, AgencyRow.short_name, ReportRow.status, ReportRow.percent, ReportRow.source)
        .join(OccurrenceRow, OccurrenceRow.id == ReportRow.occurrence_id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .where(
            ReportRow.reported_at > since,
            ReportRow.reported_at <= until,
            ReportRow.superseded_at.is_(None),
            ReportRow.undone_at.is_(None),
            ReportRow.returned_at.is_(None),
        )
        .order_by(ReportRow.reported_at, ReportRow.id)
    )
    return [NewReport(*row) for row in await session.execute(query)]


async def not_reached(session: AsyncSession, day: date) -> list[NotReached]:
    """Whom a day's messages did not reach: not joined, blocked, failed for good; and agencies with nobody."""
    query = (
        select(MessageRow, PersonRow)
        .outerjoin(PersonRow, PersonRow.id == MessageRow.person_id)
        .where(
            MessageRow.kind == "daily",
            MessageRow.local_day == day,
            (MessageRow.state == "failed")
            | MessageRow.reason.in_(["nobody_reachable", "nobody", "on_leave"]) & (MessageRow.state == "cancelled"),
        )
        .order_by(MessageRow.id)
    )
    rows = (await session.execute(query)).all()
    ids = {each["occurrence_id"] for message, _ in rows for each in message.subject.get("occurrences", ())}
    found = await load_occurrences(session, ids)
    return [_not_reached(message, person, found) for message, person in rows]


def _not_reached(message: MessageRow, person: PersonRow | None, found: dict[int, Occurrence]) -> NotReached:
    said = [found[each["occurrence_id"]] for each in message.subject.get("occurrences", ())]
    return NotReached(
        person=person.name if person else "",
        phone=person.phone if person else "",
        agencies=tuple(dict.fromkeys(each.agency for each in said)),
        codes=tuple(dict.fromkeys(each.code for each in said)),
        reason=message.reason,
    )


async def lost_people(session: AsyncSession, since: datetime, until: datetime) -> list[NotReached]:
    """Whom messages of any kind did not reach and never will, closed within a span; each person once, no codes."""
    query = select(AuditRow.after).where(AuditRow.act == LOST, AuditRow.at > since, AuditRow.at <= until)
    closed = list(await session.scalars(query.order_by(AuditRow.id)))
    if not closed:
        return []
    reasons = {each["person"]: str(each["reason"]) for each in closed}
    people = {row.id: row for row in await session.scalars(select(PersonRow).where(PersonRow.id.in_(reasons)))}
    named = (
        select(MembershipRow.person_id, AgencyRow.name)
        .join(AgencyRow, AgencyRow.id == MembershipRow.agency_id)
        .where(MembershipRow.person_id.in_(reasons), MembershipRow.to_on.is_(None))
    )
    agencies: dict[int, list[str]] = {}
    for person_id, name in await session.execute(named.order_by(MembershipRow.id)):
        agencies.setdefault(person_id, []).append(name)
    return [
        NotReached(people[each].name, people[each].phone, tuple(dict.fromkeys(agencies.get(each, ()))), (), reason)
        for each, reason in reasons.items()
        if each in people
    ]


async def due_unanswered(session: AsyncSession, today: date, until: date) -> Sequence[Occurrence]:
    """Open terms from today to a day on which nothing was ever reported, the nearest first."""
    query = (
        select(OccurrenceRow.id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
        .where(
            OccurrenceRow.due_on >= today,
            OccurrenceRow.due_on <= until,
            OccurrenceRow.state == "open",
            OccurrenceRow.reported_on.is_(None),
            TaskRow.state == "open",
            AgencyRow.courtesy.is_(False),
        )
        .order_by(OccurrenceRow.due_on, TaskRow.position, OccurrenceRow.id)
    )
    ids = (await session.scalars(query)).all()
    found = await load_occurrences(session, ids)
    return [found[each] for each in ids]


async def silent_past(session: AsyncSession) -> list[Occurrence]:
    """What was past when it was imported and nobody has released."""
    query = (
        select(OccurrenceRow.id)
        .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .where(OccurrenceRow.silent.is_(True), OccurrenceRow.state == "open", TaskRow.state == "open")
        .order_by(TaskRow.position, OccurrenceRow.id)
    )
    ids = (await session.scalars(query)).all()
    found = await load_occurrences(session, ids)
    return [found[each] for each in ids]


async def finished_after_strict_terms(session: AsyncSession) -> list[Occurrence]:
    """What was to be done before a day ("trước ngày X") and was not, but is done."""
    query = select(OccurrenceRow.id).where(
        OccurrenceRow.strict.is_(True),
        OccurrenceRow.standing == Status.DONE.value,
        OccurrenceRow.done_on > OccurrenceRow.due_on,
    )
    ids = (await session.scalars(query.order_by(OccurrenceRow.id))).all()
    found = await load_occurrences(session, ids)
    return [found[each] for each in ids]


async def release(session: AsyncSession, occurrence_ids: Sequence[int], today: date) -> None:
    """Speak of these from today on as of any other."""
    await session.execute(
        update(OccurrenceRow).where(OccurrenceRow.id.in_(list(occurrence_ids))).values(silent=False, planned_from=today)
    )
