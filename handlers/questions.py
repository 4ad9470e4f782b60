"""Questions that focal points ask: of terms and standings the bot knows the answer; the rest goes to the secretary."""

import re

from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.texts import say
from handlers.desk import tell_desk
from handlers.my_tasks import term_words
from handlers.request import Request
from handlers.spoken_of import Scope, about

_OF_TERM = re.compile(r"\b(han|thoi han|den han|het han|thoi gian nop|ngay nao|khi nao xong|khi nao nop)\b")
_OF_STANDING = re.compile(
    r"\b(tinh hinh|tien do|da ghi nhan|den dau|ghi nhan gi|bao cao gi|nhiem vu nao|viec nao|viec gi)\b"
)
_SHOWN = 8


async def answer_question(request: Request, scope: Scope, words: str) -> None:
    """The term or standing of the tasks spoken of; or the word that the secretary will answer."""
    folded = fold(words)
    if _OF_TERM.search(folded) or _OF_STANDING.search(folded):
        lines = [_line(each) for each in scope.occurrences[:_SHOWN]]
        await request.answer("\n".join(lines), subject=about(scope.occurrences[:_SHOWN]))
        return
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    text = say(
        "question", "%(person)s (%(agency)s) asks: %(words)s",
        person=request.person.addressed, agency=agencies, words=" ".join(words.split())[:300],
    )  # fmt: skip
    await tell_desk(
        request.session, request.office, await request.calendar(), Outgoing(text), key=f"question:{request.inbox_id}"
    )
    human = (await request.committee()).human_contact
    await request.answer(say("question", "The question is passed on to %(human)s.", human=human))


def _line(occurrence: Occurrence) -> str:
    due = term_words(occurrence)
    standing = say("status", occurrence.standing.value) if occurrence.standing else say("question", "no report yet")
    return say(
        "question", "%(code)s – term: %(due)s; %(standing)s.", code=occurrence.code, due=due, standing=standing
    )  # fmt: skip
