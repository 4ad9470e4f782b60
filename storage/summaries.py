"""Summaries as drafted and as issued: figures, files, cut-off and moment of knowledge, numbered, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.summary import EVERYTHING, Asked, Ground, Narrowing, Previous, Summary, Totals, summarize
from storage.files import store_file
from storage.plans import Plan, load_settings_of
from storage.progress import load_ground
from storage.tables import OccurrenceRow, PlanRow, StoredFileRow, SummaryIssueRow, TaskRow


@dataclass(frozen=True)
class Issue:
    """A summary that was drafted or issued; `number` counts the issued ones of a plan from 1."""

    id: int
    plan_id: int
    number: int | None
    period: str
    on: date
    known_at: datetime
    figures: dict[str, Any]
    remarks: str
    proposals: str
    state: str
    created_at: datetime
    issued_at: datetime | None


@dataclass(frozen=True)
class IssuedFile:
    """A file that went out with an issued summary; its bytes are in the file store."""

    key: str
    name: str
    kind: str
    sha256: str


class AlreadyIssued(Exception):
    """An issued summary is never changed."""


def _issue(row: SummaryIssueRow) -> Issue:
    return Issue(
        row.id,
        row.plan_id,
        row.number,
        row.period,
        row.on_date,
        row.known_at,
        row.figures,
        row.remarks,
        row.proposals,
        row.state,
        row.created_at,
        row.issued_at,
    )


async def load_summary_ground(
    session: AsyncSession, plan: Plan, on: date, known_at: datetime, *, round_period: str | None = None
) -> Ground:
    """The ground of a plan's summary, by its committee's settings (see `load_ground`)."""
    committee = CommitteeSettings.from_stored(await load_settings_of(session, plan.id))
    return await load_ground(session, plan, on, known_at, committee, round_period=round_period)


async def count_occurrences(session: AsyncSession, plan_id: int) -> int:
    """How large a plan is."""
    query = select(func.count(OccurrenceRow.id)).join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
    return await session.scalar(query.where(TaskRow.plan_id == plan_id)) or 0


async def load_summary(session: AsyncSession, plan: Plan, asked: Asked) -> Summary:
    """The summary that was asked for, from the rows, compared with the one issued before it."""
    ground = await load_summary_ground(session, plan, asked.on, asked.known_at, round_period=asked.period.key)
    previous = await find_previous(session, plan.id, asked.on, asked.known_at, asked.narrowing)
    return summarize(ground, asked.period, asked.narrowing, previous)


async def find_draft(session: AsyncSession, plan_id: int, period: str) -> Issue | None:
    """The draft of a period, with what the secretary has written into it."""
    row = await session.scalar(
        select(SummaryIssueRow)
        .where(SummaryIssueRow.plan_id == plan_id, SummaryIssueRow.period == period, SummaryIssueRow.state == "draft")
        .order_by(SummaryIssueRow.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return _issue(row) if row else None


async def draft_summary(
    session: AsyncSession,
    plan_id: int,
    period: str,
    on: date,
    known_at: datetime,
    figures: dict[str, Any],
    now: datetime,
) -> int:
    """Keep a draft; an earlier draft of the same period gives way to it, its remarks and proposals kept. The id."""
    former = await session.scalar(
        select(SummaryIssueRow)
        .where(SummaryIssueRow.plan_id == plan_id, SummaryIssueRow.period == period, SummaryIssueRow.state == "draft")
        .order_by(SummaryIssueRow.id.desc())
        .limit(1)
    )
    values = {"on_date": on, "known_at": known_at, "figures": figures, "created_at": now}
    if former is not None:
        await session.execute(update(SummaryIssueRow).where(SummaryIssueRow.id == former.id).values(**values))
        await session.refresh(former)
        return former.id
    row = SummaryIssueRow(plan_id=plan_id, period=period, state="draft", **values)
    session.add(row)
    await session.flush()
    return row.id


async def set_figures(
    session: AsyncSession, issue_id: int, on: date, known_at: datetime, figures: dict[str, Any]
) -> None:
    """Put the figures into a draft; raises AlreadyIssued."""
    await _change_draft(session, issue_id, on_date=on, known_at=known_at, figures=figures)


async def set_words(
    session: AsyncSession, issue_id: int, *, remarks: str | None = None, proposals: str | None = None
) -> None:
    """Put the secretary's remarks and proposals into a draft; raises AlreadyIssued."""
    words = {key: text for key, text in (("remarks", remarks), ("proposals", proposals)) if text is not None}
    await _change_draft(session, issue_id, **words)


async def _change_draft(session: AsyncSession, issue_id: int, **values: Any) -> None:
    changed = await session.scalar(
        update(SummaryIssueRow)
        .where(SummaryIssueRow.id == issue_id, SummaryIssueRow.state == "draft")
        .values(**values)
        .returning(SummaryIssueRow.id)
    )
    if changed is None:
        raise AlreadyIssued(issue_id)


async def issue_summary(
    session: AsyncSession, issue_id: int, files: Sequence[tuple[str, str, bytes]], person_id: int | None, now: datetime
) -> Issue:
    """Issue a draft: it gets the plan's next number and its files (name, kind, bytes), and is never changed again.

    Raises AlreadyIssued.
    """
    plan_id = await session.scalar(select(SummaryIssueRow.plan_id).where(SummaryIssueRow.id == issue_id))
    # Two secretaries at once must not get one number: the plan's row is taken first.
    await session.execute(update(PlanRow).where(PlanRow.id == plan_id).values(id=PlanRow.id))
    last = await session.scalar(select(func.max(SummaryIssueRow.number)).where(SummaryIssueRow.plan_id == plan_id))
    row = await session.scalar(
        update(SummaryIssueRow)
        .where(SummaryIssueRow.id == issue_id, SummaryIssueRow.state == "draft")
        .values(number=(last or 0) + 1, state="issued", issued_at=now, issued_by=person_id)
        .returning(SummaryIssueRow)
    )
    if row is None:
        raise AlreadyIssued(issue_id)
    for name, kind, content in files:
        await store_file(session, name, kind, content, now, summary_id=issue_id)
    return _issue(row)


async def find_issue(session: AsyncSession, issue_id: int) -> Issue | None:
    """A draft or issued summary by id."""
    row = await session.get(SummaryIssueRow, issue_id, populate_existing=True)
    return _issue(row) if row else None


async def issued_summaries(session: AsyncSession, plan_id: int, limit: int = 20) -> list[Issue]:
    """The issued summaries of a plan, the newest first."""
    query = (
        select(SummaryIssueRow)
        .where(SummaryIssueRow.plan_id == plan_id, SummaryIssueRow.state == "issued")
        .order_by(SummaryIssueRow.number.desc())
        .limit(limit)
    )
    return [_issue(row) for row in await session.scalars(query)]


async def find_previous(
    session: AsyncSession, plan_id: int, on: date, known_at: datetime, narrowing: Narrowing = EVERYTHING
) -> Previous | None:
    """The last summary that had been issued at that moment for no later day, counted again for the narrowing."""
    figures = await session.scalar(
        select(SummaryIssueRow.figures)
        .where(
            SummaryIssueRow.plan_id == plan_id,
            SummaryIssueRow.state == "issued",
            SummaryIssueRow.issued_at <= known_at,
            SummaryIssueRow.on_date <= on,
        )
        .order_by(SummaryIssueRow.number.desc())
        .limit(1)
    )
    if figures is None or narrowing.overdue_only:
        return None
    return Previous.from_figures(figures, agencies=narrowing.agencies, programmes=narrowing.programmes)


async def load_trend(
    session: AsyncSession, plan_id: int, on: date, known_at: datetime, limit: int = 5
) -> list[tuple[date, Totals]]:
    """The totals of the summaries issued before, by their day, the oldest first."""
    query = (
        select(SummaryIssueRow.on_date, SummaryIssueRow.figures["totals"])
        .where(
            SummaryIssueRow.plan_id == plan_id,
            SummaryIssueRow.state == "issued",
            SummaryIssueRow.issued_at <= known_at,
            SummaryIssueRow.on_date < on,
        )
        .order_by(SummaryIssueRow.number.desc())
        .limit(limit)
    )
    found = [(row[0], Totals.from_json(row[1])) for row in await session.execute(query)]
    return sorted(found, key=lambda each: each[0])


async def files_of_issue(session: AsyncSession, issue_id: int) -> list[IssuedFile]:
    """The files that went out with an issued summary."""
    columns = (StoredFileRow.key, StoredFileRow.name, StoredFileRow.kind, StoredFileRow.sha256)
    query = select(*columns).where(StoredFileRow.summary_id == issue_id).order_by(StoredFileRow.name)
    return [IssuedFile(*row) for row in await session.execute(query)]
