"""/suckhoe: is everything working, in one message: channels, messages owed and lost, planning, doubts, who is deaf."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.gate import Act
from bot.texts import say, short_day, short_time
from handlers.auditing import audit_occurrences
from handlers.decisions import load_groups
from handlers.registry import command
from handlers.request import Request
from storage.directory import Listed, load_directory, unheard_agencies
from storage.health import ChannelHealth, Health, load_health

_SPAN = timedelta(days=7)
_NAMED = 6


@command("suckhoe", act=Act.HEALTH, help="Is everything working", words=("suc khoe", "tinh trang he thong"))
async def health(request: Request) -> None:
    """A line for each thing that can go wrong; who cannot be written to is named with a number."""
    found = await load_health(request.session, sorted(request.office.capabilities), request.now - _SPAN)
    lines = [say("health", "State of the system, %(moment)s:", moment=_moment(request, request.now))]
    lines += [_channel(request, each) for each in found.channels]
    lines += [_messages(found), await _planning(request, found), await _waiting(request, found)]
    lines += await _unreached(request)
    await request.answer("\n".join(lines))


def _moment(request: Request, moment: datetime | None) -> str:
    return short_time(moment.astimezone(request.office.settings.timezone)) if moment else say("health", "not yet")


def _channel(request: Request, channel: ChannelHealth) -> str:
    line = say(
        "health", "- %(channel)s: last sent %(sent)s, last taken in %(received)s",
        channel=say("channel", channel.name), sent=_moment(request, channel.sent_at),
        received=_moment(request, channel.received_at),
    )  # fmt: skip
    for kind, reason in channel.troubles:
        line += say("health", f"; {kind} (%(reason)s)", reason=reason)
    return f"{line}."


def _messages(found: Health) -> str:
    return say(
        "health", "- Messages owed: %(owed)s; lost within 7 days: %(lost)s; updates not handled: %(waiting)s.",
        owed=found.owed, lost=found.lost, waiting=found.waiting,
    )  # fmt: skip


async def _planning(request: Request, found: Health) -> str:
    lines = await audit_occurrences(request.session, request.today, await request.calendar(), await request.policy())
    day = short_day(found.planned_on) if found.planned_on else say("health", "not yet")
    faults = sum(1 for each in lines if each.fault)
    return say("health", "- Reminders last planned: %(day)s; terms without a next look: %(faults)s.",
               day=day, faults=faults)  # fmt: skip


async def _waiting(request: Request, found: Health) -> str:
    decisions = len(await load_groups(request.session, request.today, request.now))
    return say("health", "- Open points of the plan: %(doubts)s; waiting for a decision: %(decisions)s.",
               doubts=found.doubts, decisions=decisions)  # fmt: skip


async def _unreached(request: Request) -> list[str]:
    people = await load_directory(request.session, request.today, request.now)
    deaf = [each for each in people if not each.reachable]
    agencies = [each.agency for each in await unheard_agencies(request.session, request.today)]
    if not deaf and not agencies:
        return [say("health", "- Everybody can be written to.")]
    lines = [say("health", "- Cannot be written to: %(count)s people.", count=len(deaf)), *_named(deaf)] if deaf else []
    if agencies:
        names = "; ".join(agencies[:_NAMED]) + (" …" if len(agencies) > _NAMED else "")
        lines.append(say("health", "- Lead agencies that nobody hears for (%(count)s): %(names)s",
                         count=len(agencies), names=names))  # fmt: skip
    return lines


def _named(people: Sequence[Listed]) -> list[str]:
    lines = []
    for each in people[:_NAMED]:
        who = ", ".join(part for part in (each.person.name, each.person.agencies) if part)
        phone = each.person.phone or say("digest", "no telephone number")
        lines.append(say("digest", "- %(who)s (%(phone)s)", who=who, phone=phone))
    if len(people) > _NAMED:
        lines.append(say("digest", "- and %(count)s more", count=len(people) - _NAMED))
    return lines
