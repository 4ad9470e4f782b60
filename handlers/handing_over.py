"""/bangiao: what one follows passes to somebody else, once the other accepts; until then nothing changes."""

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing
from bot.texts import say
from handlers.desk import tell_desk
from handlers.looks import look_again
from handlers.my_tasks import show_tasks
from handlers.naming import one_person
from handlers.registry import action, command
from handlers.request import Request, UsageError
from storage.decisions import close_decisions, find_decision, lock_open, open_decision
from storage.occurrences import open_occurrences
from storage.people_data import hand_on
from storage.roster import find_person

VERB, KIND = "hand", "handover"
_YES, _NO = "yes", "no"


@command("bangiao", act=Act.REPORT, help="Hand my tasks over", words=("ban giao",))
async def hand_over(request: Request) -> None:
    """/bangiao NAME: asks that person."""
    name = request.argument.removeprefix("cho ").strip(" :,.")
    if not name:
        raise UsageError(say("handover", "Please write /bangiao and the name of who takes over."))
    other = await one_person(request, name)
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    count = len(await open_occurrences(request.session, request.person.agency_ids()))
    data = {"from_id": request.person.id, "to_id": other.id}
    key = f"handover:{request.inbox_id}"
    decision_id = await open_decision(request.session, key, KIND, data, request.now)
    text = say(
        "handover", "%(person)s proposes to hand the tasks of %(agency)s (%(count)s open) over to you. Do you accept?",
        person=request.person.addressed, agency=agencies, count=count,
    )  # fmt: skip
    row = (
        Button(say("handover", "Accept"), f"{VERB}:{decision_id}:{_YES}"),
        Button(say("handover", "Decline"), f"{VERB}:{decision_id}:{_NO}"),
    )
    await request.tell(other.id, Outgoing(text, (row,)), key=key)
    await request.record("handover_proposed", f"person:{request.person.id}", after={"to": other.id})
    await request.answer(
        say("handover", "%(person)s is asked; until it is accepted the tasks stay with you.", person=other.addressed)
    )


@action(VERB, act=Act.OWN_DATA)
async def press_hand_over(request: Request) -> None:
    """The other accepts or declines."""
    number, word = (*request.arguments, "", "")[:2]
    decision = await find_decision(request.session, int(number)) if number.isdecimal() else None
    if decision is None or decision.kind != KIND or decision.data["to_id"] != request.person.id:
        await request.answer(say("decide", "This is no longer to be decided."))
        return
    if decision.id not in await lock_open(request.session, [decision.id]):
        await request.answer(say("decide", "This was decided already."))
        return
    former = await find_person(request.session, int(decision.data["from_id"]), request.today)
    outcome = "accepted" if word == _YES else "declined"
    await close_decisions(request.session, [decision.id], outcome, request.now, by=request.person.id)
    await request.record(f"handover_{outcome}", f"person:{decision.data['from_id']}", after={"to": request.person.id})
    if former is None:
        await request.answer(say("decide", "This is no longer to be decided."))
    elif word == _YES:
        await _accept(request, decision.key, former.id, former.addressed)
    else:
        text = say("handover", "%(person)s did not accept; the tasks stay with you.", person=request.person.addressed)
        await request.tell(former.id, Outgoing(text), key=f"{decision.key}:declined")
        await request.answer(say("handover", "Noted: not accepted."))


async def _accept(request: Request, key: str, former_id: int, former: str) -> None:
    agencies = await hand_on(request.session, former_id, request.person.id, request.today)
    if not agencies:
        await request.answer(say("decide", "This is no longer to be decided."))
        return
    found = await open_occurrences(request.session, agencies)
    await look_again(request, [each.id for each in found])
    text = say("handover", "%(person)s has accepted; the tasks are handed over.", person=request.person.addressed)
    await request.tell(former_id, Outgoing(text), key=f"{key}:accepted")
    names = ", ".join(dict.fromkeys(each.agency for each in found))
    told = say(
        "handover", "Focal point of %(agency)s: %(person)s in place of %(former)s, from today.",
        agency=names, person=request.person.addressed, former=former,
    )  # fmt: skip
    await tell_desk(request.session, request.office, await request.calendar(), Outgoing(told), key=f"{key}:desk")
    await request.answer(say("handover", "Accepted; the reminders come to you from now on."))
    person = await find_person(request.session, request.person.id, request.today)
    if person is not None:
        request.person = person
        await show_tasks(request)
