"""A small committee in a real database: agencies, people who joined, tasks with their occurrences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.domain.messages import Address, Capabilities, Incoming, IncomingKind
from bot.domain.occurrences import PlannedOccurrence
from bot.domain.people import Role
from bot.domain.tasks import Status
from bot.domain.workdays import VIETNAM
from handlers.dispatch import dispatch
from handlers.request import Office
from storage.days import load_calendar
from storage.engine import Sessions
from storage.looks import refresh_looks
from storage.occurrences import add_occurrence
from storage.plans import Plan, Task, add_plan, ensure_agency, save_task, set_leads
from storage.reports import Report, record_report
from storage.roster import (
    add_membership,
    add_person,
    find_address,
    find_invitation,
    record_consent,
    record_invitation,
    use_invitation,
)
from storage.tables import InboxRow, MessageRow, TaskRow

CAPABILITIES = {"telegram": Capabilities(4096, "utf16", buttons=True, editing=True, quoting=True, files=True)}


class StillClock:
    """A clock that stands where it was put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def at(day: date, hour: int = 8, minute: int = 30) -> datetime:
    """An instant of a day in Vietnam, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@dataclass
class World:
    """What a test builds on. Every method commits."""

    sessions: Sessions
    clock: StillClock
    office: Office
    plan_id: int = 0
    _codes: Iterator[int] = field(default_factory=lambda: count(1))
    _updates: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(VIETNAM).date()

    def go_to(self, day: date, hour: int = 8, minute: int = 30) -> None:
        """Set the clock."""
        self.clock.moment = at(day, hour, minute)

    async def agency(self, name: str, **about: object) -> int:
        """An agency; returns its id."""
        async with self.sessions.begin() as session:
            return await ensure_agency(session, name, **about)  # type: ignore[arg-type]

    async def person(
        self,
        name: str,
        role: Role = Role.FOCAL,
        agency_id: int | None = None,
        *,
        joined: bool = True,
        phone: str = "",
        title: str = "",
    ) -> int:
        """A person with a role from the first; `joined` with a chat whose id is "chat-<id>". Returns the id."""
        async with self.sessions.begin() as session:
            person_id = await add_person(session, name, self.clock.now(), phone=phone, title=title)
            await add_membership(session, person_id, role, date(2022, 1, 1), agency_id=agency_id)
        if joined:
            await self.join(person_id)
        return person_id

    async def join(self, person_id: int) -> None:
        """The person accepts an invitation and the notice."""
        now = self.clock.now()
        code, address = f"CODE{person_id:08d}", Address("telegram", f"chat-{person_id}")
        async with self.sessions.begin() as session:
            await record_invitation(session, person_id, "telegram", code, now, now.replace(year=now.year + 1))
            invitation = await find_invitation(session, code)
            assert invitation is not None
            await use_invitation(session, invitation, address, now)
            known = await find_address(session, address)
            assert known is not None
            await record_consent(session, known, "1", "m", now)

    async def task(
        self,
        agency_ids: Sequence[int],
        due_on: date | None = None,
        *,
        kind: str = "dated",
        content: str = "Tham mưu ban hành quyết định",
        event: str = "",
        code: str = "",
        silent: bool = False,
        strict: bool = False,
        rules: Sequence[dict[str, Any]] = (),
    ) -> list[int]:
        """A task with one occurrence per agency, its looks computed; returns the occurrences."""
        now = self.clock.now()
        number = next(self._codes)
        task = Task(
            id=0, plan_id=self.plan_id, code=code or f"I.1.{number}", long_code="", number=str(number), position=number,
            section_path=(), programme="", content=content, lead_text="", coordinating_text="", deadline_text="",
            rules=tuple(rules), state="open",
        )  # fmt: skip
        key = due_on.isoformat() if due_on else "event:0" if event else "open"
        planned = PlannedOccurrence(key, "dated" if due_on else kind, due_on, event=event, strict=strict)
        async with self.sessions.begin() as session:
            task_id = await save_task(session, task, now)
            await set_leads(session, task_id, agency_ids, now)
            made = [await add_occurrence(session, task_id, each, planned, now, silent=silent) for each in agency_ids]
            ids = [each for each in made if each is not None]
            await self.refresh(session, ids)
        return ids

    async def set_programme(self, code: str, programme: str) -> None:
        """The task of that code belongs to a programme."""
        async with self.sessions.begin() as session:
            await session.execute(update(TaskRow).where(TaskRow.code == code).values(programme=programme))

    async def refresh(self, session: AsyncSession, ids: Sequence[int]) -> None:
        """Compute the next looks again, as whoever changes an occurrence does."""
        calendar = await load_calendar(session)
        await refresh_looks(session, ids, self.today, calendar, self.office.settings.reminder_policy())

    async def report(self, occurrence_id: int, status: Status, person_id: int | None = None, **about: object) -> None:
        """A report comes in now."""
        async with self.sessions.begin() as session:
            report = Report(
                occurrence_id, person_id, "chat", self.clock.now(), self.today, "…", status, **about  # type: ignore[arg-type]
            )  # fmt: skip
            await record_report(session, report)
            await self.refresh(session, [occurrence_id])

    async def write(self, person_id: int, text: str = "", *, action: str = "", quoted: str = "") -> list[Answer]:
        """The person types something, or presses a button; returns what is owed to that chat for it."""
        number = next(self._updates)
        address = Address("telegram", f"chat-{person_id}")
        kind = IncomingKind.BUTTON if action else IncomingKind.TEXT
        incoming = Incoming(
            f"u{number}", kind, address, self.clock.now(), address.chat, text, action, quoted_ref=quoted
        )  # fmt: skip
        async with self.sessions.begin() as session:
            row = InboxRow(
                channel="telegram", key=incoming.key, chat=address.chat, kind=kind.value, payload={},
                received_at=self.clock.now(),
            )  # fmt: skip
            session.add(row)
            await session.flush()
            await dispatch(session, self.office, incoming, row.id)
        async with self.sessions() as session:
            query = select(MessageRow).where(MessageRow.cause_id == row.id, MessageRow.chat == address.chat)
            return [_answer(each) for each in await session.scalars(query.order_by(MessageRow.id))]

    async def owed_to(self, person_id: int, kind: str | None = None) -> list[Answer]:
        """Everything that is owed to a person, of one kind or of any, oldest first."""
        async with self.sessions() as session:
            query = select(MessageRow).where(MessageRow.person_id == person_id).order_by(MessageRow.id)
            if kind:
                query = query.where(MessageRow.kind == kind)
            return [_answer(each) for each in await session.scalars(query)]


@dataclass(frozen=True)
class Answer:
    """A message that is owed, as a test reads it."""

    text: str
    actions: dict[str, str]  # label → action
    hold_until: datetime | None
    subject: dict[str, Any]
    links: dict[str, str]  # label → page


def _answer(row: MessageRow) -> Answer:
    rows = row.payload.get("buttons", ())
    buttons = [button for each in rows for button in each]
    actions = {each["label"]: each["action"] for each in buttons if each["action"]}
    links = {each["label"]: each["url"] for each in buttons if each.get("url")}
    return Answer(row.payload.get("text", ""), actions, row.hold_until, row.subject, links)


def world_on(sessions: Sessions, day: date, plan_id: int = 0, settings: Settings | None = None) -> World:
    """The committee of a database, on a day."""
    clock = StillClock(at(day))
    return World(sessions, clock, Office(settings or Settings(), clock, CAPABILITIES), plan_id)


async def found_world(sessions: Sessions, day: date = date(2022, 9, 1), settings: Settings | None = None) -> World:
    """A committee with a live plan of 2021–2025, and nothing else yet."""
    world = world_on(sessions, day, settings=settings)
    plan = Plan(
        0, "01/KH-BCĐ", "Kế hoạch", "Ban Chỉ đạo", date(2022, 6, 20), date(2021, 1, 1), date(2025, 12, 31), 2022, "live"
    )
    async with sessions.begin() as session:
        world.plan_id = await add_plan(session, plan, world.clock.now())
    return world


__all__ = ["CAPABILITIES", "StillClock", "World", "at", "found_world", "world_on"]
