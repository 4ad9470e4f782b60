"""What a handler declares about itself: the command, button or question it answers, and the act it amounts to.

The act is checked by the dispatcher before the handler runs; a handler that touches one agency's work checks that too,
by `request.check(act, agency_id=…)`. `handlers/__init__.py` lists them all; importing a module registers nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.gate import Act
from handlers.request import Request
from storage.conversations import Conversation
from storage.sent import Sent

Handler = Callable[[Request], Awaitable[None]]
Accepts = Callable[[Request], Awaitable[bool]]
QuestionHandler = Callable[[Request, Conversation], Awaitable[bool]]


async def _only_bare(request: Request) -> bool:
    return not request.argument


@dataclass(frozen=True)
class Command:
    """A command: `/name`, or without the slash one of its `words` where `accepts` reads the argument completely."""

    name: str
    act: Act
    help: str  # catalogue key, context "menu"
    run: Handler
    words: tuple[str, ...] = ()  # folded: "tong hop", "tien do"
    accepts: Accepts = _only_bare


@dataclass(frozen=True)
class Action:
    """What a button does; `verb` is what its action begins with, before the first colon."""

    verb: str
    act: Act
    run: Handler


@dataclass(frozen=True)
class Question:
    """How an answer to an open question of a kind is read; False: the words were not meant for it."""

    kind: str
    act: Act
    run: QuestionHandler


def command(
    name: str, *, act: Act, help: str, words: tuple[str, ...] = (), accepts: Accepts = _only_bare
) -> Callable[[Handler], Command]:
    """Make a command of a handler."""
    return lambda run: Command(name, act, help, run, words, accepts)


def action(verb: str, *, act: Act) -> Callable[[Handler], Action]:
    """Make a button's doing of a handler."""
    return lambda run: Action(verb, act, run)


def question(kind: str, *, act: Act) -> Callable[[QuestionHandler], Question]:
    """Make the reader of answers to a kind of question."""
    return lambda run: Question(kind, act, run)


QuotedHandler = Callable[[Request, Sent], Awaitable[bool]]


@dataclass(frozen=True)
class Quoted:
    """How an answer that quotes one of our messages is read, by a key of its subject; False: read it as usual."""

    key: str
    act: Act
    run: QuotedHandler


def quoted(key: str, *, act: Act) -> Callable[[QuotedHandler], Quoted]:
    """Make the reader of answers that quote messages about something."""
    return lambda run: Quoted(key, act, run)
