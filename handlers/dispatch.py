"""Decides what an update is meant as, and hands it to the one handler that answers it.

The order is the order of certainty: a pressed button, an answer to what was asked last, a command, a report. Every
road passes the gate here.
"""

import logging
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import gate
from bot.domain.gate import Act
from bot.domain.messages import Incoming, IncomingKind
from bot.domain.programmes import fold
from bot.domain.typed_choices import read_choice, take_message_code
from bot.texts import say
from handlers import ACTIONS, COMMANDS, QUESTIONS, QUOTED
from handlers.groups import answer_in_group
from handlers.joining import meet_stranger, take_consent
from handlers.received_file import take_contact, take_file
from handlers.registry import Command
from handlers.request import NotAllowed, Office, Request, UsageError
from handlers.status_reply import read_edited, read_report
from handlers.unheard import tell_if_unheard_without
from storage.conversations import newest_conversation
from storage.roster import find_address, find_person, set_address_state
from storage.sent import find_message, find_sent, newest_sent

log = logging.getLogger(__name__)


async def dispatch(session: AsyncSession, office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Handle one update in the session's transaction; what it answers is owed there too."""
    now = office.clock.now()
    if incoming.in_group:
        await answer_in_group(session, office, incoming, inbox_id)
        return
    known = await find_address(session, incoming.address)
    today = now.astimezone(office.settings.timezone).date()
    person = await find_person(session, known.person_id, today) if known else None
    if known is None or person is None:
        await meet_stranger(session, office, incoming, inbox_id)
        return
    request = Request(session, office, incoming, inbox_id, person, now)
    if incoming.kind is IncomingKind.STOPPED:
        await set_address_state(session, known.id, "blocked")
        await tell_if_unheard_without(request)
    elif incoming.kind is IncomingKind.RETURNED:
        await set_address_state(session, known.id, "active" if known.state == "blocked" else known.state)
    elif known.state == "invited":
        await take_consent(request, known)
    else:
        if known.state == "blocked":  # whoever writes can be written to
            await set_address_state(session, known.id, "active")
        await _answer(request)


async def _answer(request: Request) -> None:
    """Hand over; refusals and unreadable words are answered in the chat."""
    try:
        await _route(request)
    except NotAllowed as exc:
        log.info("act_refused act=%s person=%s", exc.act.value, request.person.id)
        await request.answer(say("gate", "This is not open to your role. The secretary of the committee can help."))
    except UsageError as exc:
        await request.answer(str(exc))


async def _route(request: Request) -> None:
    incoming = request.incoming
    if incoming.kind not in {IncomingKind.TEXT, IncomingKind.BUTTON}:
        request.check(Act.OWN_DATA)
    match incoming.kind:
        case IncomingKind.BUTTON:
            await press(request, incoming.action)
        case IncomingKind.EDITED:
            await read_edited(request)
        case IncomingKind.FILE:
            await take_file(request)
        case IncomingKind.CONTACT:
            await take_contact(request)
        case IncomingKind.UNSUPPORTED:
            await request.answer(say("dispatch", "This kind of message cannot be read here. Please type it as text."))
        case _:
            await _read_text(request)


async def press(request: Request, action: str) -> None:
    """Do what a button or a numbered choice stands for."""
    verb, *arguments = action.split(":")
    doing = ACTIONS.get(verb)
    if doing is None:
        log.warning("action_unknown verb=%s", verb)
        await request.answer(say("dispatch", "This button is no longer in use. Please type your answer."))
        return
    gate.check(request.person, doing.act)
    await doing.run(replace(request, arguments=tuple(arguments)))


async def _read_text(request: Request) -> None:
    text = request.text.strip()
    request.quoted = await find_sent(request.session, request.address, request.incoming.quoted_ref)
    if text.startswith("/"):
        await _run_slash(request, text)
        return
    await _take_code(request)
    if chosen := await _choice(request):
        await press(request, chosen)
        return
    if await _answers_quoted(request) or await _answers_question(request):
        return
    found = await find_bare_command(request)
    if found is not None:
        gate.check(request.person, found[0].act)
        await found[0].run(found[1])
        return
    request.check(Act.OWN_DATA)  # whoever has left the roster reports no more
    await read_report(request)


async def _take_code(request: Request) -> None:
    """A message named by its code ("N12 xong") is answered as if it were quoted."""
    number, words = take_message_code(request.text)
    named = await find_message(request.session, number) if number is not None else None
    if named is not None and named.person_id == request.person.id:
        request.quoted = named
        request.incoming = replace(request.incoming, text=words)


async def _choice(request: Request) -> str | None:
    """The action of a typed number or label, where the quoted or newest message offered its choices by number."""
    asked = request.quoted or await newest_sent(request.session, request.address)
    place = read_choice(request.text, asked.labels) if asked else None
    return asked.choices[place] if asked and place is not None else None


async def _answers_quoted(request: Request) -> bool:
    """Was it an answer to the very message that is quoted?"""
    for key in request.quoted.subject if request.quoted else ():
        reader = QUOTED.get(key)
        if request.quoted and reader and gate.may(request.person, reader.act):
            return await reader.run(request, request.quoted)
    return False


async def _answers_question(request: Request) -> bool:
    """Was it an answer to what the bot asked last?"""
    conversation = await newest_conversation(request.session, request.person.id)
    reader = QUESTIONS.get(conversation.kind) if conversation else None
    if conversation is None or reader is None or not gate.may(request.person, reader.act):
        return False
    return await reader.run(request, conversation)


async def _run_slash(request: Request, text: str) -> None:
    name, _, argument = text[1:].partition(" ")
    name = fold(name.partition("@")[0].replace("_", "")).replace(" ", "")
    found = COMMANDS.get(name)
    if found is None:
        await request.answer(say("dispatch", "This command is not known. /trogiup lists what can be asked here."))
        return
    gate.check(request.person, found.act)
    request.argument = " ".join(argument.split())
    await found.run(request)


async def find_bare_command(request: Request) -> tuple[Command, Request] | None:
    """A command without its slash: the name alone, or the name with arguments that parse completely."""
    folded = fold(request.text)
    for each in COMMANDS.values():
        for name in (each.name, *each.words):
            if folded != name and not folded.startswith(f"{name} "):
                continue
            argument = " ".join(request.text.split()[len(name.split()) :])
            asked = replace(request, argument=argument)
            if gate.may(request.person, each.act) and (not argument or await each.accepts(asked)):
                return each, asked
    return None
