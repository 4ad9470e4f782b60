"""Reporting rounds (đợt báo cáo) as kept: their days, who was asked about what, and who was silent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.rounds import Round, plan_round
from bot.domain.workdays import WorkCalendar
from storage.tables import OccurrenceRow, RoundAskRow, RoundRow


@dataclass(frozen=True)
class StoredRound:
    """A round with its period and the day of its last step."""

    id: int
    plan_id: int
    period: str
    start_on: date
    end_on: date
    cut_off_on: date
    opens_on: date
    state: str  # planned, open, closed, cancelled
    asked_on: date | None

    def days(self, calendar: WorkCalendar) -> Round:
        """Its steps, by the calendar as it stands."""
        return plan_round(self.id, self.cut_off_on, calendar, self.opens_on, self.plan_id)


async def add_round(
    session: AsyncSession, plan_id: int, period: str, start_on: date, end_on: date, cut_off_on: date, opens_on: date
) -> StoredRound | None:
    """Plan a round; None where the plan has one of that period already."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "plan_id": plan_id,
        "period": period,
        "start_on": start_on,
        "end_on": end_on,
        "cut_off_on": cut_off_on,
        "opens_on": opens_on,
        "state": "planned",
    }
    added = insert(RoundRow).values(values).on_conflict_do_nothing().returning(RoundRow.id)
    round_id = await session.scalar(added)
    return await find_round(session, round_id) if round_id is not None else None


async def reopen_round(session: AsyncSession, round_id: int, opens_on: date) -> StoredRound | None:
    """Let a planned or stopped round begin on another day, with its list first."""
    await session.execute(
        update(RoundRow)
        .where(RoundRow.id == round_id)
        .values(state="planned", opens_on=opens_on, asked_on=None, closed_at=None)
    )
    return await find_round(session, round_id)


async def find_round(session: AsyncSession, round_id: int) -> StoredRound | None:
    """One round by id."""
    row = await session.get(RoundRow, round_id, populate_existing=True)
    return _round(row) if row else None


async def load_rounds(session: AsyncSession, plan_id: int | None = None) -> list[StoredRound]:
    """Every round, of one plan or of all, the newest cut-off first."""
    query = select(RoundRow).order_by(RoundRow.cut_off_on.desc(), RoundRow.id)
    if plan_id is not None:
        query = query.where(RoundRow.plan_id == plan_id)
    return [_round(row) for row in await session.scalars(query)]


async def load_running_rounds(session: AsyncSession, today: date) -> list[StoredRound]:
    """Those whose list is due or out and whose cut-off has not passed; at most a few."""
    query = select(RoundRow).where(
        RoundRow.state.in_(["planned", "open"]), RoundRow.opens_on <= today, RoundRow.cut_off_on >= today
    )
    return [_round(row) for row in await session.scalars(query.order_by(RoundRow.id))]


async def load_ended_rounds(session: AsyncSession, today: date) -> list[StoredRound]:
    """Those that are to be closed: their cut-off has passed."""
    query = select(RoundRow).where(RoundRow.state.in_(["planned", "open"]), RoundRow.cut_off_on < today)
    return [_round(row) for row in await session.scalars(query.order_by(RoundRow.id))]


async def record_step(session: AsyncSession, round_id: int, on: date, now: datetime) -> None:
    """A step of the round was taken; the first opens it."""
    await session.execute(
        update(RoundRow)
        .where(RoundRow.id == round_id)
        .values(asked_on=on, state="open", opened_at=func.coalesce(RoundRow.opened_at, now))
    )


async def set_round_state(session: AsyncSession, round_id: int, state: str, now: datetime) -> None:
    """Closed or cancelled."""
    await session.execute(update(RoundRow).where(RoundRow.id == round_id).values(state=state, closed_at=now))


async def record_asks(session: AsyncSession, round_id: int, asks: Iterable[tuple[int, int]], now: datetime) -> None:
    """Who was asked about what: (occurrence, person); asked again, the first time stands."""
    rows = [
        {"round_id": round_id, "occurrence_id": occurrence_id, "person_id": person_id, "asked_at": now}
        for occurrence_id, person_id in asks
    ]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(rows), 1000):
        await session.execute(insert(RoundAskRow).values(rows[start : start + 1000]).on_conflict_do_nothing())


async def asked_in(session: AsyncSession, round_id: int) -> dict[int, date | None]:
    """The occurrences asked about, each with the day of its last valid report: for `bot.domain.rounds.not_reported`."""
    query = (
        select(OccurrenceRow.id, OccurrenceRow.reported_on)
        .join(RoundAskRow, RoundAskRow.occurrence_id == OccurrenceRow.id)
        .where(RoundAskRow.round_id == round_id)
        .distinct()
        .order_by(OccurrenceRow.id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def asked_people(session: AsyncSession, round_id: int, occurrence_ids: Collection[int]) -> Sequence[int]:
    """Who was asked about these occurrences in the round, by id."""
    query = (
        select(RoundAskRow.person_id)
        .where(RoundAskRow.round_id == round_id, RoundAskRow.occurrence_id.in_(list(occurrence_ids)))
        .distinct()
        .order_by(RoundAskRow.person_id)
    )
    return list(await session.scalars(query))


def _round(row: RoundRow) -> StoredRound:
    return StoredRound(
        row.id,
        row.plan_id,
        row.period,
        row.start_on,
        row.end_on,
        row.cut_off_on,
        row.opens_on,
        row.state,
        row.asked_on,
    )
