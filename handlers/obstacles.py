"""Obstacles: put to the standing agency in the words of who met them, talked over in turns, closed by either side."""

import re
from typing import Any

from bot.domain.gate import Act
from bot.domain.messages import Button, Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.programmes import fold
from bot.domain.tasks import Status
from bot.texts import say, short_day
from handlers.looks import look_again
from handlers.registry import action, command, question, quoted
from handlers.request import Buttons, Request, UsageError
from handlers.spoken_of import about, is_own, own_open_occurrences, scope_of, with_typed_codes
from handlers.telling import standing_side, tell_agency
from storage.conversations import Conversation, close_conversation, newest_conversation, open_conversation
from storage.obstacles import (
    AGENCY,
    STANDING,
    Obstacle,
    add_turn,
    close_obstacle,
    find_obstacle,
    note_asked,
    open_obstacle,
    open_obstacles,
    set_obstacle_text,
)
from storage.occurrences import load_occurrences
from storage.reports import Report, last_report, record_report
from storage.sent import Sent, newest_about, newest_sent

VERB, SUBJECT = "ob", "obstacle"
WORDS_KIND, ANSWER_KIND, PASS_KIND = "obstacle_words", "obstacle_answer", "obstacle_pass"
_LONGEST = 300  # of the words passed on; the rest is in the record
_OVER = re.compile(
    r"\b(het (vuong|ket)|khong con vuong|(da|duoc) (go|thao go|giai quyet|xu ly)( xong)?|da xong|xong roi|het roi)\b"
)
_NOT_OVER = re.compile(r"\b(chua|khong|neu|de|can|nghi)\b")


def says_it_is_over(text: str) -> bool:
    """Do the words plainly say that the obstacle is gone?"""
    folded = fold(text)
    return bool(_OVER.search(folded)) and not _NOT_OVER.search(folded.replace("khong con vuong", ""))


async def open_by_report(request: Request, occurrence: Occurrence, report_id: int, words: str) -> int:
    """Put an obstacle to the standing agency; words on one that is open already are its next turn. Returns the id."""
    known = await open_obstacles(request.session, [occurrence.id])
    if known:
        if words and words != known[-1].text:
            await _pass_on(request, known[-1], occurrence, AGENCY, words)
        return known[-1].id
    obstacle_id = await open_obstacle(
        request.session, occurrence.id, words, request.now, request.today, report_id=report_id, by=request.person.id
    )
    if words:
        await put_to_standing(request, occurrence, obstacle_id, words)
    return obstacle_id


async def put_to_standing(request: Request, occurrence: Occurrence, obstacle_id: int, words: str) -> None:
    """Owe it to those who answer, with the words as typed."""
    message = obstacle_message(occurrence, obstacle_id, words)
    for person in await standing_side(request.session, request.today):
        key = f"obstacle:{obstacle_id}:{request.inbox_id}:{person.id}"
        await request.tell(person.id, message, key=key, kind="obstacle", subject={SUBJECT: obstacle_id})
    await note_asked(request.session, obstacle_id, request.today)


def obstacle_message(occurrence: Occurrence, obstacle_id: int, words: str) -> Outgoing:
    """What the standing agency reads, and how it answers."""
    text = say(
        "obstacle", "%(agency)s met an obstacle at %(code)s (%(title)s): %(words)s",
        agency=occurrence.agency, code=occurrence.code, title=occurrence.title, words=clipped(words),
    )  # fmt: skip
    return Outgoing(text, obstacle_buttons(obstacle_id))


def obstacle_buttons(obstacle_id: int) -> Buttons:
    """To answer it, or to say that it is out of the way."""
    return (
        (
            Button(say("obstacle", "Answer"), f"{VERB}:{obstacle_id}:answer"),
            Button(say("obstacle", "Out of the way"), f"{VERB}:{obstacle_id}:closed"),
        ),
    )


def clipped(words: str) -> str:
    """The words as they are passed on, on one line, not too long for a phone."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]}…"


async def close_by_report(request: Request, occurrence: Occurrence, status: Status, words: str) -> list[int]:
    """Close what a report says is over; returns the obstacles that stay open beside it."""
    left = []
    for each in await open_obstacles(request.session, [occurrence.id]):
        if status in {Status.DONE, Status.SUBMITTED} or says_it_is_over(words):
            await _close(request, each, occurrence, clipped(words) or say("status", status.value), AGENCY)
        else:
            left.append(each.id)
    return left


async def withdraw(request: Request, obstacle: Obstacle) -> None:
    """The report that opened it was taken back; the standing agency is told where it had been asked."""
    occurrence = (await load_occurrences(request.session, [obstacle.occurrence_id]))[obstacle.occurrence_id]
    outcome = say("obstacle", "the report was taken back")
    if obstacle.text:
        await _close(request, obstacle, occurrence, outcome, AGENCY)
    else:
        await close_obstacle(request.session, obstacle.id, outcome, request.now, by=request.person.id)


@quoted(SUBJECT, act=Act.OWN_DATA)
async def answer_quoted(request: Request, message: Sent) -> bool:
    """An answer to a message about an obstacle goes to the other side."""
    return await _answer(request, int(message.subject[SUBJECT]))


@question(ANSWER_KIND, act=Act.OWN_DATA)
async def answer_asked(request: Request, asked: Conversation) -> bool:
    """The words after the button "Trả lời"."""
    await close_conversation(request.session, asked.id, "answered", request.now)
    return await _answer(request, int(asked.data["obstacle_id"]))


async def _answer(request: Request, obstacle_id: int) -> bool:
    obstacle, occurrence, side = await _of_request(request, obstacle_id)
    if obstacle.state == "closed":
        await request.answer(say("obstacle", "This obstacle is closed: %(outcome)s", outcome=obstacle.outcome))
        return True
    if side == AGENCY and await _is_report(request, occurrence):
        return False
    await _take_answer(request, obstacle, occurrence, side, request.text)
    return True


async def _take_answer(request: Request, obstacle: Obstacle, occurrence: Occurrence, side: str, words: str) -> None:
    """Words of one side on an obstacle: they close it, or go to the other."""
    if says_it_is_over(words):
        await _close_and_answer(request, obstacle, occurrence, side, clipped(words))
        return
    await _pass_on(request, obstacle, occurrence, side, words)
    key = "Passed on to the focal point of %(agency)s." if side == STANDING else "Passed on to the standing agency."
    await request.answer(say("obstacle", key, agency=occurrence.agency))


async def talked_over(request: Request) -> Occurrence | None:
    """The occurrence of the person's own agency whose obstacle the newest message to this chat speaks of."""
    newest = await newest_sent(request.session, request.address)
    if request.quoted or newest is None or SUBJECT not in newest.subject:
        return None
    obstacle = await find_obstacle(request.session, int(newest.subject[SUBJECT]))
    found = await load_occurrences(request.session, [obstacle.occurrence_id]) if obstacle else {}
    return next((each for each in found.values() if is_own(request, each)), None)


async def offer_to_pass_on(request: Request) -> bool:
    """Plain words of somebody who was written to about an obstacle may be the answer: asks whether they are.

    False where no obstacle is open that the person was written to about.
    """
    asked = await newest_about(request.session, request.person.id, SUBJECT)
    if asked is None:
        return False
    obstacle, occurrence, side = await _of_request(request, int(asked.subject[SUBJECT]))
    if obstacle.state == "closed" or (side == STANDING and obstacle.waits_for != STANDING):
        return False
    data = {"obstacle_id": obstacle.id, "words": request.text}
    await open_conversation(request.session, request.person.id, PASS_KIND, data, request.now)
    key = (
        "Is this the answer to %(agency)s on the obstacle at %(code)s? It is passed on as written."
        if side == STANDING
        else "Is this for the standing agency, on the obstacle at %(code)s? It is passed on as written."
    )
    text = say("obstacle", key, agency=occurrence.agency, code=occurrence.code)
    row = (
        Button(say("obstacle", "Pass on"), f"{VERB}:{obstacle.id}:pass"),
        Button(say("obstacle", "No"), f"{VERB}:{obstacle.id}:keep"),
    )
    await request.answer(text, buttons=(row,))
    return True


async def _press_pass(request: Request, obstacle: Obstacle, occurrence: Occurrence, side: str, word: str) -> None:
    """Whether the words that were typed are the answer."""
    asked = await newest_conversation(request.session, request.person.id)
    if asked is None or asked.kind != PASS_KIND or asked.data["obstacle_id"] != obstacle.id:
        await request.answer(say("decide", "This was decided already."))
        return
    await close_conversation(request.session, asked.id, "answered", request.now)
    if word == "pass":
        await _take_answer(request, obstacle, occurrence, side, str(asked.data["words"]))
    else:
        await request.answer(say("obstacle", "Not passed on."))


async def _is_report(request: Request, occurrence: Occurrence) -> bool:
    """Does the answer report how the work stands, and not only talk about the obstacle?"""
    from bot.domain.replies import Intent, read_reply

    reading = read_reply(request.text, today=request.today, open_codes=(occurrence.code,))
    return any(each.intent is Intent.STATUS and each.status is not Status.BLOCKED for each in reading.items)


async def _pass_on(request: Request, obstacle: Obstacle, occurrence: Occurrence, side: str, words: str) -> None:
    await add_turn(request.session, obstacle.id, side, words, request.now, request.today, person_id=request.person.id)
    await request.record("obstacle_turn", f"obstacle:{obstacle.id}", after={"side": side})
    key = f"obstacle:{obstacle.id}:{request.inbox_id}"
    if side == STANDING:
        text = say(
            "obstacle", "On the obstacle at %(code)s the standing agency answers: %(words)s",
            code=occurrence.code, words=clipped(words),
        )  # fmt: skip
        await _tell_agency(request, obstacle, occurrence, Outgoing(text, obstacle_buttons(obstacle.id)), key)
        return
    text = say(
        "obstacle", "%(agency)s adds on the obstacle at %(code)s: %(words)s",
        agency=occurrence.agency, code=occurrence.code, words=clipped(words),
    )  # fmt: skip
    await _tell_standing(request, obstacle, Outgoing(text, obstacle_buttons(obstacle.id)), key)


async def _tell_agency(
    request: Request, obstacle: Obstacle, occurrence: Occurrence, message: Outgoing, key: str
) -> None:
    subject: dict[str, Any] = {SUBJECT: obstacle.id, **about([occurrence])}
    await tell_agency(request, occurrence.agency_id, message, key=key, subject=subject)


async def _tell_standing(request: Request, obstacle: Obstacle, message: Outgoing, key: str) -> None:
    for person in await standing_side(request.session, request.today):
        if person.id != request.person.id:
            await request.tell(
                person.id, message, key=f"{key}:{person.id}", kind="obstacle", subject={SUBJECT: obstacle.id}
            )


async def _close(request: Request, obstacle: Obstacle, occurrence: Occurrence, outcome: str, side: str) -> bool:
    if not await close_obstacle(request.session, obstacle.id, outcome, request.now, by=request.person.id):
        return False
    await request.record("obstacle_closed", f"obstacle:{obstacle.id}", after={"outcome": outcome})
    text = say("obstacle", "The obstacle at %(code)s is closed: %(outcome)s", code=occurrence.code, outcome=outcome)
    key = f"obstacle:{obstacle.id}:closed"
    if side == STANDING:
        await _tell_agency(request, obstacle, occurrence, Outgoing(text), key)
    else:
        await _tell_standing(request, obstacle, Outgoing(text), key)
    return True


async def _close_and_answer(
    request: Request, obstacle: Obstacle, occurrence: Occurrence, side: str, outcome: str
) -> None:
    if not await _close(request, obstacle, occurrence, outcome, side):
        await request.answer(say("obstacle", "This obstacle is closed: %(outcome)s", outcome=obstacle.outcome))
        return
    await _under_way_again(request, occurrence, outcome)
    await look_again(request, [occurrence.id])
    text = say(
        "obstacle", "Recorded: the obstacle at %(code)s is out of the way; under way again.", code=occurrence.code
    )
    await request.answer(text, subject=about([occurrence]))


async def _under_way_again(request: Request, occurrence: Occurrence, outcome: str) -> None:
    """Closed, the standing is in progress again, with the percent there was."""
    last = await last_report(request.session, occurrence.id)
    if last is None or last.status is not Status.BLOCKED:
        return
    report = Report(
        occurrence_id=occurrence.id,
        person_id=request.person.id,
        source="button" if request.incoming.action else "chat",
        reported_at=request.now,
        reported_on=request.today,
        text=request.text or outcome,
        status=Status.IN_PROGRESS,
        percent=last.percent,
        note=outcome,
        expected_on=last.expected_on,
        inbox_id=request.inbox_id,
    )
    await record_report(request.session, report)


@action(VERB, act=Act.OWN_DATA)
async def press_obstacle(request: Request) -> None:
    """The buttons under an obstacle: answer it, it is out of the way; and whether plain words were the answer."""
    number, word = (*request.arguments, "", "")[:2]
    obstacle, occurrence, side = await _of_request(request, int(number) if number.isdecimal() else 0)
    if obstacle.state == "closed":
        await request.answer(say("obstacle", "This obstacle is closed: %(outcome)s", outcome=obstacle.outcome))
    elif word in {"pass", "keep"}:
        await _press_pass(request, obstacle, occurrence, side, word)
    elif word == "closed":
        outcome = say("obstacle", "out of the way on %(day)s", day=short_day(request.today))
        await _close_and_answer(request, obstacle, occurrence, side, outcome)
    else:
        data = {"obstacle_id": obstacle.id}
        await open_conversation(request.session, request.person.id, ANSWER_KIND, data, request.now)
        await request.answer(say("obstacle", "Please type the answer; it is passed on as written."))


async def _of_request(request: Request, obstacle_id: int) -> tuple[Obstacle, Occurrence, str]:
    """The obstacle, its occurrence and the side that the person is on; raises NotAllowed for anybody else."""
    obstacle = await find_obstacle(request.session, obstacle_id)
    if obstacle is None:
        raise UsageError(say("obstacle", "This obstacle is not kept any more."))
    occurrence = (await load_occurrences(request.session, [obstacle.occurrence_id]))[obstacle.occurrence_id]
    if is_own(request, occurrence):
        return obstacle, occurrence, AGENCY
    request.check(Act.ANSWER_OBSTACLE)
    return obstacle, occurrence, STANDING


async def ask_words(request: Request, obstacle_id: int) -> None:
    """A button said that something is in the way; what it is can only be typed."""
    await open_conversation(request.session, request.person.id, WORDS_KIND, {"obstacle_id": obstacle_id}, request.now)


@question(WORDS_KIND, act=Act.REPORT)
async def take_words(request: Request, asked: Conversation) -> bool:
    """The obstacle in words, after a button; a plain report of something else is left to the reader."""
    obstacle, occurrence, _ = await _of_request(request, int(asked.data["obstacle_id"]))
    if obstacle.state == "closed" or await _is_report(request, occurrence):
        await close_conversation(request.session, asked.id, "moot", request.now)
        return False
    await close_conversation(request.session, asked.id, "answered", request.now)
    await set_obstacle_text(request.session, obstacle.id, request.text)
    await put_to_standing(request, occurrence, obstacle.id, request.text)
    text = say("obstacle", "Recorded: %(words)s. It is passed on to the standing agency.", words=clipped(request.text))
    await request.answer(text, subject=about([occurrence]))
    return True


@command("vuongmac", act=Act.REPORT, help="Report an obstacle", words=("vuong mac", "kho khan"))
async def obstacles(request: Request) -> None:
    """With a code and words: opens an obstacle. Bare: what is open, and how to report another."""
    if request.argument:
        from handlers.status_reply import record_words_as

        scope = await with_typed_codes(request, scope_of(await own_open_occurrences(request)))
        await record_words_as(request, scope, Status.BLOCKED)
        return
    own = {each.id: each for each in await own_open_occurrences(request)}
    found = await open_obstacles(request.session, own)
    lines = [
        say(
            "obstacle", "– %(code)s, since %(day)s: %(words)s (%(move)s)",
            code=own[each.occurrence_id].code, day=short_day(each.opened_on), words=clipped(each.text),
            move=say("obstacle", f"waits for {each.waits_for}"),
        )
        for each in found
    ]  # fmt: skip
    head = say("obstacle", "Open obstacles:") if lines else say("obstacle", "No obstacle is open.")
    how = say("obstacle", "To report one: /vuongmac CODE words")
    await request.answer("\n".join([head, *lines, how]))
