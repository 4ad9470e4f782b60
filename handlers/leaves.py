"""/vangmat: away from a day to a day, with somebody standing in who may decline; it takes itself back."""

from bot.domain.gate import Act
from bot.domain.leave_words import LeaveWords, read_leave
from bot.domain.messages import Button, Outgoing
from bot.domain.people import Person
from bot.domain.programmes import fold
from bot.texts import say, short_day
from handlers.desk import tell_desk
from handlers.naming import one_person
from handlers.registry import action, command
from handlers.request import Request, UsageError
from storage.leaves import KeptLeave, cancel_leaves, drop_stand_in, find_leave, leaves_ahead, record_leave
from storage.roster import find_person, load_people

VERB = "standin"
_BACK = frozenset({"huy", "da ve", "ve", "thoi", "khong", "bo"})


async def _reads(request: Request) -> bool:
    return not request.argument or read_leave(request.argument, request.today) is not None


@command("vangmat", act=Act.LEAVE, help="Away, with a stand-in", words=("vang mat", "nghi phep"), accepts=_reads)
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
    stand_in = await _stand_in(request, words.stand_in) if words.stand_in else None
    await _keep(request, words, stand_in)


async def _stand_in(request: Request, name: str) -> Person:
    """Whoever reports for an agency can be stood in for; what other roles may do is not lent."""
    if not request.may(Act.REPORT):
        raise UsageError(say("leave", "Your role cannot be lent; please write the days alone."))
    return await one_person(request, name)


async def _keep(request: Request, words: LeaveWords, stand_in: Person | None) -> None:
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
        told = say(
            "leave", "%(person)s (%(agency)s) is away from %(first)s to %(last)s, nobody standing in.",
            person=request.person.addressed, agency=_of(request.person), **days,
        )  # fmt: skip
    else:
        await _ask_stand_in(request, leave_id, stand_in, days)
        told = say(
            "leave", "%(person)s (%(agency)s) is away from %(first)s to %(last)s; %(other)s (%(theirs)s) stands in.",
            person=request.person.addressed, agency=_of(request.person),
            other=stand_in.addressed, theirs=_of(stand_in), **days,
        )  # fmt: skip
    await _tell_desk(request, told, f"leave:{leave_id}:desk")


async def _ask_stand_in(request: Request, leave_id: int, stand_in: Person, days: dict[str, str]) -> None:
    """The stand-in is told at once, and has a word in it."""
    text = say(
        "leave", "From %(first)s to %(last)s you stand in for %(person)s: the reminders come to you.",
        person=request.person.addressed, **days,
    )  # fmt: skip
    decline = Button(say("leave", "I cannot stand in"), f"{VERB}:{leave_id}:no")
    await request.tell(stand_in.id, Outgoing(text, ((decline,),)), key=f"leave:{leave_id}:{stand_in.id}")
    await request.answer(
        say(
            "leave", "Recorded: away from %(first)s to %(last)s; %(person)s stands in and is told.",
            person=stand_in.addressed, **days,
        )
    )  # fmt: skip


@action(VERB, act=Act.OWN_DATA)
async def press_stand_in(request: Request) -> None:
    """Whoever was named cannot stand in: the reminders go to the agency's others, and the desk knows."""
    number = request.arguments[0] if request.arguments else ""
    leave = await find_leave(request.session, int(number)) if number.isdecimal() else None
    if leave is None or leave.stand_in_id != request.person.id or leave.to_on < request.today:
        await request.answer(say("leave", "You are not asked to stand in any more."))
        return
    await drop_stand_in(request.session, leave.id)
    await request.record("stand_in_declined", f"leave:{leave.id}", before={"stand_in": request.person.id})
    await request.answer(say("leave", "Noted; the reminders do not come to you."))
    absent = await find_person(request.session, leave.person_id, request.today)
    if absent is not None:
        await _tell_of_refusal(request, leave, absent)


async def _tell_of_refusal(request: Request, leave: KeptLeave, absent: Person) -> None:
    text = say("leave", "%(person)s cannot stand in for you. Another: /vangmat", person=request.person.addressed)
    await request.tell(absent.id, Outgoing(text), key=f"leave:{leave.id}:declined:{request.inbox_id}")
    told = say(
        "leave", "%(person)s (%(agency)s) is away from %(first)s to %(last)s, nobody standing in.",
        person=absent.addressed, agency=_of(absent), first=short_day(leave.from_on), last=short_day(leave.to_on),
    )  # fmt: skip
    await _tell_desk(request, told, f"leave:{leave.id}:desk:declined:{request.inbox_id}")


async def _tell_desk(request: Request, text: str, key: str) -> None:
    await tell_desk(
        request.session, request.office, await request.calendar(), Outgoing(text), key=key, but=request.person.id
    )


def _of(person: Person) -> str:
    return person.agencies or say("leave", "the committee's desk")


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
