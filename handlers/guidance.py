"""The answer to "has the guidance come?": not yet, or an event that the secretary confirms before it sets a term."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.actions import GUIDANCE, ISSUED, NOT_YET, GuidanceAction, parse_action
from bot.domain.gate import Act
from bot.domain.guidance import read_guidance, read_issue_day, take_answers
from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.tasks import Status
from bot.texts import say, short_day
from handlers.acting import Actor
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.registry import action, question
from handlers.request import Request
from handlers.terms_told import carry_out
from storage.conversations import Conversation, change_conversation, close_conversation, count_try, open_conversation
from storage.days import load_calendar
from storage.decisions import Decision, open_decision
from storage.events import Event, find_event, propose_event, refuse_event, tasks_started_by, terms_of_event
from storage.looks import refresh_looks
from storage.occurrences import load_occurrences
from storage.plans import load_tasks
from storage.reports import Report, record_report

KIND, DAY_KIND = "guidance", "guidance_day"
_CONFIRM, _REFUSE = "yes", "no"
_TRIES = 2


@question(KIND, act=Act.REPORT)
async def answer_guidance(request: Request, asked: Conversation) -> bool:
    """Words that plainly answer the question; anything else is a report and read as one."""
    items = asked.data["items"]
    answer = read_guidance(request.text, request.today)
    if answer is None:
        return await _take_lines(request, asked)
    chosen = [each for each in items if answer.number in (None, each["number"])]
    if len(chosen) > 1 and not answer.issued and asked.data.get("is_whole"):
        return await _none_yet(request, asked, chosen)
    if len(chosen) != 1:
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    occurrence = await _waiting(request, chosen[0]["occurrence_id"])
    if occurrence is None:
        return False
    if not answer.issued:
        await _not_yet(request, [occurrence], "chat")
    elif answer.on is None:
        await _ask_day(request, occurrence, answer.document)
    else:
        await _propose(request, occurrence, answer.on, answer.document)
    return True


async def _take_lines(request: Request, asked: Conversation) -> bool:
    """Of a reply on several lines, the answers to this question; whatever else it says is read as a report."""
    items = {each["number"]: each["occurrence_id"] for each in asked.data["items"]}
    answers, rest = take_answers(request.text, items, request.today)
    waiting = {number: await _waiting(request, items[number]) for number in sorted(answers)}
    if not answers or None in waiting.values():
        return False
    left = [each for each in asked.data["items"] if each["number"] not in answers]
    if left:
        await change_conversation(request.session, asked.id, {**asked.data, "items": left})
    else:
        await close_conversation(request.session, asked.id, "answered", request.now)
    found = {number: occurrence for number, occurrence in waiting.items() if occurrence is not None}
    if not_yet := [occurrence for number, occurrence in found.items() if not answers[number].issued]:
        await _not_yet(request, not_yet, "chat")
    for number, occurrence in found.items():
        if (on := answers[number].on) is not None:
            await _propose(request, occurrence, on, answers[number].document)
    request.incoming = replace(request.incoming, text=rest)
    return not rest


async def _none_yet(request: Request, asked: Conversation, items: Sequence[Mapping[str, Any]]) -> bool:
    """ "Chưa có" to a message that asks about nothing else."""
    found = [await _waiting(request, each["occurrence_id"]) for each in items]
    await close_conversation(request.session, asked.id, "answered", request.now)
    if waiting := [each for each in found if each is not None]:
        await _not_yet(request, waiting, "chat")
    return bool(waiting)


@question(DAY_KIND, act=Act.REPORT)
async def answer_day(request: Request, asked: Conversation) -> bool:
    """The day of the document, asked for because a term is counted from it."""
    on, document = read_issue_day(request.text, request.today)
    if on is None:
        if await count_try(request.session, asked.id) >= _TRIES:
            await close_conversation(request.session, asked.id, "given_up", request.now)
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    occurrence = await _waiting(request, asked.data["occurrence_id"])
    if occurrence is None:
        return False
    await _propose(request, occurrence, on, document or asked.data["document"])
    return True


@action(GUIDANCE, act=Act.REPORT)
async def press_guidance(request: Request) -> None:
    """The two buttons of the question."""
    pressed = parse_action(":".join((GUIDANCE, *request.arguments)))
    if not isinstance(pressed, GuidanceAction):
        return
    occurrence = await _waiting(request, pressed.occurrence_id)
    if occurrence is None:
        await request.answer(say("guidance", "The term of this task is set already."))
    elif pressed.word == NOT_YET:
        await _not_yet(request, [occurrence], "button")
    elif pressed.word == ISSUED:
        await _ask_day(request, occurrence, "")


async def _waiting(request: Request, occurrence_id: int) -> Occurrence | None:
    """The occurrence, where it still waits; raises NotAllowed for another agency's."""
    found = (await load_occurrences(request.session, [occurrence_id])).get(occurrence_id)
    if found is None or found.kind != "guidance" or found.state != "open":
        return None
    request.check(Act.REPORT, agency_id=found.agency_id)
    return found


async def _not_yet(request: Request, occurrences: Sequence[Occurrence], source: str) -> None:
    """A report that changes no standing: they were asked, and they answered."""
    for occurrence in occurrences:
        report = Report(
            occurrence_id=occurrence.id,
            person_id=request.person.id,
            source=source,
            reported_at=request.now,
            reported_on=request.today,
            text=request.text or say("reminder", "Not yet"),
            status=occurrence.standing or Status.NOT_STARTED,
            percent=occurrence.percent,
            note=say("guidance", "waiting: %(event)s", event=occurrence.event),
            inbox_id=request.inbox_id,
        )
        await record_report(request.session, report)
    ids = [each.id for each in occurrences]
    await refresh_looks(request.session, ids, request.today, await request.calendar(), await request.policy())
    codes = ", ".join(each.code for each in occurrences)
    await request.answer(say("guidance", "Noted: %(code)s – not yet. It is asked again next month.", code=codes))


async def _ask_day(request: Request, occurrence: Occurrence, document: str) -> None:
    data = {"occurrence_id": occurrence.id, "document": document}
    await open_conversation(request.session, request.person.id, DAY_KIND, data, request.now)
    await request.answer(
        say("guidance", "For %(code)s: of which number and day is the document?", code=occurrence.code),
        subject={"occurrences": [{"number": 1, "occurrence_id": occurrence.id, "code": occurrence.code}]},
    )


async def _propose(request: Request, occurrence: Occurrence, on: date, document: str) -> None:
    """Keep the event as told, and put it to the secretary."""
    (task,) = await load_tasks(request.session, ids=[occurrence.task_id])
    started = await tasks_started_by(request.session, task.plan_id, [occurrence.event])
    event_id = await propose_event(
        request.session,
        task.plan_id,
        occurrence.event,
        started or [task.id],
        on,
        request.now,
        document=document,
        by=request.person.id,
    )
    data = {"event_id": event_id, "code": occurrence.code, "agency": occurrence.agency, "person_id": request.person.id}
    decision = await open_decision(request.session, f"event:{event_id}", "event", data, request.now)
    if decision is not None:
        from handlers.decisions import tell_deciders  # it lists this kind, so it cannot be imported above

        await tell_deciders(request.session, request.office, await request.calendar(), decision)
    await request.answer(
        say(
            "guidance", "Noted: %(code)s – %(document)s of %(day)s. The secretary confirms it, then the term is told.",
            code=occurrence.code, document=document or say("guidance", "the document"), day=short_day(on),
        )
    )  # fmt: skip


# --- the secretary's part


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """What was told, by whom, and the terms that would follow."""
    event = await _event(session, decisions[0])
    calendar = await load_calendar(session)
    data = decisions[0].data
    lines = [
        say(
            "guidance", "%(agency)s tells on %(code)s: %(event)s – %(document)s of %(day)s.",
            agency=data["agency"], code=data["code"], event=event.text,
            document=event.document or say("guidance", "the document"), day=short_day(event.on),
        )
    ]  # fmt: skip
    for occurrence, due_on in await terms_of_event(session, event, calendar.is_working_day):
        lines.append(say("guidance", "Term of %(code)s: %(due)s.", code=occurrence.code, due=short_day(due_on)))
    if len(lines) == 1:
        lines.append(
            say("guidance", "No term follows by itself; it is set with /suanhiemvu %(code)s.", code=data["code"])
        )
    choices = (Choice(_CONFIRM, say("guidance", "Confirm")), Choice(_REFUSE, say("guidance", "Not so")))
    return Shown("\n".join(lines), choices)


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Set the terms and tell whoever leads the tasks; or leave everything as it was and tell who reported it."""
    event = await _event(request.session, decisions[0])
    key = f"event:{event.id}"
    if word != _CONFIRM:
        await refuse_event(request.session, event.id)
        words = say("guidance", "The desk could not confirm the guidance on %(code)s.", code=decisions[0].data["code"])
        await request.tell(decisions[0].data["person_id"], Outgoing(words), key=f"{key}:refused")
        return Decided(say("guidance", "Left as it was."), "refused")
    moved = await carry_out(Actor.of(request), event)
    return Decided(say("guidance", "Confirmed; %(count)s terms are set.", count=len(moved)), "confirmed")


async def _event(session: AsyncSession, decision: Decision) -> Event:
    found = await find_event(session, decision.data["event_id"])
    if found is None:
        raise LookupError(decision.key)
    return found


EVENT = DecisionKind("event", describe, decide)
