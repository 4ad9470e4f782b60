"""How much there is in a database, for whoever looks after it."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meta import load_fact
from storage.tables import AddressRow, MembershipRow, PersonRow, PlanRow, TaskRow


@dataclass(frozen=True)
class Overview:
    """Counts; `joined` are people with an address that may be written to, `secretaries` those of them at the desk."""

    plans: int
    tasks: int
    people: int
    joined: int
    secretaries: int
    rehearsed: bool


async def load_overview(session: AsyncSession) -> Overview:
    """Count once, by queries that need no search."""
    active = select(AddressRow.person_id).where(AddressRow.state == "active").distinct()
    desk = select(func.count(distinct(MembershipRow.person_id))).where(
        MembershipRow.role == "secretary", MembershipRow.person_id.in_(active)
    )
    return Overview(
        plans=await session.scalar(select(func.count()).select_from(PlanRow)) or 0,
        tasks=await session.scalar(select(func.count()).select_from(TaskRow)) or 0,
        people=await session.scalar(select(func.count()).select_from(PersonRow)) or 0,
        joined=await session.scalar(select(func.count()).select_from(active.subquery())) or 0,
        secretaries=await session.scalar(desk) or 0,
        rehearsed=bool(await load_fact(session, "rehearsed")),
    )
