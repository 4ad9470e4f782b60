"""A deadline reading in words: what was read, beside the phrase it was read from."""

from collections.abc import Sequence
from datetime import date

from bot.domain.deadlines import (
    Before,
    Continuous,
    DeadlineReading,
    Explained,
    Fixed,
    NoDeadline,
    Period,
    Recurring,
    Relative,
    Unknown,
)
from bot.texts import say, short_day

_DAYS_SHOWN = 4


def render_deadline(reading: DeadlineReading) -> list[str]:
    """One line a rule: "Quý III/2022 → hết 30/9/2022"; the meaning alone where the words are not known."""
    return [_line(explained) for explained in reading.explain()]


def _line(explained: Explained) -> str:
    meaning = _meaning(explained)
    if not explained.words:
        return meaning
    if isinstance(explained.rule, Fixed) and explained.words.strip() == short_day(explained.rule.on):
        return short_day(explained.rule.on)  # a day that was written as a day needs no reading
    return say("deadlines", "%(words)s → %(meaning)s", words=" ".join(explained.words.split()), meaning=meaning)


def _meaning(explained: Explained) -> str:
    rule = explained.rule
    match rule:
        case Fixed() | Before() | Period():
            return _by_day(rule.on, explained)
        case Recurring():
            return _again(rule, explained.due)
        case Relative():
            return _from_event(rule)
        case Continuous():
            return _all_the_time(rule)
        case NoDeadline():
            return say("deadlines", "no deadline set")
        case Unknown():
            return say("deadlines", "done on demand") if rule.on_demand else say("deadlines", "no day could be read")


def _by_day(day: date, explained: Explained) -> str:
    if explained.names and not explained.due:
        return say("deadlines", "through %(day)s, outside the plan", day=short_day(day))
    return say("deadlines", "through %(day)s", day=short_day(day))


def _again(rule: Recurring, due: Sequence[date]) -> str:
    how_often = _how_often(rule)
    if not due:
        return how_often
    days = ", ".join(short_day(day) for day in due[:_DAYS_SHOWN])
    more = len(due) - _DAYS_SHOWN
    if more > 0:
        return say("deadlines", "%(often)s: %(days)s and %(more)s more", often=how_often, days=days, more=more)
    return say("deadlines", "%(often)s: %(days)s", often=how_often, days=days)


def _how_often(rule: Recurring) -> str:
    if rule.interval > 1:
        unit = {
            "year": say("deadlines", "year"),
            "half": say("deadlines", "half-year"),
            "quarter": say("deadlines", "quarter"),
            "month": say("deadlines", "month"),
            "week": say("deadlines", "week"),
        }[rule.every]
        return say("deadlines", "once in %(count)s %(unit)s", count=rule.interval, unit=unit)
    return {
        "year": say("deadlines", "every year"),
        "half": say("deadlines", "every six months"),
        "quarter": say("deadlines", "every quarter"),
        "month": say("deadlines", "every month"),
        "week": say("deadlines", "every week"),
    }[rule.every]


def _from_event(rule: Relative) -> str:
    if rule.offset is None or rule.unit is None:
        return say("deadlines", "once this has happened: %(event)s; the day is given then", event=rule.event)
    if rule.offset == 0:
        return say("deadlines", "on the day of: %(event)s", event=rule.event)
    length = f"{abs(rule.offset)} {_unit(rule.unit)}"
    if rule.offset < 0:
        return say("deadlines", "%(length)s before: %(event)s", length=length, event=rule.event)
    return say("deadlines", "%(length)s after: %(event)s", length=length, event=rule.event)


def _unit(unit: str) -> str:
    return {
        "day": say("deadlines", "day"),
        "working_day": say("deadlines", "working day"),
        "week": say("deadlines", "week"),
        "month": say("deadlines", "month"),
        "year": say("deadlines", "year"),
    }[unit]


def _all_the_time(rule: Continuous) -> str:
    if rule.since and rule.until:
        return say(
            "deadlines",
            "all the time from %(since)s through %(until)s",
            since=short_day(rule.since),
            until=short_day(rule.until),
        )
    if rule.since:
        return say("deadlines", "all the time from %(since)s", since=short_day(rule.since))
    if rule.until:
        return say("deadlines", "all the time through %(until)s", until=short_day(rule.until))
    return say("deadlines", "all the time")
