"""Something was said of a task that is not named while several are open: one short question, remembered."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.domain.gate import Act
from bot.domain.messages import Button, IncomingFile
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.domain.replies import Intent, ReplyReading, read_reply
from bot.texts import say
from handlers.doubts import hand_over
from handlers.received_file import FileRef
from handlers.recording import Recorded, finish, record_said
from handlers.registry import action, question
from handlers.request import Buttons, Request
from handlers.said import Said, said_from_json
from handlers.spoken_of import Scope, is_own, listing, scope_of
from storage.conversations import Conversation, close_conversation, count_try, find_conversation, open_conversation
from storage.occurrences import load_occurrences

KIND, VERB = "which_task", "which"
ALL = "all"
_TRIES = 2
_SHOWN = 8


async def ask_which(
    request: Request, scope: Scope, said: Sequence[Said], recorded: Recorded, *, told: Sequence[str] = ()
) -> None:
    """Ask of which task; what was said is kept until it is told."""
    data = {
        "said": [each.to_json() for each in said],
        "occurrence_ids": [each.id for each in scope.occurrences],
        "text": recorded.text,
        "reading": recorded.reading,
        "files": [[each.inbox_id, each.place, asdict(each.file)] for each in recorded.files],
    }
    conversation_id = await open_conversation(request.session, request.person.id, KIND, data, request.now)
    shown = scope.occurrences[:_SHOWN]
    lines = [
        say("which", "%(number)s. %(code)s – %(title)s", number=number, code=each.code, title=each.title)
        for number, each in enumerate(shown, start=1)
    ]
    head = say("which", "Of which of the %(count)s tasks is this said?", count=f"{len(scope.occurrences):02d}")
    await request.answer(
        "\n".join([*told, head, *lines]),
        buttons=_buttons(conversation_id, shown, len(scope.occurrences)),
        subject=listing(scope.occurrences),
        numbers_taken=True,
    )


def _buttons(conversation_id: int, shown: Sequence[Occurrence], count: int) -> Buttons:
    numbers = [Button(f"{number}", f"{VERB}:{conversation_id}:{each.id}") for number, each in enumerate(shown, start=1)]
    rows = tuple(tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4))
    return (*rows, (Button(say("which", "All %(count)s", count=count), f"{VERB}:{conversation_id}:{ALL}"),))


@action(VERB, act=Act.REPORT)
async def press_which(request: Request) -> None:
    """A task was chosen, or all."""
    number, word = (*request.arguments, "", "")[:2]
    asked = await find_conversation(request.session, int(number) if number.isdecimal() else 0, request.person.id)
    if asked is None or asked.kind != KIND:
        await request.answer(say("which", "This question is closed."))
        return
    ids = [each for each in asked.data["occurrence_ids"] if word in {ALL, str(each)}]
    await _record(request, asked, ids)


@question(KIND, act=Act.REPORT)
async def answer_which(request: Request, asked: Conversation) -> bool:
    """Numbers, codes or "cả hai"; a new statement that names its own task takes the question's place."""
    found = await load_occurrences(request.session, asked.data["occurrence_ids"])
    scope = scope_of([found[each] for each in asked.data["occurrence_ids"] if each in found])
    reading = read_reply(request.text, today=request.today, open_codes=scope.open_codes)
    named = _named(request.text, scope, reading)
    if named is None:
        await close_conversation(request.session, asked.id, "moot", request.now)
        return False
    if named:
        await _record(request, asked, [each.id for each in named])
        return True
    if await count_try(request.session, asked.id) >= _TRIES:
        await close_conversation(request.session, asked.id, "given_up", request.now)
        await hand_over(request, scope, f"{asked.data['text']} / {request.text}")
        return True
    numbers = say("which", "Please give the number (1 to %(last)s) or the code.", last=len(scope.occurrences))
    await request.answer(numbers, subject=listing(scope.occurrences), numbers_taken=True)
    return True


def _named(text: str, scope: Scope, reading: ReplyReading) -> tuple[Occurrence, ...] | None:
    """The tasks that an answer names; none where it names none; None where it says something of its own."""
    if any(each.intent is Intent.UNDO for each in reading.items):
        return None
    if any(each.intent in {Intent.STATUS, Intent.EXTENSION, Intent.SNOOZE} for each in reading.items):
        return None
    labels = [label for each in reading.items for label in each.tasks]
    if labels:
        return scope.of_labels(dict.fromkeys(labels))
    return _by_words(fold(text), scope)


def _by_words(folded: str, scope: Scope) -> tuple[Occurrence, ...]:
    """ "cả 3", "tất cả", "1 và 3", "việc số 2": nothing but numbers and the words around them."""
    words = [each for each in folded.split() if each not in _FILLING]
    count = len(scope.occurrences)
    if folded and words in (["tat", "ca"], ["ca"], ["het"], ["ca", "hai"], ["ca", "ba"], ["ca", str(count)]):
        fits = words not in (["ca", "hai"], ["ca", "ba"]) or count == {"hai": 2, "ba": 3}[words[1]]
        return scope.occurrences if fits else ()
    if words and all(each.isdecimal() and 1 <= int(each) <= count for each in words):
        return tuple(scope.occurrences[int(each) - 1] for each in dict.fromkeys(words))
    return ()


_FILLING = frozenset(
    {"viec", "nhiem", "vu", "so", "muc", "va", "a", "nhe", "da", "em", "anh", "chi", "thu", "y", "dau", "la", "cua"}
)


async def _record(request: Request, asked: Conversation, ids: Sequence[int]) -> None:
    """Record what was said of the chosen ones."""
    await close_conversation(request.session, asked.id, "answered", request.now)
    found = await load_occurrences(request.session, ids)
    files = [FileRef(inbox_id, place, IncomingFile(**file)) for inbox_id, place, file in asked.data["files"]]
    recorded = Recorded(asked.data["text"], reading=dict(asked.data["reading"]), files=files)
    own = [found[each] for each in ids if each in found and is_own(request, found[each])]
    for kept in asked.data["said"]:
        await record_said(request, recorded, said_from_json(kept), own)
    await finish(request, recorded)
