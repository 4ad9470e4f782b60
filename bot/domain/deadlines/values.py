"""What a deadline phrase was read as: rules, their JSON form, and the reading that holds them.

The JSON form is the one that is stored and printed; a rule read back from it equals the rule that was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

END = "end"


@dataclass(frozen=True)
class Fixed:
    """By a day. `strict` where the phrase said "trước ngày X": `on` is then the day before X."""

    on: date
    strict: bool = False
    kind = "fixed"


@dataclass(frozen=True)
class Before:
    """Before the period that begins on `start`; `on` is the day before it."""

    start: date
    on: date
    kind = "before"


@dataclass(frozen=True)
class Period:
    """Within a period; `start` only where the phrase names a whole period or both ends of a range."""

    on: date
    start: date | None = None
    kind = "period"


@dataclass(frozen=True)
class Recurring:
    """Again and again: `day` (0 is the last) of the `month` inside each `every`, or a `weekday` of each week.

    `offset` counts, in `unit`, from the end of each period instead, where no one month and day can say it.
    """

    every: str
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    interval: int = 1
    since: date | None = None
    until: date | None = None
    offset: int | None = None
    unit: str | None = None
    strict: bool = False
    kind = "recurring"


@dataclass(frozen=True)
class Relative:
    """Counted from an event: no due day until somebody records it; no `offset` where a person must give the day."""

    event: str
    offset: int | None = None
    unit: str | None = None
    kind = "relative"


@dataclass(frozen=True)
class Continuous:
    """Goes on all the time."""

    since: date | None = None
    until: date | None = None
    kind = "continuous"


@dataclass(frozen=True)
class NoDeadline:
    """Blank, a dash or dots."""

    kind = "none"


@dataclass(frozen=True)
class Unknown:
    """No day can be read; `on_demand` where the work is done when asked for."""

    on_demand: bool = False
    kind = "unknown"


Rule = Fixed | Before | Period | Recurring | Relative | Continuous | NoDeadline | Unknown


@dataclass(frozen=True)
class Explained:
    """One rule beside the words it was read from, the names of the grammar rules that read them, and its due days."""

    words: str
    rule: Rule
    names: tuple[str, ...]
    due: tuple[date, ...]


@dataclass(frozen=True)
class DeadlineReading:
    """The rules of a phrase in the order of its text, and every due day within the plan, sorted, each once."""

    rules: tuple[Rule, ...]
    due: tuple[date, ...] = ()
    explained: tuple[Explained, ...] = field(default=(), compare=False)

    @property
    def kind(self) -> str:
        """The kind of the only rule, or `composite`."""
        return self.rules[0].kind if len(self.rules) == 1 else "composite"

    def as_json(self) -> dict[str, Any]:
        """{"kind", "rules", "due"} as it is stored and printed."""
        return {"kind": self.kind, "rules": [rule_json(rule) for rule in self.rules], "due": [f"{d}" for d in self.due]}

    def explain(self) -> tuple[Explained, ...]:
        """Each rule with the words it came from; without words for a reading that comes from storage."""
        return self.explained or tuple(Explained("", rule, (), ()) for rule in self.rules)


def deadline_from_json(stored: Mapping[str, Any]) -> DeadlineReading:
    """The reading that was stored as JSON; raises KeyError or ValueError for what `as_json` never wrote."""
    rules = tuple(rule_from_json(rule) for rule in stored["rules"])
    return DeadlineReading(rules, tuple(date.fromisoformat(day) for day in stored["due"]))


def rule_json(rule: Rule) -> dict[str, Any]:
    """One rule as JSON values; keys that say nothing are left out."""
    match rule:
        case Fixed():
            return _told("fixed", date=rule.on, strict=rule.strict or None)
        case Before():
            return _told("before", start=rule.start, date=rule.on)
        case Period():
            return _told("period", start=rule.start, date=rule.on)
        case Recurring():
            return _recurring_json(rule)
        case Relative():
            return {"kind": "relative", "offset": rule.offset, "unit": rule.unit, "event": rule.event}
        case Continuous():
            return _told("continuous", **{"from": rule.since, "until": rule.until})
        case NoDeadline():
            return {"kind": "none"}
        case Unknown():
            return {"kind": "unknown", "on_demand": rule.on_demand}


def _recurring_json(rule: Recurring) -> dict[str, Any]:
    return _told(
        "recurring",
        every=rule.every,
        month=rule.month,
        day=END if rule.day == 0 else rule.day,
        weekday=rule.weekday,
        interval=rule.interval if rule.interval > 1 else None,
        offset=rule.offset,
        unit=rule.unit,
        **{"from": rule.since, "until": rule.until, "strict": rule.strict or None},
    )


def _told(kind: str, **fields: Any) -> dict[str, Any]:
    told = {key: f"{value}" if isinstance(value, date) else value for key, value in fields.items()}
    return {"kind": kind, **{key: value for key, value in told.items() if value is not None}}


def rule_from_json(stored: Mapping[str, Any]) -> Rule:
    """The rule that `rule_json` wrote; raises KeyError or ValueError otherwise."""
    match stored["kind"]:
        case "fixed":
            return Fixed(date.fromisoformat(stored["date"]), bool(stored.get("strict")))
        case "before":
            return Before(date.fromisoformat(stored["start"]), date.fromisoformat(stored["date"]))
        case "period":
            return Period(date.fromisoformat(stored["date"]), _day(stored, "start"))
        case "recurring":
            return _recurring_from(stored)
        case "relative":
            return Relative(stored["event"], stored["offset"], stored["unit"])
        case "continuous":
            return Continuous(_day(stored, "from"), _day(stored, "until"))
        case "none":
            return NoDeadline()
        case "unknown":
            return Unknown(bool(stored["on_demand"]))
    raise ValueError(f"no kind of deadline rule: {stored['kind']!r}")


def _recurring_from(stored: Mapping[str, Any]) -> Recurring:
    day = stored.get("day")
    return Recurring(
        every=stored["every"],
        month=stored.get("month"),
        day=0 if day == END else day,
        weekday=stored.get("weekday"),
        interval=stored.get("interval", 1),
        since=_day(stored, "from"),
        until=_day(stored, "until"),
        offset=stored.get("offset"),
        unit=stored.get("unit"),
        strict=bool(stored.get("strict")),
    )


def _day(stored: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(stored[key]) if stored.get(key) else None
