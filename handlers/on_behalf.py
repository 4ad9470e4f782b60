"""/baocao: one's own tasks by code, past ones too; by the secretary, what came by phone, letter or meeting."""

import re

from bot.domain.gate import Act
from bot.domain.messages import Button
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.domain.replies import Intent, read_reply
from bot.domain.typed_codes import match_codes, typed_codes
from bot.texts import say
from handlers.doubts import BEHALF_KIND
from handlers.my_tasks import render_line, show_tasks
from handlers.recording import Recorded, finish, record_said
from handlers.registry import action, command, question
from handlers.request import Request, UsageError
from handlers.said import said_of
from handlers.spoken_of import Scope, is_own, listing, most_current, scope_of
from storage.conversations import Conversation, close_conversation, find_conversation, open_conversation
from storage.occurrences import load_occurrences, occurrences_of_task
from storage.plans import load_tasks

VERB = "src"
SOURCES = ("phone", "letter", "meeting")
_WORDS = {
    "phone": r"(qua |bằng )?(điện thoại|dien thoai|đt|dt)\b",
    "letter": r"(qua |bằng |theo )?(văn bản|van ban|công văn|cong van)\b",
    "meeting": r"(tại |tai |qua )?(cuộc họp|cuoc hop|họp|giao ban|hop)\b",
}
_PAST = 8


@command("baocao", act=Act.OWN_DATA, help="Report on a task", words=("bao cao",))
async def report(request: Request) -> None:
    """Bare: the list of one's tasks. With codes: those, past terms too. With codes and words: a report."""
    may_report = request.may(Act.REPORT)
    if not request.argument:
        if may_report:
            await show_tasks(request)
            return
        request.check(Act.REPORT_FOR_OTHERS)
        raise UsageError(say("behalf", "Please write: /baocao CODE phone|letter|meeting: words"))
    occurrences, unknown = await _of_codes(request)
    if unknown:
        raise UsageError(say("report", "The plan has no task %(codes)s.", codes=", ".join(unknown)))
    own = [each for each in occurrences if is_own(request, each)]
    if own or not request.may(Act.REPORT_FOR_OTHERS):
        request.check(Act.REPORT)
        await _own_report(request, occurrences, own)
    else:
        await _on_behalf(request, occurrences)


async def _of_codes(request: Request) -> tuple[list[Occurrence], tuple[str, ...]]:
    plan = await request.plan()
    tasks = {each.code: each for each in await load_tasks(request.session, plan.id)} if plan else {}
    named, unknown = match_codes(request.argument, tasks)
    if not named and not unknown:
        unknown = (request.argument,) if not typed_codes(request.argument) else typed_codes(request.argument)
    found: list[Occurrence] = []
    for code in named:
        found += [each for each in await occurrences_of_task(request.session, tasks[code].id) if each.state != "void"]
    return found, unknown


def _words(argument: str) -> str:
    """What follows the codes."""
    for code in typed_codes(argument):
        argument = argument.replace(code, " ")
    return argument.strip(" ,;:.-–")


async def _own_report(request: Request, occurrences: list[Occurrence], own: list[Occurrence]) -> None:
    if not own:
        codes = ", ".join(dict.fromkeys(each.code for each in occurrences))
        raise UsageError(say("report", "%(codes)s is not a task of your agency.", codes=codes))
    if _words(request.argument):
        from handlers.status_reply import read_words

        await read_words(request, request.argument)
        return
    shown = own[-_PAST:]
    lines = [render_line(number, each) for number, each in enumerate(shown, start=1)]
    head = say("behalf", "The terms of %(codes)s:", codes=", ".join(dict.fromkeys(each.code for each in own)))
    await request.answer(
        "\n".join([head, *lines, say("tasks", "how to answer")]), subject=listing(shown), numbers_taken=True
    )


async def _on_behalf(request: Request, occurrences: list[Occurrence]) -> None:
    """By the secretary, who says whence the words came."""
    request.check(Act.REPORT_FOR_OTHERS)
    source, words = read_source(_words(request.argument))
    current = _current_by_agency(occurrences)
    if not current:
        raise UsageError(say("behalf", "This task has no term that could be reported on."))
    await _continue(
        request, {"occurrence_ids": [each.id for each in current], "source": source, "words": words, "typed": words}
    )


def _current_by_agency(occurrences: list[Occurrence]) -> list[Occurrence]:
    """Of each task and agency the term that is reported on."""
    groups: dict[tuple[int, int], list[Occurrence]] = {}
    for each in occurrences:
        groups.setdefault((each.task_id, each.agency_id), []).append(each)
    found = (most_current(some) for some in groups.values())
    return [each for each in found if each is not None]


def read_source(words: str) -> tuple[str, str]:
    """The source that the words begin or end with, and the rest; ("", words) where they name none."""
    for source, pattern in _WORDS.items():
        match = re.match(rf"\(?{pattern}\)?\s*[:,\-–]?\s*", words, re.IGNORECASE) or re.search(
            rf"\s*\(?{pattern}\)?\s*$", words, re.IGNORECASE
        )
        if match:
            return source, (words[: match.start()] + words[match.end() :]).strip(" ,;:")
    return "", words


async def _continue(request: Request, kept: dict[str, object]) -> None:
    """Ask for what is missing, the words first, then the source; then record."""
    ids = [int(str(each)) for each in kept["occurrence_ids"]]  # type: ignore[attr-defined]
    found = await load_occurrences(request.session, ids)
    scope = scope_of([found[each] for each in ids if each in found])
    typed = str(kept.get("typed") or "")
    reading = read_reply(typed, today=request.today, open_codes=scope.open_codes) if typed else None
    statuses = [each for each in reading.items if each.intent is Intent.STATUS] if reading else []
    if reading is None or not statuses or any(not each.tasks for each in statuses):
        await open_conversation(request.session, request.person.id, BEHALF_KIND, {**kept, "typed": ""}, request.now)
        await request.answer(_ask_words(scope), subject=listing(scope.occurrences), numbers_taken=True)
        return
    if not kept["source"]:
        conversation_id = await open_conversation(request.session, request.person.id, BEHALF_KIND, kept, request.now)
        row = tuple(Button(say("behalf", each), f"{VERB}:{conversation_id}:{each}") for each in SOURCES)
        await request.answer(say("behalf", "How was it reported?"), buttons=(row,))
        return
    words = str(kept.get("words") or typed)
    recorded = Recorded(words, str(kept["source"]), {**reading.to_json(), "on_behalf": True}, on_behalf=True)
    for item in statuses:
        await record_said(request, recorded, said_of(item), scope.of_labels(item.tasks))
    await finish(request, recorded, told=[say("behalf", "On behalf of %(agency)s.", agency=_agencies(scope))])


def _agencies(scope: Scope) -> str:
    return ", ".join(dict.fromkeys(each.agency for each in scope.occurrences))


def _ask_words(scope: Scope) -> str:
    lines = [
        say(
            "behalf", "%(number)s. %(code)s – %(agency)s: %(title)s",
            number=number, code=each.code, agency=each.agency, title=each.title,
        )
        for number, each in enumerate(scope.occurrences, start=1)
    ]  # fmt: skip
    return "\n".join([*lines, say("behalf", "Please type what was reported, for example: 1 done.")])


@question(BEHALF_KIND, act=Act.REPORT_FOR_OTHERS)
async def answer_behalf(request: Request, asked: Conversation) -> bool:
    """The words, or the source of those that were typed before."""
    await close_conversation(request.session, asked.id, "answered", request.now)
    kept = dict(asked.data)
    if fold(request.text) in {"thoi", "bo qua", "huy"}:
        await request.answer(say("doubt", "Nothing was recorded."))
        return True
    if kept.get("typed"):
        source, rest = read_source(request.text)
        if not source or rest:
            return False
        kept["source"] = source
    else:
        source, rest = read_source(request.text)
        kept |= {"typed": rest, "source": kept.get("source") or source, "words": kept.get("words") or rest}
        tries = int(kept.get("tries", 0)) + 1
        reading = read_reply(rest, today=request.today, open_codes=("I.1",))
        if not any(each.intent is Intent.STATUS for each in reading.items) and tries > 1:
            return False
        kept["tries"] = tries
    await _continue(request, kept)
    return True


@action(VERB, act=Act.REPORT_FOR_OTHERS)
async def press_source(request: Request) -> None:
    """By phone, letter or at a meeting."""
    number, source = (*request.arguments, "", "")[:2]
    asked = await find_conversation(request.session, int(number) if number.isdecimal() else 0, request.person.id)
    if asked is None or asked.kind != BEHALF_KIND or source not in SOURCES:
        await request.answer(say("which", "This question is closed."))
        return
    await close_conversation(request.session, asked.id, "answered", request.now)
    await _continue(request, {**asked.data, "source": source})
