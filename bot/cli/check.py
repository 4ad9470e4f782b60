"""`nhacviec check`: what is configured, reachable and migrated; what is missing and how to mend it."""

import argparse
import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.config import SettingError, Settings, load_settings
from bot.domain.messages import Channel, DeliveryError
from bot.secret_key import key_file
from bot.texts import say, short_time
from storage.engine import open_engine, open_sessions
from storage.migrate import database_version, head_version, is_known
from storage.overview import load_overview


@dataclass(frozen=True)
class Finding:
    """One line of the check. `fatal`: the service could not run."""

    good: bool
    words: str
    fatal: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything comes from the settings."""
    parser.epilog = say("cli", "The settings are NHACVIEC_… variables or a file; see the README")


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 if the service could not run."""
    findings = asyncio.run(_check(load_settings()))
    for each in findings:
        mark = say("check", "good") if each.good else say("check", "bad") if each.fatal else say("check", "note")
        print(f"[{mark}] {each.words}")
    return 1 if any(each.fatal and not each.good for each in findings) else 0


async def _check(settings: Settings) -> list[Finding]:
    findings = [*_settings(settings), *_key(settings)]
    engine = open_engine(settings.database_url)
    try:
        findings += await _database(engine)
        findings += await _channels(settings)
    finally:
        await engine.dispose()
    return findings


def _settings(settings: Settings) -> Iterable[Finding]:
    try:
        settings.reminder_policy()
    except SettingError as exc:
        words = say("cli", "The setting %(name)s cannot be used: %(value)s", name=exc.variable, value=exc.value)
        yield Finding(False, words, fatal=True)
    if settings.clock_start is not None:
        moment = short_time(settings.clock_start.astimezone(settings.timezone))
        yield Finding(False, say("check", "REHEARSAL: the clock starts at %(moment)s and runs %(rate)s times as fast",
                                 moment=moment, rate=settings.clock_rate))  # fmt: skip
    if settings.public_url:
        yield Finding(True, say("check", "Address from outside: %(url)s", url=settings.public_url))
    else:
        yield Finding(False, say("check", "No NHACVIEC_PUBLIC_URL: no webhooks, no links to the board and files"))


def _key(settings: Settings) -> Iterable[Finding]:
    if settings.secret_key or key_file(settings).exists():
        yield Finding(True, say("check", "There is a key that signs links"))
    else:
        yield Finding(False, say("check", "The key that signs links will be made at the first start"))


async def _database(engine: AsyncEngine) -> list[Finding]:
    try:
        version = await database_version(engine)
    except (DBAPIError, OSError):
        return [
            Finding(False, say("service", "The database cannot be reached. Check NHACVIEC_DATABASE_URL."), fatal=True)
        ]
    if version is None:
        return [Finding(False, say("check", "The database is empty; nhacviec migrate or run makes its tables"))]
    if not is_known(version):
        words = say("service", "The database is of a newer release (%(version)s).", version=version)
        return [Finding(False, words, fatal=True)]
    if version != head_version():
        return [
            Finding(False, say("check", "The database is of release %(version)s; nhacviec migrate", version=version))
        ]
    good = Finding(True, say("check", "Database reached, schema %(version)s", version=version))
    return [good, *await _contents(engine)]


async def _contents(engine: AsyncEngine) -> list[Finding]:
    async with open_sessions(engine)() as session:
        seen = await load_overview(session)
    findings = [Finding(not seen.rehearsed, say("check", "This database is a rehearsal's"))] if seen.rehearsed else []
    if not seen.plans:
        return [*findings, Finding(False, say("check", "No plan yet: nhacviec plan import FILE"))]
    words = say("check", "%(plans)s plans, %(tasks)s tasks; %(joined)s of %(people)s people have joined",
                plans=seen.plans, tasks=seen.tasks, joined=seen.joined, people=seen.people)  # fmt: skip
    findings.append(Finding(seen.joined > 0, words))
    if not seen.secretaries:
        findings.append(Finding(False, say("check", "No secretary has joined: nhacviec invite --role secretary")))
    return findings


async def _channels(settings: Settings) -> list[Finding]:
    from bot.app import Service

    service = Service(settings)
    channels = service.channels_to_check()
    if not channels:
        return [Finding(False, say("check", "No channel is turned on: nhacviec setup"), fatal=True)]
    findings: list[Finding] = []
    for channel in channels:
        for bot in getattr(channel, "bots", ("",)):
            findings.append(await _channel(channel, bot))
        findings += [Finding(False, say("zalo", doubt)) for doubt in getattr(channel, "doubts", ())]
        await channel.close()
    return findings


async def _channel(channel: Channel, bot: str) -> Finding:
    name = f"{channel.name} {bot}".strip()
    try:
        who = await channel.check(bot)
    except DeliveryError as exc:
        words = say("check", "%(channel)s does not answer (%(reason)s)", channel=name, reason=exc.reason)
        return Finding(False, words, fatal=True)
    return Finding(True, say("check", "%(channel)s answers as %(name)s", channel=name, name=who))
