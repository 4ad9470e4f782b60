"""Deciding a request for more time: granted, refused, another day, or its letter asked for first; all are told."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.domain.replies import read_reply
from bot.texts import say, short_day
from handlers.deciding import Choice, Decided, DecisionKind, Shown
from handlers.looks import look_again
from handlers.registry import question
from handlers.request import Request
from handlers.spoken_of import about
from storage.conversations import Conversation, close_conversation, count_try, open_conversation
from storage.decisions import Decision, close_decisions, find_decision, lock_open
from storage.extensions import Extension, count_granted, decide_extension, find_extension, set_letter
from storage.occurrences import load_occurrences, move_term
from storage.roster import find_person, people_with_role

OTHER_DAY_KIND, REASON_KIND, LETTER_KIND = "extension_other_day", "extension_refusal", "extension_letter"
_GRANT, _REFUSE, _OTHER, _LETTER = "yes", "no", "day", "letter"
_TRIES = 2


async def describe(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> Shown:
    """Who asks for which term until when and why; a second request says so."""
    extension, occurrence = await _load(session, decisions[0])
    person = await find_person(session, extension.requested_by, today) if extension.requested_by else None
    lines = [
        say(
            "extension", "%(agency)s (%(person)s) asks to extend %(code)s (%(title)s) from %(due)s to %(day)s.",
            agency=occurrence.agency, person=person.addressed if person else "", code=occurrence.code,
            title=occurrence.title, due=short_day(extension.from_on) if extension.from_on else "",
            day=short_day(extension.to_on),
        ),
        say("extension", "Reason: %(reason)s", reason=extension.reason or say("extension", "none given")),
    ]  # fmt: skip
    granted = await count_granted(session, occurrence.id)
    if granted:
        lines.append(say("extension", "The term was extended %(count)s times before.", count=granted))
    if extension.letter:
        lines.append(say("extension", "Letter: %(letter)s", letter=extension.letter))
    choices = [
        Choice(_GRANT, say("extension", "Grant")),
        Choice(_REFUSE, say("extension", "Refuse")),
        Choice(_OTHER, say("extension", "Another day")),
    ]
    if not extension.letter:
        choices.append(Choice(_LETTER, say("extension", "Ask for the letter")))
    return Shown("\n".join(lines), tuple(choices))


async def decide(request: Request, decisions: Sequence[Decision], word: str) -> Decided:
    """Carry the choice out, or ask for what it needs first."""
    decision = decisions[0]
    extension, occurrence = await _load(request.session, decision)
    if word == _GRANT:
        text = await _grant(request, extension, occurrence, extension.to_on)
        return Decided(text, "granted")
    if word == _REFUSE:
        await _ask(request, REASON_KIND, decision)
        return Decided(say("extension", "Please give the reason for refusing, or type 0 for none."), closed=False)
    if word == _OTHER:
        await _ask(request, OTHER_DAY_KIND, decision)
        return Decided(say("extension", "Until which day is it granted?"), closed=False)
    await _ask_letter(request, extension, occurrence)
    return Decided(say("extension", "The letter's number is asked for; the request stays on the list."), closed=False)


async def _ask(request: Request, kind: str, decision: Decision) -> None:
    await open_conversation(request.session, request.person.id, kind, {"decision_id": decision.id}, request.now)


async def _load(session: AsyncSession, decision: Decision) -> tuple[Extension, Occurrence]:
    extension = await find_extension(session, int(decision.data["extension_id"]))
    if extension is None:
        raise LookupError(decision.key)
    return extension, (await load_occurrences(session, [extension.occurrence_id]))[extension.occurrence_id]


async def _grant(request: Request, extension: Extension, occurrence: Occurrence, to_on: date) -> str:
    """Move the term and tell all concerned; the original term stays visible."""
    await decide_extension(
        request.session, extension.id, "granted", request.now, by=request.person.id, granted_to_on=to_on
    )
    moved = await move_term(request.session, occurrence, to_on, f"extension:{extension.id}", request.now)
    await request.record(
        "term",
        f"occurrence:{occurrence.id}",
        before={"due": occurrence.due_on.isoformat() if occurrence.due_on else None},
        after={"due": to_on.isoformat(), "extension": extension.id},
    )
    await look_again(request, [occurrence.id])
    text = say(
        "extension", "The term of %(code)s is extended to %(day)s (original term %(original)s).",
        code=occurrence.code, day=short_day(to_on),
        original=short_day(moved.original_due_on) if moved.original_due_on else "",
    )  # fmt: skip
    await _tell_agency(request, extension, occurrence, text, "granted")
    return text


async def _refuse(request: Request, extension: Extension, occurrence: Occurrence, reason: str) -> str:
    await decide_extension(request.session, extension.id, "refused", request.now, by=request.person.id)
    await request.record("extension_refused", f"occurrence:{occurrence.id}", after={"extension": extension.id})
    await look_again(request, [occurrence.id])
    due = short_day(occurrence.due_on) if occurrence.due_on else ""
    text = say(
        "extension", "More time for %(code)s was not granted; the term stays %(due)s.", code=occurrence.code, due=due
    )
    if reason:
        text = f"{text} {say('extension', 'Reason: %(reason)s', reason=reason)}"
    await _tell_agency(request, extension, occurrence, text, "refused")
    return text


async def _tell_agency(request: Request, extension: Extension, occurrence: Occurrence, text: str, outcome: str) -> None:
    from bot.domain.people import Role

    people = await people_with_role(request.session, [Role.FOCAL], request.today, agency_ids=[occurrence.agency_id])
    ids = {each.id for each in people} | ({extension.requested_by} if extension.requested_by else set())
    for each in sorted(ids - {request.person.id}):
        key = f"extension:{extension.id}:{outcome}:{each}"
        await request.tell(each, Outgoing(text), key=key, subject=about([occurrence]))


async def _ask_letter(request: Request, extension: Extension, occurrence: Occurrence) -> None:
    if extension.requested_by is None:
        return
    data = {"extension_id": extension.id, "decision_key": f"extension:{extension.id}"}
    await open_conversation(request.session, extension.requested_by, LETTER_KIND, data, request.now)
    text = say(
        "extension", "Please give number and day of the letter that asks to extend %(code)s.", code=occurrence.code
    )
    key = f"extension:{extension.id}:letter:{request.inbox_id}"
    await request.tell(extension.requested_by, Outgoing(text), key=key)


@question(LETTER_KIND, act=Act.REPORT)
async def take_letter(request: Request, asked: Conversation) -> bool:
    """Number and day of the letter; whoever decides sees the request again with it."""
    from handlers.decisions import tell_deciders
    from storage.decisions import find_decision_by_key

    if not any(letter.isdigit() for letter in request.text):
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    await set_letter(request.session, int(asked.data["extension_id"]), " ".join(request.text.split()))
    decision = await find_decision_by_key(request.session, str(asked.data["decision_key"]))
    if decision is not None and decision.state == "open":
        calendar = await request.calendar()
        await tell_deciders(request.session, request.office, calendar, decision.id, again=f"letter:{request.inbox_id}")
    await request.answer(say("extension", "Recorded: letter %(letter)s.", letter=" ".join(request.text.split())))
    return True


async def _held(request: Request, asked: Conversation) -> Decision | None:
    """The decision that a typed answer belongs to, held for this transaction; None where it was taken meanwhile."""
    decision = await find_decision(request.session, int(asked.data["decision_id"]))
    if decision is None or decision.id not in await lock_open(request.session, [decision.id]):
        await close_conversation(request.session, asked.id, "moot", request.now)
        await request.answer(say("decide", "This was decided already."))
        return None
    return decision


@question(OTHER_DAY_KIND, act=Act.DECIDE)
async def take_other_day(request: Request, asked: Conversation) -> bool:
    """The day that is granted instead; it must be after the term."""
    decision = await _held(request, asked)
    if decision is None:
        return True
    extension, occurrence = await _load(request.session, decision)
    items = read_reply(f"xin gia hạn đến {request.text}", today=request.today, open_codes=(occurrence.code,)).items
    day = next((each.date for each in items if each.date is not None and not each.length_days), None)
    if day is None or (occurrence.due_on is not None and day <= occurrence.due_on):
        if await count_try(request.session, asked.id) >= _TRIES:
            await close_conversation(request.session, asked.id, "given_up", request.now)
            return False
        await request.answer(say("extension", "Please name a day after the term, for example 15/10/2022."))
        return True
    await close_conversation(request.session, asked.id, "answered", request.now)
    await close_decisions(request.session, [decision.id], "granted", request.now, by=request.person.id)
    await request.answer(await _grant(request, extension, occurrence, day))
    return True


@question(REASON_KIND, act=Act.DECIDE)
async def take_refusal(request: Request, asked: Conversation) -> bool:
    """The reason for refusing, or none."""
    decision = await _held(request, asked)
    if decision is None:
        return True
    extension, occurrence = await _load(request.session, decision)
    await close_conversation(request.session, asked.id, "answered", request.now)
    await close_decisions(request.session, [decision.id], "refused", request.now, by=request.person.id)
    reason = "" if fold(request.text) in {"0", "khong", "bo qua"} else " ".join(request.text.split())
    await request.answer(await _refuse(request, extension, occurrence, reason))
    return True


async def moot(session: AsyncSession, today: date, decisions: Sequence[Decision]) -> set[int]:
    """Requests withdrawn meanwhile, or whose work was finished."""
    gone = set()
    for each in decisions:
        extension, occurrence = await _load(session, each)
        if extension.state != "asked" or occurrence.state != "open":
            gone.add(each.id)
    return gone


EXTENSION = DecisionKind("extension", describe, decide, moot=moot)
