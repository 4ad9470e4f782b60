"""A report typed in a few words: read in the terms of what it answers, recorded, read back; never a guess."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.gate import Act
from bot.domain.programmes import fold
from bot.domain.replies import Intent, ReplyItem, ReplyReading, read_reply
from bot.domain.tasks import Status
from bot.texts import say
from handlers.obstacles import offer_to_pass_on, talked_over
from handlers.questions import answer_question
from handlers.received_file import FileRef
from handlers.recording import Recorded, finish, record_said
from handlers.request import Request
from handlers.said import RECORDABLE, Said, said_of
from handlers.spoken_of import Scope, find_scope, is_own, refusal, scope_of
from handlers.taking_back import take_back, take_back_last
from handlers.unclear import ask_again, settle_unclear
from handlers.which_task import ask_which
from storage.conversations import close_conversations
from storage.inbox import earlier_of_ref
from storage.occurrences import load_occurrences
from storage.reports import newest_reports_of_person, reports_of_message
from storage.sent import newest_sent

log = logging.getLogger(__name__)

BURST = timedelta(minutes=3)  # messages so close together may be one thought
CORRECTING = timedelta(days=1)
_THANKS = re.compile(
    r"(?=.*\bcam on\b)(?:(?:da|vang|em|anh|chi|toi|xin|rat|tran trong|cam on|dong chi|nhieu|nhe|a|ban|so|co|chu)\W*)+"
)
_CORRECTIONS = ("nham", "a nham", "bao nham", "em nham", "sua", "xin sua", "dinh chinh", "xin dinh chinh", "viet nham")


async def read_report(request: Request) -> None:
    """Record what the words say of which task, read it back, or ask one short question."""
    if request.may(Act.REPORT):
        await read_words(request, request.text)
    elif not (request.may(Act.ANSWER_OBSTACLE) and await offer_to_pass_on(request)):
        await request.answer(say("report", "not for reporting"))


async def read_words(request: Request, words: str, *, correcting: bool = False, files: Sequence[FileRef] = ()) -> None:
    """Read words in the scope of what they answer; `correcting`: of the person's last report, where they name none."""
    scope = await find_scope(request)
    reading = _read(request, scope, words)
    if _THANKS.fullmatch(fold(words)) and all(each.intent is Intent.UNCLEAR for each in reading.items):
        return  # the end of a talk
    talked = await talked_over(request)
    if talked is not None and not scope.names_own and not any(each.named for each in reading.items):
        scope = scope_of([talked])
        reading = _read(request, scope, words)
        if not any(each.intent.value in RECORDABLE for each in reading.items) and await offer_to_pass_on(request):
            return
    if correcting or _corrects(words):
        scope, reading = await _of_last_report(request, scope, reading, words)
    elif joined := await _joined(request, scope, reading, words):
        words, reading = joined
    await take_reading(request, scope, words, reading, files=files)


async def record_words_as(request: Request, scope: Scope, status: Status) -> None:
    """What follows /vuongmac: the words of an obstacle, of the tasks that they name."""
    reading = _read(request, scope, request.argument)
    labels = [label for each in reading.items for label in each.tasks]
    named = scope.of_labels(dict.fromkeys(labels))
    recorded = Recorded(request.argument, reading=reading.to_json())
    note = next((each.note for each in reading.items if each.note), request.argument)
    said = Said("status", status, note=note)
    if scope.is_elsewhere:
        await request.answer(refusal(scope))
    elif named:
        await record_said(request, recorded, said, named)
        await finish(request, recorded)
    elif scope.occurrences:
        await ask_which(request, scope, [said], recorded)
    else:
        await request.answer(say("tasks", "no open task"))


def _read(request: Request, scope: Scope, words: str) -> ReplyReading:
    return read_reply(words, today=request.today, open_codes=scope.open_codes)


async def take_reading(
    request: Request, scope: Scope, words: str, reading: ReplyReading, *, files: Sequence[FileRef] = ()
) -> None:
    """Record every statement whose task is plain; ask about the rest; answer questions."""
    intents = ",".join(each.intent.value for each in reading.items)
    log.info("reply_read person=%d characters=%d intents=%s", request.person.id, len(words), intents)
    if any(each.intent is Intent.UNDO for each in reading.items):
        await take_back_last(request)
        return
    if scope.is_elsewhere:
        await request.answer(refusal(scope))
        return
    if not scope.occurrences:
        await request.answer(say("tasks", "no open task"))
        return
    if await _is_courtesy(request, reading):
        return
    recorded = Recorded(words, reading=reading.to_json(), files=list(files))
    told = [refusal(scope)] if scope.foreign or scope.unknown else []
    homeless = await _record_plain(request, scope, reading, recorded)
    if recorded.reports:
        await settle_unclear(request)
    if recorded.lines or recorded.wishes:
        await finish(request, recorded, told=told)
        told = []
    unclear = [each for each in reading.items if each.intent is Intent.UNCLEAR]
    if homeless:
        await ask_which(request, scope, homeless, recorded, told=told)
    elif any(each.intent is Intent.QUESTION for each in reading.items):
        if await talked_over(request) is None or not await offer_to_pass_on(request):
            await answer_question(request, scope, words)
    elif unclear:
        await ask_again(request, scope, words, unclear[0])
    elif told:
        await request.answer("\n".join(told))


async def _record_plain(request: Request, scope: Scope, reading: ReplyReading, recorded: Recorded) -> list[Said]:
    """Record what names its task; returns what does not."""
    homeless = []
    for item in reading.items:
        if item.intent.value not in RECORDABLE:
            continue
        if item.tasks and not _is_ambiguous(request, scope, item):
            await record_said(request, recorded, said_of(item), scope.of_labels(item.tasks))
        elif len(scope.open_codes) == 1 or item.intent is Intent.ACK:
            await record_said(request, recorded, said_of(item), scope.occurrences)
        else:
            homeless.append(said_of(item))
    return homeless


def _is_ambiguous(request: Request, scope: Scope, item: ReplyItem) -> bool:
    """A code that was typed though the list has it twice: of which term or agency?"""
    twice = {label.partition("#")[0] for label in scope.labels if "#" in label}
    return any(label in twice and fold(label) in fold(request.text) for label in item.tasks)


async def _is_courtesy(request: Request, reading: ReplyReading) -> bool:
    """ "Vâng ạ" after a read-back is the end of a talk, and needs no answer."""
    if any(each.intent is not Intent.ACK for each in reading.items) or request.quoted:
        return False
    newest = await newest_sent(request.session, request.address)
    return newest is not None and newest.kind == "reply" and "occurrences" not in newest.subject


def _corrects(words: str) -> bool:
    folded = fold(words)
    return any(folded == each or folded.startswith(f"{each} ") for each in _CORRECTIONS)


async def _of_last_report(
    request: Request, scope: Scope, reading: ReplyReading, words: str
) -> tuple[Scope, ReplyReading]:
    """A correction that names no task is of what was reported last."""
    if scope.names_own or not any(not each.tasks and each.intent.value in RECORDABLE for each in reading.items):
        return scope, reading
    reports = await newest_reports_of_person(request.session, request.person.id)
    if not reports or request.now - reports[0].reported_at > CORRECTING:
        return scope, reading
    found = await load_occurrences(request.session, [each.occurrence_id for each in reports])
    last = scope_of([found[each.occurrence_id] for each in reports if is_own(request, found[each.occurrence_id])])
    return (last, _read(request, last, words)) if last.occurrences else (scope, reading)


async def _joined(request: Request, scope: Scope, reading: ReplyReading, words: str) -> tuple[str, ReplyReading] | None:
    """Words that say nothing by themselves, sent right after a report, read as its continuation.

    Only where together they are plain, say nothing that neither said alone, and keep every task of the first.
    """
    if _is_plain(reading) or all(each.intent is Intent.ACK for each in reading.items):
        return None
    reports = await newest_reports_of_person(request.session, request.person.id)
    if not reports or request.now - reports[0].reported_at > BURST or reports[0].inbox_id is None:
        return None
    first = reports[0]
    together = f"{first.text}, {words}"
    joined = read_reply(together, today=request.today, open_codes=scope.open_codes)
    said = {each.status for each in reports} | {each.status for each in reading.items if each.status}
    kept = {label for each in joined.items for label in each.tasks}
    occurrences = {each.id for each in scope.of_labels(kept)}
    if (
        not _is_plain(joined)
        or not {each.status for each in joined.items if each.status} <= said
        or not {each.occurrence_id for each in reports} <= occurrences
    ):
        return None
    await take_back(request, first.inbox_id or 0)
    return together, replace(joined, items=_last_of_each(joined.items))


def _last_of_each(items: Sequence[ReplyItem]) -> tuple[ReplyItem, ...]:
    """What is said last of the same tasks stands for all that was said of them in the burst."""
    last = {(each.intent, each.tasks): each for each in items}
    return tuple(each for each in items if last[each.intent, each.tasks] is each)


def _is_plain(reading: ReplyReading) -> bool:
    return all(each.intent.value in RECORDABLE and each.tasks for each in reading.items)


async def read_edited(request: Request) -> None:
    """An edited message takes the place of what it said before."""
    if request.text.startswith("/"):
        await request.answer(say("report", "A command is not edited; please send it anew."))
        return
    if not request.may(Act.REPORT):
        return
    earlier = await earlier_of_ref(request.session, request.address, request.incoming.ref, request.inbox_id)
    if not earlier:
        await read_report(request)
        return
    scope = await find_scope(request, before=earlier[0].received_at)
    reading = _read(request, scope, request.text)
    stood = [
        report
        for each in earlier
        for report in await reports_of_message(request.session, each.id)
        if not report.undone and report.person_id == request.person.id
    ]
    if stood and (stood[0].reading or {}).get("items") == reading.items_json():
        return
    for each in earlier:
        await take_back(request, each.id)
    await close_conversations(request.session, request.person.id, {"which_task", "unclear"}, request.now)
    await take_reading(request, scope, request.text, reading)
