"""The words of the secretary's digests: what came in, what waits, whom nothing reached, what falls due unanswered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Occurrence
from bot.domain.people import Person
from bot.domain.workdays import WorkCalendar
from bot.texts import say, short_day, weekday_name
from handlers.decisions import Group, load_groups
from handlers.on_the_day import list_on_the_day
from handlers.releases import list_past
from storage.desk import NewReport, NotReached, due_unanswered, lost_people, new_reports, not_reached

_LINES = 6
_SOON = timedelta(days=3)


@dataclass(frozen=True)
class Digest:
    """What a digest has to tell."""

    day: date
    reports: tuple[NewReport, ...]
    waiting: tuple[Group, ...]
    unreached: tuple[NotReached, ...]
    due: tuple[Occurrence, ...]
    lost: tuple[NotReached, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.reports or self.waiting or self.unreached or self.due or self.lost)

    @property
    def only_waits(self) -> bool:
        """Is there nothing but what waits for a decision?"""
        return not (self.reports or self.unreached or self.due or self.lost)

    def has_news_since(self, moment: datetime) -> bool:
        """Is there anything that a digest of that moment could not tell?"""
        asked = any(decision.opened_at >= moment for group in self.waiting for decision in group.decisions)
        return bool(self.reports or self.lost or asked)


async def load_digest(
    session: AsyncSession, now: datetime, today: date, since: datetime, calendar: WorkCalendar
) -> Digest:
    """Gather what happened since a moment, and what waits; puts what is silent since its import on the list."""
    await list_past(session, now)
    await list_on_the_day(session, now)
    unreached = await not_reached(session, today)
    named = {each.person for each in unreached}
    lost = [each for each in await lost_people(session, since, now) if each.person not in named]
    last = max(today + _SOON, calendar.next_working_day(today))
    return Digest(
        today,
        tuple(await new_reports(session, since, now)),
        tuple(await load_groups(session, today, now)),
        tuple(unreached),
        tuple(await due_unanswered(session, today, last)),
        tuple(lost),
    )


def render_digest(digest: Digest, person: Person, *, morning: bool) -> str:
    """A digest as a person reads it: a heading for each thing there is, a line for each of the first few."""
    key = (
        "To %(person)s. Morning of %(weekday)s, %(day)s:"
        if morning
        else "To %(person)s. Afternoon of %(weekday)s, %(day)s:"
    )
    day = digest.day
    parts = [say("digest", key, person=person.addressed, weekday=weekday_name(day), day=short_day(day))]
    parts += _reports(digest.reports)
    if digest.waiting:
        parts.append(say("digest", "Waiting for a decision: %(count)s (/duyet).", count=len(digest.waiting)))
    parts += _unreached(digest.unreached)
    parts += _lost(digest.lost)
    parts += _due(digest.due)
    return "\n".join(parts)


def _reports(reports: Sequence[NewReport]) -> list[str]:
    if not reports:
        return []
    counted = Counter(each.status for each in reports)
    kinds = "; ".join(f"{say('status', status)} {count}" for status, count in counted.items())
    lines = [say("digest", "New reports: %(count)s (%(kinds)s).", count=len(reports), kinds=kinds)]
    for each in reports[:_LINES]:
        status = say("status", each.status) + (f" {each.percent}%" if each.percent is not None else "")
        lines.append(
            say("digest", "- %(code)s, %(agency)s: %(words)s", code=each.code, agency=each.agency, words=status)
        )
    return [*lines, *_more(len(reports))]


def _unreached(unreached: Sequence[NotReached]) -> list[str]:
    if not unreached:
        return []
    lines = [say("digest", "Could not be reached today (%(count)s):", count=len(unreached))]
    for each in unreached[:_LINES]:
        agencies, codes = ", ".join(each.agencies), ", ".join(each.codes)
        if each.person:
            phone = each.phone or say("digest", "no telephone number")
            lines.append(
                say(
                    "digest", "- %(person)s, %(agency)s (%(phone)s): %(codes)s",
                    person=each.person, agency=agencies, phone=phone, codes=codes,
                )
            )  # fmt: skip
        else:
            key = (
                "- %(agency)s, all away: %(codes)s"
                if each.reason == "on_leave"
                else "- %(agency)s, no focal point: %(codes)s"
            )
            lines.append(say("digest", key, agency=agencies, codes=codes))
    return [*lines, *_more(len(unreached))]


def _lost(lost: Sequence[NotReached]) -> list[str]:
    if not lost:
        return []
    lines = [say("digest", "Messages that will not arrive (%(count)s people):", count=len(lost))]
    for each in lost[:_LINES]:
        phone = each.phone or say("digest", "no telephone number")
        who = ", ".join((each.person, *each.agencies))
        lines.append(say("digest", "- %(who)s (%(phone)s)", who=who, phone=phone))
    return [*lines, *_more(len(lost))]


def _due(due: Sequence[Occurrence]) -> list[str]:
    if not due:
        return []
    lines = [say("digest", "About to fall due, nothing reported yet (%(count)s):", count=len(due))]
    lines += [
        say(
            "digest", "- %(code)s, %(agency)s: term %(due)s",
            code=each.code, agency=each.agency, due=short_day(each.due_on),
        )
        for each in due[:_LINES]
        if each.due_on is not None
    ]  # fmt: skip
    return [*lines, *_more(len(due))]


def _more(count: int) -> list[str]:
    return [say("digest", "- and %(count)s more", count=count - _LINES)] if count > _LINES else []
