"""Sending and taking in, beside peers in the same run: messages a second, CPU of our process for each, ratios."""

import asyncio
import logging
import statistics
import time
import warnings
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.ground import Figure, Server, databases, measure, opened, peak_megabytes, server, table
from bot.channels.telegram_request import AiohttpRequest
from bot.clock import RehearsedClock
from bot.domain.messages import Incoming, Outgoing
from bot.domain.owed import ANSWER, Owed
from bot.jobs.sending import Pace
from storage.engine import Sessions
from storage.outbox import enqueue
from tests.fakes.bot_api import TOKEN
from tests.jobs.workshop import FAST, Workshop, telegram_of

COUNT = 2000
TEXT = "Kính gửi đồng chí. Nhiệm vụ I.2.a.5 có thời hạn 31/12/2022, còn 30 ngày. Đề nghị đồng chí cho biết tiến độ."
NewDatabase = Callable[[], Awaitable[str]]


async def _spread(send: Callable[[int], Awaitable[object]], parallel: int, count: int = COUNT) -> None:
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            await send(2001 + number)

    await asyncio.gather(*(worker() for _ in range(parallel)))


def raw(api: Server) -> Figure:
    """The most that aiohttp can do."""

    async def run() -> None:
        async with aiohttp.ClientSession() as session:

            async def send(chat: int) -> None:
                data = {"chat_id": str(chat), "text": TEXT}
                async with session.post(f"{api.url}/bot{TOKEN}/sendMessage", data=data) as answer:
                    await answer.json()

            await _spread(send, 64)

    return measure("raw aiohttp, nothing kept", COUNT, run)


def library(api: Server, name: str, request: Callable[[], Any], parallel: int, count: int = COUNT) -> Figure:
    """python-telegram-bot alone, without a database."""
    from telegram import Bot

    async def run() -> None:
        requests = request(), request()
        bot = Bot(TOKEN, base_url=f"{api.url}/bot", request=requests[0], get_updates_request=requests[1])
        await asyncio.gather(*(each.initialize() for each in requests))
        await _spread(lambda chat: bot.send_message(chat_id=chat, text=TEXT), parallel, count)
        await asyncio.gather(*(each.shutdown() for each in requests))

    return measure(name, count, run)


def tutorial(api: Server, count: int = 1000) -> Figure:
    """The usual bot: a job of the job queue for each message, the library's rate limiter set out of the way."""
    from telegram.ext import AIORateLimiter, Application, ContextTypes

    async def run() -> float:
        limiter = AIORateLimiter(overall_max_rate=10**6, overall_time_period=1)
        application = Application.builder().token(TOKEN).base_url(f"{api.url}/bot").rate_limiter(limiter)
        app = application.updater(None).build()
        done, left = asyncio.Event(), count

        async def remind(context: ContextTypes.DEFAULT_TYPE) -> None:
            nonlocal left
            assert context.job
            await context.bot.send_message(chat_id=context.job.chat_id or 0, text=TEXT)
            left -= 1
            if not left:
                done.set()

        async with app:
            await app.start()
            began = time.perf_counter()
            assert app.job_queue
            for number in range(count):
                app.job_queue.run_once(remind, 0, chat_id=2001 + number, job_kwargs={"misfire_grace_time": None})
            await done.wait()
            seconds = time.perf_counter() - began
            await app.stop()
        return seconds

    return measure("tutorial bot: JobQueue, AIORateLimiter", count, run)


class _Pointed:
    def __init__(self, api: Server) -> None:
        self.url, self.token = api.url, TOKEN


def _workshop(sessions: Sessions, api: Server, **more: Any) -> Workshop:
    more = {"rates": FAST, "pace": Pace()} | more
    return Workshop(sessions, {"telegram": telegram_of(_Pointed(api))}, **more)


async def _until_recorded(workshop: Workshop, count: int) -> None:
    """Wait until so many are handed over, then until that is recorded; looking costs the measured process little."""
    sent = workshop.metrics.sent.labels("telegram")
    while sum(each.value for each in sent.collect()[0].samples if each.name.endswith("_total")) < count:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await workshop.until_settled(within=60)


def durable(api: Server, name: str, new_database: NewDatabase) -> Figure:
    """Ours, a service that runs already: from the commit that owes them to the record of the last."""

    async def run() -> float:
        async with opened(await new_database()) as sessions:
            workshop = _workshop(sessions, api)
            async with workshop.running():
                await workshop.owe_each(range(1001, 1101), "warming up")
                await _until_recorded(workshop, 100)
                await workshop.owe_each(range(2001, 2001 + COUNT), TEXT)
                began = time.perf_counter()
                await _until_recorded(workshop, 100 + COUNT)
                return time.perf_counter() - began

    return measure(f"durable delivery, {name}", COUNT, run)


def reminders(api: Server, name: str, new_database: NewDatabase, count: int = 1000) -> tuple[Figure, float]:
    """A thousand held back until an instant; returns the speed from then on, and when the first was handed over."""
    firsts: list[float] = []

    async def run() -> float:
        clock = RehearsedClock(datetime(2022, 9, 21, 1, 0, tzinfo=UTC))
        async with opened(await new_database()) as sessions:
            workshop = _workshop(sessions, api, calendar=clock)
            await workshop.owe_each(range(2001, 2001 + count), TEXT, hold_until=clock.now() + timedelta(seconds=1.5))
            async with workshop.running():
                await asyncio.sleep(1.5 - (clock.now() - datetime(2022, 9, 21, 1, 0, tzinfo=UTC)).total_seconds())
                began, due = time.perf_counter(), workshop.now()
                await _until_recorded(workshop, count)
                seconds = time.perf_counter() - began
            rows = [await workshop.message(each) for each in range(1, 1 + count)][:1]
            first = min(row.sent_at for row in rows if row.sent_at)
            firsts.append((first - due).total_seconds())
        return seconds

    return measure(f"1,000 reminders that fall due, {name}", count, run), statistics.median(firsts)


async def _echo(session: AsyncSession, incoming: Incoming, inbox_id: int) -> None:
    message = Outgoing(text=incoming.text, acknowledges=incoming.press)
    owed = Owed(f"reply:{inbox_id}:1", "reply", message, address=incoming.address, priority=ANSWER)
    await enqueue(session, owed, datetime.now(UTC))


async def _until_answered(api: Server, count: int) -> None:
    async with aiohttp.ClientSession() as session:
        while True:
            async with session.post(f"{api.url}/control", json={"do": "counts"}) as answer:
                if (await answer.json())["counts"].get("sendmessage", 0) >= count:
                    return
            await asyncio.sleep(0.05)


def echo_of_library(api: Server, count: int = 1000) -> Figure:
    """A bare echo bot of python-telegram-bot, polling; nothing is kept."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    async def run() -> float:
        await api.order(do="reset")
        await api.order(do="burst", count=count)
        app = Application.builder().token(TOKEN).base_url(f"{api.url}/bot").build()
        app.add_handler(MessageHandler(filters.TEXT, echo))
        async with app:
            await app.start()
            began = time.perf_counter()
            assert app.updater
            await app.updater.start_polling(poll_interval=0)
            await _until_answered(api, count)
            seconds = time.perf_counter() - began
            await app.updater.stop()
            await app.stop()
        return seconds

    return measure("echo bot of python-telegram-bot", count, run)


def echo_of_ours(api: Server, name: str, new_database: NewDatabase, count: int = 1000) -> Figure:
    """Ours, polling: each update stored, handled in its transaction, its answer owed, sent and recorded."""

    async def run() -> float:
        await api.order(do="reset")
        await api.order(do="burst", count=count)
        async with opened(await new_database()) as sessions:
            workshop = _workshop(sessions, api, handle=_echo)
            async with workshop.running():
                began = time.perf_counter()
                await workshop.channels["telegram"].start(workshop.intake)
                await _until_answered(api, count)
                return time.perf_counter() - began

    return measure(f"everything stored and answered, {name}", count, run)


def at_the_rate(api: Server, new_database: NewDatabase) -> None:
    """With 50 ms a call and 30/s enforced, the rate is the only limit."""

    async def run() -> tuple[float, dict[str, int]]:
        await api.order(do="set", latency=0.05, limits={"overall": 30})
        await api.order(do="reset")
        async with opened(await new_database()) as sessions:
            workshop = _workshop(sessions, api, rates=_thirty())
            await workshop.owe_each(range(2001, 2301), TEXT)
            began = time.perf_counter()
            async with workshop.running():
                await workshop.until_settled(within=60)
                seconds = time.perf_counter() - began
        counts = (await api.order(do="counts"))["counts"]
        await api.order(do="set", latency=0.0, limits={})
        return seconds, counts

    seconds, counts = asyncio.run(run())
    calls = counts["sendmessage"]
    print(f"300 messages at 30/s, 50 ms a call: {seconds:.2f} s (ideal {300 / 30:.0f} s), {calls} requests")


def _thirty() -> Any:
    from dataclasses import replace

    return replace(FAST, overall=30)


def main() -> None:
    """Print all of it."""
    from telegram.request import HTTPXRequest

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with server() as api, databases() as kinds:
        peers = [
            raw(api),
            library(api, "python-telegram-bot on aiohttp", AiohttpRequest, 64),
            library(api, "python-telegram-bot as it comes, 8 at once", HTTPXRequest, 8, 1000),
            tutorial(api),
        ]
        ours = [durable(api, name, new) for name, new in kinds.items()]
        fallen_due = [reminders(api, name, new) for name, new in kinds.items()]
        table([*peers, *ours, *(figure for figure, _ in fallen_due)], [peers[1], peers[3]])
        for (figure, first), name in zip(fallen_due, kinds, strict=True):
            print(f"first of them handed over after {first:.2f} s, {name} ({figure.per_second:.0f}/s)")
        print()
        echo = echo_of_library(api)
        table([echo, *(echo_of_ours(api, name, new) for name, new in kinds.items())], [echo])
        print()
        at_the_rate(api, kinds["SQLite"])
    print(f"most memory of the measuring process: {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
