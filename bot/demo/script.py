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
"""

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
from bot.domain.people import Person, Role
from bot.texts import say, short_day

_NIGHT = time(20, 0)


class ScriptError(Exception):
    """The script cannot be played; the argument is a Vietnamese sentence."""


@dataclass(frozen=True)
class Saying:
    """Something that somebody types on a day, whatever they were asked."""

    on: date
    who: str
    text: str


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
        says = tuple(Saying(_day(each["on"]), str(each["who"]), str(each["text"])) for each in told.get("says", ()))
        start, end = _day(told["start"]), _day(told["end"])
        if end < start:
            raise ValueError(f"end = {end}")
        return Script(start, end, habits, habits.pop("default", Habit.PROMPT), says)
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ScriptError(say("demo", "The script cannot be read: %(reason)s", reason=exc)) from exc


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
            if await self._say(today) or await self._answer():
                await self.stage.settle()

    async def _say(self, today: date) -> bool:
        due = [each for each in self.script.says if each.on <= today and each not in self._said]
        for each in due:
            self._said.add(each)
            await self.stage.phones.type(self._phone(each.who), each.text)
        return bool(due)

    def __post_init__(self) -> None:
        self._said: set[Saying] = set()

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


async def play(stage: Stage, script: Script) -> str:
    """Play a script from the stage's first day to its own last; returns what was counted and the summary at its end."""
    begun = real_time.monotonic()
    await stage.open()
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
