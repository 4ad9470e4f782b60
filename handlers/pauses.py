"""/tamdung and /tieptuc: silence for everybody, an agency or a kind of locality; what its end brings is said first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.domain.reminders import OccurrenceView, Pause, after_pause
from bot.domain.spans import Span, read_span
from bot.texts import say, short_day
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.talks import STOP, YES, Option, ask, confirmed
from storage.conversations import Conversation
from storage.looks import load_open_views, load_roster, refresh_looks
from storage.pauses import StoredPause, add_pause, end_pauses, standing_pauses
from storage.plans import load_agencies, load_spellings

KIND = "pause"
_EVERYTHING = frozenset({"", "tat ca", "toan bo", "moi co quan", "het"})
_CODES = 12


async def _reads(request: Request) -> bool:
    try:
        await _read(request)
    except UsageError:
        return False
    return True


@command("tamdung", act=Act.PAUSE, help="Pause reminders", words=("tam dung",), accepts=_reads)
async def pause(request: Request) -> None:
    """Say what a pause would do, and ask; without words the pauses that stand."""
    if not request.argument:
        await _show(request)
        return
    wanted, reason, name = await _read(request)
    data = {"pause": _to_json(wanted), "reason": reason, "name": name}
    text = "\n".join([_headline(wanted, name), *await _foresight(request, wanted), say("pause", "Shall it begin?")])
    options = (Option(YES, say("pause", "Pause")), Option(STOP, say("pause", "No")))
    await ask(request, KIND, data, text, options)


@command("tieptuc", act=Act.PAUSE, help="Resume reminders", words=("tiep tuc",))
async def resume(request: Request) -> None:
    """End every pause that stands; what was missed is said in one message."""
    standing = await standing_pauses(request.session, request.today)
    if not standing:
        await request.answer(say("pause", "Nothing is paused."))
        return
    views = await load_open_views(request.session)
    await end_pauses(request.session, [each.id for each in standing], request.now)
    touched = [view.id for view in views if view.pauses]
    calendar, policy = await request.calendar(), await request.policy()
    await refresh_looks(request.session, touched, request.today, calendar, policy)
    for each in standing:
        await request.record("resume", f"pause:{each.id}", before=_to_json(each.pause))
    await request.answer(say("pause", "Resumed. What was missed comes in one message to each person."))


async def _show(request: Request) -> None:
    standing = await standing_pauses(request.session, request.today)
    names = await _names(request)
    lines = [_headline(each.pause, _name_of(each, names)) for each in standing]
    lines = lines or [say("pause", "Nothing is paused.")]
    await request.answer("\n".join([*lines, say("pause", "usage")]))


async def _settle(request: Request, asked: Conversation, yes: bool) -> None:
    if not yes:
        await request.answer(say("pause", "Nothing was changed."))
        return
    kept = {key: asked.data[key] for key in ("pause", "reason", "name")}
    wanted = _from_json(kept["pause"])
    number = await add_pause(request.session, wanted, kept["reason"], request.now)
    await request.record("pause", f"pause:{number}", after=kept)
    await request.answer(say("pause", "Done. %(pause)s", pause=_headline(wanted, kept["name"])))


press_pause, answer_pause = confirmed(KIND, Act.PAUSE, _settle)


async def _read(request: Request) -> tuple[Pause, str, str]:
    """The pause that the words describe, its reason, and the name of whom it silences."""
    try:
        span = read_span(request.argument, request.today)
    except ValueError as exc:
        raise UsageError(say("pause", "usage")) from exc
    scope, agency_id, locality, name = await _scope(request, span)
    from_on = span.from_on or request.today
    return Pause(from_on, span.until_on, scope, agency_id, locality), span.reason, name


async def _scope(request: Request, span: Span) -> tuple[str, int | None, str | None, str]:
    words = fold(span.rest)
    if words in _EVERYTHING:
        return "all", None, None, ""
    agencies = await load_agencies(request.session)
    for kind in {each.locality_kind for each in agencies if each.locality_kind}:
        if words in (fold(kind), f"cac {fold(kind)}", f"ubnd cac {fold(kind)}", f"cap {fold(kind)}"):
            return "locality", None, kind, kind
    spellings = await load_spellings(request.session)
    for each in agencies:
        if words in {fold(each.name), fold(each.short_name), *(fold(one) for one in spellings.get(each.id, ()))}:
            return "agency", each.id, None, each.name
    raise UsageError(say("pause", "usage"))


async def _foresight(request: Request, wanted: Pause) -> list[str]:
    """The terms that fall into the pause, and what the day after it brings."""
    names = {each.id: each for each in await load_agencies(request.session)}
    views = [
        view
        for view in await load_open_views(request.session)
        if wanted.applies_to(view.agency_id, names[view.agency_id].locality_kind)
    ]
    lines = []
    if falling := [view for view in views if view.due_on and wanted.covers(view.due_on)]:
        codes = ", ".join(dict.fromkeys(view.task_code for view in falling[:_CODES]))
        count = f"{len(falling):02d}"
        lines.append(say("pause", "Terms stay; %(count)s fall into it: %(codes)s.", count=count, codes=codes))
    else:
        lines.append(say("pause", "Terms stay."))
    return [*lines, await _after(request, views, wanted)]


async def _after(request: Request, views: Sequence[OccurrenceView], wanted: Pause) -> str:
    if wanted.until_on is None:
        return say("pause", "It has no end: it lasts until /tieptuc.")
    calendar, policy = await request.calendar(), await request.policy()
    roster = await load_roster(request.session, {view.agency_id for view in views})
    plan = after_pause(views, roster, wanted, request.today, calendar, policy)
    resumed = calendar.next_working_day(wanted.until_on)
    if plan is None or not plan.messages:
        return say("pause", "On %(day)s, the first working day after it, nothing falls due.", day=short_day(resumed))
    tasks = {each.item.occurrence_id for message in plan.messages for each in message.items}
    return say(
        "pause",
        "On %(day)s, the first working day after it, %(people)s people get one message each, on %(tasks)s tasks.",
        day=short_day(resumed),
        people=len(plan.messages),
        tasks=len(tasks),
    )


async def _names(request: Request) -> dict[int, str]:
    return {each.id: each.name for each in await load_agencies(request.session)}


def _name_of(stored: StoredPause, names: dict[int, str]) -> str:
    return stored.pause.locality_kind or names.get(stored.pause.agency_id or 0, "")


def _headline(wanted: Pause, name: str) -> str:
    words = {"all": say("pause", "everybody"), "locality": say("pause", "all of kind %(kind)s", kind=name)}
    whom, first = words.get(wanted.scope, name), short_day(wanted.from_on)
    if wanted.until_on is None:
        return say("pause", "Pause for %(whom)s from %(first)s.", whom=whom, first=first)
    last = short_day(wanted.until_on)
    return say("pause", "Pause for %(whom)s from %(first)s to %(last)s.", whom=whom, first=first, last=last)


def _to_json(wanted: Pause) -> dict[str, Any]:
    return {
        "from_on": wanted.from_on.isoformat(),
        "until_on": wanted.until_on.isoformat() if wanted.until_on else None,
        "scope": wanted.scope,
        "agency_id": wanted.agency_id,
        "locality_kind": wanted.locality_kind,
    }


def _from_json(kept: dict[str, Any]) -> Pause:
    until = kept["until_on"]
    return Pause(
        date.fromisoformat(kept["from_on"]),
        date.fromisoformat(until) if until else None,
        kept["scope"],
        kept["agency_id"],
        kept["locality_kind"],
    )
