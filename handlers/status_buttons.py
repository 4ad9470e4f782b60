"""The five buttons of a task, the choice of a line of a message, and the days of "Nhắc sau"."""

from datetime import date, timedelta

from bot.domain.actions import (
    BLOCKED,
    DONE,
    EXTENSION,
    LATER,
    PICK,
    STATUS,
    UNDER_WAY,
    PickAction,
    StatusAction,
    parse_action,
)
from bot.domain.gate import Act
from bot.domain.messages import Button
from bot.domain.occurrences import Occurrence
from bot.domain.replies import read_reply
from bot.domain.tasks import Status
from bot.render.reminders import task_buttons
from bot.texts import say, short_day, weekday_name
from handlers.extensions import ask_for_more_time
from handlers.recording import Recorded, finish, latest_snooze, record_said
from handlers.registry import action, command, question
from handlers.request import Request, UsageError
from handlers.said import Said
from handlers.spoken_of import find_scope, listing
from handlers.unclear import settle_unclear
from storage.conversations import Conversation, close_conversation, open_conversation
from storage.occurrences import load_occurrences
from storage.sent import find_message

LATER_VERB, LATER_KIND = "later", "snooze_day"
_STATUSES = {DONE: Status.DONE, UNDER_WAY: Status.IN_PROGRESS, BLOCKED: Status.BLOCKED}


@action(STATUS, act=Act.REPORT)
async def press_status(request: Request) -> None:
    """One of the five: Xong, Đang làm, Vướng, Xin gia hạn, Nhắc sau."""
    pressed = parse_action(":".join((STATUS, *request.arguments)))
    if not isinstance(pressed, StatusAction):
        return
    occurrence = await _own(request, pressed.occurrence_id)
    await settle_unclear(request)
    if pressed.word == EXTENSION:
        await ask_for_more_time(request, [(occurrence, Said("extension"))])
    elif pressed.word == LATER:
        await ask_day(request, occurrence)
    else:
        recorded = Recorded(say("button", pressed.word), "button")
        await record_said(request, recorded, Said("status", _STATUSES[pressed.word]), [occurrence])
        await finish(request, recorded)


async def _own(request: Request, occurrence_id: int) -> Occurrence:
    """The occurrence; raises NotAllowed for another agency's."""
    found = (await load_occurrences(request.session, [occurrence_id])).get(occurrence_id)
    if found is None or found.state == "void":
        raise UsageError(say("report", "This task is not on the list any more. /nhiemvu shows what is open."))
    request.check(Act.REPORT, agency_id=found.agency_id)
    return found


@action(PICK, act=Act.REPORT)
async def press_pick(request: Request) -> None:
    """A line of a message was chosen: its five buttons follow."""
    pressed = parse_action(":".join((PICK, *request.arguments)))
    if not isinstance(pressed, PickAction):
        return
    message = await find_message(request.session, pressed.message_id)
    listed = message.subject.get("occurrences", ()) if message and message.person_id == request.person.id else ()
    chosen = next((each for each in listed if each["number"] == pressed.number), None)
    if chosen is None:
        raise UsageError(say("report", "This task is not on the list any more. /nhiemvu shows what is open."))
    occurrence = await _own(request, int(chosen["occurrence_id"]))
    text = say("unclear", "How does %(code)s (%(title)s) stand?", code=occurrence.code, title=occurrence.title)
    await request.answer(text, buttons=task_buttons(None, occurrence.id), subject={"about": [chosen]})


async def ask_day(request: Request, occurrence: Occurrence) -> None:
    """The days to choose from, at the latest the one before the term."""
    calendar = await request.calendar()
    first = calendar.next_working_day(request.today)
    wished = (
        first,
        calendar.add_working_days(request.today, 3),
        calendar.on_or_after(request.today + timedelta(days=7)),
    )
    days = sorted({day for each in wished if (day := latest_snooze(occurrence, each, request.today))})
    if not days:
        text = say("report", "%(code)s – the term is too near to postpone", code=occurrence.code)
        await request.answer(f"{text}.")
        return
    await open_conversation(
        request.session, request.person.id, LATER_KIND, {"occurrence_id": occurrence.id}, request.now
    )
    rows = tuple((Button(_day(day), f"{LATER_VERB}:{occurrence.id}:{day.isoformat()}"),) for day in days)
    await request.answer(
        say("later", "On which day is %(code)s to be reminded of?", code=occurrence.code), buttons=rows
    )


def _day(day: date) -> str:
    return say("later", "%(weekday)s, %(day)s", weekday=weekday_name(day), day=short_day(day))


@action(LATER_VERB, act=Act.REPORT)
async def press_later(request: Request) -> None:
    """A day was chosen."""
    number, day = (*request.arguments, "", "")[:2]
    occurrence = await _own(request, int(number) if number.isdecimal() else 0)
    await _postpone(request, occurrence, date.fromisoformat(day))


@question(LATER_KIND, act=Act.REPORT)
async def answer_later(request: Request, asked: Conversation) -> bool:
    """A day in words."""
    items = read_reply(f"{request.text} nhắc lại", today=request.today, open_codes=("I.1",)).items
    day = next((each.date for each in items if each.intent.value == "snooze" and each.date), None)
    plain = read_reply(request.text, today=request.today, open_codes=("I.1",)).items
    if day is None or any(each.status for each in plain):
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    await _postpone(request, await _own(request, int(asked.data["occurrence_id"])), day)
    return True


async def _postpone(request: Request, occurrence: Occurrence, day: date) -> None:
    recorded = Recorded(request.text, "button")
    await record_said(request, recorded, Said("snooze", day=day), [occurrence])
    await finish(request, recorded)


@command("nhacsau", act=Act.REPORT, help="Remind me later", words=("nhac sau", "hoan"))
async def later(request: Request) -> None:
    """/nhacsau [CODE] [day]: bare with one task, asks the day."""
    scope = await find_scope(request)
    if request.argument and scope.occurrences:
        from handlers.status_reply import take_reading

        words = f"{request.argument} nhắc lại"
        reading = read_reply(words, today=request.today, open_codes=scope.open_codes)
        if any(each.intent.value == "snooze" for each in reading.items):
            await take_reading(request, scope, words, reading)
            return
    if len(scope.occurrences) == 1 or (scope.names_own and scope.occurrences):
        await ask_day(request, scope.occurrences[-1] if scope.names_own else scope.occurrences[0])
        return
    if not scope.occurrences:
        await request.answer(say("tasks", "no open task"))
        return
    await request.answer(
        say("later", "Please write the task and the day, for example: 2 next Thursday"),
        subject=listing(scope.occurrences),
    )
