"""Obstacles open for fourteen days, on the secretary's list: for the head of the committee, or left as they are."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.obstacles import clipped
from handlers.request import Request
from storage.decisions import Decision
from storage.obstacles import find_obstacle, turns_of
from storage.occurrences import load_occurrences

_REPORT, _NOTED = "report", "noted"


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """The obstacle, how long it has been open, and what was said last."""
    obstacle = await find_obstacle(session, int(decisions[0].data["obstacle_id"]))
    if obstacle is None:
        raise LookupError(decisions[0].key)
    occurrence = (await load_occurrences(session, [obstacle.occurrence_id]))[obstacle.occurrence_id]
    lines = [
        say(
            "obstacle", "The obstacle of %(agency)s at %(code)s (%(title)s) has been open for %(days)s days: %(words)s",
            agency=occurrence.agency, code=occurrence.code, title=occurrence.title,
            days=(today - obstacle.opened_on).days, words=clipped(obstacle.text),
        )
    ]  # fmt: skip
    turns = await turns_of(session, obstacle.id)
    if turns:
        lines.append(say("obstacle", "Said last: %(words)s", words=clipped(turns[-1].text)))
    move = say("obstacle", f"waits for {obstacle.waits_for}")
    lines.append(say("obstacle", "Now: %(move)s.", move=move))
    choices = (Choice(_REPORT, say("obstacle", "Draft for the head")), Choice(_NOTED, say("obstacle", "Noted")))
    return Shown("\n".join(lines), choices)


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """A draft to the head for the secretary to send, or only noted; the obstacle stays open either way."""
    if word != _REPORT:
        return Decided(say("obstacle", "Noted; it stays in every summary until it is closed."), "noted")
    obstacle = await find_obstacle(request.session, int(decisions[0].data["obstacle_id"]))
    if obstacle is None:
        raise LookupError(decisions[0].key)
    occurrence = (await load_occurrences(request.session, [obstacle.occurrence_id]))[obstacle.occurrence_id]
    draft = say(
        "obstacle", "Draft: %(agency)s has met an obstacle at %(code)s (%(title)s) since %(day)s: %(words)s",
        agency=occurrence.agency, code=occurrence.code, title=occurrence.title,
        day=short_day(obstacle.opened_on), words=clipped(obstacle.text),
    )  # fmt: skip
    return Decided(draft, "drafted")


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Those that were closed meanwhile."""
    gone = set()
    for each in decisions:
        obstacle = await find_obstacle(session, int(each.data["obstacle_id"]))
        if obstacle is None or obstacle.state == "closed":
            gone.add(each.id)
    return gone


OBSTACLE = DecisionKind("obstacle", describe, decide, moot=moot)
