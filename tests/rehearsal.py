"""A rehearsal of the sample plan: the whole service on a clock that jumps, people with phones on fakes of platforms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.app import Service
from bot.clock import RehearsedClock
from bot.config import Settings
from bot.demo.filling import filler
from bot.demo.playback import Playback
from bot.domain.messages import Address
from bot.domain.rates import UNLIMITED
from storage.engine import writing
from storage.roster import bind_address, load_everybody
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.zalo_api import FakeZalo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ZALO_TOKEN = "1234567890:secret-part-of-the-token"
HOLIDAYS = {date(2022, 9, 1), date(2022, 9, 2)}
# When something may happen: the daily hour, on Mondays half an hour later, and the digest of the afternoon.
WEEKDAY, MONDAY, DAY_OFF = (time(8, 30), time(15, 30)), (time(8, 30), time(9, 0), time(15, 30)), (time(9, 0),)


class Phone(Protocol):
    """What somebody sees, oldest first, and types."""

    @property
    def texts(self) -> list[str]: ...

    async def says(self, text: str) -> object: ...


@dataclass(frozen=True)
class ZaloPhone:
    """Somebody with Zalo who has written to the bot."""

    zalo: FakeZalo
    chat: str

    @property
    def texts(self) -> list[str]:
        return self.zalo.texts(self.chat)

    async def says(self, text: str) -> object:
        return await self.zalo.writes(self.chat, text)


@dataclass(frozen=True)
class Seen:
    """A message on somebody's phone, and when it came by the calendar's clock."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Saying:
    """Something that somebody types on a day, after that day's messages."""

    on: date
    who: str
    text: str


@dataclass
class Rehearsal:
    """The service, its people and what they saw. `is_on_zalo` tells whose phone has Zalo alone."""

    settings: Settings
    start: datetime
    telegram: FakeBotApi
    zalo: FakeZalo
    is_on_zalo: Callable[[str], bool]
    phones: dict[str, Phone] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = RehearsedClock(self.start)
        self.service = Service(self.settings, clock=self.clock, rates={"telegram": UNLIMITED, "zalo_bot": UNLIMITED})
        self.playback = Playback(self.clock, self.settings, self._has_more)
        self._read: dict[str, int] = {}

    async def open(self) -> None:
        """Start, fill the database with the sample plan and roster, give everybody a phone."""
        await self.service.start()
        today = self.start.astimezone(ZONE).date()
        async with writing(self.service.sessions) as session:
            await filler(self.settings, None, None)(session, self.clock.now(), today)
            for person in await load_everybody(session, today):
                address, self.phones[person.name] = self._phone(person.id, person.name)
                await bind_address(session, person.id, address, self.clock.now())
        await self.playback.settle(self.service)

    def _phone(self, person_id: int, name: str) -> tuple[Address, Phone]:
        if self.is_on_zalo(name):
            bot = ZALO_TOKEN.partition(":")[0]
            chat = f"{person_id:020x}"
            self.zalo.bots[ZALO_TOKEN].chats.add(chat)
            return Address("zalo_bot", chat, bot), ZaloPhone(self.zalo, chat)
        return Address("telegram", str(1000 + person_id)), self.telegram.person(1000 + person_id, name)

    async def close(self) -> None:
        await self.service.stop()

    async def live(self, end: date, sayings: tuple[Saying, ...] = ()) -> None:
        """Every day of the calendar to its end, days off too, jumping to the next hour at which something may happen.

        What people say they say in the morning, once that day's messages are there.
        """
        day = self.start.astimezone(ZONE).date()
        while day <= end:
            for hour in hours_of(day):
                self.clock.advance_to(datetime.combine(day, hour, ZONE).astimezone(UTC))
                await self._settle()
                if hour < time(12) and hour == max(each for each in hours_of(day) if each < time(12)):
                    await self._hear(each for each in sayings if each.on == day)
            day += timedelta(days=1)

    async def _hear(self, sayings: Iterable[Saying]) -> None:
        for each in sayings:
            await self.phones[each.who].says(each.text)
            await self._settle()

    async def _settle(self) -> None:
        await self.playback.settle(self.service)
        for who, phone in self.phones.items():
            new = phone.texts[self._read.get(who, 0) :]
            self._read[who] = self._read.get(who, 0) + len(new)
            self.seen += [Seen(self.clock.now().astimezone(ZONE), who, text) for text in new]

    def _has_more(self) -> bool:
        return bool(self.telegram.pending) or any(bot.updates for bot in self.zalo.bots.values())


def hours_of(day: date) -> tuple[time, ...]:
    """The hours of a day to which the clock jumps."""
    if day in HOLIDAYS or day.weekday() >= 5:
        return DAY_OFF
    return MONDAY if day.weekday() == 0 else WEEKDAY
