"""A task as the secretary sees it before changing it, and each change before it is made."""

from collections.abc import Sequence
from datetime import date

from bot.domain.agencies import known_agencies, read_leads
from bot.domain.deadlines import DeadlineReading
from bot.domain.occurrences import Occurrence, short_title
from bot.render.deadlines import render_deadline
from bot.texts import say, short_day
from handlers.acting import Actor, Refusal
from handlers.plan_file import own_agencies
from handlers.task_editing import read_known_leads, read_phrase
from storage.occurrences import occurrences_of_task
from storage.plans import Plan, Task

DEADLINE, LEAD, CONTENT = "deadline", "lead", "content"
SUSPEND, RESUME, WITHDRAW, REOPEN = "suspend", "resume", "withdraw", "reopen"
STATE_OF = {SUSPEND: "suspended", RESUME: "open", WITHDRAW: "withdrawn", REOPEN: "open"}
_SHOWN = 4
_TITLE = 160
_DEAD = {"void", "withdrawn"}
_FEWEST_LETTERS = 10


async def alive(actor: Actor, task: Task) -> list[Occurrence]:
    """The task's occurrences that count, by due day."""
    return [each for each in await occurrences_of_task(actor.session, task.id) if each.state not in _DEAD]


async def card(actor: Actor, task: Task) -> str:
    """Content, leads, deadline as worded and as days, state."""
    lines = [say("story", "%(code)s – %(title)s", code=task.code, title=short_title(task.content, _TITLE))]
    lines.append(say("taskcard", "Led by: %(names)s", names="; ".join(task.leads) or say("import", "no lead yet")))
    worded = " ".join(task.deadline_text.split()) or say("taskcard", "left blank")
    lines.append(say("taskcard", "Term: %(words)s (%(days)s)", words=worded, days=days(await _due_days(actor, task))))
    lines.append(say("taskcard", "State: %(state)s", state=say("task state", task.state)))
    return "\n".join(lines)


async def _due_days(actor: Actor, task: Task) -> list[date]:
    return sorted({each.due_on for each in await alive(actor, task) if each.due_on is not None})


def days(found: Sequence[date]) -> str:
    """The first days of many, or that there is none."""
    if not found:
        return say("tasks", "no term")
    shown = ", ".join(short_day(each) for each in found[:_SHOWN])
    more = len(found) - _SHOWN
    return say("taskcard", "%(days)s and %(more)s more", days=shown, more=more) if more > 0 else shown


async def candidates(actor: Actor, words: str) -> list[str]:
    """The agencies that an uncertain name may mean."""
    read = read_leads(words, known_agencies(await own_agencies(actor.session)), on=actor.today)
    return [each.name for match in read.doubtful for each in match.candidates]


async def check_change(actor: Actor, plan: Plan, task: Task, change: str, value: str) -> str:
    """What a change would do, in a line: from what to what. Raises Refusal where it cannot be done."""
    match change:
        case "deadline":
            return _deadline_line(task, value, await read_phrase(actor, plan, value))
        case "lead":
            return await _lead_line(actor, task, value)
        case "content":
            return _content_line(value)
    if STATE_OF[change] == task.state:
        state = say("task state", task.state)
        raise Refusal(say("edit", "Task %(code)s is already: %(state)s.", code=task.code, state=state))
    return say("taskcard", change)


def _deadline_line(task: Task, value: str, reading: DeadlineReading) -> str:
    was = " ".join(task.deadline_text.split()) or say("taskcard", "left blank")
    meaning = "; ".join(render_deadline(reading)) or say("tasks", "no term")
    return say("taskcard", "Term: from “%(was)s” to “%(now)s”. Read as: %(meaning)s.", was=was, now=value,
               meaning=meaning)  # fmt: skip


async def _lead_line(actor: Actor, task: Task, value: str) -> str:
    named = await read_known_leads(actor, value)
    was = "; ".join(task.leads) or say("import", "no lead yet")
    return say("taskcard", "Lead: from %(was)s to %(now)s.", was=was, now="; ".join(each.name for each in named))


def check_wording(words: str) -> None:
    """Raise Refusal for a content of which nobody could tell what is to be done."""
    if len(words) < _FEWEST_LETTERS:
        raise Refusal(say("taskcard", "The wording is too short."))


def _content_line(value: str) -> str:
    check_wording(value)
    return say("taskcard", "Wording from now on: %(words)s", words=value)
