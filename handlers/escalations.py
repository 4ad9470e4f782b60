"""Drafts to an agency's leader and to the head of the committee: nothing goes to a leader that nobody approved."""

from collections.abc import Hashable, Sequence
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.committee import CommitteeSettings
from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Person, Role
from bot.domain.reminders import ReminderPolicy, escalation_days
from bot.domain.workdays import WorkCalendar
from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.request import Office, Request
from storage.days import load_calendar
from storage.decisions import Decision, close_decisions, open_decisions
from storage.looks import load_views
from storage.occurrences import load_occurrences
from storage.outbox import enqueue
from storage.plans import find_plan, load_agencies, load_settings_of
from storage.roster import people_with_role

LEADER = "leader"
_SEND, _DROP = "send", "drop"


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """The draft as it would go, to whom, and the choice."""
    draft = await _draft(session, today, decisions)
    people = await _addressees(session, today, decisions[0])
    key = (
        "A draft to the leader of %(agency)s:" if _step(decisions) == LEADER else "A draft to the head, on %(agency)s:"
    )
    lines = [say("escalate", key, agency=await _agency_name(session, decisions[0])), draft]
    if not people:
        lines.append(say("escalate", "Nobody in the roster can be sent it; it can be copied."))
        return Shown("\n".join(lines), (Choice(_DROP, say("escalate", "Noted")),))
    choices = (Choice(_SEND, say("escalate", "Send")), Choice(_DROP, say("escalate", "Do not send")))
    return Shown("\n".join(lines), choices)


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Send the draft to whom it is meant for, or drop it."""
    if word != _SEND:
        return Decided(say("escalate", "Not sent; it stays in the record."), "dropped")
    sent = await _send(request.session, request.office, await request.calendar(), decisions, request.now)
    return Decided(say("escalate", "Sent to %(count)s people.", count=sent), "sent")


async def send_unasked(session: AsyncSession, office: Office, calendar: WorkCalendar, now: datetime) -> int:
    """Send every draft that waits, where the committee has switched that on; returns to how many people."""
    plan = await find_plan(session)
    committee = CommitteeSettings.from_stored(await load_settings_of(session, plan.id) if plan else {})
    if not committee.escalate_unasked:
        return 0
    letters: dict[Hashable, list[Decision]] = {}
    for each in await open_decisions(session, [ESCALATION.kind]):
        letters.setdefault(group(each), []).append(each)
    sent = 0
    for decisions in letters.values():
        people = await _send(session, office, calendar, decisions, now)
        if people:  # without anybody to send it to, it stays on the list
            await close_decisions(session, [each.id for each in decisions], "sent unasked", now)
        sent += people
    return sent


async def _send(
    session: AsyncSession, office: Office, calendar: WorkCalendar, decisions: Sequence[Decision], now: datetime
) -> int:
    today = office.settings.hours().local_day(now)
    draft = await _draft(session, today, decisions)
    opening = office.settings.hours().next_opening(now, calendar)
    people = await _addressees(session, today, decisions[0])
    for person in people:
        owed = Owed(
            key=f"escalation:{decisions[0].id}:{person.id}",
            kind="escalation",
            message=Outgoing(say("escalate", "To %(person)s. %(draft)s", person=_addressed(person), draft=draft)),
            person_id=person.id,
            priority=DECISION,
            hold_until=opening if opening > now else None,
            subject={"occurrences": [_subject(n, each) for n, each in enumerate(decisions, start=1)]},
        )
        await enqueue(session, owed, datetime.now(UTC))
    return len(people)


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Drafts whose occurrence was finished, submitted, moved, or is asked more time for, since."""
    views = await load_views(session, {each.data["occurrence_id"] for each in decisions})
    calendar, policy = await load_calendar(session), ReminderPolicy()
    gone = set()
    for each in decisions:
        view = views.get(each.data["occurrence_id"])
        if view is None or view.term_version != each.data["term"] or not escalation_days(view, calendar, policy):
            gone.add(each.id)
    return gone


def group(decision: Decision) -> Hashable:
    """One letter for a step and an agency, not one per task."""
    return decision.data["step"], decision.data["agency_id"]


ESCALATION = DecisionKind("escalation", describe, decide, group, moot)


def _step(decisions: Sequence[Decision]) -> str:
    return str(decisions[0].data["step"])


def _subject(number: int, decision: Decision) -> dict[str, object]:
    return {"number": number, "occurrence_id": decision.data["occurrence_id"], "code": decision.data["code"]}


def _addressed(person: Person) -> str:
    """A leader by the post, where it is known: "đồng chí Giám đốc Sở Xây dựng"."""
    return f"{person.form_of_address} {person.title}" if person.title else person.addressed


async def _draft(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> str:
    found = await load_occurrences(session, {each.data["occurrence_id"] for each in decisions})
    terms = sorted({each.due_on for each in found.values() if each.due_on is not None})
    codes = ", ".join(dict.fromkeys(each.data["code"] for each in decisions))
    return say(
        "escalate",
        "As of %(day)s the committee's desk has no result of %(count)s tasks led by %(agency)s (%(codes)s), "
        "due %(terms)s. Your direction is kindly asked for.",
        day=short_day(today),
        count=f"{len(decisions):02d}",
        agency=await _agency_name(session, decisions[0]),
        codes=codes,
        terms=", ".join(short_day(each) for each in terms),
    )


async def _agency_name(session: AsyncSession, decision: Decision) -> str:
    names = {each.id: each.name for each in await load_agencies(session)}
    return names[decision.data["agency_id"]]


async def _addressees(session: AsyncSession, today: date, decision: Decision) -> list[Person]:
    if decision.data["step"] == LEADER:
        return await people_with_role(session, [Role.AGENCY_LEADER], today, agency_ids=[decision.data["agency_id"]])
    return await people_with_role(session, [Role.COMMITTEE_LEADER], today)
