"""/duyet: what waits for a decision, one thing at a time, with buttons; and carrying the choice out, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.domain.messages import Outgoing
from bot.domain.owed import DECISION, Owed
from bot.domain.people import Role
from bot.domain.workdays import WorkCalendar
from bot.texts import say
from handlers.confirming import COMPLETION
from handlers.deciding import LATER, VERB, DecisionKind, Shown, buttons_of
from handlers.doubts import DOUBT
from handlers.escalations import ESCALATION
from handlers.granting import EXTENSION
from handlers.guidance import EVENT
from handlers.on_the_day import ON_THE_DAY, list_on_the_day
from handlers.raised import OBSTACLE
from handlers.registry import action, command
from handlers.releases import PAST, list_past
from handlers.request import Office, Request
from storage.decisions import Decision, close_decisions, find_decision, lock_open, open_decisions
from storage.leaves import present
from storage.outbox import enqueue
from storage.roster import people_with_role

# Every kind of decision; one that is not listed here is never shown.
_KINDS: tuple[DecisionKind, ...] = (ESCALATION, EVENT, PAST, EXTENSION, COMPLETION, ON_THE_DAY, DOUBT, OBSTACLE)

KINDS = {each.kind: each for each in _KINDS}


@dataclass(frozen=True)
class Group:
    """Decisions that are told and decided together."""

    kind: DecisionKind
    decisions: tuple[Decision, ...]

    @property
    def id(self) -> int:
        return self.decisions[0].id


@command("duyet", act=Act.DECIDE, help="What waits for a decision", words=("duyet", "cho duyet", "viec cho duyet"))
async def decisions(request: Request) -> None:
    """The first of what waits, with its buttons, and how many more there are."""
    await list_past(request.session, request.now)
    await list_on_the_day(request.session, request.now)
    await show_next(request)


@action(VERB, act=Act.DECIDE)
async def decide(request: Request) -> None:
    """Carry out the choice of a button, and go on to the next thing."""
    number, _, word = ":".join(request.arguments).partition(":")
    decision = await find_decision(request.session, int(number)) if number.isdecimal() else None
    kind = KINDS.get(decision.kind) if decision else None
    if decision is None or kind is None:
        await request.answer(say("decide", "This is no longer to be decided."))
        return
    request.check(kind.act)
    if word == LATER:
        await show_next(request, after=decision.id)
        return
    await _carry_out(request, kind, decision, word)


async def _carry_out(request: Request, kind: DecisionKind, decision: Decision, word: str) -> None:
    together = [
        each for each in await open_decisions(request.session, [kind.kind]) if kind.group(each) == kind.group(decision)
    ]
    locked = await lock_open(request.session, [each.id for each in together])
    group = [each for each in together if each.id in locked]
    if decision.id not in locked:
        await request.answer(say("decide", "This was decided already."))
        return
    decided = await kind.decide(request, group, word)
    if decided.closed:
        ids = [each.id for each in group]
        await close_decisions(request.session, ids, decided.outcome or word, request.now, by=request.person.id)
        await request.record(f"decide_{kind.kind}", decision.key, after={"outcome": decided.outcome or word})
    await request.answer(decided.text)
    if decided.closed:
        await show_next(request, quiet=True)


async def show_next(request: Request, *, after: int = 0, quiet: bool = False) -> None:
    """Owe the next open decision; `quiet`: nothing at all where there is none."""
    groups = [
        each for each in await load_groups(request.session, request.today, request.now) if request.may(each.kind.act)
    ]
    left = [each for each in groups if each.id > after]
    if not left:
        if not quiet:
            await request.answer(say("decide", "Nothing waits for a decision." if not groups else "That was the last."))
        return
    first = left[0]
    shown = await first.kind.describe(request.session, request.today, first.decisions)
    text = shown.text
    if len(left) > 1:
        text = f"{text}\n{say('decide', '%(count)s more wait.', count=len(left) - 1)}"
    later = say("decide", "Later") if len(left) > 1 else ""
    await request.answer(text, buttons=buttons_of(first.id, shown, later=later), subject={"decision_id": first.id})


async def load_groups(session: AsyncSession, today: date, now: datetime) -> list[Group]:
    """Everything that waits, what was overtaken closed first; the oldest first."""
    waiting = await open_decisions(session, KINDS)
    for name, some in groupby(sorted(waiting, key=lambda each: each.kind), key=lambda each: each.kind):
        gone = await KINDS[name].moot(session, today, list(some))
        await close_decisions(session, gone, "moot", now, state="moot")
        waiting = [each for each in waiting if each.id not in gone]
    groups: dict[object, list[Decision]] = {}
    for each in waiting:
        groups.setdefault((each.kind, KINDS[each.kind].group(each)), []).append(each)
    return [Group(KINDS[some[0].kind], tuple(some)) for some in groups.values()]


async def tell_deciders(
    session: AsyncSession,
    office: Office,
    calendar: WorkCalendar,
    decision_id: int,
    *,
    roles: Sequence[Role] = (Role.SECRETARY,),
    again: str = "",
) -> None:
    """Owe a decision, with its buttons, to those who decide, in the hours of speaking; once to each.

    `again` names why it is told once more ("letter:12").
    """
    decision = await find_decision(session, decision_id)
    kind = KINDS.get(decision.kind) if decision else None
    if decision is None or kind is None:
        return
    now = office.clock.now()
    hours = office.settings.hours()
    shown = await kind.describe(session, hours.local_day(now), [decision])
    opening = hours.next_opening(now, calendar)
    people = await people_with_role(session, roles, hours.local_day(now))
    there = await present(session, [each.id for each in people], hours.local_day(now))
    for person in people:
        if person.id not in there:
            continue
        owed = Owed(
            key=f"decision:{decision.id}:{again}:{person.id}" if again else f"decision:{decision.id}:{person.id}",
            kind="decision",
            message=Outgoing(shown.text, buttons_of(decision.id, shown)),
            person_id=person.id,
            priority=DECISION,
            hold_until=opening if opening > now else None,
            subject={"decision_id": decision.id},
        )
        await enqueue(session, owed, datetime.now(UTC))


__all__ = ["KINDS", "Group", "Shown", "decide", "decisions", "load_groups", "show_next", "tell_deciders"]
