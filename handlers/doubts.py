"""Replies that stayed unclear after two tries: the secretary sees the words, and records them or leaves it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.texts import say
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.request import Request
from handlers.spoken_of import Scope
from storage.conversations import open_conversation
from storage.decisions import Decision, open_decision
from storage.occurrences import load_occurrences
from storage.roster import find_person

_RECORD, _LEAVE = "record", "leave"
BEHALF_KIND = "behalf"


async def hand_over(request: Request, scope: Scope, words: str) -> None:
    """Put the words to the secretary and say so; nothing is recorded."""
    from handlers.decisions import tell_deciders  # it lists this kind, so it cannot be imported above

    data = {
        "person_id": request.person.id,
        "text": words,
        "occurrence_ids": [each.id for each in scope.occurrences],
    }
    decision = await open_decision(request.session, f"doubt:{request.inbox_id}", "doubt", data, request.now)
    if decision is not None:
        await tell_deciders(request.session, request.office, await request.calendar(), decision)
    await request.answer(say("doubt", "The words are passed on to the secretary, who will get in touch."))


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """Who wrote what, and on which tasks."""
    data = decisions[0].data
    person = await find_person(session, int(data["person_id"]), today)
    found = await load_occurrences(session, data["occurrence_ids"])
    agencies = ", ".join(dict.fromkeys(each.agency for each in found.values()))
    codes = ", ".join(dict.fromkeys(found[each].code for each in data["occurrence_ids"] if each in found))
    text = say(
        "doubt", "%(person)s (%(agency)s) wrote, on %(codes)s: %(words)s. The channel could not tell what is meant.",
        person=person.addressed if person else "", agency=agencies, codes=codes,
        words=" ".join(str(data["text"]).split())[:300],
    )  # fmt: skip
    choices = (Choice(_RECORD, say("doubt", "Record it for them")), Choice(_LEAVE, say("doubt", "Leave it")))
    return Shown(text, choices)


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Record in the agency's name what the secretary now types, or leave it."""
    if word != _RECORD:
        return Decided(say("doubt", "Nothing was recorded."), "left")
    data = decisions[0].data
    kept = {"occurrence_ids": data["occurrence_ids"], "source": "chat", "words": data["text"]}
    await open_conversation(request.session, request.person.id, BEHALF_KIND, kept, request.now)
    found = await load_occurrences(request.session, data["occurrence_ids"])
    lines = [
        say("doubt", "%(number)s. %(code)s – %(title)s", number=number, code=found[each].code, title=found[each].title)
        for number, each in enumerate(data["occurrence_ids"], start=1)
        if each in found
    ]
    return Decided(
        "\n".join([say("doubt", "Please type what is to be recorded, for example: 1 done."), *lines]), "recorded"
    )


DOUBT = DecisionKind("doubt", describe, decide, act=Act.REPORT_FOR_OTHERS)
