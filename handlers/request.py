"""What a handler gets and what it may do: who wrote, in which chat, today; answering, telling others, being checked.

A handler knows no platform. It reads and writes through the request's session; answers and messages to others are
owed in the same transaction, so nobody is told of a change that was not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.config import Settings
from bot.domain import gate
from bot.domain.committee import CommitteeSettings
from bot.domain.gate import Act, NotAllowed
from bot.domain.messages import Address, Button, Capabilities, Incoming, Outgoing, OutgoingFile
from bot.domain.owed import ANSWER, DECISION, Owed
from bot.domain.people import Person
from bot.domain.reminders import ReminderPolicy
from bot.domain.workdays import WorkCalendar
from storage.conversations import record_act
from storage.days import load_calendar
from storage.outbox import enqueue
from storage.plans import Plan, find_plan, load_settings_of
from storage.sent import Sent

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Office:
    """What every handler may know of this installation; built by `bot.app`."""

    settings: Settings
    clock: Clock
    capabilities: Mapping[str, Capabilities]  # by channel
    key: bytes = field(default=b"", repr=False)  # signs links


class UsageError(Exception):
    """The words of a command could not be read; the argument is a Vietnamese sentence with what to type instead."""


@dataclass
class Request:
    """One thing that a known person did."""

    session: AsyncSession
    office: Office
    incoming: Incoming
    inbox_id: int
    person: Person
    now: datetime  # of the calendar's clock
    argument: str = ""  # what follows the command's name
    arguments: tuple[str, ...] = ()  # of a button: "st:12:done" → ("12", "done")
    quoted: Sent | None = None
    answers: int = 0
    _calendar: WorkCalendar | None = field(default=None, repr=False)

    @property
    def address(self) -> Address:
        return self.incoming.address

    @property
    def text(self) -> str:
        return self.incoming.text

    @property
    def today(self) -> date:
        return self.now.astimezone(self.office.settings.timezone).date()

    @property
    def capabilities(self) -> Capabilities:
        return self.office.capabilities[self.address.channel]

    def check(self, act: Act, *, agency_id: int | None = None, programme: str = "") -> None:
        """Raise NotAllowed unless the person may do this, to the work of that agency."""
        gate.check(self.person, act, agency_id=agency_id, programme=programme)

    def may(self, act: Act, *, agency_id: int | None = None, programme: str = "") -> bool:
        """May the person do this?"""
        return gate.may(self.person, act, agency_id=agency_id, programme=programme)

    async def plan(self) -> Plan | None:
        """The plan that is spoken of: the newest live one."""
        return await find_plan(self.session)

    async def committee(self) -> CommitteeSettings:
        """The committee's settings; the defaults where there is no plan yet."""
        plan = await self.plan()
        return CommitteeSettings.from_stored(await load_settings_of(self.session, plan.id) if plan else {})

    async def calendar(self) -> WorkCalendar:
        """The working calendar with the secretary's days."""
        if self._calendar is None:
            self._calendar = await load_calendar(self.session)
        return self._calendar

    async def policy(self) -> ReminderPolicy:
        """The rhythm of reminders, by the settings and the committee's."""
        committee = await self.committee()
        return self.office.settings.reminder_policy(submission_meets_term=committee.submission_meets_term)

    async def answer(
        self,
        text: str,
        *,
        buttons: Buttons = (),
        files: tuple[OutgoingFile, ...] = (),
        subject: Mapping[str, Any] | None = None,
        edits: str = "",
        numbers_taken: bool = False,
    ) -> int | None:
        """Owe an answer to the chat in which was written, at once and whatever the hour; returns the message's id."""
        press = self.incoming.press if self.answers == 0 else ""
        message = Outgoing(text, buttons, files=files, edits=edits, acknowledges=press, numbers_taken=numbers_taken)
        self.answers += 1
        owed = Owed(
            key=f"reply:{self.inbox_id}:{self.answers}",
            kind="reply",
            message=message,
            person_id=self.person.id,
            address=self.address,
            priority=ANSWER,
            subject=subject or {},
            cause_id=self.inbox_id,
        )
        return await enqueue(self.session, owed, datetime.now(UTC))

    async def tell(
        self,
        person_id: int,
        message: Outgoing,
        *,
        key: str,
        kind: str = "notice",
        subject: Mapping[str, Any] | None = None,
        at_once: bool = False,
    ) -> int | None:
        """Owe a message to somebody else, who is written to in the hours of speaking (`at_once`: now)."""
        opening = self.office.settings.hours().next_opening(self.now, await self.calendar())
        owed = Owed(
            key=key,
            kind=kind,
            message=message,
            person_id=person_id,
            priority=DECISION,
            hold_until=None if at_once or opening <= self.now else opening,
            subject=subject or {},
            cause_id=self.inbox_id,
        )
        return await enqueue(self.session, owed, datetime.now(UTC))

    async def record(
        self, act: str, subject: str, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
    ) -> None:
        """Append to the audit trail, in this person's name."""
        await record_act(
            self.session,
            self.now,
            act,
            subject,
            person_id=self.person.id,
            source=self.address.channel,
            before=before,
            after=after,
        )


__all__ = ["Act", "Buttons", "NotAllowed", "Office", "Request", "UsageError"]
