"""Work done on the very day of "trước ngày X": whether that is late is the secretary's to say, before it counts so."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.request import Request
from storage.decisions import Decision, list_decisions
from storage.desk import finished_after_strict_terms
from storage.occurrences import load_occurrences
from storage.progress_lists import LATE, STRICT_DECISION

_IN_TIME = "intime"


async def list_on_the_day(session: AsyncSession, now: datetime) -> None:
    """Put every such completion on the list; what is there stays as it is."""
    wanted = {
        f"{STRICT_DECISION}:{each.term_version}:{each.id}": {"occurrence_id": each.id, "code": each.code}
        for each in await finished_after_strict_terms(session)
        if each.done_on_the_day
    }
    await list_decisions(session, STRICT_DECISION, wanted, now)


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """The task, the day before which it was due, and the choice."""
    (decision,) = decisions
    each = (await load_occurrences(session, [decision.data["occurrence_id"]]))[decision.data["occurrence_id"]]
    day = short_day(each.done_on) if each.done_on else ""
    text = say(
        "on the day", "%(agency)s finished %(code)s (%(title)s) on %(day)s; the plan says before that day.",
        agency=each.agency, code=each.code, title=each.title, day=day,
    )  # fmt: skip
    return Shown(text, (Choice(_IN_TIME, say("on the day", "In time")), Choice(LATE, say("on the day", "Late"))))


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """The summary counts it so from now on."""
    key = "%(code)s counts as late." if word == LATE else "%(code)s counts as in time."
    return Decided(say("on the day", key, code=decisions[0].data["code"]), LATE if word == LATE else _IN_TIME)


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Those whose completion was taken back, or given another day."""
    found = await load_occurrences(session, {each.data["occurrence_id"] for each in decisions})
    return {
        each.id
        for each in decisions
        if (occurrence := found.get(each.data["occurrence_id"])) is None or not occurrence.done_on_the_day
    }


ON_THE_DAY = DecisionKind(STRICT_DECISION, describe, decide, moot=moot)
