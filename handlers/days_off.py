"""/lichnghi: the days off ahead, and those that the secretary adds or takes away; /lichnhac: what would go out."""

from datetime import date, timedelta

from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.domain.spans import read_bare_day
from bot.domain.workdays import WorkCalendar
from bot.render.schedule import render_outline
from bot.texts import say, short_day, weekday_name
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.schedule import load_outlook, preview_rows
from storage.days import forget_day, load_calendar, set_day
from storage.looks import refresh_open_looks

_AHEAD = 120  # days
_LINES = 20
_OFF = ("nghi", "them", "nghỉ")
_WORKED = ("lam", "lam bu", "lam viec")
_BACK = ("bo", "xoa", "huy")
_SCHEDULE_DAYS, _SCHEDULE_LINES = 14, 14


async def _reads_day(request: Request) -> bool:
    try:
        return _read(request.argument, request.today) is not None
    except UsageError:
        return False


@command("lichnghi", act=Act.SCHEDULE, help="Days off", words=("lich nghi",), accepts=_reads_day)
async def days_off(request: Request) -> None:
    """The days off ahead; "nghỉ 23/11", "làm 28/11" and "bỏ 23/11" change the calendar."""
    asked = _read(request.argument, request.today)
    if asked is None:
        await _show(request)
        return
    word, day, note = asked
    if word in _BACK:
        await forget_day(request.session, day)
    else:
        await set_day(request.session, day, is_working=word in _WORKED, note=note)
    calendar = await load_calendar(request.session)
    await refresh_open_looks(request.session, request.today, calendar, await request.policy())
    await request.record("calendar", f"day:{day.isoformat()}", after={"word": word, "note": note})
    key = "%(day)s is a working day." if calendar.is_working_day(day) else "%(day)s is a day off."
    await request.answer(say("days", key, day=_named(day)))


@command("lichnhac", act=Act.SCHEDULE, help="What will be sent", words=("lich nhac",))
async def schedule(request: Request) -> None:
    """What would go out in the two weeks ahead, if nobody reported anything."""
    calendar, policy = await request.calendar(), await request.policy()
    outlook = await load_outlook(
        request.session, request.today, request.today, _SCHEDULE_DAYS, calendar, policy
    )  # fmt: skip
    rows = preview_rows(outlook, request.office.settings.timezone)
    head = say("schedule", "If nobody reports, in the next %(days)s days:", days=_SCHEDULE_DAYS)
    await request.answer(f"{head}\n{render_outline(rows, _SCHEDULE_LINES)}")


def _read(argument: str, today: date) -> tuple[str, date, str] | None:
    """(what to do, the day, a note); None without words; raises UsageError for others."""
    if not argument:
        return None
    for word in (*_WORKED[::-1], *_OFF, *_BACK):
        if fold(argument).startswith(f"{fold(word)} "):
            rest = " ".join(argument.split()[len(word.split()) :])
            try:
                day, note = read_bare_day(rest, today)
            except ValueError as exc:
                raise UsageError(_usage(today)) from exc
            if day is not None:
                return fold(word), day, note
    raise UsageError(_usage(today))


def _usage(today: date) -> str:
    """Examples with days to come: the Monday after next, and the Saturday of its week."""
    off = today + timedelta(days=14 - today.weekday())
    return say("days", "Changes: %(off)s, %(worked)s", off=short_day(off), worked=short_day(off + timedelta(days=5)))


async def _show(request: Request) -> None:
    calendar = await request.calendar()
    off = list(_days_off(calendar, request.today))[:_LINES]
    lines = [say("days", "Days off ahead, beside the weekends:")]
    lines += [say("days", "- %(day)s: %(reason)s", day=_named(day), reason=reason) for day, reason in off]
    lines += [say("days", "- %(day)s: worked", day=_named(day)) for day in _worked(calendar, request.today)]
    if calendar.is_provisional((request.today + timedelta(days=_AHEAD)).year):
        lines.append(say("days", "Next year's days are provisional until they are announced."))
    await request.answer("\n".join([*lines, _usage(request.today)]))


def _days_off(calendar: WorkCalendar, today: date) -> list[tuple[date, str]]:
    span = (today + timedelta(days=n) for n in range(_AHEAD))
    return [(day, reason) for day in span if (reason := calendar.reason_off(day))]


def _worked(calendar: WorkCalendar, today: date) -> list[date]:
    span = (today + timedelta(days=n) for n in range(_AHEAD))
    return [day for day in span if calendar.is_working_day(day) and (day.weekday() > 4 or day in calendar.removed)]


def _named(day: date) -> str:
    return say("reminder", "%(weekday)s, %(day)s", weekday=weekday_name(day), day=short_day(day))
