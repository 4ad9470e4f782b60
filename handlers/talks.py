"""Talks in steps: one short question at a time, its choices as buttons or numbers, kept across restarts.

A talk is a kind of conversation with one `step` that hears every answer. What a step refuses is said in a sentence and
the question stays open; whatever the step had written by then is taken back.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.gate import Act
from bot.domain.messages import Button
from bot.domain.programmes import fold
from bot.texts import say
from handlers.acting import Refusal
from handlers.registry import Action, Question
from handlers.request import Buttons, Request, UsageError
from storage.conversations import (
    Conversation,
    close_conversation,
    count_try,
    find_conversation,
    open_conversation,
)

YES, STOP = "yes", "stop"
_TRIES = 4
_A_ROW, _SHORT = 2, 20  # two short labels beside one another
_OPTIONS = "options"
_SAID = {
    YES: {"co", "vang", "ok", "dong y", "xac nhan", "duoc", "dung", "nhat tri"},
    STOP: {"khong", "thoi", "huy", "huy bo", "dung lai"},
}


@dataclass(frozen=True)
class Option:
    """A way to answer: `word` is short ASCII without colons, `label` is read."""

    word: str
    label: str


@dataclass(frozen=True)
class Heard:
    """An answer: the word of the option that was chosen, or "" with words of one's own."""

    word: str
    text: str


Settle = Callable[[Request, Conversation, bool], Awaitable[None]]
Step = Callable[[Request, Conversation, Heard], Awaitable[None]]


def yes_or_stop(yes: str) -> tuple[Option, Option]:
    """The two ways to end a talk."""
    return Option(YES, yes), Option(STOP, say("talk", "Cancel"))


def keep_options(data: Mapping[str, Any], options: Sequence[Option]) -> dict[str, Any]:
    """What a conversation keeps, its options with it."""
    return {**data, _OPTIONS: [[each.word, each.label] for each in options]}


def buttons_of(kind: str, conversation_id: int, options: Sequence[Option]) -> Buttons:
    """Short labels two in a row, long ones each in a row of its own."""
    rows: list[list[Button]] = []
    for each in options:
        button = Button(each.label, f"{kind}:{conversation_id}:{each.word}")
        fits = rows and len(rows[-1]) < _A_ROW and all(len(one.label) <= _SHORT for one in (*rows[-1], button))
        if fits:
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(tuple(row) for row in rows)


async def ask(request: Request, kind: str, data: Mapping[str, Any], text: str, options: Sequence[Option] = ()) -> None:
    """Put the next question of a talk; the one before it is settled."""
    kept = keep_options(data, options)
    number = await open_conversation(request.session, request.person.id, kind, kept, request.now)
    await request.answer(text, buttons=buttons_of(kind, number, options))


def talk(kind: str, act: Act, step: Step) -> tuple[Action, Question]:
    """How the buttons of a talk and the words typed to it are heard."""

    async def press(request: Request) -> None:
        number, word = (*request.arguments, "", "")[:2]
        asked = await find_conversation(request.session, int(number), request.person.id) if number.isdecimal() else None
        labels = dict(asked.data.get(_OPTIONS, ())) if asked is not None and asked.kind == kind else {}
        if asked is None or word not in labels:
            await request.answer(say("talk", "This question is settled."))
            return
        await _hear(request, asked, Heard(word, labels[word]), step)

    async def answer(request: Request, asked: Conversation) -> bool:
        heard = _typed(asked, request.text)
        if not heard.word and await is_command(request):
            return False
        await _hear(request, asked, heard, step)
        return True

    return Action(kind, act, press), Question(kind, act, answer)


def confirmed(kind: str, act: Act, settle: Settle) -> tuple[Action, Question]:
    """How a question with a yes and a no is heard; other words are none of its answers, and leave it open."""

    async def press(request: Request) -> None:
        number, word = (*request.arguments, "", "")[:2]
        asked = await find_conversation(request.session, int(number), request.person.id) if number.isdecimal() else None
        if asked is None or asked.kind != kind:
            await request.answer(say("talk", "This question is settled."))
            return
        await close(request, asked, word == YES)

    async def answer(request: Request, asked: Conversation) -> bool:
        word = _typed(asked, request.text).word
        if word:
            await close(request, asked, word == YES)
        return bool(word)

    async def close(request: Request, asked: Conversation, yes: bool) -> None:
        await close_conversation(request.session, asked.id, "answered", request.now)
        await settle(request, asked, yes)

    return Action(kind, act, press), Question(kind, act, answer)


def _typed(asked: Conversation, text: str) -> Heard:
    """A number or the words of an option stand for it; the rest are words of one's own."""
    options = [Option(word, label) for word, label in asked.data.get(_OPTIONS, ())]
    folded = fold(text)
    if text.strip().isdecimal() and 0 < int(text) <= len(options):
        chosen = options[int(text) - 1]
        return Heard(chosen.word, chosen.label)
    for each in options:
        if folded == fold(each.label) or folded in _SAID.get(each.word, ()):
            return Heard(each.word, each.label)
    if folded in _SAID[STOP] - {"khong"}:
        return Heard(STOP, text)
    return Heard("", " ".join(text.split()))


async def is_command(request: Request) -> bool:
    from handlers.dispatch import find_bare_command  # it lists the talks, so it cannot be imported above

    found = await find_bare_command(request)
    return found is not None and not found[1].argument


async def _hear(request: Request, asked: Conversation, heard: Heard, step: Step) -> None:
    if heard.word == STOP:
        await close_conversation(request.session, asked.id, "given_up", request.now)
        await request.answer(say("talk", "Stopped; nothing was changed."))
        return
    try:
        async with request.session.begin_nested():
            await step(request, asked, heard)
            await close_conversation(request.session, asked.id, "answered", request.now)
    except (Refusal, UsageError) as exc:
        await _say_again(request, asked, str(exc))


async def _say_again(request: Request, asked: Conversation, refusal: str) -> None:
    if await count_try(request.session, asked.id) >= _TRIES:
        await close_conversation(request.session, asked.id, "given_up", request.now)
        await request.answer(f"{refusal}\n{say('talk', 'Nothing was changed; please begin again.')}")
        return
    await request.answer(f"{refusal}\n{say('talk', 'Please answer again, or type: cancel.')}")


async def whole(request: Request, doing: Awaitable[None]) -> None:
    """Do all of a command or nothing; raises UsageError with the sentence of what was refused."""
    try:
        async with request.session.begin_nested():
            await doing
    except Refusal as exc:
        raise UsageError(str(exc)) from exc


__all__ = [
    "STOP",
    "YES",
    "Heard",
    "Option",
    "Step",
    "ask",
    "buttons_of",
    "confirmed",
    "keep_options",
    "talk",
    "whole",
    "yes_or_stop",
]
