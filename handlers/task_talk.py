"""/suanhiemvu CODE: a deadline for a blank cell, another lead or wording, suspending, resuming, withdrawing, reopening.

Step by step, or at once: "/suanhiemvu I.2.a.3 thời hạn 31/12/2022 lý do: Công văn 5". Nothing is changed before it was
shown with its reason and confirmed.
"""

import re
from datetime import date
from typing import Any

from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.domain.typed_codes import typed_codes
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.confirming import ask_reason
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.story import find_named_task
from handlers.talks import YES, Heard, Option, ask, talk, whole, yes_or_stop
from handlers.task_card import (
    CONTENT,
    DEADLINE,
    LEAD,
    REOPEN,
    RESUME,
    STATE_OF,
    SUSPEND,
    WITHDRAW,
    alive,
    candidates,
    card,
    check_change,
)
from handlers.task_editing import set_content, set_deadline, set_lead, set_state
from storage.conversations import Conversation
from storage.plans import Plan, Task, load_plan, load_tasks
from storage.reports import last_report

KIND = "taskset"
_WHAT, _VALUE, _REASON, _CONFIRM, _WHICH = "what", "value", "reason", "confirm", "which"
_WORDS = {
    DEADLINE: ("thoi han", "han"),
    LEAD: ("co quan chu tri", "chu tri", "don vi"),
    CONTENT: ("noi dung",),
    SUSPEND: ("tam dung",),
    RESUME: ("tiep tuc",),
    WITHDRAW: ("rut khoi ke hoach", "rut"),
    REOPEN: ("mo lai",),
}
_WITH_REASON = re.compile(r"\s*(?:[,;.(–-]\s*)?(?:l[ýy]\s+do|v[ìi])\b\s*:?\s*(?P<reason>.+?)\)?$", re.IGNORECASE)
_FROM_STATE = {"open": (SUSPEND, WITHDRAW), "suspended": (RESUME, WITHDRAW)}
_SHOWN = 8


async def _names_a_task(request: Request) -> bool:
    return await find_named_task(request, request.argument) is not None


@command("suanhiemvu", act=Act.CHANGE_TASK, help="Change a task", words=("sua nhiem vu",), accepts=_names_a_task)
async def edit_task(request: Request) -> None:
    """With a code: the task and what can be changed; with the change as well: that, to be confirmed."""
    await whole(request, _begin(request))


async def _begin(request: Request) -> None:
    plan = await request.plan()
    if plan is None:
        raise UsageError(say("round", "There is no plan yet."))
    task = await find_named_task(request, request.argument) if request.argument else None
    if task is None:
        raise UsageError(await _which(request, plan))
    change, value, reason = _read(request.argument)
    data = {"task_id": task.id, "change": change, "value": value, "reason": reason}
    if not change:
        await _ask_what(request, task, data)
    elif change == REOPEN and task.state == "open":
        await _return_report(request, task)
    else:
        await _go_on(request, data)


async def _which(request: Request, plan: Plan) -> str:
    """How to name the task, and which are in want of something."""
    lines = [say("taskset", "usage")]
    if request.argument and (named := typed_codes(request.argument)):
        lines.insert(0, say("report", "The plan has no task %(codes)s.", codes=", ".join(named)))
    tasks = [each for each in await load_tasks(request.session, plan.id) if each.state == "open"]
    blank = [each.code for each in tasks if not each.deadline_text.strip()]
    leaderless = [each.code for each in tasks if not each.lead_ids]
    for key, codes in (("Without a term: %(codes)s", blank), ("Without a lead: %(codes)s", leaderless)):
        if codes:
            more = "…" if len(codes) > _SHOWN else ""
            lines.append(say("taskset", key, codes=", ".join(codes[:_SHOWN]) + more))
    return "\n".join(lines)


def _read(argument: str) -> tuple[str, str, str]:
    """(change, value, reason) of what follows the code; "" for what is not said. Raises UsageError for other words."""
    code = next(iter(typed_codes(argument)), argument.split()[0])
    rest = " ".join(argument.replace(code, " ", 1).split()).strip(" ,;:–-")
    found = _WITH_REASON.search(rest)
    reason, rest = (found["reason"].strip(), rest[: found.start()].strip()) if found else ("", rest)
    if not rest:
        return "", "", reason
    for change, names in _WORDS.items():
        for name in names:
            if fold(rest) == name or fold(rest).startswith(f"{name} "):
                return change, " ".join(rest.split()[len(name.split()) :]).strip(" :,"), reason
    raise UsageError(say("taskset", "usage"))


async def _ask_what(request: Request, task: Task, data: dict[str, Any]) -> None:
    actor = Actor.of(request)
    words = [DEADLINE, LEAD, CONTENT, *_FROM_STATE.get(task.state, ())] if task.state in _FROM_STATE else [REOPEN]
    if task.state == "open" and any(each.state == "done" for each in await alive(actor, task)):
        words.append(REOPEN)
    options = [Option(each, say("taskset", each)) for each in words]
    text = f"{await card(actor, task)}\n{say('taskset', 'What is to be changed?')}"
    await ask(request, KIND, {**data, "step": _WHAT}, text, options)


async def _step(request: Request, asked: Conversation, heard: Heard) -> None:
    data = dict(asked.data)
    task, _ = await _task_of(request, data)
    match data["step"]:
        case "what" if heard.word == REOPEN and task.state == "open":
            await _return_report(request, task)
        case "what":
            await _take_change(request, task, data, heard)
        case "value":
            await _go_on(request, {**data, "value": heard.text})
        case "reason":
            await _go_on(request, {**data, "reason": heard.text})
        case "which":
            await _return_one(request, int(heard.word) if heard.word.isdecimal() else 0)
        case _:
            await _confirmed(request, data, heard)


async def _take_change(request: Request, task: Task, data: dict[str, Any], heard: Heard) -> None:
    """An option, or the change with its value in words: "thời hạn 31/12/2022"."""
    change, value, reason = (heard.word, "", "") if heard.word else _read(f"{task.code} {heard.text}")
    allowed = [word for word, _ in data["options"]]
    if change not in allowed:
        raise Refusal(say("taskset", "Please choose one of: %(names)s.", names=_labels(allowed)))
    await _go_on(request, {**data, "change": change, "value": value, "reason": reason})


def _labels(words: list[str]) -> str:
    return "; ".join(say("taskset", each) for each in words)


async def _go_on(request: Request, data: dict[str, Any]) -> None:
    """Ask for what is missing, the value first, then the reason; then show the whole and ask to confirm."""
    task, plan = await _task_of(request, data)
    actor, change, value = Actor.of(request), data["change"], data["value"]
    if not value and change not in STATE_OF:
        await ask(request, KIND, {**data, "step": _VALUE}, say("taskset", f"value of {change}"))
        return
    if change == LEAD and (names := await candidates(actor, value)):
        options = [Option(f"c{place}", name) for place, name in enumerate(names[:_SHOWN])]
        text = say("taskset", "Which agency is meant by “%(text)s”?", text=value)
        await ask(request, KIND, {**data, "step": _VALUE, "value": ""}, text, options)
        return
    line = await check_change(actor, plan, task, change, value)
    if not data["reason"]:
        text = say("taskset", "%(change)s\nPlease give the reason in a few words.", change=line)
        await ask(request, KIND, {**data, "step": _REASON}, text)
        return
    text = say(
        "taskset", "%(code)s – %(title)s\n%(change)s\nReason: %(reason)s\nThe agencies concerned are told. Apply?",
        code=task.code, title=task.title, change=line, reason=data["reason"],
    )  # fmt: skip
    await ask(request, KIND, {**data, "step": _CONFIRM}, text, yes_or_stop(say("taskset", "Apply")))


async def _confirmed(request: Request, data: dict[str, Any], heard: Heard) -> None:
    if heard.word != YES:
        raise Refusal(say("talk", "Please answer: yes, or cancel."))
    task, plan = await _task_of(request, data)
    actor, change, value, reason = Actor.of(request), data["change"], data["value"], data["reason"]
    match change:
        case "deadline":
            await set_deadline(actor, plan, task, value, reason)
        case "lead":
            await set_lead(actor, plan, task, value, reason)
        case "content":
            await set_content(actor, task, value, reason)
        case _:
            await set_state(actor, task, STATE_OF[change], reason)
    (changed, _) = await _task_of(request, data)
    text = say("taskset", "Changed.\n%(card)s\nIts history: /lichsu %(code)s", card=await card(actor, changed),
               code=task.code)  # fmt: skip
    await request.answer(text)


async def _return_report(request: Request, task: Task) -> None:
    """A completed term is opened again by returning the report that completed it."""
    done = [each for each in await alive(Actor.of(request), task) if each.state == "done"]
    if not done:
        state = say("task state", "open")
        raise Refusal(say("edit", "Task %(code)s is already: %(state)s.", code=task.code, state=state))
    if len(done) == 1:
        await _return_one(request, done[0].id)
        return
    options = [Option(str(each.id), f"{each.agency}, {_day(each.due_on)}") for each in done[-_SHOWN:]]
    data = {"task_id": task.id, "step": _WHICH}
    await ask(request, KIND, data, say("taskset", "Which completed term is opened again?"), options)


def _day(due_on: date | None) -> str:
    return short_day(due_on) if due_on else say("tasks", "no term")


async def _return_one(request: Request, occurrence_id: int) -> None:
    report = await last_report(request.session, occurrence_id) if occurrence_id else None
    if report is None:
        raise Refusal(say("confirm", "This report does not stand any more."))
    await ask_reason(request, report.id)
    await request.answer(say("confirm", "Please give the reason for returning the report."))


async def _task_of(request: Request, data: dict[str, Any]) -> tuple[Task, Plan]:
    (task,) = await load_tasks(request.session, ids=[data["task_id"]])
    plan = await load_plan(request.session, task.plan_id)
    if plan is None:
        raise LookupError(task.plan_id)
    return task, plan


press_task, answer_task = talk(KIND, Act.CHANGE_TASK, _step)
