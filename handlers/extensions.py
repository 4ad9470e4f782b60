"""More time: asked for with a day and a reason, read back with both days where a length was given, then decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.gate import Act
from bot.domain.messages import Button
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.domain.replies import Intent, ReplyItem, read_reply
from bot.texts import say, short_day
from handlers.registry import action, command, question
from handlers.request import Request, UsageError
from handlers.said import Said, said_of
from handlers.spoken_of import about, own_open_occurrences, scope_of, with_typed_codes
from storage.conversations import Conversation, close_conversation, count_try, find_conversation, open_conversation
from storage.decisions import close_decisions, find_decision_by_key, open_decision
from storage.extensions import count_granted, extensions_of, record_extension
from storage.occurrences import load_occurrences

KIND, VERB = "extension", "xday"
FROM_TERM, FROM_TODAY = "term", "today"
_TRIES = 2
_DAY_THEN_WORDS = re.compile(
    r"(?:\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\b\d{1,3}\s+(?:ngày|tuần|tháng))[\s,;:–-]+(?P<reason>[^\W\d]+\s+\S.*)$"
)
_NO_REASON = frozenset({"khong", "khong co", "khong neu", "bo qua"})


@dataclass(frozen=True)
class Wish:
    """More time for one occurrence; the day may still have to be chosen."""

    occurrence_id: int
    day: date | None
    length_days: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As a question keeps it."""
        return {
            "occurrence_id": self.occurrence_id,
            "day": self.day.isoformat() if self.day else None,
            "length_days": self.length_days,
        }


def wish_from_json(kept: dict[str, Any]) -> Wish:
    """What a question kept."""
    return Wish(kept["occurrence_id"], date.fromisoformat(kept["day"]) if kept["day"] else None, kept["length_days"])


def wish_of(occurrence: Occurrence, said: Said) -> Wish:
    """A day that was named stands; of a length the day is still to be chosen."""
    return Wish(occurrence.id, None if said.length_days else said.day, said.length_days)


@dataclass
class Asking:
    """Where the talk about one or several wishes is: what is known, what is still to be asked."""

    wishes: list[Wish]
    reason: str = ""
    reason_asked: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the question keeps it."""
        return {
            "wishes": [each.to_json() for each in self.wishes],
            "reason": self.reason,
            "reason_asked": self.reason_asked,
        }


def asking_from_json(kept: dict[str, Any]) -> Asking:
    """What the question kept."""
    return Asking([wish_from_json(each) for each in kept["wishes"]], kept["reason"], kept["reason_asked"])


async def ask_for_more_time(
    request: Request, wishes: Sequence[tuple[Occurrence, Said]], *, before: Sequence[str] = ()
) -> None:
    """Begin: whatever is missing is asked for; with everything known, the request is put to who decides."""
    told = list(before)
    fitting: list[tuple[Occurrence, Said]] = []
    for occurrence, said in wishes:
        refusal = _why_not(occurrence, said)
        if refusal:
            told.append(refusal)
        else:
            fitting.append((occurrence, said))
    if not fitting:
        await request.answer("\n".join(told))
        return
    reason = next((said.note for _, said in fitting if said.note), "")
    asking = Asking([wish_of(occurrence, said) for occurrence, said in fitting], reason)
    await _go_on(request, asking, told)


def _why_not(occurrence: Occurrence, said: Said) -> str:
    if occurrence.due_on is None:
        return say("extension", "%(code)s has no term, so none need be extended.", code=occurrence.code)
    if occurrence.state == "done":
        return say("extension", "%(code)s is completed; no extension is needed.", code=occurrence.code)
    if said.day is not None and not said.length_days and said.day <= occurrence.due_on:
        return say(
            "extension", "%(day)s is not after the term of %(code)s (%(due)s). A later day: /giahan %(code)s",
            day=short_day(said.day), code=occurrence.code, due=short_day(occurrence.due_on),
        )  # fmt: skip
    return ""


async def _go_on(request: Request, asking: Asking, told: Sequence[str] = ()) -> None:
    """Ask for the next thing that is missing, or put the request up."""
    found = await load_occurrences(request.session, [each.occurrence_id for each in asking.wishes])
    lengths = [each for each in asking.wishes if each.day is None and each.length_days]
    dayless = [each for each in asking.wishes if each.day is None and not each.length_days]
    if lengths:
        await _ask_choice(request, asking, lengths, found, told)
    elif dayless:
        codes = ", ".join(found[each.occurrence_id].code for each in dayless)
        terms = "; ".join(short_day(due) for each in dayless if (due := found[each.occurrence_id].due_on))
        text = say(
            "extension", "Until which day is more time wished for %(codes)s (term %(terms)s)?", codes=codes, terms=terms
        )
        await _keep(request, asking)
        await request.answer("\n".join([*told, text]), subject=about(found.values()), numbers_taken=True)
    elif not asking.reason and not asking.reason_asked:
        asking.reason_asked = True
        conversation_id = await _keep(request, asking)
        button = Button(say("extension", "Without a reason"), f"{VERB}:{conversation_id}:noreason")
        text = say("extension", "Please give the reason for the extension in a few words.")
        await request.answer(
            "\n".join([*told, text]), buttons=((button,),), subject=about(found.values()), numbers_taken=True
        )
    else:
        await _put_up(request, asking, found, told)


async def _ask_choice(
    request: Request, asking: Asking, lengths: Sequence[Wish], found: dict[int, Occurrence], told: Sequence[str]
) -> None:
    """A length is read back with both days; one that is not after the term is not offered."""
    first = lengths[0]
    occurrence = found[first.occurrence_id]
    options = days_of_length(occurrence, first.length_days or 0, request.today)
    conversation_id = await _keep(request, asking)
    labels = {
        FROM_TERM: say("extension", "From the term: %(day)s", day=short_day(options[FROM_TERM])),
        **(
            {FROM_TODAY: say("extension", "From today: %(day)s", day=short_day(options[FROM_TODAY]))}
            if FROM_TODAY in options
            else {}
        ),
    }
    rows = tuple((Button(label, f"{VERB}:{conversation_id}:{word}"),) for word, label in labels.items())
    text = say(
        "extension", "%(count)s more days for %(codes)s (term %(due)s): until which day?",
        count=first.length_days, codes=", ".join(found[each.occurrence_id].code for each in lengths),
        due=short_day(occurrence.due_on) if occurrence.due_on else "",
    )  # fmt: skip
    await request.answer("\n".join([*told, text]), buttons=rows, subject=about(found.values()))


def days_of_length(occurrence: Occurrence, length_days: int, today: date) -> dict[str, date]:
    """The day counted from the term, and the one counted from today where that is another day after the term."""
    if occurrence.due_on is None:
        return {FROM_TODAY: today + timedelta(days=length_days)}
    days = {FROM_TERM: occurrence.due_on + timedelta(days=length_days)}
    from_today = today + timedelta(days=length_days)
    if from_today > occurrence.due_on and from_today != days[FROM_TERM]:
        days[FROM_TODAY] = from_today
    return {word: day for word, day in days.items() if day > today}


async def _keep(request: Request, asking: Asking) -> int:
    return await open_conversation(request.session, request.person.id, KIND, asking.to_json(), request.now)


@action(VERB, act=Act.REPORT)
async def press_day(request: Request) -> None:
    """The choice of a day, or that there is no reason to give."""
    number, word = (*request.arguments, "", "")[:2]
    asked = await find_conversation(request.session, int(number) if number.isdecimal() else 0, request.person.id)
    if asked is None or asked.kind != KIND:
        await request.answer(say("extension", "This question is closed. To ask anew: /giahan CODE"))
        return
    await close_conversation(request.session, asked.id, "answered", request.now)
    asking = asking_from_json(asked.data)
    if word == "noreason":
        asking.reason_asked = True
    else:
        await _choose(request, asking, word)
    await _go_on(request, asking)


async def _choose(request: Request, asking: Asking, word: str) -> None:
    found = await load_occurrences(request.session, [each.occurrence_id for each in asking.wishes])
    asking.wishes = [
        replace(each, day=days_of_length(found[each.occurrence_id], each.length_days, request.today).get(word))
        if each.day is None and each.length_days
        else each
        for each in asking.wishes
    ]
    asking.wishes = [each if each.day else replace(each, length_days=None) for each in asking.wishes]


@question(KIND, act=Act.REPORT)
async def answer_extension(request: Request, asked: Conversation) -> bool:
    """A day, a choice in words, or the reason; a plain report of something else is left to the reader."""
    asking = asking_from_json(asked.data)
    items = read_reply(request.text, today=request.today, open_codes=("I.1",)).items
    if any(each.intent is Intent.STATUS and each.named for each in items):
        return False
    needs_day = any(each.day is None for each in asking.wishes)
    if needs_day:
        return await _take_day(request, asked, asking, items)
    await close_conversation(request.session, asked.id, "answered", request.now)
    asking.reason = "" if fold(request.text) in _NO_REASON else request.text.strip()
    await _go_on(request, asking)
    return True


async def _take_day(request: Request, asked: Conversation, asking: Asking, items: Sequence[ReplyItem]) -> bool:
    words = fold(request.text)
    lengths = any(each.day is None and each.length_days for each in asking.wishes)
    if lengths and ("thoi han" in words or "han cu" in words or words in {"1", "tu han"}):
        await close_conversation(request.session, asked.id, "answered", request.now)
        await _choose(request, asking, FROM_TERM)
    elif lengths and ("hom nay" in words or words == "2"):
        await close_conversation(request.session, asked.id, "answered", request.now)
        await _choose(request, asking, FROM_TODAY)
    else:
        said = _day_said(request, items)
        if said is None:
            if await count_try(request.session, asked.id) >= _TRIES:
                await close_conversation(request.session, asked.id, "given_up", request.now)
                return False
            await request.answer(say("extension", "Please name the day, for example 15/10/2022."))
            return True
        await close_conversation(request.session, asked.id, "answered", request.now)
        asking.wishes = [
            replace(each, day=None if said.length_days else said.day, length_days=said.length_days)
            if each.day is None
            else each
            for each in asking.wishes
        ]
        asking.reason = asking.reason or said.note
    await _check_days(request, asking)
    await _go_on(request, asking)
    return True


def _day_said(request: Request, items: Sequence[ReplyItem]) -> Said | None:
    """A day or a length in the answer, whether the words say "gia hạn" or only the day."""
    whole = [*items, *read_reply(f"xin gia hạn đến {request.text}", today=request.today, open_codes=("I.1",)).items]
    with_length = read_reply(f"xin gia hạn thêm {request.text}", today=request.today, open_codes=("I.1",)).items
    for each in (*whole, *with_length):
        if each.date is not None or (each.intent is Intent.EXTENSION and each.length_days):
            return said_of(each)
    return None


async def _check_days(request: Request, asking: Asking) -> None:
    """A day not after the term is never recorded: it is asked for again."""
    found = await load_occurrences(request.session, [each.occurrence_id for each in asking.wishes])
    for place, wish in enumerate(asking.wishes):
        due = found[wish.occurrence_id].due_on
        if wish.day is not None and due is not None and wish.day <= due:
            asking.wishes[place] = Wish(wish.occurrence_id, None)


async def _put_up(request: Request, asking: Asking, found: dict[int, Occurrence], told: Sequence[str]) -> None:
    """Keep the requests, hold the overdue messages, and put each to who decides."""
    from handlers.decisions import tell_deciders  # it lists this kind, so it cannot be imported above
    from handlers.looks import look_again

    lines = list(told)
    ids: list[int] = []
    for wish in asking.wishes:
        occurrence = found[wish.occurrence_id]
        request.check(Act.REPORT, agency_id=occurrence.agency_id)
        if wish.day is None or occurrence.due_on is None or wish.day <= occurrence.due_on:
            continue
        await _withdraw_waiting(request, occurrence.id)
        extension_id = await record_extension(
            request.session, occurrence.id, request.person.id, asking.reason, occurrence.due_on, wish.day, request.now
        )
        ids.append(extension_id)
        await request.record(
            "extension_asked",
            f"occurrence:{occurrence.id}",
            before={"due": occurrence.due_on.isoformat()},
            after={"to": wish.day.isoformat(), "extension": extension_id},
        )
        data = {"extension_id": extension_id, "occurrence_id": occurrence.id}
        decision = await open_decision(request.session, f"extension:{extension_id}", "extension", data, request.now)
        if decision is not None:
            await tell_deciders(request.session, request.office, await request.calendar(), decision)
        lines.append(await _received(request, occurrence, wish.day))
    await look_again(request, found)
    lines.append(say("extension", "The present term stands until it is decided."))
    made = {"reports": [], "acked": [], "snoozed": [], "extensions": ids}
    undo = (Button(say("report", "Undo"), f"undo:{request.inbox_id}"),)
    await request.answer(
        "\n".join(lines),
        buttons=(undo,) if ids else (),
        subject={**about(found.values()), "recorded": made},
        numbers_taken=True,
    )


async def _received(request: Request, occurrence: Occurrence, day: date) -> str:
    line = say("extension", "Received: more time for %(code)s until %(day)s.", code=occurrence.code, day=short_day(day))
    times = await count_granted(request.session, occurrence.id)
    if times:
        line = f"{line} {say('extension', 'It is request number %(number)s for this term.', number=times + 1)}"
    return line


async def _withdraw_waiting(request: Request, occurrence_id: int) -> None:
    """A newer request takes the place of one that still waits."""
    for each in await extensions_of(request.session, occurrence_id):
        if each.state == "asked":
            decision = await find_decision_by_key(request.session, f"extension:{each.id}")
            if decision is not None:
                await close_decisions(request.session, [decision.id], "replaced", request.now, state="moot")


@command("giahan", act=Act.REPORT, help="Ask for more time", words=("gia han", "xin gia han"))
async def extend(request: Request) -> None:
    """/giahan CODE [day or length] [reason]; bare with one open task, for that."""
    scope = await with_typed_codes(request, scope_of(await own_open_occurrences(request)))
    if scope.is_elsewhere:
        raise UsageError(
            say("report", "%(codes)s is not a task of your agency.", codes=", ".join(scope.foreign + scope.unknown))
        )
    chosen = scope.occurrences if len(scope.occurrences) == 1 or scope.names_own else ()
    named = _named(request, chosen)
    if not named:
        raise UsageError(
            say("extension", "Please write /giahan CODE and the day, for example: /giahan I.1.2 15/10/2022")
        )
    codes = tuple(each.code for each in named)
    items = read_reply(f"xin gia hạn {request.argument}", today=request.today, open_codes=codes).items
    said = next((said_of(each) for each in items if each.intent is Intent.EXTENSION), Said("extension"))
    if not said.note:
        said = replace(said, note=_after_day(request.argument))
    await ask_for_more_time(request, [(each, said) for each in named])


def _after_day(argument: str) -> str:
    """The reason, where it follows the day without a word before it: "30/11/2022 chờ thẩm định"."""
    found = _DAY_THEN_WORDS.search(argument)
    return found["reason"].strip(" ,;.:–-") if found else ""


def _named(request: Request, occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    from bot.domain.typed_codes import match_codes

    named, _ = match_codes(request.text, [each.code for each in occurrences])
    return [each for each in occurrences if each.code in named] or (list(occurrences) if len(occurrences) == 1 else [])
