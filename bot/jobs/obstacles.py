"""Obstacles that nobody moves: asked about anew each week, raised to the secretary after fourteen days."""

import logging
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Person, Role
from bot.domain.reminders import planning_day
from bot.domain.workdays import WorkCalendar
from bot.texts import say, short_day
from handlers.decisions import tell_deciders
from handlers.obstacles import SUBJECT, clipped, obstacle_buttons, obstacle_message
from handlers.request import Office
from handlers.telling import standing_side, tell_person
from storage.days import load_calendar
from storage.decisions import open_decision
from storage.engine import Sessions, writing
from storage.obstacles import AGENCY, Obstacle, note_asked, obstacles_to_ask, open_obstacles
from storage.occurrences import load_occurrences
from storage.roster import people_with_role

log = logging.getLogger(__name__)

ASK_EVERY = timedelta(days=7)
RAISE_AFTER = timedelta(days=14)


class ObstacleRounds:
    """The job; it remembers which day it has dealt with, so that the rest of the day costs nothing."""

    def __init__(self, sessions: Sessions, office: Office) -> None:
        self._sessions = sessions
        self._office = office
        self._dealt_with: date | None = None

    async def tick(self) -> int:
        """Ask and raise what is due today; returns how many messages and decisions that made."""
        now = self._office.clock.now()
        async with self._sessions() as session:
            calendar = await load_calendar(session)
        today = planning_day(now, calendar, self._office.settings.reminder_policy())
        if today is None or self._dealt_with == today:
            return 0
        async with writing(self._sessions) as session:
            made = await ask_about_obstacles(session, self._office, calendar, today)
        self._dealt_with = today
        return made


async def ask_about_obstacles(session: AsyncSession, office: Office, calendar: WorkCalendar, today: date) -> int:
    """Put each obstacle that rests to the side whose move it is; what is old to the secretary, once."""
    made = 0
    resting = await obstacles_to_ask(session, today - ASK_EVERY + timedelta(days=1))
    old = [each for each in await open_obstacles(session) if today - each.opened_on >= RAISE_AFTER]
    found = await load_occurrences(session, {each.occurrence_id for each in (*resting, *old)})
    for obstacle in resting:
        if obstacle.asked_on is None and obstacle.opened_on == today:
            continue  # its words are still awaited
        made += await _ask(session, office, calendar, obstacle, found[obstacle.occurrence_id], today)
    for obstacle in old:
        data = {"obstacle_id": obstacle.id, "occurrence_id": obstacle.occurrence_id}
        decision = await open_decision(session, f"obstacle:{obstacle.id}", "obstacle", data, office.clock.now())
        if decision is not None:
            await tell_deciders(session, office, calendar, decision)
            made += 1
    return made


async def _ask(
    session: AsyncSession,
    office: Office,
    calendar: WorkCalendar,
    obstacle: Obstacle,
    occurrence: Occurrence,
    today: date,
) -> int:
    people, message = await _question(session, obstacle, occurrence, today)
    for person in people:
        key = f"obstacle:{obstacle.id}:ask:{today.isoformat()}:{person.id}"
        await tell_person(
            session, office, calendar, person.id, message, key=key, kind="obstacle", subject={SUBJECT: obstacle.id}
        )
    await note_asked(session, obstacle.id, today)
    log.info("obstacle_asked obstacle=%d side=%s people=%d", obstacle.id, obstacle.waits_for, len(people))
    return len(people)


async def _question(
    session: AsyncSession, obstacle: Obstacle, occurrence: Occurrence, today: date
) -> tuple[list[Person], Outgoing]:
    """Whom to ask, and how: the first time with the words alone, later with how long it has waited."""
    if obstacle.waits_for == AGENCY:
        people = await people_with_role(session, [Role.FOCAL], today, agency_ids=[occurrence.agency_id])
        text = say(
            "obstacle", "Is the obstacle at %(code)s (%(words)s) out of the way?",
            code=occurrence.code, words=clipped(obstacle.text),
        )  # fmt: skip
        return people, Outgoing(text, obstacle_buttons(obstacle.id))
    people = await standing_side(session, today)
    if obstacle.asked_on is None:
        words = obstacle.text or say("obstacle", "no words were given yet")
        return people, obstacle_message(occurrence, obstacle.id, words)
    text = say(
        "obstacle", "The obstacle of %(agency)s at %(code)s (%(words)s), open since %(day)s, waits for your answer.",
        agency=occurrence.agency, code=occurrence.code, words=clipped(obstacle.text), day=short_day(obstacle.opened_on),
    )  # fmt: skip
    return people, Outgoing(text, obstacle_buttons(obstacle.id))
