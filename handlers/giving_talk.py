"""/giaoviec: a task that stands in no appendix: content, lead, deadline, shown and confirmed.

Step by step, or at once: "/giaoviec Rà soát quỹ nhà ở; chủ trì: Sở Xây dựng; thời hạn: 31/12/2022".
"""

import re
from typing import Any

from bot.domain.gate import Act
from bot.render.deadlines import render_deadline
from bot.texts import say
from handlers.acting import Actor
from handlers.registry import command
from handlers.request import Request, UsageError
from handlers.talks import YES, Heard, Option, ask, talk, whole, yes_or_stop
from handlers.task_card import candidates, card, check_wording
from handlers.task_giving import Given, give_task, read_doers, read_term
from storage.conversations import Conversation
from storage.plans import Plan, load_plan

KIND = "give"
CONTENT, LEAD, DEADLINE, _CONFIRM = "content", "lead", "deadline", "confirm"
_PARTS = re.compile(r"[\s;,.–-]*\b(?P<name>chủ trì|cơ quan chủ trì|thời hạn|hạn|nội dung)\s*:\s*", re.IGNORECASE)
_NAMES = {"chủ trì": LEAD, "cơ quan chủ trì": LEAD, "thời hạn": DEADLINE, "hạn": DEADLINE, "nội dung": CONTENT}
_SHOWN = 8


@command("giaoviec", act=Act.CHANGE_TASK, help="Give a task", words=("giao viec", "giao nhiem vu"))
async def give(request: Request) -> None:
    """Ask for what is not said yet; give it after a yes."""
    await whole(request, _begin(request))


async def _begin(request: Request) -> None:
    plan = await request.plan()
    if plan is None:
        raise UsageError(say("round", "There is no plan yet."))
    await _go_on(request, plan, {"plan_id": plan.id, CONTENT: "", LEAD: "", DEADLINE: "", **_read(request.argument)})


def _read(argument: str) -> dict[str, str]:
    """What comes first is the content; the rest bears its name."""
    first, *named = _PARTS.split(argument)
    found = {CONTENT: first.strip(" ;")}
    for name, words in zip(named[::2], named[1::2], strict=True):
        found[_NAMES[" ".join(name.casefold().split())]] = words.strip(" ;.")
    return found


async def _step(request: Request, asked: Conversation, heard: Heard) -> None:
    data, plan = asked.data, await load_plan(request.session, asked.data["plan_id"])
    if plan is None:
        raise LookupError(data["plan_id"])
    step = data["step"]
    if step == _CONFIRM:
        if heard.word == YES:
            await _give(request, plan, _given(data))
        else:
            await _go_on(request, plan, {**data, **{key: value for key, value in _read(heard.text).items() if value}})
        return
    chosen = dict(data.get("options", ())).get(heard.word, heard.text)
    await _go_on(request, plan, {**data, step: chosen})


def _given(data: dict[str, Any]) -> Given:
    return Given(data[CONTENT], data[LEAD], data[DEADLINE])


async def _go_on(request: Request, plan: Plan, data: dict[str, Any]) -> None:
    """Check each part as it comes; a doubtful name is asked about with its candidates."""
    actor, given = Actor.of(request), _given(data)
    if given.content:
        check_wording(given.content)
    names: list[str] = []
    if given.lead:
        if found := await candidates(actor, given.lead):
            options = [Option(f"c{place}", name) for place, name in enumerate(found[:_SHOWN])]
            text = say("taskset", "Which agency is meant by “%(text)s”?", text=given.lead)
            await ask(request, KIND, {**data, "step": LEAD}, text, options)
            return
        names, _ = await read_doers(actor, plan, given.lead)
    reading = await read_term(actor, plan, given.deadline) if given.deadline else None
    for part in (CONTENT, LEAD, DEADLINE):
        if not data[part]:
            await ask(request, KIND, {**data, "step": part}, say("give", f"ask {part}"))
            return
    meaning = "; ".join(render_deadline(reading)) if reading else ""
    text = say(
        "give",
        "New task outside the appendix:\n%(content)s\nLed by: %(names)s\nTerm: %(term)s (%(meaning)s)\nGive it?",
        content=given.content, names="; ".join(names), term=given.deadline,
        meaning=meaning or say("tasks", "no term"),
    )  # fmt: skip
    await ask(request, KIND, {**data, "step": _CONFIRM}, text, yes_or_stop(say("give", "Give")))


async def _give(request: Request, plan: Plan, given: Given) -> None:
    actor = Actor.of(request)
    task = await give_task(actor, plan, given)
    await request.answer(
        say(
            "give", "Given.\n%(card)s\nTo change it: /suanhiemvu %(code)s", card=await card(actor, task), code=task.code
        )
    )


press_given, answer_given = talk(KIND, Act.CHANGE_TASK, _step)
