"""What was past when the plan was imported: silent until the secretary says that it is to be reminded of."""

from collections.abc import Hashable, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.request import Request
from storage.decisions import Decision, list_decisions
from storage.desk import release, silent_past
from storage.looks import load_views, refresh_looks
from storage.occurrences import load_occurrences

_RELEASE, _KEEP = "release", "keep"
_LINES = 10
_LINE = "- %(code)s – %(title)s, term %(due)s"


async def list_past(session: AsyncSession, now: datetime) -> None:
    """Put everything that is silent since its import on the list; what is there stays as it is."""
    wanted = {
        f"past:{each.id}:{each.term_version}": {
            "occurrence_id": each.id, "agency_id": each.agency_id, "code": each.code,
        }
        for each in await silent_past(session)
    }  # fmt: skip
    await list_decisions(session, "past", wanted, now)


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """The tasks of an agency whose terms were past, and the choice."""
    found = await load_occurrences(session, {each.data["occurrence_id"] for each in decisions})
    tasks = [found[each.data["occurrence_id"]] for each in decisions if each.data["occurrence_id"] in found]
    head = say(
        "past", "%(count)s tasks of %(agency)s were past their term when the plan was imported; nothing was said yet:",
        count=f"{len(tasks):02d}", agency=tasks[0].agency if tasks else "",
    )  # fmt: skip
    lines = [
        say(
            "past", "- %(code)s – %(title)s, term %(due)s", code=each.code, title=each.title, due=short_day(each.due_on)
        )
        for each in tasks[:_LINES]
        if each.due_on is not None
    ]
    if len(tasks) > _LINES:
        lines.append(say("past", "- and %(count)s more", count=len(tasks) - _LINES))
    choices = (Choice(_RELEASE, say("past", "Remind")), Choice(_KEEP, say("past", "Do not remind")))
    return Shown("\n".join([head, *lines]), choices)


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Let the planner speak of them from today on, or leave them silent."""
    if word != _RELEASE:
        return Decided(say("past", "They stay silent; the summary counts them."), "kept")
    ids = [each.data["occurrence_id"] for each in decisions]
    await release(request.session, ids, request.today)
    await refresh_looks(request.session, ids, request.today, await request.calendar(), await request.policy())
    return Decided(say("past", "They are reminded of from the next message on."), "released")


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Those that are silent no more, or finished since."""
    views = await load_views(session, {each.data["occurrence_id"] for each in decisions})
    return {
        each.id
        for each in decisions
        if (view := views.get(each.data["occurrence_id"])) is None or not view.silent or view.state != "open"
    }


def group(decision: Decision) -> Hashable:
    """An agency's together."""
    return int(decision.data["agency_id"])


PAST = DecisionKind("past", describe, decide, group, moot)
