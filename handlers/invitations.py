"""/moi: a one-time code for somebody of the roster, renewed, revoked; slips with QR codes for many at once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.gate import Act
from bot.domain.messages import Button, OutgoingFile
from bot.domain.programmes import fold
from bot.domain.roster_table import channel_named
from bot.texts import say, short_time
from handlers.inviting import Invitation, channel_of, enabled_channels, invite, slips_of
from handlers.registry import action, command
from handlers.request import Request, UsageError
from handlers.roster_search import find_listed, revoke
from storage.directory import Listed, load_directory
from storage.files import store_file
from storage.inviting import load_invitees

VERB = "invite"
_ALL = frozenset({"tat ca", "moi nguoi", "het"})
_REVOKE = ("thu hoi", "huy")
_NAMED = 6
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@command("moi", act=Act.INVITE, help="Invite people")
async def invitation(request: Request) -> None:
    """/moi NAME [channel], /moi AGENCY, /moi tất cả, /moi thu hồi NAME; bare: how many have not joined."""
    words = fold(request.argument)
    if not words:
        await _overview(request)
        return
    if words in _ALL:
        await _ask_all(request)
        return
    for each in _REVOKE:
        if words.startswith(f"{each} "):
            await _revoke(request, request.argument.split(maxsplit=len(each.split()))[-1])
            return
    await _invite_named(request)


async def _overview(request: Request) -> None:
    never = await _not_joined(request)
    open_codes = sum(1 for each in never if each.invited_until is not None)
    head = say("invite", "%(count)s people have not joined; %(codes)s hold a code.", count=len(never), codes=open_codes)
    await request.answer("\n".join([head, say("invite", "how to invite")]))


async def _not_joined(request: Request) -> list[Listed]:
    everybody = await load_directory(request.session, request.today, request.now)
    return [each for each in everybody if not each.joined]


async def _ask_all(request: Request) -> None:
    """Many codes at once make those that were handed out before worthless, so it is asked first."""
    never = await _not_joined(request)
    if not never:
        await request.answer(say("roster", "Everybody of the roster has joined."))
        return
    old = sum(1 for each in never if each.invited_until is not None)
    text = say("invite", "Slips for %(count)s people who have not joined?", count=len(never))
    if old:
        text = f"{text} {say('invite', '%(count)s codes that are out count no more then.', count=old)}"
    buttons = ((Button(say("invite", "Make the slips"), f"{VERB}:all"), Button(say("invite", "No"), f"{VERB}:no")),)
    await request.answer(text, buttons=buttons)


@action(VERB, act=Act.INVITE)
async def press_invite(request: Request) -> None:
    """The buttons: everybody who has not joined, or one person."""
    word = request.arguments[0] if request.arguments else ""
    if word == "all":
        await _give(request, await _not_joined(request))
    elif word == "no":
        await request.answer(say("roster", "Nothing was changed."))
    else:
        everybody = await load_directory(request.session, request.today, request.now)
        await _give(request, [each for each in everybody if str(each.person.id) == word])


async def _invite_named(request: Request) -> None:
    name, channel = _without_channel(request.argument)
    found = await find_listed(request, name)
    if not found:
        raise UsageError(say("roster", "Nobody of the roster fits “%(words)s”.", words=name))
    exact = [each for each in found if fold(each.person.name) == fold(name)]
    wanted = exact or found
    if len(wanted) > 1 and _is_one_name(wanted, name):
        names = "; ".join(f"{each.person.name} ({each.person.agencies})" for each in wanted[:_NAMED])
        raise UsageError(say("leave", "Several people fit: %(names)s. Please write the full name.", names=names))
    if len(wanted) > 1:
        wanted = [each for each in wanted if not each.joined]
    await _give(request, wanted, channel)


def _is_one_name(found: Sequence[Listed], name: str) -> bool:
    """Do the words name people rather than their agency?"""
    words = fold(name).split()
    return all(all(word in fold(each.person.name) for word in words) for each in found)


def _without_channel(words: str) -> tuple[str, str]:
    """The last word or two may name the channel: "Lê Văn A zalo"."""
    parts = words.split()
    for count in (2, 1):
        channel = channel_named(" ".join(parts[-count:])) if len(parts) > count else None
        if channel:
            return " ".join(parts[:-count]), channel
    return words, ""


async def _revoke(request: Request, name: str) -> None:
    found = await find_listed(request, name)
    held = [each for each in found if each.invited_until is not None]
    if len(found) == 1 or len(held) == 1:
        await revoke(request, (held or found)[0])
        return
    if not found:
        raise UsageError(say("roster", "Nobody of the roster fits “%(words)s”.", words=name))
    names = "; ".join(each.person.name for each in (held or found)[:_NAMED])
    raise UsageError(say("leave", "Several people fit: %(names)s. Please write the full name.", names=names))


async def _give(request: Request, people: Sequence[Listed], channel: str = "") -> None:
    """One code as words, several as slips."""
    if not people:
        await request.answer(say("invite", "Nobody of the roster fits; or all have joined already."))
        return
    if channel and channel not in enabled_channels(request.office.settings):
        raise UsageError(say("invite", "The channel %(channel)s is not turned on.", channel=say("channel", channel)))
    made = [await _make(request, each, channel) for each in people]
    if len(made) == 1:
        await request.answer(_words(request, made[0], people[0]))
        return
    content = await asyncio.to_thread(slips_of, made, request.office.settings.timezone)
    name = say("invite", "slips.docx")
    key = await store_file(request.session, name, DOCX, content, datetime.now(UTC))
    until = short_time(made[0].expires_at.astimezone(request.office.settings.timezone))
    text = say("invite", "Slips for %(count)s people, to be printed and handed over; until %(until)s.",
               count=len(made), until=until)  # fmt: skip
    await request.answer(text, files=(OutgoingFile(key, name, DOCX),))


async def _make(request: Request, listed: Listed, channel: str) -> Invitation:
    invitees = await load_invitees(request.session, request.today)
    invitee = next(each for each in invitees if each.person.id == listed.person.id)
    settings = request.office.settings
    by = channel_of(invitee, settings, channel or None)
    made = await invite(request.session, settings, listed.person, by, request.now, by=request.person.id)
    await request.record("invite", f"person:{listed.person.id}", after={"channel": by})
    return made


def _words(request: Request, made: Invitation, listed: Listed) -> str:
    until = short_time(made.expires_at.astimezone(request.office.settings.timezone))
    lines = [
        say(
            "invite", "Code for %(person)s (%(agency)s), by %(channel)s: %(code)s. Once, until %(until)s.",
            person=made.person.name, agency=made.person.agencies or say("leave", "the committee's desk"),
            channel=say("channel", made.channel), code=made.shown_code, until=until,
        )
    ]  # fmt: skip
    lines += [made.link] if made.link else []
    if listed.joined:
        lines.append(say("invite", "The person has joined already; the code adds another chat."))
    lines.append(say("invite", "To revoke it: /moi thu hồi %(person)s", person=made.person.name))
    return "\n".join(lines)
