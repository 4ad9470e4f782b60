"""Whoever changes the plan, in a chat or by a command: the trail, the next looks and the telling that a change owes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Role
from bot.domain.workdays import WorkCalendar
from handlers.request import Office, Request
from handlers.spoken_of import listing
from handlers.telling import tell_person
from storage.conversations import record_act
from storage.days import load_calendar
from storage.looks import refresh_looks
from storage.plans import find_plan, load_settings_of
from storage.roster import people_with_role

COMMAND = "cli"


class Refusal(Exception):
    """What was asked cannot be done; the argument is a Vietnamese sentence that says why or what to give instead."""


@dataclass
class Actor:
    """Somebody at work on the plan. Nothing here is an answer: it goes to whoever is concerned."""

    session: AsyncSession
    office: Office
    now: datetime
    today: date
    source: str = COMMAND
    person_id: int | None = None
    _calendar: WorkCalendar | None = field(default=None, repr=False)

    @classmethod
    def of(cls, request: Request) -> "Actor":
        """Whoever writes in a chat; that they may do this was checked before."""
        return cls(
            request.session, request.office, request.now, request.today, request.address.channel, request.person.id
        )

    async def calendar(self) -> WorkCalendar:
        """The working calendar with the secretary's days."""
        if self._calendar is None:
            self._calendar = await load_calendar(self.session)
        return self._calendar

    async def look_again(self, occurrence_ids: Collection[int]) -> None:
        """Compute when these are next spoken of."""
        plan = await find_plan(self.session)
        committee = CommitteeSettings.from_stored(await load_settings_of(self.session, plan.id) if plan else {})
        policy = self.office.settings.reminder_policy(submission_meets_term=committee.submission_meets_term)
        await refresh_looks(self.session, occurrence_ids, self.today, await self.calendar(), policy)

    async def record(
        self, act: str, subject: str, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
    ) -> None:
        """Append to the audit trail."""
        await record_act(
            self.session,
            self.now,
            act,
            subject,
            person_id=self.person_id,
            source=self.source,
            before=before,
            after=after,
        )

    async def tell(
        self,
        agency_ids: Collection[int],
        text: str,
        *,
        key: str,
        about: Sequence[Occurrence] = (),
        roles: Collection[Role] = (Role.FOCAL, Role.DEPUTY),
    ) -> int:
        """Tell those of these agencies in the hours of speaking, once a key; returns how many they are."""
        people = await people_with_role(self.session, roles, self.today, agency_ids=agency_ids)
        return await self.tell_people([each.id for each in people], text, key=key, about=about)

    async def tell_people(
        self, person_ids: Collection[int], text: str, *, key: str, about: Sequence[Occurrence] = ()
    ) -> int:
        """Tell these people, but for whoever acts; told under the same key, they are told once."""
        subject: Mapping[str, Any] = listing(about) if about else {}
        others = sorted(set(person_ids) - {self.person_id})
        calendar = await self.calendar()
        for each in others:
            message, own_key = Outgoing(text), f"{key}:{each}"
            await tell_person(self.session, self.office, calendar, each, message, key=own_key, subject=subject)
        return len(others)
