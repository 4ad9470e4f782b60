"""Invitations: a one-time code for a person and a channel, with its link where the channel's links carry codes."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.domain.invitations import new_code, show_code
from bot.domain.people import Person
from bot.domain.platform_plans import ZALO_PEOPLE_PER_BOT
from bot.texts import say, short_time
from storage.inviting import TELEGRAM, ZALO, Invitee, bot_name, choose_bot
from storage.roster import record_invitation


@dataclass(frozen=True)
class Invitation:
    """What a person is given; the code is shown once and kept nowhere."""

    person: Person
    channel: str
    bot_name: str
    code: str = field(repr=False)
    link: str = field(repr=False)
    expires_at: datetime = field(compare=False)

    @property
    def shown_code(self) -> str:
        """As it is printed and typed: ABCD-EFGH-JKMN."""
        return show_code(self.code)


def slips_of(invitations: Sequence[Invitation], zone: tzinfo) -> bytes:
    """Invitations as a .docx to be printed and cut apart."""
    from bot.render.slips import Slip, render_slips

    return render_slips(
        [
            Slip(
                person=each.person.name,
                agency=each.person.agencies,
                channel=say("channel", each.channel),
                bot_name=each.bot_name,
                code=each.shown_code,
                link=each.link,
                until=short_time(each.expires_at.astimezone(zone)),
            )
            for each in invitations
        ]
    )


def enabled_channels(settings: Settings) -> tuple[str, ...]:
    """The channels that the settings turn on."""
    given = ((TELEGRAM, bool(settings.telegram_token)), (ZALO, bool(settings.zalo_bot_tokens)))
    return tuple(name for name, is_on in given if is_on)


def channel_of(invitee: Invitee, settings: Settings, wished: str | None) -> str:
    """By which channel somebody is invited: the one asked for, the roster's, else the first that is turned on."""
    enabled = enabled_channels(settings)
    return wished or invitee.channel or (enabled[0] if enabled else TELEGRAM)


async def invite(
    session: AsyncSession, settings: Settings, person: Person, channel: str, now: datetime, by: int | None = None
) -> Invitation:
    """Make a code; older open ones of that person and channel no longer count."""
    bot = ""
    if channel == ZALO:
        bots = tuple(token.partition(":")[0] for token in settings.zalo_bot_tokens)
        bot = await choose_bot(session, channel, person.id, bots, ZALO_PEOPLE_PER_BOT, now)
    code, expires_at = new_code(secrets.choice), now + timedelta(days=settings.invite_days)
    await record_invitation(session, person.id, channel, code, now, expires_at, bot=bot, by=by)
    name = await bot_name(session, channel, bot)
    link = f"https://t.me/{name}?start={code}" if channel == TELEGRAM and name else ""
    return Invitation(person, channel, name, code, link, expires_at)
