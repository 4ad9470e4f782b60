"""What an import would not assume: open until a person answers, moot when the appendix is read again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.importing import DoubtKind, ReadDoubt
from storage.tables import DoubtRow


@dataclass(frozen=True)
class Doubt:
    """Something that a person is to say."""

    id: int
    plan_id: int
    task_id: int | None
    kind: DoubtKind
    sentence: str
    choices: tuple[str, ...]


async def open_doubt(session: AsyncSession, plan_id: int, task_id: int | None, doubt: ReadDoubt, now: datetime) -> bool:
    """Put a doubt on the list; False where it was answered before."""
    if await _is_answered(session, plan_id, task_id, doubt):
        return False
    row = DoubtRow(
        plan_id=plan_id,
        task_id=task_id,
        kind=doubt.kind.value,
        sentence=doubt.sentence,
        choices=list(doubt.choices),
        opened_at=now,
    )
    session.add(row)
    await session.flush()
    return True


async def _is_answered(session: AsyncSession, plan_id: int, task_id: int | None, doubt: ReadDoubt) -> bool:
    query = select(DoubtRow.id).where(
        DoubtRow.plan_id == plan_id,
        DoubtRow.task_id.is_(None) if task_id is None else DoubtRow.task_id == task_id,
        DoubtRow.sentence == doubt.sentence,
        DoubtRow.state == "answered",
    )
    return await session.scalar(query.limit(1)) is not None


async def close_open_doubts(session: AsyncSession, plan_id: int, now: datetime) -> None:
    """What was asked of an earlier reading is moot; what still holds is asked anew."""
    await session.execute(
        update(DoubtRow)
        .where(DoubtRow.plan_id == plan_id, DoubtRow.state == "open")
        .values(state="moot", answered_at=now)
    )


async def open_doubts(session: AsyncSession, plan_id: int) -> list[Doubt]:
    """What waits for an answer, in the order in which it was met."""
    query = select(DoubtRow).where(DoubtRow.plan_id == plan_id, DoubtRow.state == "open").order_by(DoubtRow.id)
    return [_doubt(row) for row in await session.scalars(query)]


async def find_doubt(session: AsyncSession, doubt_id: int) -> Doubt | None:
    """An open doubt."""
    row = await session.get(DoubtRow, doubt_id)
    return _doubt(row) if row is not None and row.state == "open" else None


def _doubt(row: DoubtRow) -> Doubt:
    return Doubt(row.id, row.plan_id, row.task_id, DoubtKind(row.kind), row.sentence, tuple(row.choices))


async def close_doubt(session: AsyncSession, doubt_id: int, answer: str, now: datetime) -> None:
    """It was answered; what the answer changes is done by whoever calls."""
    await session.execute(
        update(DoubtRow).where(DoubtRow.id == doubt_id).values(state="answered", answer=answer, answered_at=now)
    )


async def settle_doubts(
    session: AsyncSession, task_id: int, kinds: Collection[DoubtKind], answer: str, now: datetime
) -> None:
    """The task was changed by hand: what was asked about that is answered."""
    await session.execute(
        update(DoubtRow)
        .where(DoubtRow.task_id == task_id, DoubtRow.kind.in_([kind.value for kind in kinds]))
        .where(DoubtRow.state == "open")
        .values(state="answered", answer=answer, answered_at=now)
    )
