"""A plan's file sent to the bot: read beside the service, shown, its points asked one by one, applied when confirmed.

The reading and the applying are work that a job does (`bot.jobs.plans`), so that nobody waits for a file of somebody
else. Between the two this talk keeps what was answered; nothing is live before the work of applying.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.gate import Act
from bot.domain.importing import DoubtKind
from bot.domain.programmes import fold
from bot.texts import say
from handlers.acting import Actor, Refusal
from handlers.doubt_answers import answer_doubt, check_answer, read_answered_day
from handlers.plan_draft import OF_PLAN, Draft, Point, open_points, point_from_json
from handlers.plan_file import Given, ReadPlan
from handlers.plan_words import (
    ANSWER,
    KEEP_FACT,
    LATER,
    SEEN,
    confirm_question,
    dry_run,
    fact_question,
    plan_line,
    point_question,
    what_next,
)
from handlers.registry import command
from handlers.request import Request
from handlers.talks import YES, Heard, Option, ask, talk, whole
from storage.conversations import Conversation, close_conversations, open_conversation
from storage.plans import Plan, load_plan, load_tasks

KIND, WORK = "plantalk", "planwork"
READ, APPLYING = "read", "apply"  # what the job is to do
SUFFIXES = (".docx", ".xlsx", ".csv", ".tsv", ".txt", ".doc", ".xls", ".docm", ".xlsm", ".odt", ".ods", ".pdf", ".rtf")
_FACT, _NEXT, _POINT, _CONFIRM, _KEPT = "fact", "next", "point", "confirm", "kept"
_YEARS = range(2000, 2101)
_LONGEST_NUMBER = 60

Asked = tuple[dict[str, Any], str, tuple[Option, ...]]


async def take_plan(request: Request) -> None:
    """Note that a plan's file is to be read; the bytes are fetched by the job."""
    file = request.incoming.files[0]
    data = {
        "do": READ, "file_inbox": request.inbox_id, "name": file.name, "stored": "", "given": {}, "answers": [],
        "later": [],
    }  # fmt: skip
    await _give_work(request, data)
    await request.answer(say("planfile", "%(name)s has come in; it is being read.", name=file.name))


async def _give_work(request: Request, data: Mapping[str, Any]) -> None:
    await close_conversations(request.session, request.person.id, [KIND], request.now)
    kept = {**data, "cause": request.inbox_id}
    await open_conversation(request.session, request.person.id, WORK, kept, request.now)


def given_of(data: Mapping[str, Any]) -> Given:
    """What the person has said of the plan."""
    kept = data["given"]
    days = {name: date.fromisoformat(kept[name]) for name in ("issued_on", "end") if kept.get(name)}
    return Given(number=kept.get("number"), year=kept.get("year"), **days)


def first_question(data: Mapping[str, Any], read: ReadPlan, draft: Draft | None) -> Asked:
    """What is asked when the file has been read: what is missing of the plan, else what is to be done next."""
    kept = {name: data[name] for name in ("name", "stored", "given", "answers", "later")}
    kept["plan"] = _plan_json(read.plan)
    kept["line"] = plan_line(read.plan, len(read.tasks))
    wanted = {each.kind for each in read.doubts}
    missing = [each.value for each in OF_PLAN if each in wanted and each.value not in data["later"]]
    if read.plan is None:
        missing = ["year"]
    if draft is None or missing:
        text, options = fact_question(missing[0], read.plan)
        head = say("planfile", "Read from %(name)s: %(plan)s", name=data["name"], plan=kept["line"])
        return {**kept, "step": _FACT, "facts": missing}, f"{head}\n{text}", options
    kept["points"] = [each.to_json() for each in draft.points]
    text, options = what_next(draft.points)
    return {**kept, "step": _NEXT, "at": 0}, f"{dry_run(data['name'], read, draft)}\n{text}", options


def _plan_json(plan: Plan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {
        "number": plan.number,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "start_on": plan.start_on.isoformat(),
        "end_on": plan.end_on.isoformat(),
        "year": plan.year,
        "id": plan.id,
    }


def _plan_of(kept: Mapping[str, Any] | None) -> Plan | None:
    """As much of the plan as questions need."""
    if kept is None:
        return None
    issued = date.fromisoformat(kept["issued_on"]) if kept["issued_on"] else None
    start, end = date.fromisoformat(kept["start_on"]), date.fromisoformat(kept["end_on"])
    return Plan(kept["id"], kept["number"], "", "", issued, start, end, kept["year"], "live")


async def _step(request: Request, asked: Conversation, heard: Heard) -> None:
    data = dict(asked.data)
    match data["step"]:
        case "fact":
            await _take_fact(request, data, heard)
        case "next":
            await _take_next(request, data, heard)
        case "point":
            await _take_point(request, data, heard)
        case "kept":
            await _take_kept(request, data, heard)
        case _:
            await _take_confirmation(request, data, heard)


# --- the plan's number and days


async def _take_fact(request: Request, data: dict[str, Any], heard: Heard) -> None:
    """One fact; when none is left to ask, the file is read again with them."""
    kind, *rest = data["facts"]
    if heard.word == LATER:
        data["later"] = [*data["later"], kind]
    elif heard.word != KEEP_FACT:
        data["given"] = {**data["given"], **_fact(kind, heard.text, _plan_of(data["plan"]))}
    elif kind == DoubtKind.END.value and data["plan"]:
        data["given"] = {**data["given"], "end": data["plan"]["end_on"]}
    if rest:
        text, options = fact_question(rest[0], _plan_of(data["plan"]))
        await ask(request, KIND, {**data, "facts": rest}, text, options)
        return
    await _give_work(request, {**data, "do": READ})
    await request.answer(say("planfile", "Noted; the file is read again with that."))


def _fact(kind: str, words: str, plan: Plan | None) -> dict[str, Any]:
    """The fact as it is given to the reader; raises Refusal for words that are none."""
    if kind == "year":
        if not words.isdecimal() or int(words) not in _YEARS:
            raise Refusal(say("planfile", "The year in four digits is needed, for example 2022."))
        return {"year": int(words)}
    if kind == DoubtKind.NUMBER.value:
        if not any(letter.isdigit() for letter in words) or len(words) > _LONGEST_NUMBER:
            raise Refusal(say("planfile", "The number of the plan is needed, for example 12/KH-BCĐ."))
        return {"number": words}
    day = read_answered_day(words)
    if kind == DoubtKind.END.value and plan and day < plan.start_on:
        raise Refusal(say("planfile", "The last day cannot be before the first one."))
    return {"issued_on" if kind == DoubtKind.ISSUED.value else "end": day.isoformat()}


# --- before anything is live


async def _take_next(request: Request, data: dict[str, Any], heard: Heard) -> None:
    match heard.word:
        case "answer":
            await _ask_point(request, data)
        case "facts":
            facts = [each.value for each in OF_PLAN]
            text, options = fact_question(facts[0], _plan_of(data["plan"]))
            await ask(request, KIND, {**data, "step": _FACT, "facts": facts}, text, options)
        case "apply" | "yes":
            await _apply(request, data)
        case _:
            raise Refusal(say("planfile", "Please choose one of the answers."))


async def _apply(request: Request, data: Mapping[str, Any]) -> None:
    await _give_work(request, {**data, "do": APPLYING})
    await request.answer(say("planfile", "It is being applied."))


async def _ask_point(request: Request, data: dict[str, Any]) -> None:
    """The next point; after the last one, whether to apply."""
    points = [point_from_json(each) for each in data["points"]]
    if data["at"] < len(points):
        text, options = point_question(points[data["at"]], data["at"], len(points))
        await ask(request, KIND, {**data, "step": _POINT}, text, options)
        return
    answered = len(data["answers"])
    text, options = confirm_question(data["line"], answered, len(points) - answered)
    await ask(request, KIND, {**data, "step": _CONFIRM}, text, options)


async def _take_point(request: Request, data: dict[str, Any], heard: Heard) -> None:
    """Check an answer and keep it; it is carried out with the plan."""
    point = point_from_json(data["points"][data["at"]])
    if heard.word != LATER:
        words, plan = _answer_words(point, heard), _plan_of(data["plan"])
        if plan is not None:
            await check_answer(Actor.of(request), plan, point.kind, words)
        data["answers"] = [*data["answers"], {"point": point.to_json(), "words": words}]
    await _ask_point(request, {**data, "at": data["at"] + 1})


def _answer_words(point: Point, heard: Heard) -> str:
    if heard.word == SEEN:
        return say("planfile", "Leave as it is")
    if heard.word.startswith("c") and heard.word[1:].isdecimal():
        return point.choices[int(heard.word[1:])]
    chosen = fold(heard.text)
    return next((each for each in point.choices if fold(each) == chosen), heard.text)


async def _take_confirmation(request: Request, data: dict[str, Any], heard: Heard) -> None:
    if heard.word != YES:
        raise Refusal(say("talk", "Please answer: yes, or cancel."))
    await _apply(request, data)


# --- what is kept already


@command("kehoach", act=Act.IMPORT_PLAN, help="The plan and its open points", words=("ke hoach",))
async def show_plan(request: Request) -> None:
    """The plan that is tracked, how to send its file, and the points that wait for an answer."""
    await whole(request, _show(request))


async def _show(request: Request) -> None:
    plan = await request.plan()
    how = say("planfile", "To bring a plan in, or its new version: send the file of its appendix here.")
    if not request.capabilities.files:
        how = f"{how} {say('planfile', 'Where the app sends no files: by Telegram, or through the operator.')}"
    if plan is None:
        await request.answer(f"{say('planfile', 'No plan is tracked yet.')}\n{how}")
        return
    tasks = [each for each in await load_tasks(request.session, plan.id) if each.state != "withdrawn"]
    points = await open_points(Actor.of(request), plan.id, DoubtKind)
    lines = [say("planfile", "Tracked: %(plan)s", plan=plan_line(plan, len(tasks))), how]
    if not points:
        await request.answer("\n".join([*lines, say("planfile", "No point is open.")]))
        return
    lines.append(say("planfile", "%(count)s points are open.", count=len(points)))
    options = (Option(ANSWER, say("planfile", "Answer %(count)s points", count=len(points))),)
    data = {"step": _KEPT, "plan_id": plan.id, "passed": [], "doubt": 0}
    await ask(request, KIND, data, "\n".join(lines), options)


async def _take_kept(request: Request, data: dict[str, Any], heard: Heard) -> None:
    """Answer a point of what is live already: it is carried out at once."""
    told = ""
    actor = Actor.of(request)
    if data["doubt"]:
        if heard.word == LATER:
            data["passed"] = [*data["passed"], data["doubt"]]
        else:
            points = await open_points(actor, data["plan_id"], DoubtKind)
            point = next((each for each in points if each.doubt_id == data["doubt"]), None)
            told = await _carry_out(actor, data["plan_id"], point, heard) if point else ""
    elif heard.word != ANSWER:
        raise Refusal(say("planfile", "Please choose one of the answers."))
    points = await open_points(actor, data["plan_id"], DoubtKind)
    left = [each for each in points if each.doubt_id not in data["passed"]]
    if not left:
        done = say("planfile", "That was the last point; left for later: %(count)s.", count=len(points))
        await request.answer("\n".join(filter(None, (told, done))))
        return
    text, options = point_question(left[0], len(data["passed"]), len(points))
    await ask(request, KIND, {**data, "doubt": left[0].doubt_id}, "\n".join(filter(None, (told, text))), options)


async def _carry_out(actor: Actor, plan_id: int, point: Point, heard: Heard) -> str:
    words = _answer_words(point, heard)
    plan = await load_plan(actor.session, plan_id)
    if plan is not None:
        await check_answer(actor, plan, point.kind, words)
    return await answer_doubt(actor, point.doubt_id, words)


press_plan, answer_plan = talk(KIND, Act.IMPORT_PLAN, _step)
