"""/lichsu CODE: a task's whole story, on a phone."""

from bot.domain.gate import Act
from bot.domain.messages import Button
from bot.domain.occurrences import Occurrence, short_title
from bot.domain.typed_codes import match_codes
from bot.texts import say, short_day
from handlers.confirming import return_button
from handlers.my_tasks import term_words
from handlers.registry import command
from handlers.request import Request, UsageError
from storage.decisions import open_decisions
from storage.history import Happening, load_changes, load_story
from storage.occurrences import occurrences_of_task
from storage.plans import Task, find_task, load_tasks
from storage.reports import last_report

_SHOWN = 14
_WORDS = 80


async def _names_a_task(request: Request) -> bool:
    return not request.argument or await find_named_task(request, request.argument) is not None


async def find_named_task(request: Request, words: str) -> Task | None:
    """The one task whose code the words are."""
    plan = await request.plan()
    if plan is None:
        return None
    exact = await find_task(request.session, plan.id, words.strip())
    if exact is not None:
        return exact
    tasks = {each.code: each for each in await load_tasks(request.session, plan.id)}
    named, _ = match_codes(words, tasks)
    return tasks[named[0]] if len(named) == 1 else None


@command("lichsu", act=Act.TASK_HISTORY, help="A task's history", words=("lich su",), accepts=_names_a_task)
async def story(request: Request) -> None:
    """Reports, terms, obstacles and extensions of a task, the newest last; scope by role."""
    task = await find_named_task(request, request.argument) if request.argument else None
    if task is None:
        raise UsageError(say("story", "Please write /lichsu and a task's code, for example: /lichsu I.1.2"))
    occurrences = [each for each in await occurrences_of_task(request.session, task.id) if each.state != "void"]
    seen = {
        each.id
        for each in occurrences
        if request.may(Act.TASK_HISTORY, agency_id=each.agency_id, programme=task.programme)
    }
    if not seen:
        raise UsageError(say("report", "%(codes)s is not a task of your agency.", codes=task.code))
    happenings = await _happenings(request, task, seen)
    several = len({each.agency for each in happenings if each.agency}) > 1
    shown = happenings[-_SHOWN:]
    head = say("story", "%(code)s – %(title)s", code=task.code, title=short_title(task.content, 120))
    lines = [_line(request, each, several=several) for each in shown]
    if len(happenings) > len(shown):
        lines.insert(0, say("story", "… %(count)s earlier entries", count=len(happenings) - len(shown)))
    if not lines:
        lines = [say("story", "Nothing has been reported yet.")]
    waiting = {each.data["occurrence_id"] for each in await open_decisions(request.session, ["completion"])}
    terms = [_term(each, waits=each.id in waiting) for each in occurrences if each.id in seen][:6]
    await request.answer("\n".join([head, *terms, *lines]), buttons=await _buttons(request, sorted(seen)))


async def _happenings(request: Request, task: Task, seen: set[int]) -> list[Happening]:
    """What the person may see, with what became of the task itself; a term set anew is told by its phrase alone."""
    changes = await load_changes(request.session, task.id)
    dated = {each.at for each in changes if each.kind == "deadline"}
    told = [
        each
        for each in await load_story(request.session, task.id)
        if each.occurrence_id in seen and not (each.kind == "term" and each.at in dated)
    ]
    return sorted((*told, *changes), key=lambda each: each.at)


def _term(occurrence: Occurrence, *, waits: bool) -> str:
    due = term_words(occurrence)
    standing = say("status", occurrence.standing.value) if occurrence.standing else say("question", "no report yet")
    if waits:
        standing = say("summary", "reported done, waiting to be confirmed")
    return say("story", "%(agency)s, term %(due)s: %(standing)s", agency=occurrence.agency, due=due, standing=standing)


async def _buttons(request: Request, ids: list[int]) -> tuple[tuple[Button, ...], ...]:
    """The secretary may return the last report of a task that one agency leads."""
    if len(ids) != 1 or not request.may(Act.REPORT_FOR_OTHERS):
        return ()
    report = await last_report(request.session, ids[0])
    return ((return_button(report.id),),) if report else ()


def _line(request: Request, each: Happening, *, several: bool) -> str:
    day = short_day(each.at.astimezone(request.office.settings.timezone).date())
    words = _what(each)
    if several and each.agency:
        words = say("story", "%(agency)s: %(words)s", agency=each.agency, words=words)
    return say("story", "%(day)s – %(words)s", day=day, words=words)


def _what(each: Happening) -> str:
    text = " ".join(each.text.split())
    quoted = text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]}…"
    day = short_day(each.day) if each.day else say("tasks", "no term")
    if not each.agency:
        return _of_task(each, quoted)
    match each.kind:
        case "report":
            standing = say("status", each.status)
            if each.percent is not None and each.status != "done":
                standing = f"{standing} {each.percent}%"
            line = say("story", "%(standing)s: “%(words)s”", standing=standing, words=quoted)
            return line if each.standing else say("story", "%(line)s (taken back)", line=line)
        case "term":
            return say("story", "term moved to %(day)s", day=day)
        case "obstacle":
            return say("story", "obstacle: “%(words)s”", words=quoted)
        case "obstacle_message":
            key = "standing agency: “%(words)s”" if each.source == "standing" else "focal point: “%(words)s”"
            return say("story", key, words=quoted)
        case "obstacle_closed":
            return say("story", "obstacle closed: %(words)s", words=quoted)
        case "extension":
            return say("story", "extension asked for to %(day)s: “%(words)s”", day=day, words=quoted)
        case _:
            return say("story", f"extension {each.status}", day=day)


def _of_task(each: Happening, value: str) -> str:
    shown = say("task state", each.text) if each.kind == "state" else value
    words = say("story", f"changed {each.kind}: %(value)s", value=shown)
    return say("story", "%(words)s (reason: %(reason)s)", words=words, reason=each.document) if each.document else words
