"""/danhba: who is who, who has joined by which channel and who never; the roster as a file; letting somebody go."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.gate import Act
from bot.domain.messages import Button, OutgoingFile
from bot.domain.programmes import fold
from bot.texts import say, short_day
from handlers.registry import action, command
from handlers.request import Buttons, Request, UsageError
from handlers.roster_file import load_rows, render_workbook
from handlers.unheard import tell_if_unheard
from storage.directory import Chat, Listed, load_directory, matching
from storage.files import store_file
from storage.people_data import leave_roster, revoke_invitations
from storage.plans import load_agencies, load_spellings

VERB = "people"
_LINES = 8
_FILE = frozenset({"xlsx", "excel", "tep", "xuat", "xuat tep"})
_NEVER = frozenset({"chua tham gia", "chua vao", "chua"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def _finds(request: Request) -> bool:
    words = fold(request.argument)
    return not words or words in _FILE | _NEVER or bool(await find_listed(request, words))


@command("danhba", act=Act.ROSTER, help="The roster", words=("danh ba",), accepts=_finds)
async def roster(request: Request) -> None:
    """Bare: the counts. With words: who fits. "chưa tham gia": who never joined. "xlsx": the whole as a file."""
    words = fold(request.argument)
    everybody = await load_directory(request.session, request.today, request.now)
    if not words:
        await _overview(request, everybody)
    elif words in _FILE:
        await send_file(request)
    elif words in _NEVER:
        await show_never(request, everybody)
    else:
        await _found(request, await find_listed(request, request.argument, everybody))


async def find_listed(request: Request, words: str, everybody: Sequence[Listed] | None = None) -> list[Listed]:
    """Those of the roster whom words mean: by name, else by post or agency under any known spelling."""
    everybody = everybody or await load_directory(request.session, request.today, request.now)
    spellings = await load_spellings(request.session)
    called = [
        (each.id, " ".join([each.short_name, *spellings.get(each.id, ())]))
        for each in await load_agencies(request.session)
    ]
    return matching(everybody, words, called)


async def _overview(request: Request, everybody: Sequence[Listed]) -> None:
    joined = [each for each in everybody if each.joined]
    channels = Counter(chat.channel for each in joined for chat in each.chats if chat.state == "active")
    by_channel = "; ".join(f"{say('channel', name)} {count}" for name, count in sorted(channels.items()))
    lines = [
        say("roster", "The roster has %(count)s people; %(joined)s have joined.",
            count=len(everybody), joined=len(joined)),
    ]  # fmt: skip
    if by_channel:
        lines.append(say("roster", "Reached by: %(channels)s.", channels=by_channel))
    silent = sum(1 for each in joined if not each.reachable)
    if silent:
        lines.append(say("roster", "%(count)s have stopped or blocked the channel.", count=silent))
    lines.append(say("roster", "how to search"))
    buttons = (
        (
            Button(say("roster", "Who never joined"), f"{VERB}:0:never"),
            Button(say("roster", "As a file (.xlsx)"), f"{VERB}:0:file"),
        ),
    )
    await request.answer("\n".join(lines), buttons=buttons)


async def show_never(request: Request, everybody: Sequence[Listed]) -> None:
    """Who never joined, the agencies in protocol order."""
    never = [each for each in everybody if not each.joined]
    if not never:
        await request.answer(say("roster", "Everybody of the roster has joined."))
        return
    order = {each.id: each.position for each in await load_agencies(request.session)}
    never.sort(key=lambda each: min((order.get(one, 0) for one in each.person.agency_ids()), default=0))
    head = say("roster", "Never joined: %(count)s people.", count=len(never))
    lines = _lines(request, never)
    await request.answer("\n".join([head, *lines, say("roster", "To invite them all: /moi tất cả")]))


async def _found(request: Request, found: Sequence[Listed]) -> None:
    if not found:
        raise UsageError(say("roster", "Nobody of the roster fits “%(words)s”.", words=request.argument))
    lines = _lines(request, found)
    await request.answer("\n".join(lines), buttons=_buttons(found[0]) if len(found) == 1 else ())


def _buttons(listed: Listed) -> Buttons:
    person_id = listed.person.id
    row = [Button(say("roster", "Invite" if listed.invited_until is None else "Renew the code"), f"invite:{person_id}")]
    if listed.invited_until is not None:
        row.append(Button(say("roster", "Revoke the code"), f"{VERB}:{person_id}:revoke"))
    return tuple(row), (Button(say("roster", "Let go"), f"{VERB}:{person_id}:end"),)


def _lines(request: Request, found: Sequence[Listed]) -> list[str]:
    lines = [render_listed(request, each) for each in found[:_LINES]]
    if len(found) > _LINES:
        lines.append(say("roster", "… and %(count)s more; the whole: /danhba xlsx", count=len(found) - _LINES))
    return lines


def render_listed(request: Request, listed: Listed) -> str:
    """A person on one line: post, telephone, channels."""
    person = listed.person
    posts = dict.fromkeys(f"{say('role', each.role.value)} {each.agency}".strip() for each in person.memberships)
    zone = request.office.settings.timezone
    chats = ", ".join(_chat(each, request) for each in listed.chats) or say("roster", "never joined")
    if listed.invited_until is not None:
        until = short_day(listed.invited_until.astimezone(zone).date())
        chats = say("roster", "%(chats)s, code until %(until)s", chats=chats, until=until)
    return say(
        "roster", "– %(person)s: %(posts)s; tel. %(phone)s; %(chats)s",
        person=person.name, posts=", ".join(posts), phone=person.phone or say("data", "none"), chats=chats,
    )  # fmt: skip


def _chat(chat: Chat, request: Request) -> str:
    day = short_day(chat.since.astimezone(request.office.settings.timezone).date())
    return say("roster", f"chat {chat.state}", channel=say("channel", chat.channel), day=day)


async def send_file(request: Request) -> None:
    """The roster as a workbook that can be read in again."""
    rows = await load_rows(request.session)
    name = say("roster", "roster.xlsx")
    key = await store_file(request.session, name, XLSX, render_workbook(rows), datetime.now(UTC))
    await request.record("roster_export", "roster", after={"lines": len(rows)})
    text = say("roster", "The roster: %(count)s lines.", count=len(rows))
    await request.answer(text, files=(OutgoingFile(key, name, XLSX),))


@action(VERB, act=Act.ROSTER)
async def press_roster(request: Request) -> None:
    """The buttons under the counts and under a person."""
    number, word = (*request.arguments, "", "")[:2]
    everybody = await load_directory(request.session, request.today, request.now)
    if word == "file":
        await send_file(request)
        return
    if word == "never":
        await show_never(request, everybody)
        return
    if word == "kept":
        await request.answer(say("roster", "Nothing was changed."))
        return
    listed = next((each for each in everybody if str(each.person.id) == number), None)
    if listed is None:
        raise UsageError(say("roster", "This person is not of the roster any more."))
    if word == "revoke":
        await revoke(request, listed)
    elif word == "endyes":
        await _let_go(request, listed)
    else:
        await _ask_to_let_go(request, listed)


async def revoke(request: Request, listed: Listed) -> None:
    """Codes that are out count no more."""
    count = await revoke_invitations(request.session, listed.person.id, request.now)
    if count:
        await request.record("invite_revoked", f"person:{listed.person.id}", after={"codes": count})
    key = "The code of %(person)s counts no more." if count else "No code of %(person)s is open."
    await request.answer(say("roster", key, person=listed.person.addressed))


async def _ask_to_let_go(request: Request, listed: Listed) -> None:
    buttons = (
        (
            Button(say("roster", "Let go now"), f"{VERB}:{listed.person.id}:endyes"),
            Button(say("roster", "Keep"), f"{VERB}:0:kept"),
        ),
    )
    text = say(
        "roster", "Let %(person)s (%(agency)s) go? Messages stop at once; reports and history stay.",
        person=listed.person.name, agency=listed.person.agencies or say("leave", "the committee's desk"),
    )  # fmt: skip
    await request.answer(text, buttons=buttons)


async def _let_go(request: Request, listed: Listed) -> None:
    person = listed.person
    if person.id == request.person.id:
        raise UsageError(say("roster", "Nobody lets themselves go; another secretary can."))
    await leave_roster(request.session, person.id, request.now, request.today)
    roles = [each.role.value for each in person.memberships]
    await request.record("roster_ended", f"person:{person.id}", before={"roles": roles})
    await request.answer(say("roster", "%(person)s is of the roster no more.", person=person.name))
    calendar = await request.calendar()
    await tell_if_unheard(request.session, request.office, calendar, person.agency_ids(), request.today)
