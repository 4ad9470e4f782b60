"""A schedule of messages to come, as people read it: by day, by person, one line a task."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from bot.render.ics import stage_name
from bot.texts import say, short_day, weekday_name


def render_schedule(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows of `nhacviec preview` as text."""
    if not rows:
        return say("schedule", "Nothing would go out in these days.")
    parts = []
    for day, some in groupby(rows, key=lambda row: row["day"]):
        parts.append(_day(date.fromisoformat(day)))
        for row in some:
            parts += _message(row)
    return "\n".join(parts)


def render_outline(rows: Sequence[Mapping[str, Any]], limit: int) -> str:
    """The same in brief, for a chat: a line a day with its people and number of tasks."""
    if not rows:
        return say("schedule", "Nothing would go out in these days.")
    days = [(date.fromisoformat(day), list(some)) for day, some in groupby(rows, key=lambda row: row["day"])]
    lines = [_outline(day, some) for day, some in days[:limit]]
    if len(days) > limit:
        lines.append(say("schedule", "… and %(count)s more days.", count=len(days) - limit))
    return "\n".join(lines)


def _outline(day: date, rows: Sequence[Mapping[str, Any]]) -> str:
    tasks = {(item["code"], item["agency"]) for row in rows for item in row["items"]}
    codes = list(dict.fromkeys(item["code"] for row in rows for item in row["items"]))
    shown = ", ".join(codes[:4]) + (" …" if len(codes) > 4 else "")
    unreached = sum(not row["reachable"] for row in rows)
    key = (
        "%(day)s: %(people)s people, %(tasks)s tasks (%(codes)s); %(unreached)s cannot be reached"
        if unreached
        else "%(day)s: %(people)s people, %(tasks)s tasks (%(codes)s)"
    )
    values = {"day": _day(day), "people": len(rows), "tasks": len(tasks), "codes": shown}
    return say("schedule", key, **values, **({"unreached": unreached} if unreached else {}))


def _message(row: Mapping[str, Any]) -> Iterable[str]:
    at = datetime.fromisoformat(row["at"])
    how = row["channel"] if row["reachable"] else say("schedule", "cannot be reached yet")
    yield say(
        "schedule",
        "  %(at)s – %(person)s, %(agency)s (%(how)s)",
        at=f"{at:%H:%M}",
        person=row["person"],
        agency=row["agency"],
        how=how,
    )
    for item in row["items"]:
        yield say(
            "schedule",
            "    %(number)s. %(code)s – %(term)s, %(stage)s",
            number=item["number"],
            code=item["code"],
            term=_term(item["due"]),
            stage=stage_name(item["stage"]),
        )


def _term(due: str | None) -> str:
    if due is None:
        return say("ics", "no term")
    return say("schedule", "term %(day)s", day=short_day(date.fromisoformat(due)))


def _day(day: date) -> str:
    return say("reminder", "%(weekday)s, %(day)s", weekday=weekday_name(day), day=short_day(day))
