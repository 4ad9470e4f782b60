"""/dotbaocao: how the reporting rounds stand; opening one, and stopping one."""

from dataclasses import dataclass
from datetime import date

from bot.domain.gate import Act
from bot.domain.periods import Period, read_period
from bot.domain.programmes import fold
from bot.domain.rounds import plan_round
from bot.domain.workdays import WorkCalendar
from bot.render.summary_words import period_name
from bot.texts import say, short_day
from handlers.daily import round_name
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.round_report import round_words
from storage.plans import Plan
from storage.rounds import StoredRound, add_round, load_rounds, reopen_round, set_round_state

_STOP = ("dung", "huy", "ngung")


@dataclass(frozen=True)
class _Asked:
    period: Period
    stop: bool


def _read(argument: str, today: date) -> _Asked | None:
    words = argument.split(maxsplit=1)
    stop = bool(words) and fold(words[0]) in _STOP
    period = read_period((words[1] if len(words) > 1 else "") if stop else argument, today)
    return _Asked(period, stop) if period is not None and period.kind != "plan" else None


async def _reads(request: Request) -> bool:
    return _read(request.argument, request.today) is not None or fold(request.argument) in _STOP


@command("dotbaocao", act=Act.ROUND, help="Reporting rounds", words=("dot bao cao",), accepts=_reads)
async def rounds(request: Request) -> None:
    """Without words how the rounds stand; with a period one is opened; "dừng" stops it."""
    plan = await request.plan()
    if plan is None:
        raise UsageError(say("round", "There is no plan yet."))
    if not request.argument:
        await _show(request, plan)
    elif fold(request.argument) in _STOP:
        await _stop(request, plan, None)
    elif (asked := _read(request.argument, request.today)) is None:
        raise UsageError(say("round", "usage"))
    elif asked.stop:
        await _stop(request, plan, asked.period)
    else:
        await _open(request, plan, asked.period)


async def _show(request: Request, plan: Plan) -> None:
    calendar = await request.calendar()
    live = [each for each in await load_rounds(request.session, plan.id) if each.state in {"planned", "open"}]
    last = [each for each in await load_rounds(request.session, plan.id) if each.state == "closed"][:1]
    parts = [await round_words(request.session, each, calendar) for each in (*reversed(live), *last)]
    parts.append(say("round", "usage"))
    await request.answer("\n\n".join(parts))


async def _open(request: Request, plan: Plan, period: Period) -> None:
    """From the next daily hour on; a round of that period that was stopped or is planned is moved up."""
    calendar = await request.calendar()
    if period.cut_off < request.today:
        day = short_day(period.cut_off)
        raise UsageError(say("round", "%(period)s closed on %(day)s.", period=period_name(period), day=day))
    opens_on = _next_list_day(request, calendar)
    if opens_on > calendar.on_or_before(period.cut_off):
        raise UsageError(say("round", "No working day is left before the cut-off."))
    session = request.session
    known = next((each for each in await load_rounds(session, plan.id) if each.period == period.key), None)
    if known is not None and known.state == "open":
        raise UsageError(say("round", "The round %(period)s is under way already.", period=round_name(known)))
    if known is None:
        stored = await add_round(session, plan.id, period.key, period.start, period.end, period.cut_off, opens_on)
    else:
        stored = await reopen_round(session, known.id, opens_on)
    await request.record("open_round", f"round:{period.key}", after={"opens_on": opens_on.isoformat()})
    if stored is not None:
        await request.answer(_opened(stored, calendar))


def _next_list_day(request: Request, calendar: WorkCalendar) -> date:
    """Today while its daily messages are still to come; nobody gets two on one day."""
    settings = request.office.settings
    policy = settings.reminder_policy()
    early = request.now < policy.hours.daily_moment(request.today, policy.daily_at)
    return (
        request.today if calendar.is_working_day(request.today) and early else calendar.next_working_day(request.today)
    )


def _opened(stored: StoredRound, calendar: WorkCalendar) -> str:
    days = plan_round(stored.id, stored.cut_off_on, calendar, stored.opens_on)
    again = ", ".join(short_day(each) for each in days.reminds_on) or say("round", "none")
    return say(
        "round", "Round %(period)s: list on %(opens)s, reminders on %(again)s, closes on %(cut_off)s.",
        period=round_name(stored), opens=short_day(days.opens_on), again=again, cut_off=short_day(stored.cut_off_on),
    )  # fmt: skip


async def _stop(request: Request, plan: Plan, period: Period | None) -> None:
    live = [each for each in await load_rounds(request.session, plan.id) if each.state in {"planned", "open"}]
    chosen = [each for each in live if period is None or each.period == period.key]
    if period is None:
        chosen = [each for each in chosen if each.state == "open"] or chosen[-1:]
    if not chosen:
        raise UsageError(say("round", "No such round is under way."))
    for each in chosen:
        await set_round_state(request.session, each.id, "cancelled", request.now)
        await request.record("stop_round", f"round:{each.period}")
    names = ", ".join(round_name(each) for each in chosen)
    await request.answer(say("round", "Stopped: %(rounds)s. What was reported stays.", rounds=names))
