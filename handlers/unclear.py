"""Words that cannot be recorded as they stand: one short question with choices; after two, the secretary."""

from datetime import timedelta

from bot.domain.replies import ReplyItem
from bot.render.reminders import task_buttons
from bot.texts import say
from handlers.doubts import hand_over
from handlers.request import Request
from handlers.spoken_of import Scope, listing, own_open_occurrences, scope_of
from storage.conversations import (
    close_conversation,
    close_conversations,
    count_try,
    open_conversation,
    open_conversation_of,
)

KIND = "unclear"
_TRIES = 2
_FORGOTTEN = timedelta(days=1)
_SHOWN = 8


async def ask_again(request: Request, scope: Scope, words: str, item: ReplyItem) -> None:
    """Ask about the one task that is meant, or of which task what is said."""
    asked = await open_conversation_of(request.session, request.person.id, KIND)
    if asked is not None and request.now - asked.asked_at < _FORGOTTEN:
        if await count_try(request.session, asked.id) >= _TRIES:
            await close_conversation(request.session, asked.id, "given_up", request.now)
            await hand_over(request, scope, " / ".join([*asked.data["words"], words]))
            return
    else:
        await open_conversation(request.session, request.person.id, KIND, {"words": [words]}, request.now)
    if item.is_elsewhere:
        open_ones = await own_open_occurrences(request)
        head = say("unclear", "That number was not in the list. Your open tasks:")
        await _ask_all(request, scope_of(open_ones or scope.occurrences), head)
        return
    named = scope.of_labels(item.tasks)
    if len(named) == 1 or len(scope.occurrences) == 1:
        await _ask_standing(request, scope, named[0].id if named else scope.occurrences[0].id)
    else:
        count = f"{len(scope.occurrences):02d}"
        await _ask_all(
            request, scope, say("unclear", "It is not clear what is reported of these %(count)s tasks:", count=count)
        )


async def _ask_standing(request: Request, scope: Scope, occurrence_id: int) -> None:
    occurrence = next(each for each in scope.occurrences if each.id == occurrence_id)
    text = say("unclear", "How does %(code)s (%(title)s) stand?", code=occurrence.code, title=occurrence.title)
    if len(scope.occurrences) == 1:
        await request.answer(text, buttons=task_buttons(None, occurrence_id), subject=listing([occurrence]))
    else:
        await request.answer(text, buttons=task_buttons(None, occurrence_id))


async def _ask_all(request: Request, scope: Scope, head: str) -> None:
    shown = scope.occurrences[:_SHOWN]
    lines = [
        say("unclear", "%(number)s. %(code)s – %(title)s", number=number, code=each.code, title=each.title)
        for number, each in enumerate(shown, start=1)
    ]
    how = say("unclear", "Please give number and standing, for example: 1 done; 2 under way.")
    await request.answer("\n".join([head, *lines, how]), subject=listing(scope.occurrences), numbers_taken=True)


async def settle_unclear(request: Request) -> None:
    """It became clear."""
    await close_conversations(request.session, request.person.id, {KIND}, request.now, "answered")
