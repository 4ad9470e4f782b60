"""/huongdan: guidance was issued. Which terms it sets is shown first; the day put right later moves them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.events import apart, choose_event, is_like_event, is_same_event
from bot.domain.gate import Act
from bot.domain.guidance import read_issued
from bot.domain.occurrences import Occurrence
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.talks import YES, Heard, Option, ask, talk, whole, yes_or_stop
from handlers.terms_told import carry_out
from storage.conversations import Conversation
from storage.events import (
    Event,
    events_waited_for,
    find_event,
    propose_event,
    recorded_events,
    tasks_started_by,
    terms_of_event,
)
from storage.plans import load_tasks

KIND = "issued"
_WHICH, _DAY, _CONFIRM, _ALL = "which", "day", "confirm", "all"
_SHOWN, _CODES = 8, 6


@dataclass(frozen=True)
class _Waited:
    """The events that terms wait for, each wording with its tasks, and those that are recorded."""

    plan_id: int
    tasks: Mapping[str, tuple[int, ...]]
    recorded: Sequence[Event]

    @property
    def events(self) -> tuple[str, ...]:
        """One wording of each event."""
        return apart(self.tasks)

    def recorded_as(self, text: str) -> Event | None:
        """The event as it is recorded, the newest."""
        return next((each for each in reversed(self.recorded) if is_same_event(each.text, text)), None)

    def tasks_of(self, text: str) -> list[int]:
        """The tasks of every wording that means the same."""
        return [each for known, ids in self.tasks.items() if is_same_event(known, text) for each in ids]


async def _reads(request: Request) -> bool:
    """With words it is a command only where they name an event plainly and its day."""
    on, _, rest = read_issued(request.argument, request.today)
    waited = await _load(request)
    return on is not None and waited is not None and choose_event(rest, waited.tasks)[1]


@command("huongdan", act=Act.RECORD_EVENT, help="Guidance was issued", words=("huong dan",), accepts=_reads)
async def guidance_issued(request: Request) -> None:
    """Bare: what is waited for. With an event, a document and its day: the terms that follow, to be confirmed."""
    await whole(request, _begin(request))


async def _load(request: Request) -> _Waited | None:
    plan = await request.plan()
    if plan is None:
        return None
    waited = await events_waited_for(request.session, plan.id)
    return _Waited(plan.id, waited, await recorded_events(request.session, plan.id))


async def _begin(request: Request) -> None:
    waited = await _load(request)
    if waited is None or not waited.tasks:
        raise UsageError(say("event", "No task of the plan waits for an event."))
    on, document, rest = read_issued(request.argument, request.today)
    data = {"plan_id": waited.plan_id, "on": on.isoformat() if on else "", "document": document}
    texts, certain = choose_event(rest, waited.tasks) if rest else (tuple(waited.tasks), False)
    events = apart(texts or tuple(waited.tasks))
    if rest and (certain or len(events) == 1) and texts:
        await _go_on(request, {**data, "text": texts[0]})
        return
    await _ask_which(request, waited, data, events, heading=rest if rest and not texts else "")


async def _ask_which(
    request: Request, waited: _Waited, data: dict[str, Any], events: Sequence[str], *, heading: str
) -> None:
    """The events by number, each with its tasks and the day that is recorded."""
    lines = [say("issued", "“%(words)s” is none of the events waited for.", words=heading)] if heading else []
    lines.append(say("issued", "Events that terms are counted from:"))
    shown = events[:_SHOWN]
    for number, text in enumerate(shown, start=1):
        codes = await _codes(request, waited.tasks_of(text))
        lines.append(say("issued", "%(number)s. %(event)s (%(codes)s)", number=number, event=text, codes=codes))
        if known := waited.recorded_as(text):
            lines.append(_recorded(known))
    lines.append(say("issued", "Which of them has happened, or is to be put right?"))
    options = [Option(f"e{place}", say("issued", "Event %(number)s", number=place + 1)) for place in range(len(shown))]
    await ask(request, KIND, {**data, "step": _WHICH, "events": list(shown)}, "\n".join(lines), options)


def _recorded(event: Event) -> str:
    document = event.document or say("guidance", "the document")
    return say("issued", "   recorded: %(document)s of %(day)s", document=document, day=short_day(event.on))


async def _codes(request: Request, task_ids: Sequence[int]) -> str:
    codes = [each.code for each in await load_tasks(request.session, ids=task_ids)]
    return ", ".join(codes[:_CODES]) + ("…" if len(codes) > _CODES else "")


async def _step(request: Request, asked: Conversation, heard: Heard) -> None:
    data = dict(asked.data)
    match data["step"]:
        case "which":
            await _go_on(request, {**data, "text": _chosen(data["events"], heard)})
        case "day":
            await _take_day(request, data, heard)
        case _:
            await _confirmed(request, data, heard)


def _chosen(events: Sequence[str], heard: Heard) -> str:
    if heard.word:
        return events[int(heard.word.removeprefix("e"))]
    texts, _ = choose_event(heard.text, events)
    if len(texts) != 1:
        raise Refusal(say("issued", "Please answer with the number of the event, 1 to %(most)s.", most=len(events)))
    return texts[0]


async def _take_day(request: Request, data: dict[str, Any], heard: Heard) -> None:
    on, document, _ = read_issued(heard.text, request.today)
    if on is None:
        raise Refusal(say("issued", "The day of the document is needed, today or before: CV 123/BNN of 5/8/2022."))
    await _go_on(request, {**data, "on": on.isoformat(), "document": document or data["document"]})


async def _go_on(request: Request, data: dict[str, Any]) -> None:
    """Ask for the day where it is missing; then list what the event sets."""
    if not data["on"]:
        text = say("issued", "%(event)s: of which number and day is the document?", event=data["text"])
        await ask(request, KIND, {**data, "step": _DAY}, text)
        return
    event = await _event(request, data, data["text"])
    alike = await _alike(request, event)
    document = event.document or say("guidance", "the document")
    lines = [say("issued", "%(event)s – %(document)s of %(day)s.", event=event.text, document=document,
                 day=short_day(event.on))]  # fmt: skip
    lines += await _lines(request, event)
    options = list(yes_or_stop(say("guidance", "Confirm")))
    for each in alike:
        lines.append(say("issued", "Worded nearly so: “%(event)s”", event=each.text))
        lines += await _lines(request, each)
    if alike:
        options = [Option(YES, say("issued", "Only the first")), Option(_ALL, say("issued", "All of them")), options[1]]
    lines.append(say("issued", "Record it?"))
    data |= {"step": _CONFIRM, "also": [each.text for each in alike]}
    await ask(request, KIND, data, "\n".join(lines), options)


async def _event(request: Request, data: Mapping[str, Any], text: str) -> Event:
    """The event as it would be recorded."""
    plan_id = int(data["plan_id"])
    task_ids = await tasks_started_by(request.session, plan_id, [text])
    return Event(0, plan_id, text, task_ids, date.fromisoformat(data["on"]), data["document"], "proposed", None)


async def _alike(request: Request, event: Event) -> list[Event]:
    """Other events that may be the same one, worded otherwise."""
    waited = await events_waited_for(request.session, event.plan_id)
    others = [text for text in apart(waited) if not is_same_event(text, event.text) and is_like_event(text, event.text)]
    data = {"plan_id": event.plan_id, "on": event.on.isoformat(), "document": event.document}
    return [await _event(request, data, each) for each in others]


async def _lines(request: Request, event: Event) -> list[str]:
    """The terms that the event sets or moves; the tasks whose term is set by hand."""
    calendar = await request.calendar()
    terms = await terms_of_event(request.session, event, calendar.is_working_day)
    lines = [_line(occurrence, due_on) for occurrence, due_on in terms[:_SHOWN]]
    if len(terms) > _SHOWN:
        lines.append(say("issued", "… and %(count)s more terms", count=len(terms) - _SHOWN))
    started = {occurrence.task_id for occurrence, _ in terms}
    for task in await load_tasks(request.session, ids=[each for each in event.task_ids if each not in started]):
        by_hand = f"/suanhiemvu {task.code}"
        lines.append(say("event", "- %(code)s: its term is set by hand (%(command)s)", code=task.code, command=by_hand))
    return lines


def _line(occurrence: Occurrence, due_on: date) -> str:
    values = {"code": occurrence.code, "agency": occurrence.agency, "due": short_day(due_on)}
    if occurrence.due_on is None:
        line = say("event", "%(code)s – %(agency)s: term %(due)s", **values)
    else:
        was = short_day(occurrence.due_on)
        line = say("event", "%(code)s – %(agency)s: term %(due)s, until now %(was)s", **values, was=was)
    return f"- {line}"


async def _confirmed(request: Request, data: dict[str, Any], heard: Heard) -> None:
    if heard.word not in {YES, _ALL}:
        raise Refusal(say("talk", "Please answer: yes, or cancel."))
    actor, moved = Actor.of(request), list[Occurrence]()
    for text in (data["text"], *(data["also"] if heard.word == _ALL else ())):
        moved += await carry_out(actor, await _kept(actor, await _event(request, data, text)))
    codes = ", ".join(dict.fromkeys(each.code for each in moved)) or say("round", "none")
    text = say(
        "issued", "Recorded. Terms set or moved: %(codes)s. The agencies are told. To put the day right: /huongdan",
        codes=codes,
    )  # fmt: skip
    await request.answer(text)


async def _kept(actor: Actor, event: Event) -> Event:
    event_id = await propose_event(
        actor.session, event.plan_id, event.text, event.task_ids, event.on, actor.now,
        document=event.document, by=actor.person_id,
    )  # fmt: skip
    found = await find_event(actor.session, event_id)
    if found is None:
        raise LookupError(event_id)
    return found


press_issued, answer_issued = talk(KIND, Act.RECORD_EVENT, _step)
