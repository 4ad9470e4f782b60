"""Plays a script: people of habits over a whole plan, day by day, ending in the summary. A TOML file:

start = 2022-09-01
end = 2025-12-31
[habits]
default = "prompt"
"Đầu mối Sở Tài chính" = "late"
[[says]]
on = 2022-10-03
who = "Thư ký Ban Chỉ đạo"
text = "/tonghop"
[[says]]
on = 2022-10-03
who = "Thư ký Ban Chỉ đạo"
press = "Xem thêm"
"""

import asyncio
import sys
import time as real_time
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.channels.simulator import WITH_BUTTONS, Phone
from bot.demo.habits import Habit, answer_to
from bot.demo.stage import Stage
from bot.demo.transcript import transcript
from bot.domain.people import Person, Role
from bot.texts import say, short_day

_NIGHT = time(20, 0)


class ScriptError(Exception):
    """The script cannot be played; the argument is a Vietnamese sentence."""


@dataclass(frozen=True)
class Saying:
    """Something that somebody types on a day, whatever they were asked; or the button that they press."""

    on: date
    who: str
    text: str = ""
    press: str = ""  # how its label begins, on the newest message that has such a button


@dataclass(frozen=True)
class Script:
    """What is played."""

    start: date
    end: date
    habits: Mapping[str, Habit]
    default: Habit
    says: tuple[Saying, ...] = ()


def read_script(path: Path) -> Script:
    """Read a script; raises ScriptError."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        habits = {name: Habit(habit) for name, habit in told.get("habits", {}).items()}
        says = tuple(_saying(each) for each in told.get("says", ()))
        start, end = _day(told["start"]), _day(told["end"])
        if end < start:
            raise ValueError(f"end = {end}")
        return Script(start, end, habits, habits.pop("default", Habit.PROMPT), says)
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ScriptError(say("demo", "The script cannot be read: %(reason)s", reason=exc)) from exc


def _saying(told: Mapping[str, Any]) -> Saying:
    what = {key: str(told[key]) for key in ("text", "press") if key in told}
    if len(what) != 1 or told.keys() - {"on", "who", *what}:
        raise ValueError(", ".join(told))
    return Saying(_day(told["on"]), str(told["who"]), **what)


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(value)
    return value


@dataclass
class Player:
    """Lives through a script on a stage, answering for everybody."""

    stage: Stage
    script: Script
    people: Mapping[str, Person]
    read: Counter[Phone] = field(default_factory=Counter)
    heard: Counter[Phone] = field(default_factory=Counter)
    answers: int = 0

    async def play(self) -> None:
        """Day by day to the end; progress on a terminal."""
        zone = self.stage.settings.timezone
        day = self.stage.local_now().date()
        until = datetime.combine(self.script.end, _NIGHT, zone)
        async for moment in self.stage.playback.moments(self.stage.service, until):
            today = moment.astimezone(zone).date()
            if today != day:
                self._show(today)
                day = today
            self.stage.clock.advance_to(moment)
            await self.stage.settle()
            await self._say(today)
            if await self._answer():
                await self.stage.drain()

    async def _say(self, today: date) -> None:
        """What is due by now, one after the other: the next may answer what the one before brought."""
        while self._unsaid and self._unsaid[0].on <= today:
            saying = self._unsaid.pop(0)
            phone = self._phone(saying.who)
            if saying.press:
                await self._press(phone, saying)
            else:
                await self.stage.phones.type(phone, saying.text)
            await self.stage.settle()

    async def _press(self, phone: Phone, saying: Saying) -> None:
        for message in reversed(self.stage.phones.screen(phone)):
            for button in (each for row in message.buttons for each in row):
                if button.action and button.label.startswith(saying.press):
                    await self.stage.phones.press(phone, message.ref, button.action)
                    return
        raise ScriptError(say("demo", "On %(day)s %(who)s has no button “%(label)s”", day=short_day(saying.on),
                              who=saying.who, label=saying.press))  # fmt: skip

    def __post_init__(self) -> None:
        self._unsaid = sorted(self.script.says, key=lambda each: each.on)

    async def _answer(self) -> bool:
        answered = False
        for name, person in self.people.items():
            if Role.FOCAL not in person.roles:
                continue
            phone = self._phone(name)
            new = self.stage.phones.screen(phone)[self.read[phone] :]
            self.read[phone] += len(new)
            for message in new:
                words = None if message.mine else self._words(name, phone, message.text)
                if words:
                    await self.stage.phones.type(phone, words)
                    self.answers += 1
                    answered = True
        return answered

    def _words(self, name: str, phone: Phone, text: str) -> str | None:
        words = answer_to(self.script.habits.get(name, self.script.default), text, self.heard[phone])
        self.heard[phone] += 1
        return words

    def _phone(self, name: str) -> Phone:
        person = self.people.get(name)
        if person is None:
            raise ScriptError(say("demo", "The roster has nobody named %(name)s", name=name))
        return WITH_BUTTONS, str(person.id)

    def _show(self, today: date) -> None:
        if sys.stderr.isatty() and today.day == 1:
            sys.stderr.write(f"\r{short_day(today)}")
            sys.stderr.flush()


async def play(stage: Stage, script: Script, keep: Path | None = None) -> str:
    """Play a script from the stage's first day to its own last; returns what was counted and the summary at its end.

    Whatever was said goes into the file `keep`, also where the script comes to a stop half-way.
    """
    begun = real_time.monotonic()
    await stage.open()
    people: dict[str, Person] = {}
    try:
        people = {person.name: person for person in await stage.everybody()}
        player = Player(stage, script, people)
        await player.play()
        desk = next(name for name, person in people.items() if Role.SECRETARY in person.roles)
        phone = (WITH_BUTTONS, str(people[desk].id))
        await stage.phones.type(phone, "/tonghop")
        await stage.settle()
        seconds = real_time.monotonic() - begun
        sent = sum(not each.mine for screen in stage.phones.screens.values() for each in screen)
        figures = say(
            "demo",
            "%(sent)s messages, %(answers)s answers, %(seconds)s seconds",
            sent=sent,
            answers=player.answers,
            seconds=round(seconds),
        )
        return f"{figures}\n{stage.phones.screen(phone)[-1].text}"
    finally:
        await stage.close()
        if keep:
            phones = stage.phones
            names = {phone: phone[1] for phone in phones.screens}
            names |= {(WITH_BUTTONS, str(person.id)): name for name, person in people.items()}
            text = transcript(phones, names, stage.settings.timezone)
            await asyncio.to_thread(keep.write_text, text, encoding="utf-8")
