"""`nhacviec setup`: asks an operator what is needed, checks each answer live, writes the settings file, invites the
secretary."""

import argparse
import asyncio
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.cli import Refused
from bot.cli.serving import refusing
from bot.config import Settings, load_settings
from bot.domain.invitations import new_code, show_code
from bot.domain.messages import DeliveryError
from bot.domain.people import Role
from bot.domain.workdays import local_day
from bot.secret_key import load_secret_key
from bot.texts import say, short_time
from storage.engine import Sessions, open_engine, open_sessions
from storage.meta import claim_time
from storage.migrate import migrate
from storage.roster import add_membership, add_person, people_with_role, record_invitation

TELEGRAM, ZALO = "telegram", "zalo_bot"


class Checkable(Protocol):
    """A channel that can be asked who it is."""

    async def check(self, bot: str = "") -> str: ...

    async def close(self) -> None: ...


@dataclass
class Answers:
    """What was asked, by the variable under which it is written."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    names: dict[str, str] = field(default_factory=dict)  # channel → the bot's public name
    secretary: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the settings are written."""
    default = os.environ.get("NHACVIEC_ENV_FILE", ".env")
    words = say("setup", "settings file to write (NHACVIEC_ENV_FILE, %(default)s)", default=default)
    parser.add_argument("--file", type=Path, default=Path(default), help=words)


def run(options: argparse.Namespace) -> int:
    """Ask, check, write, invite."""
    if options.file.exists() and not _yes(say("setup", "The file %(file)s exists. Replace it?", file=options.file)):
        raise Refused(say("setup", "Nothing was changed."))
    settings = load_settings({"NHACVIEC_ENV_FILE": ""}) if options.file.exists() else load_settings()
    answers = asyncio.run(_ask(settings))
    _write(options.file, answers.values)
    print(say("setup", "Written: %(file)s", file=options.file))
    asyncio.run(_invite(load_settings(os.environ | {"NHACVIEC_ENV_FILE": str(options.file)}), answers))
    return 0


async def _ask(settings: Settings) -> Answers:
    answers = Answers()
    answers.secretary = _text(say("setup", "Name of the secretary (or of the post)"))
    await _ask_token(answers, TELEGRAM, "NHACVIEC_TELEGRAM_TOKEN", say("setup", "Telegram bot token (empty: none)"),
                     lambda token: _telegram(settings, token))  # fmt: skip
    await _ask_token(answers, ZALO, "NHACVIEC_ZALO_BOT_TOKEN", say("setup", "Zalo bot token (empty: none)"),
                     lambda token: _zalo(settings, token))  # fmt: skip
    if not answers.names:
        raise Refused(say("setup", "At least one channel is needed. Nothing was written."))
    url = _typed(say("setup", "Address from outside, https://… (empty: none)"))
    if url:
        answers.values["NHACVIEC_PUBLIC_URL"] = url.rstrip("/")
    database = _typed(say("setup", "Database (empty: %(default)s)", default=settings.database_url))
    answers.values["NHACVIEC_DATABASE_URL"] = database or settings.database_url
    await _reach(replace(settings, database_url=answers.values["NHACVIEC_DATABASE_URL"]))
    return answers


async def _ask_token(
    answers: Answers, channel: str, variable: str, question: str, open_channel: Callable[[str], Checkable]
) -> None:
    """Ask until a token is answered for by the platform, or none is given."""
    while token := _typed(question):
        opened = open_channel(token)
        try:
            answers.names[channel] = await opened.check()
        except DeliveryError as exc:
            words = say("check", "%(channel)s does not answer (%(reason)s)", channel=channel, reason=exc.reason)
            print(words)
            continue
        finally:
            await opened.close()
        print(say("check", "%(channel)s answers as %(name)s", channel=channel, name=answers.names[channel]))
        answers.values[variable] = token
        return


def _telegram(settings: Settings, token: str) -> Checkable:
    from bot.channels.telegram import TelegramChannel

    async def no_file(_key: str) -> bytes:
        return b""

    return TelegramChannel(token, no_file, api_url=settings.telegram_api_url, proxy=settings.http_proxy)


def _zalo(settings: Settings, token: str) -> Checkable:
    from bot.channels.zalo_bot import ZaloBotChannel

    async def nobody(_channel: str, _reason: str) -> None:
        return None

    return ZaloBotChannel([token], settings.zalo_bot_api_url, alarm=nobody, proxy=settings.http_proxy)


async def _reach(settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    try:
        async with refusing(settings):
            await migrate(engine)
            async with open_sessions(engine).begin() as session:
                await claim_time(session, rehearsed=False)
    finally:
        await engine.dispose()


def _write(file: Path, values: dict[str, str]) -> None:
    """Write the settings for their owner's eyes alone, whole or not at all."""
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    fresh = file.with_name(file.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(lines)
    fresh.replace(file)


async def _invite(settings: Settings, answers: Answers) -> None:
    """The secretary, with a one-time code for each channel: as words, as a link, as a QR code."""
    load_secret_key(settings)
    engine = open_engine(settings.database_url)
    try:
        for channel, name in answers.names.items():
            code, expires_at = await _code(open_sessions(engine), settings, answers.secretary, channel)
            _show(channel, name, code, expires_at.astimezone(settings.timezone))
    finally:
        await engine.dispose()
    print(say("setup", "Next: nhacviec run, then nhacviec plan import FILE"))


async def _code(sessions: Sessions, settings: Settings, name: str, channel: str) -> tuple[str, datetime]:
    now = datetime.now(UTC)
    today = local_day(now)
    code, expires_at = new_code(secrets.choice), now + timedelta(days=settings.invite_days)
    async with sessions.begin() as session:
        desk = await people_with_role(session, [Role.SECRETARY], today)
        person_id = next((each.id for each in desk if each.name == name), None)
        if person_id is None:
            person_id = await add_person(session, name, now)
            await add_membership(session, person_id, Role.SECRETARY, today)
            await add_membership(session, person_id, Role.OPERATOR, today)
        await record_invitation(session, person_id, channel, code, now, expires_at)
    return code, expires_at


def _show(channel: str, name: str, code: str, expires_at: datetime) -> None:
    import segno

    print(say("setup", "Invitation by %(channel)s (bot %(name)s): code %(code)s, until %(until)s",
              channel=channel, name=name, code=show_code(code), until=short_time(expires_at)))  # fmt: skip
    link = f"https://t.me/{name}?start={code}" if channel == TELEGRAM else ""
    if link:
        print(link)
    segno.make(link or show_code(code), micro=False).terminal(compact=True)


def _typed(question: str) -> str:
    """What the operator types; raises Refused where nobody is there to type."""
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        raise Refused(say("setup", "Nothing was changed.")) from None


def _text(question: str) -> str:
    while not (given := _typed(question)):
        continue
    return given


def _yes(question: str) -> bool:
    return _typed(f"{question} [c/K]").casefold() in {"c", "có", "co", "y"}
