"""The words and buttons of a daily message: polite, short, each thing once (facts/hanh-chinh.md, section 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.actions import (
    BLOCKED,
    DONE,
    EXTENSION,
    ISSUED,
    LATER,
    NOT_YET,
    UNDER_WAY,
    guidance_action,
    pick_action,
    status_action,
)
from bot.domain.messages import Button, Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Person
from bot.domain.reminders import ASK, OVERDUE, SUBMITTED, DueItem
from bot.domain.typed_choices import message_code
from bot.texts import say, short_day, weekday_name

SHOWN = 8  # lines of a list, and buttons under it; the rest is counted and answered by number all the same
NEAR_DAYS = 7  # from which on the weekday is told
TAUGHT_REPORTS = 3  # after so many reports a person knows how to answer
_A_ROW = 4


@dataclass(frozen=True)
class ReminderLine:
    """One numbered thing to say, with what is known of it."""

    number: int
    item: DueItem
    occurrence: Occurrence
    organisation: bool = False  # a body that is asked, not told: Mặt trận, organisations
    last_working_on: date | None = None  # where the term falls on a day off: the working day before


@dataclass(frozen=True)
class RoundWords:
    """What a message of a reporting round says of it."""

    period: str  # "quý III/2022"
    cut_off_on: date
    again: bool = False  # a reminder of the round, not its list


@dataclass(frozen=True)
class Desk:
    """In whose name the bot speaks."""

    speaker: str


def render_daily(
    person: Person,
    lines: Sequence[ReminderLine],
    today: date,
    desk: Desk,
    *,
    message_id: int,
    reporting: RoundWords | None = None,
) -> Outgoing:
    """One message with everything that is due for a person; its code ties an answer to it where nothing is quoted."""
    taught = person.reports_made >= TAUGHT_REPORTS
    single = len(lines) == 1
    parts = [say("reminder", "To %(person)s.", person=person.addressed)]
    if reporting is not None:
        parts[0] = f"{parts[0]} {_round_opening(reporting)}"
    if single:
        parts += _single(lines[0], today, desk, in_round=reporting is not None)
    else:
        parts += _several(lines, today, in_round=reporting is not None)
    if not taught:
        parts.append(_how_to_answer(lines))
    parts.append(say("reminder", "Thank you. [%(code)s]", code=message_code(message_id)))
    return Outgoing("\n".join(parts), buttons_of(lines, message_id), numbers_taken=not single)


def buttons_of(lines: Sequence[ReminderLine], message_id: int) -> tuple[tuple[Button, ...], ...]:
    """For one task its five answers; for several a button each, which asks for the answer."""
    if len(lines) == 1:
        return task_buttons(lines[0].item, lines[0].occurrence.id)
    picks = [
        Button(
            say("reminder", "%(number)s. %(code)s", number=line.number, code=line.item.task_code),
            pick_action(message_id, line.number),
        )
        for line in lines[:SHOWN]
    ]
    width = 2 if len(picks) <= _A_ROW else 3
    return tuple(tuple(picks[start : start + width]) for start in range(0, len(picks), width))


def task_buttons(item: DueItem | None, occurrence_id: int) -> tuple[tuple[Button, ...], ...]:
    """The answers to one task by buttons: to a guidance question its own two, else the five."""
    if item is not None and item.stage == ASK and item.kind == "guidance":
        return (
            (
                Button(say("reminder", "It has come"), guidance_action(occurrence_id, ISSUED)),
                Button(say("reminder", "Not yet"), guidance_action(occurrence_id, NOT_YET)),
            ),
        )
    done = "Issued" if item is not None and item.stage == SUBMITTED else "Done"
    words = (
        ((done, DONE), ("Under way", UNDER_WAY)),
        (("Blocked", BLOCKED), ("More time", EXTENSION)),
        (("Later", LATER),),
    )
    return tuple(
        tuple(Button(say("reminder", label), status_action(occurrence_id, word)) for label, word in row)
        for row in words
    )


def _round_opening(reporting: RoundWords) -> str:
    key = (
        "No report has come yet for the report of %(period)s (figures as of %(day)s)."
        if reporting.again
        else "To draw up the report of %(period)s (figures as of %(day)s), please update the tasks before that day."
    )
    return say("reminder", key, period=reporting.period, day=short_day(reporting.cut_off_on))


def _single(line: ReminderLine, today: date, desk: Desk, *, in_round: bool) -> list[str]:
    item, found = line.item, line.occurrence
    head = say(
        "reminder", "Task %(code)s (%(title)s), led by %(agency)s:", code=found.code, title=found.title,
        agency=found.agency,
    )  # fmt: skip
    words = _term_words(line, today)
    sentence = f"{head} {words}" if words.endswith("?") else f"{head} {words}."
    if line.last_working_on is not None and item.due_on is not None and today <= line.last_working_on:
        sentence += " " + say(
            "reminder", "The last working day before it is %(day)s.", day=_near_day(line.last_working_on)
        )
    if standing := _standing(found):
        sentence += " " + say("reminder", "Last report: %(standing)s.", standing=standing)
    elif item.stage == OVERDUE and not in_round:
        sentence += " " + say("reminder", "%(speaker)s has not received a report yet.", speaker=desk.speaker)
    return [sentence, _request(line)]


def _several(lines: Sequence[ReminderLine], today: date, *, in_round: bool) -> list[str]:
    agencies = {line.occurrence.agency_id for line in lines}
    shared = len(agencies) == 1
    count = f"{len(lines):02d}"
    parts = [
        say("reminder", "%(agency)s has %(count)s tasks to report on:", agency=lines[0].occurrence.agency, count=count)
        if shared
        else say("reminder", "%(count)s tasks that you follow are to be reported on:", count=count)
    ]
    parts += [_list_line(line, today, with_agency=not shared, in_round=in_round) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        parts.append(say("reminder", "and %(count)s more tasks (all: /nhiemvu)", count=f"{len(lines) - SHOWN:02d}"))
    parts.append(say("reminder", _several_request(lines)))
    return parts


def _list_line(line: ReminderLine, today: date, *, with_agency: bool, in_round: bool) -> str:
    found = line.occurrence
    words = _term_words(line, today)
    if standing := _standing(found):
        if line.item.stage != SUBMITTED:
            words = f"{words}; {standing}"
    elif line.item.stage == OVERDUE and not in_round:
        words = f"{words}; {say('reminder', 'no report received yet')}"
    key = (
        "%(number)s. %(code)s – %(title)s (%(agency)s): %(words)s"
        if with_agency
        else "%(number)s. %(code)s – %(title)s: %(words)s"
    )
    values = {"number": line.number, "code": found.code, "title": found.title, "words": words}
    return say("reminder", key, **values, **({"agency": found.agency} if with_agency else {}))


def _term_words(line: ReminderLine, today: date) -> str:
    """What is asked of one thing: its term and how far it is, or the question of an open end in its own words."""
    item, found = line.item, line.occurrence
    if item.stage == SUBMITTED and found.submitted_on is not None:
        return say("reminder", "submitted on %(day)s; has it been issued?", day=short_day(found.submitted_on))
    if item.due_on is None:
        return _open_question(found) if item.stage == ASK else _open_end(found)
    days = (item.due_on - today).days
    if days == 0:
        return say("reminder", "term today, %(day)s", day=_near_day(item.due_on))
    if days < 0:
        return say("reminder", "term %(day)s, passed %(days)s days ago", day=short_day(item.due_on), days=-days)
    day = _near_day(item.due_on) if days <= NEAR_DAYS else short_day(item.due_on)
    return say("reminder", "term %(day)s, %(days)s days left", day=day, days=days)


def _open_question(found: Occurrence) -> str:
    match found.kind:
        case "guidance":
            return guidance_question(found.event)
        case "continuous":
            return say("reminder", "a continuous task; what has been done so far?")
        case _:
            return say("reminder", "no term set; how does it stand, and when will it be finished?")


def guidance_question(event: str) -> str:
    """ "đã có hướng dẫn của Bộ chưa?": the event as the deadline words it, asked after."""
    if event.casefold().startswith("có "):
        return say("reminder", "has there been %(event)s?", event=event[3:])
    return say("reminder", "has this happened: %(event)s?", event=event or say("reminder", "the guidance"))


def _open_end(found: Occurrence) -> str:
    match found.kind:
        case "guidance":
            return say("reminder", "the term waits for an event: %(event)s", event=found.event)
        case "continuous":
            return say("reminder", "a continuous task")
        case _:
            return say("reminder", "no term set")


def _standing(found: Occurrence) -> str:
    """ "đang thực hiện 60% (12/9/2022)"; empty where nothing was reported."""
    if found.standing is None or found.reported_on is None:
        return ""
    words = say("status", found.standing.value)
    if found.percent is not None:
        words = f"{words} {found.percent}%"
    return say("reminder", "%(standing)s (%(day)s)", standing=words, day=short_day(found.reported_on))


def _request(line: ReminderLine) -> str:
    """What is asked about a single task, by the stage it is at."""
    item = line.item
    if line.organisation:
        return say("reminder", "We kindly ask for your cooperation in telling how the work stands.")
    match item.stage:
        case "overdue" if item.first:
            return say("reminder", "Please tell how it stands, the reason, and when it is expected to be finished.")
        case "overdue":
            return say("reminder", "Please report; a change of term needs a letter with the reason and the new day.")
        case "submitted":
            return say("reminder", "Once it is issued, please give the document's number and day.")
        case "ask" if item.kind == "guidance":
            return say(
                "reminder", "If so, please give its number and day so that the term can be set; if not: NOT YET."
            )
        case int() if item.stage <= 1:
            return say("reminder", "Please see to it and update how it stands.")
        case _:
            return say("reminder", "Please tell the progress and any difficulty.")


def _several_request(lines: Sequence[ReminderLine]) -> str:
    if all(line.organisation for line in lines):
        return "We kindly ask for your cooperation in telling how the work stands."
    if any(line.item.stage == OVERDUE for line in lines):
        return "Please tell how each stands; for terms that passed, the reason and the day expected."
    return "Please tell the progress of each and any difficulty."


def _how_to_answer(lines: Sequence[ReminderLine]) -> str:
    questions = [line for line in lines if line.item.stage == ASK and line.item.kind == "guidance"]
    if len(lines) > 1 and len(questions) == len(lines):
        return say("reminder", "Answer by number, for example 1 not yet; 2 issued, letter and day.")
    if len(lines) > 1 and questions and questions[0].number > 1:
        number = questions[0].number
        return say("reminder", "Answer by number, for example 1 under way; %(number)s not yet.", number=number)
    if len(lines) > 1:
        return say("reminder", "Answer by number, for example 1 done; 2 under way.")
    item = lines[0].item
    if item.stage == ASK and item.kind == "guidance":
        return say("reminder", "A short answer will do, for example: not yet; or: issued, letter and day.")
    return say("reminder", "A short answer will do, for example: under way 60 percent; or: done, decision number.")


def _near_day(day: date) -> str:
    return say("reminder", "%(weekday)s, %(day)s", weekday=weekday_name(day), day=short_day(day))
