"""Occurrences as the planner sees them, and when it must look at each of them next.

`next_look_on` is what makes planning cheap: what is due is a scan of its index. Whoever changes anything that reminders
depend on calls `refresh_looks` for the occurrences concerned, in the transaction of the change.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, exists, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import Role
from bot.domain.reminders import (
    LastReport,
    Leave,
    Look,
    NoReminder,
    OccurrenceView,
    Pause,
    PersonView,
    Post,
    ReminderPolicy,
    Roster,
    look_on,
    next_look,
)
from bot.domain.tasks import Status
from bot.domain.workdays import WorkCalendar, local_day
from storage.tables import (
    AddressRow,
    AgencyRow,
    CommitteeSettingRow,
    DecisionRow,
    ExtensionRow,
    LeaveRow,
    MembershipRow,
    ObstacleRow,
    OccurrenceRow,
    PauseRow,
    PersonRow,
    PlanRow,
    ReportRow,
    TaskRow,
)

_CHUNK = 5_000  # ids in one query: SQLite and asyncpg both stop at some 32,000 values
_STEPS = ("leader", "standing")


def escalation_key(occurrence_id: int, term_version: int, step: str) -> str:
    """The key of the decision that an escalation draft is: once for each step of each term."""
    return f"escalation:{occurrence_id}:{term_version}:{step}"


def _drafted(step: str) -> ColumnElement[bool]:
    key = (
        literal("escalation:") + cast(OccurrenceRow.id, String) + literal(":")
        + cast(OccurrenceRow.term_version, String) + literal(f":{step}")
    )  # fmt: skip
    return exists().where(DecisionRow.key == key).correlate(OccurrenceRow)


_VIEWS = (
    select(
        OccurrenceRow,
        TaskRow.code,
        TaskRow.state,
        TaskRow.position,
        TaskRow.plan_id,
        PlanRow.state,
        AgencyRow.courtesy,
        AgencyRow.locality_kind,
        exists().where(ObstacleRow.occurrence_id == OccurrenceRow.id, ObstacleRow.state == "open"),
        exists().where(ExtensionRow.occurrence_id == OccurrenceRow.id, ExtensionRow.state == "asked"),
        exists().where(ReportRow.occurrence_id == OccurrenceRow.id, ReportRow.undone_at.is_(None)),
        *(_drafted(step) for step in _STEPS),
    )
    .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
    .join(PlanRow, PlanRow.id == TaskRow.plan_id)
    .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
    .order_by(OccurrenceRow.id)
)


async def is_anything_due(session: AsyncSession, today: date) -> bool:
    """Has any occurrence's look come? One step into the index."""
    return bool(await session.scalar(select(exists().where(OccurrenceRow.next_look_on <= today))))


async def load_due_views(session: AsyncSession, today: date) -> list[OccurrenceView]:
    """Those whose look has come; costs by how many they are, not by how many there are."""
    return await _load(session, _VIEWS.where(OccurrenceRow.next_look_on <= today))


async def load_views(session: AsyncSession, ids: Collection[int]) -> dict[int, OccurrenceView]:
    """The views of these occurrences, by id."""
    return {
        view.id: view
        for some in _chunks(ids)
        for view in await _load(session, _VIEWS.where(OccurrenceRow.id.in_(some)))
    }


async def load_open_views(
    session: AsyncSession, plan_id: int | None = None, *, agency_ids: Collection[int] | None = None
) -> list[OccurrenceView]:
    """All that is still open: of a plan, of these agencies, or of everybody."""
    query = _VIEWS.where(OccurrenceRow.state == "open")
    if plan_id is not None:
        query = query.where(TaskRow.plan_id == plan_id)
    if agency_ids is not None:
        query = query.where(OccurrenceRow.agency_id.in_(agency_ids))
    return await _load(session, query)


async def load_all_views(session: AsyncSession) -> list[OccurrenceView]:
    """Every occurrence, finished and void ones too: for previews of earlier days."""
    return await _load(session, _VIEWS)


async def _load(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[OccurrenceView]:
    rows = (await session.execute(query)).all()
    if not rows:
        return []
    pauses = await load_pauses(session)
    lenient = await _plans_met_by_submission(session)
    return [_view(row, pauses, row[4] in lenient) for row in rows]


def _view(row: Sequence[Any], pauses: Sequence[Pause], lenient: bool) -> OccurrenceView:
    kept, code, task_state, position, plan_id, plan_state, courtesy, locality, blocked, asked, reported, *drafted = row
    return OccurrenceView(
        id=kept.id,
        task_code=code,
        agency_id=kept.agency_id,
        due_on=kept.due_on,
        planned_from=kept.planned_from or local_day(kept.created_at),
        kind=kept.kind,
        term_version=kept.term_version,
        state=_state(kept.state, task_state, plan_state),
        silent=kept.silent,
        courtesy=courtesy,
        last_report=_last_report(kept, lenient),
        reports_ever=reported,
        acked_on=kept.acked_on,
        snoozed_until=kept.snoozed_until,
        extension_pending=asked,
        obstacle_open=blocked,
        looked_on=kept.looked_on,
        pauses=tuple(each for each in pauses if each.applies_to(kept.agency_id, locality)),
        drafted=frozenset(step for step, made in zip(_STEPS, drafted, strict=True) if made),
        position=position,
        plan_id=plan_id,
    )


def _state(own: str, task: str, plan: str) -> str:
    """The occurrence's own state counts only while its task and its plan are alive."""
    if own in {"void", "done"}:
        return own
    if task != "open":
        return task
    return own if plan == "live" else "closed"


def _last_report(row: OccurrenceRow, lenient: bool) -> LastReport | None:
    """Where the committee lets a submission meet the term, "đã trình" ends the matter as a completion does."""
    if row.standing is None or row.reported_on is None:
        return None
    status = Status(row.standing)
    return LastReport(row.reported_on, Status.DONE if lenient and status is Status.SUBMITTED else status)


async def load_pauses(session: AsyncSession) -> list[Pause]:
    """The pauses that nobody has ended, past ones included: what they held up is theirs to explain."""
    rows = await session.scalars(select(PauseRow).where(PauseRow.ended_at.is_(None)).order_by(PauseRow.id))
    return [Pause(row.from_on, row.until_on, row.scope, row.agency_id, row.locality_kind) for row in rows]


async def _plans_met_by_submission(session: AsyncSession) -> set[int]:
    rows = await session.scalars(select(CommitteeSettingRow).where(CommitteeSettingRow.key == "submission_meets_term"))
    return {row.plan_id for row in rows if row.value["value"]}


async def refresh_looks(
    session: AsyncSession, ids: Collection[int], today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> None:
    """Compute again when the planner must look at these occurrences, after anything about them has changed."""
    await store_looks(session, (await load_views(session, ids)).values(), today, calendar, policy)


async def refresh_open_looks(
    session: AsyncSession, today: date, calendar: WorkCalendar, policy: ReminderPolicy
) -> None:
    """The same for everything open: after a change to the calendar, a pause, or the rhythm itself."""
    await store_looks(session, await load_open_views(session), today, calendar, policy)


async def store_looks(
    session: AsyncSession,
    views: Iterable[OccurrenceView],
    today: date,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
) -> None:
    """Write the next look of each view, or the reason why there is none."""
    await _write(session, [_look_of(view, today, calendar, policy) for view in views])


async def save_looks(session: AsyncSession, looks: Iterable[Look]) -> None:
    """Write what a planned day leaves: when each occurrence was settled last, and when to look next."""
    await _write(
        session,
        [
            {"b_id": look.occurrence_id, "b_looked_on": look.looked_on, "b_next": look.next_look_on, "b_reason": ""}
            for look in looks
        ],
    )


def _look_of(view: OccurrenceView, today: date, calendar: WorkCalendar, policy: ReminderPolicy) -> dict[str, Any]:
    on = look_on(view, today, calendar, policy)
    reminder = next_look(view, today, calendar, policy)
    reason = reminder.reason.value if isinstance(reminder, NoReminder) else ""
    return {"b_id": view.id, "b_looked_on": view.looked_on, "b_next": on, "b_reason": reason}


async def _write(session: AsyncSession, looks: list[dict[str, Any]]) -> None:
    if not looks:
        return
    connection = await session.connection()
    await connection.execute(
        update(OccurrenceRow.__table__)  # type: ignore[arg-type]
        .where(OccurrenceRow.__table__.c.id == bindparam("b_id"))
        .values(
            looked_on=bindparam("b_looked_on"), next_look_on=bindparam("b_next"), no_look_reason=bindparam("b_reason")
        ),
        looks,
    )


async def stored_looks(session: AsyncSession) -> dict[int, date | None]:
    """When each open occurrence is to be looked at, as kept."""
    query = select(OccurrenceRow.id, OccurrenceRow.next_look_on).where(OccurrenceRow.state == "open")
    return {row[0]: row[1] for row in await session.execute(query)}


async def put_back(session: AsyncSession, occurrence_ids: Collection[int], before: date, look_on: date) -> None:
    """What was settled from a day on is due again: its message never went out."""
    for some in _chunks(occurrence_ids):
        await session.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.id.in_(some), OccurrenceRow.looked_on >= before)
            .values(looked_on=date.fromordinal(before.toordinal() - 1), next_look_on=look_on)
        )


async def load_roster(session: AsyncSession, agency_ids: Collection[int]) -> Roster:
    """The focal points and deputies of these agencies, and whoever stands in for them."""
    return Roster(await load_people_views(session, agency_ids))


async def load_people_views(session: AsyncSession, agency_ids: Collection[int]) -> list[PersonView]:
    """The same people one by one, by id."""
    posts = await _posts(session, agency_ids)
    leaves = await _leaves(session, posts)
    stand_ins = {each.stand_in_id for one in leaves.values() for each in one if each.stand_in_id is not None}
    leaves |= await _leaves(session, stand_ins - set(posts))
    reachable = await _reachable(session, {*posts, *stand_ins})
    return [
        PersonView(each, posts.get(each, ()), each in reachable, leaves.get(each, ()))
        for each in sorted({*posts, *stand_ins})
    ]


async def _posts(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, tuple[Post, ...]]:
    found: dict[int, tuple[Post, ...]] = {}
    for some in _chunks(agency_ids):
        query = (
            select(MembershipRow)
            .join(PersonRow, PersonRow.id == MembershipRow.person_id)
            .where(
                MembershipRow.agency_id.in_(some),
                MembershipRow.role.in_([Role.FOCAL.value, Role.DEPUTY.value]),
                PersonRow.erased_at.is_(None),
            )
            .order_by(MembershipRow.id)
        )
        for row in await session.scalars(query):
            post = Post(row.agency_id or 0, Role(row.role), row.from_on, row.to_on)
            found[row.person_id] = (*found.get(row.person_id, ()), post)
    return found


async def _leaves(session: AsyncSession, person_ids: Collection[int]) -> dict[int, tuple[Leave, ...]]:
    found: dict[int, tuple[Leave, ...]] = {}
    for some in _chunks(person_ids):
        query = select(LeaveRow).where(LeaveRow.person_id.in_(some), LeaveRow.cancelled_at.is_(None))
        for row in await session.scalars(query.order_by(LeaveRow.id)):
            leave = Leave(row.from_on, row.to_on, row.stand_in_id)
            found[row.person_id] = (*found.get(row.person_id, ()), leave)
    return found


async def _reachable(session: AsyncSession, person_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in _chunks(person_ids):
        query = select(AddressRow.person_id).where(AddressRow.person_id.in_(some), AddressRow.state == "active")
        found.update(await session.scalars(query))
    return found


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
