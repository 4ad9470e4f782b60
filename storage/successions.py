"""Offices that take the place of others from a day on, for everything or for single tasks; the past keeps its names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    AgencyMemberRow,
    AgencyRow,
    AgencySuccessionRow,
    CommitteeSettingRow,
    MembershipRow,
    RoleHolderRow,
    TaskLeadRow,
    TaskRow,
)

_LONGEST_CHAIN = 8  # successors of successors


@dataclass(frozen=True)
class Succession:
    """From `on` the new agency stands where the old one stood; for one task where an office was split."""

    id: int
    old_id: int
    new_id: int
    on: date
    task_id: int | None
    applied: bool


@dataclass(frozen=True)
class AgencyRef:
    """An agency by id and name."""

    id: int
    name: str


async def record_succession(
    session: AsyncSession, old_id: int, new_id: int, on: date, task_id: int | None, now: datetime
) -> Succession:
    """Keep a succession; one that is known already is the same one."""
    known = await session.scalar(
        select(AgencySuccessionRow).where(
            AgencySuccessionRow.old_id == old_id,
            AgencySuccessionRow.new_id == new_id,
            AgencySuccessionRow.on_date == on,
            AgencySuccessionRow.task_id.is_(None) if task_id is None else AgencySuccessionRow.task_id == task_id,
        )
    )
    if known is None:
        known = AgencySuccessionRow(old_id=old_id, new_id=new_id, on_date=on, task_id=task_id, recorded_at=now)
        session.add(known)
        await session.flush()
    return _succession(known)


def _succession(row: AgencySuccessionRow) -> Succession:
    return Succession(row.id, row.old_id, row.new_id, row.on_date, row.task_id, row.applied_at is not None)


async def due_successions(session: AsyncSession, today: date) -> list[Succession]:
    """Those whose day has come and that were not carried out, in the order of their days."""
    query = select(AgencySuccessionRow).where(
        AgencySuccessionRow.on_date <= today, AgencySuccessionRow.applied_at.is_(None)
    )
    rows = await session.scalars(query.order_by(AgencySuccessionRow.on_date, AgencySuccessionRow.id))
    return [_succession(row) for row in rows]


async def mark_applied(session: AsyncSession, succession_id: int, now: datetime) -> bool:
    """It is being carried out; False where another process was quicker."""
    done = await session.scalar(
        update(AgencySuccessionRow)
        .where(AgencySuccessionRow.id == succession_id, AgencySuccessionRow.applied_at.is_(None))
        .values(applied_at=now)
        .returning(AgencySuccessionRow.id)
    )
    return done is not None


async def present_agency(session: AsyncSession, agency_id: int, today: date) -> int:
    """Who stands today where an agency stood: its successor as a whole, or the successor's; else itself."""
    for _ in range(_LONGEST_CHAIN):
        following = await session.scalar(
            select(AgencySuccessionRow.new_id)
            .where(
                AgencySuccessionRow.old_id == agency_id,
                AgencySuccessionRow.task_id.is_(None),
                AgencySuccessionRow.on_date <= today,
            )
            .order_by(AgencySuccessionRow.on_date.desc(), AgencySuccessionRow.id.desc())
            .limit(1)
        )
        if following is None:
            break
        agency_id = following
    return agency_id


async def tasks_led_by(session: AsyncSession, agency_id: int, only: Collection[int] | None = None) -> list[int]:
    """The tasks an agency leads that are not over; of these only, where they are given."""
    query = (
        select(TaskLeadRow.task_id)
        .join(TaskRow, TaskRow.id == TaskLeadRow.task_id)
        .where(TaskLeadRow.agency_id == agency_id, TaskLeadRow.until_at.is_(None))
        .where(TaskRow.state.in_(("open", "suspended")))
        .order_by(TaskRow.plan_id, TaskRow.position)
    )
    if only is not None:
        query = query.where(TaskLeadRow.task_id.in_(only))
    return list(await session.scalars(query))


async def pass_roster(session: AsyncSession, old_id: int, new_id: int, on: date) -> list[int]:
    """The people of the old agency do the same for the new one from that day on. Returns their ids."""
    eve = on - timedelta(days=1)
    rows = await session.scalars(
        select(MembershipRow)
        .where(MembershipRow.agency_id == old_id, MembershipRow.to_on.is_(None) | (MembershipRow.to_on >= on))
        .order_by(MembershipRow.id)
    )
    passed: list[int] = []
    for row in rows.all():
        if row.from_on >= on:
            row.agency_id = new_id
        else:
            last, row.to_on = row.to_on, eve
            session.add(
                MembershipRow(
                    person_id=row.person_id,
                    role=row.role,
                    agency_id=new_id,
                    programme=row.programme,
                    from_on=on,
                    to_on=last,
                )
            )
        passed.append(row.person_id)
    await session.flush()
    return sorted(set(passed))


async def pass_standing(session: AsyncSession, old: AgencyRef, new: AgencyRef, on: date, now: datetime) -> None:
    """Roles, groups and committee settings that name the old agency name the new one; it ends on the eve."""
    await session.execute(update(AgencyRow).where(AgencyRow.id == old.id).values(until_on=on - timedelta(days=1)))
    await _pass_holders(session, old.id, new.id)
    await _pass_members(session, old.id, new.id)
    settings = select(CommitteeSettingRow).where(CommitteeSettingRow.key == "standing_agency")
    for row in await session.scalars(settings):
        if row.value["value"] == old.name:
            row.value, row.changed_at = {"value": new.name}, now
    await session.flush()


async def _pass_holders(session: AsyncSession, old_id: int, new_id: int) -> None:
    held = {
        (row.plan_id, row.role, row.programme)
        for row in await session.scalars(select(RoleHolderRow).where(RoleHolderRow.agency_id == new_id))
    }
    for row in (await session.scalars(select(RoleHolderRow).where(RoleHolderRow.agency_id == old_id))).all():
        if (row.plan_id, row.role, row.programme) in held:
            await session.delete(row)
        else:
            row.agency_id = new_id
    await session.flush()


async def _pass_members(session: AsyncSession, old_id: int, new_id: int) -> None:
    known = set(await session.scalars(select(AgencyMemberRow.group_id).where(AgencyMemberRow.member_id == new_id)))
    rows: Sequence[AgencyMemberRow] = (
        await session.scalars(select(AgencyMemberRow).where(AgencyMemberRow.member_id == old_id))
    ).all()
    for row in rows:
        await session.delete(row)
        if row.group_id not in known:
            session.add(AgencyMemberRow(group_id=row.group_id, member_id=new_id))
    await session.flush()
