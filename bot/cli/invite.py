"""`nhacviec invite`: one-time invitations, on the screen, as JSON, or as slips to print."""

import argparse
import json
from pathlib import Path
from typing import Any

from bot.cli import Refused
from bot.cli.database import Desk, in_database
from bot.domain.agencies import known_agencies, match_agency
from bot.domain.people import Role
from bot.domain.programmes import fold
from bot.texts import say, short_time
from handlers.inviting import Invitation, channel_of, invite, slips_of
from handlers.plan_file import own_agencies
from storage.conversations import record_act
from storage.inviting import Invitee, load_invitees
from storage.plans import find_agency

CHANNELS = ("telegram", "zalo_bot", "zalo_oa")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, by what, and where it is written."""
    parser.add_argument("--role", choices=[role.value for role in Role], help=say("invite", "people of this role"))
    parser.add_argument("--agency", metavar="NAME", help=say("invite", "people of this agency"))
    parser.add_argument("--person", metavar="NAME", help=say("invite", "this person"))
    parser.add_argument("--channel", choices=CHANNELS, help=say("invite", "by this channel, whatever the roster says"))
    parser.add_argument("--all", action="store_true", help=say("invite", "everybody who has not joined yet"))
    parser.add_argument("-o", dest="file", metavar="FILE", type=Path, help=say("invite", "write slips (.docx) here"))
    parser.add_argument("--json", action="store_true", help=say("import", "print JSON"))


def run(options: argparse.Namespace) -> int:
    """Make the codes; they are shown this once."""
    if not (options.role or options.agency or options.person or options.all):
        raise Refused(say("invite", "Say whom: --all, --role, --agency or --person."))
    made = in_database(lambda desk: _invite(desk, options))
    if options.file:
        _write_slips(options.file, made)
    if options.json:
        print(json.dumps([_value(each) for each, _ in made], ensure_ascii=False, indent=1))
    elif not options.file:
        for each, zone in made:
            print(_line(each, zone))
    return 0


Made = list[tuple[Invitation, Any]]


async def _invite(desk: Desk, options: argparse.Namespace) -> Made:
    agency_id = await _agency_id(desk, options.agency) if options.agency else None
    role = Role(options.role) if options.role else None
    found = await load_invitees(desk.session, desk.today, role=role, agency_id=agency_id)
    chosen = [each for each in found if _is_meant(each, options)]
    if not chosen:
        raise Refused(say("invite", "Nobody of the roster fits; or all have joined already."))
    made: Made = []
    for each in chosen:
        channel = channel_of(each, desk.settings, options.channel)
        invitation = await invite(desk.session, desk.settings, each.person, channel, desk.now)
        await record_act(
            desk.session, desk.now, "invite", f"person:{each.person.id}", source="cli", after={"channel": channel}
        )
        made.append((invitation, desk.settings.timezone))
    return made


async def _agency_id(desk: Desk, name: str) -> int:
    match = match_agency(name, known_agencies(await own_agencies(desk.session)), on=desk.today)
    kept = await find_agency(desk.session, match.agency.name if match.agency else name)
    if kept is None:
        raise Refused(say("invite", "The agency is not known: %(name)s", name=name))
    return kept.id


def _is_meant(invitee: Invitee, options: argparse.Namespace) -> bool:
    if options.person and fold(options.person) not in fold(invitee.person.name):
        return False
    return not (options.all and invitee.joined)


def _value(invitation: Invitation) -> dict[str, Any]:
    person = invitation.person
    return {
        "person": person.name,
        "role": person.memberships[0].role.value if person.memberships else None,
        "agency": next((each.agency for each in person.memberships if each.agency), None),
        "channel": invitation.channel,
        "code": invitation.code,
        "link": invitation.link or None,
        "expires_at": invitation.expires_at.isoformat(),
    }


def _line(invitation: Invitation, zone: Any) -> str:
    until = short_time(invitation.expires_at.astimezone(zone))
    posts = dict.fromkeys(
        f"{say('role', each.role.value)} {each.agency}".strip() for each in invitation.person.memberships
    )
    words = say(
        "invite", "%(person)s – %(posts)s, by %(channel)s: code %(code)s, until %(until)s",
        person=invitation.person.name, posts=", ".join(posts), channel=say("channel", invitation.channel),
        code=invitation.shown_code, until=until,
    )  # fmt: skip
    return f"{words}\n  {invitation.link}" if invitation.link else words


def _write_slips(file: Path, made: Made) -> None:
    if made:
        file.write_bytes(slips_of([each for each, _ in made], made[0][1]))
    print(say("invite", "Written: %(file)s, %(count)s slips", file=file, count=len(made)))
