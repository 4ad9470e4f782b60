"""What would go out, to whom and when, if nobody reported anything: for `preview`, /lichnhac and before a pause.

The rows are those of contract.md; text, JSON and calendar file are made of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people import Person
from bot.domain.reminders import (
    PersonView,
    PlannedMessage,
    ReminderPolicy,
    Roster,
    preview,
)
from bot.domain.rounds import Round
from bot.domain.workdays import WorkCalendar
from handlers.rounds_ahead import legal_rounds
from storage.looks import load_all_views, load_people_views
from storage.plans import load_agencies, load_plans
from storage.roster import addresses_of, load_people
from storage.rounds import load_rounds


@dataclass(frozen=True)
class Outlook:
    """The planned messages of a span of days, with the names to show them by."""

    messages: tuple[PlannedMessage, ...]
    people: Mapping[int, Person]
    channels: Mapping[int, str]
    agencies: Mapping[int, str]
    agencies_of: Mapping[int, tuple[str, ...]]


async def load_outlook(
    session: AsyncSession,
    today: date,
    from_on: date,
    days: int,
    calendar: WorkCalendar,
    policy: ReminderPolicy,
) -> Outlook:
    """Live through the days from `from_on`; before today, as if plan and roster had been there and nobody reported."""
    views = await load_all_views(session)
    persons = await load_people_views(session, {view.agency_id for view in views})
    if from_on < today:
        persons = [_backdated(person, from_on, today) for person in persons]
    rounds = await rounds_between(session, from_on, from_on + timedelta(days=days), calendar)
    planned = preview(views, Roster(persons), from_on, days, calendar, policy, today=today, rounds=rounds)
    ids = {each.message.person_id for each in planned}
    names = {each.id: each.name for each in await load_agencies(session)}
    return Outlook(
        messages=tuple(planned),
        people=await load_people(session, ids, today),
        channels={key: known[0].address.channel for key, known in (await addresses_of(session, ids)).items()},
        agencies=names,
        agencies_of={each.id: _agencies(each, names) for each in persons},
    )


def preview_rows(outlook: Outlook, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The rows of contract.md, in order of time and person."""
    return [_row(outlook, each, zone) for each in outlook.messages]


async def rounds_between(
    session: AsyncSession, first_on: date, last_on: date, calendar: WorkCalendar
) -> Sequence[Round]:
    """The rounds that run in these days: those that are kept, and those that the quarters ahead will bring."""
    stored = await load_rounds(session)
    known = {(each.plan_id, each.period) for each in stored}
    plans = [each for each in await load_plans(session) if each.state == "live"]
    ahead = [
        each for each in legal_rounds(plans, first_on, calendar, last_on) if (each.plan_id, each.period) not in known
    ]
    running = [each for each in (*stored, *ahead) if each.state != "cancelled"]
    return [each.days(calendar) for each in running if each.opens_on <= last_on and first_on <= each.cut_off_on]


def _backdated(person: PersonView, from_on: date, today: date) -> PersonView:
    """Whoever holds a post today is taken to have held it on earlier days too: the roster was not kept then."""
    posts = tuple(
        replace(post, from_on=min(post.from_on, from_on)) if post.holds_on(today) else post for post in person.posts
    )
    return replace(person, posts=posts)


def _agencies(person: PersonView, names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[post.agency_id] for post in person.posts if post.agency_id in names))


def _row(outlook: Outlook, planned: PlannedMessage, zone: ZoneInfo) -> dict[str, Any]:
    message = planned.message
    person = outlook.people.get(message.person_id)
    return {
        "at": planned.at.astimezone(zone).isoformat(),
        "day": message.on.isoformat(),
        "person": person.name if person else "",
        "agency": ", ".join(outlook.agencies_of.get(message.person_id, ())),
        "channel": outlook.channels.get(message.person_id),
        "reachable": message.reachable,
        "kind": "round" if message.is_round else "daily",
        "items": [
            {
                "number": each.number,
                "code": each.item.task_code,
                "agency": outlook.agencies[each.item.agency_id],
                "due": each.item.due_on.isoformat() if each.item.due_on else None,
                "stage": each.item.stage,
            }
            for each in message.items
        ],
    }
