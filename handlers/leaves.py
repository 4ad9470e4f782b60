"""/vangmat: away from a day to a day, with somebody standing in; it takes itself back."""

from bot.domain.gate import Act
from bot.domain.leave_words import read_leave
from bot.domain.messages import Outgoing
from bot.domain.people import Person
from bot.domain.programmes import fold
from bot.texts import say, short_day
from handlers.registry import command
from handlers.request import Request, UsageError
from storage.leaves import cancel_leaves, leaves_ahead, record_leave
from storage.roster import load_people
from storage.roster_lines import find_people_named

_BACK = frozenset({"huy", "da ve", "ve", "thoi", "khong", "bo"})


async def _reads(request: Request) -> bool:
    return not request.argument or read_leave(request.argument, request.today) is not None


@command("vangmat", act=Act.REPORT, help="Away, with a stand-in", words=("vang mat", "nghi phep"), accepts=_reads)
async def away(request: Request) -> None:
    """/vangmat từ 5/10 đến 12/10, thay: NAME; bare: what is kept; "hủy": takes it back."""
    if not request.argument:
        await _show(request)
        return
    if fold(request.argument) in _BACK:
        await _come_back(request)
        return
    words = read_leave(request.argument, request.today)
    if words is None:
        raise UsageError(say("leave", "how to write it"))
    stand_in = await one_person(request, words.stand_in) if words.stand_in else None
    stand_in_id = stand_in.id if stand_in else None
    leave_id = await record_leave(
        request.session, request.person.id, words.from_on, words.to_on, stand_in_id, request.now
    )
    await request.record(
        "leave",
        f"person:{request.person.id}",
        after={"from": words.from_on.isoformat(), "to": words.to_on.isoformat(), "stand_in": stand_in_id},
    )
    days = {"first": short_day(words.from_on), "last": short_day(words.to_on)}
    if stand_in is None:
        await request.answer(say("leave", "Recorded: away from %(first)s to %(last)s, nobody standing in.", **days))
        return
    text = say(
        "leave", "From %(first)s to %(last)s you stand in for %(person)s: the reminders come to you.",
        person=request.person.addressed, **days,
    )  # fmt: skip
    await request.tell(stand_in.id, Outgoing(text), key=f"leave:{leave_id}:{stand_in.id}")
    await request.answer(
        say(
            "leave", "Recorded: away from %(first)s to %(last)s; %(person)s stands in and is told.",
            person=stand_in.addressed, **days,
        )
    )  # fmt: skip


async def one_person(request: Request, name: str) -> Person:
    """The one other person of the roster whom a name means; raises UsageError where nobody or several fit."""
    ids = [each for each in await find_people_named(request.session, name) if each != request.person.id]
    people = await load_people(request.session, ids, request.today)
    held = [people[each] for each in sorted(people) if people[each].memberships]
    if not held:
        raise UsageError(say("leave", "Nobody of the roster is called %(name)s.", name=name))
    if len(held) > 1:
        names = "; ".join(f"{each.name} ({_agency(each)})" for each in held[:5])
        raise UsageError(say("leave", "Several people fit: %(names)s. Please write the full name.", names=names))
    return held[0]


def _agency(person: Person) -> str:
    return next((each.agency for each in person.memberships if each.agency), "")


async def _show(request: Request) -> None:
    ahead = await leaves_ahead(request.session, request.person.id, request.today)
    if not ahead:
        await request.answer(say("leave", "how to write it"))
        return
    people = await load_people(request.session, [each.stand_in_id for each in ahead if each.stand_in_id], request.today)
    lines = []
    for each in ahead:
        line = say(
            "leave", "Away from %(first)s to %(last)s", first=short_day(each.from_on), last=short_day(each.to_on)
        )
        if each.stand_in_id in people:
            line = say(
                "leave", "%(line)s, %(person)s standing in", line=line, person=people[each.stand_in_id].addressed
            )
        lines.append(f"{line}.")
    lines.append(say("leave", "To take it back: /vangmat hủy"))
    await request.answer("\n".join(lines))


async def _come_back(request: Request) -> None:
    taken = await cancel_leaves(request.session, request.person.id, request.today, request.now)
    if not taken:
        await request.answer(say("leave", "No leave is kept."))
        return
    await request.record("leave_cancelled", f"person:{request.person.id}")
    for each in taken:
        if each.stand_in_id is not None:
            text = say("leave", "%(person)s is back: you no longer stand in.", person=request.person.addressed)
            await request.tell(each.stand_in_id, Outgoing(text), key=f"leave:{each.id}:over")
    await request.answer(say("leave", "Taken back: the reminders come to you again."))
