"""How people join: a one-time code, the notice, "Đồng ý"; before that nothing else is sent. Strangers learn nothing."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.gate import Act
from bot.domain.invitations import parse_code
from bot.domain.messages import Button, Incoming, IncomingKind, Outgoing
from bot.domain.owed import ANSWER, Owed
from bot.domain.programmes import fold
from bot.domain.typed_choices import read_choice, take_message_code
from bot.texts import say
from handlers.my_tasks import show_tasks
from handlers.request import Office, Request
from storage.channel_state import load_state, save_state
from storage.conversations import record_act
from storage.outbox import enqueue
from storage.roster import (
    KnownAddress,
    find_address,
    find_invitation,
    find_person,
    forget_address,
    record_consent,
    use_invitation,
)

log = logging.getLogger(__name__)

NOTICE_VERSION = "2026-11"
WRONG_CODES_AN_HOUR = 5
_YES, _NO, _MORE = "consent:yes", "consent:no", "consent:more"
_YES_WORDS = frozenset({"dong y", "toi dong y", "em dong y", "co", "ok", "vang", "dong y a"})
_NO_WORDS = frozenset({"khong", "khong dong y", "tu choi", "khong dong y a"})
_MORE_WORDS = frozenset({"chi tiet", "xem chi tiet"})


async def meet_stranger(session: AsyncSession, office: Office, incoming: Incoming, inbox_id: int) -> None:
    """Whoever is not of the roster may only join; nothing else is told."""
    if incoming.kind not in {IncomingKind.TEXT, IncomingKind.BUTTON, IncomingKind.FILE, IncomingKind.UNSUPPORTED}:
        return
    typed = incoming.text.strip()
    code = parse_code(typed.removeprefix("/start").strip()) if typed else None
    if code is None:
        await _say(session, incoming, inbox_id, say("join", "how to join"))
        return
    now = office.clock.now()
    if await _tried_too_often(session, incoming, now):
        await _say(session, incoming, inbox_id, say("join", "too many wrong codes"))
        return
    invitation = await find_invitation(session, code)
    why = "unknown" if invitation is None else invitation.refusal(incoming.address.channel, now)
    if invitation is not None and not why and not await use_invitation(session, invitation, incoming.address, now):
        why = "used"  # by somebody else, a moment ago
    if invitation is None or why:
        log.info("code_refused channel=%s reason=%s", incoming.address.channel, why)
        await _count_wrong(session, incoming, now)
        await _say(session, incoming, inbox_id, say("join", "code not valid"))
        return
    known = await find_address(session, incoming.address)
    person = await find_person(session, invitation.person_id, now.astimezone(office.settings.timezone).date())
    if known is None or person is None:
        return
    await record_act(session, now, "join", f"person:{person.id}", person_id=person.id, source=incoming.address.channel)
    await send_notice(Request(session, office, incoming, inbox_id, person, now))


async def send_notice(request: Request) -> None:
    """Who runs this, what is kept, and the question whether that is agreed to (Luật 91/2025/QH15; facts 8.5)."""
    committee = await request.committee()
    agencies = ", ".join(dict.fromkeys(each.agency for each in request.person.memberships if each.agency))
    text = say(
        "join",
        "notice",
        person=request.person.addressed,
        speaker=committee.speaking_name,
        agency=agencies or committee.committee_name,
        human=committee.human_contact,
    )
    await request.answer(text, buttons=_consent_buttons(), subject={"consent": NOTICE_VERSION})


def _consent_buttons() -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(say("join", "I agree"), _YES), Button(say("join", "I do not agree"), _NO)),
        (Button(say("join", "Details"), _MORE),),
    )


async def take_consent(request: Request, known: KnownAddress) -> None:
    """Until "Đồng ý" is said, the notice is all there is."""
    meant = _meant(request)
    if meant == _YES:
        await _agree(request, known)
    elif meant == _NO:
        await forget_address(request.session, known.id)
        await request.record("consent_refused", f"person:{request.person.id}")
        await _say(request.session, request.incoming, request.inbox_id, say("join", "refused"))
    elif meant == _MORE:
        committee = await request.committee()
        text = say("join", "details", speaker=committee.speaking_name, human=committee.human_contact)
        await request.answer(text, buttons=_consent_buttons(), subject={"consent": NOTICE_VERSION})
    else:
        await send_notice(request)


def _meant(request: Request) -> str:
    """The choice that was pressed, numbered or said; "" for anything else."""
    if request.incoming.kind is IncomingKind.BUTTON:
        return request.incoming.action
    _, text = take_message_code(request.text)
    buttons = [button for row in _consent_buttons() for button in row]
    place = read_choice(text, [button.label for button in buttons])
    if place is not None:
        return buttons[place].action
    words = fold(text)
    said = ((_YES, _YES_WORDS), (_NO, _NO_WORDS), (_MORE, _MORE_WORDS))
    return next((action for action, known in said if words in known), "")


async def _agree(request: Request, known: KnownAddress) -> None:
    await record_consent(request.session, known, NOTICE_VERSION, request.incoming.key, request.now)
    await request.record("consent", f"person:{request.person.id}", after={"version": NOTICE_VERSION})
    await request.answer(say("join", "welcome", person=request.person.addressed))
    if request.may(Act.OWN_TASKS):
        await show_tasks(request)


async def _say(session: AsyncSession, incoming: Incoming, inbox_id: int, text: str) -> None:
    """Answer a chat that belongs to nobody."""
    message = Outgoing(text, acknowledges=incoming.press)
    owed = Owed(f"reply:{inbox_id}:1", "reply", message, address=incoming.address, priority=ANSWER, cause_id=inbox_id)
    await enqueue(session, owed, datetime.now(UTC))


async def _tried_too_often(session: AsyncSession, incoming: Incoming, now: datetime) -> bool:
    tries = await _wrong_tries(session, incoming, now)
    return len(tries) >= WRONG_CODES_AN_HOUR


async def _wrong_tries(session: AsyncSession, incoming: Incoming, now: datetime) -> list[str]:
    kept: dict[str, Any] = await load_state(session, incoming.address, f"wrong_codes:{incoming.address.chat}") or {}
    since = (now - timedelta(hours=1)).isoformat()
    return [at for at in kept.get("at", []) if at > since]


async def _count_wrong(session: AsyncSession, incoming: Incoming, now: datetime) -> None:
    tries = [*await _wrong_tries(session, incoming, now), now.isoformat()]
    await save_state(session, incoming.address, f"wrong_codes:{incoming.address.chat}", {"at": tries}, now)
