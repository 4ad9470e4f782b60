"""Scripted people: how somebody of a habit answers what the bot wrote. No chance is involved, so a script repeats."""

import re
from enum import StrEnum

_LINE = re.compile(r"^(\d{1,2})\. ", re.MULTILINE)
_REMINDER = re.compile(r"\[N\d+\]")
_DAYS_LEFT = re.compile(r"còn (\d+) ngày")
_TODAY = re.compile(r"hôm nay")
_OVERDUE = re.compile(r"đến nay|quá thời hạn")
_VAGUE = ("để xem đã", "ok anh", "chưa", "vâng, em sẽ cố gắng")


class Habit(StrEnum):
    """How a focal point answers."""

    PROMPT = "prompt"  # reports progress early and the end in time
    LATE = "late"  # says it is under way, and ends when it is overdue
    SILENT = "silent"
    VAGUE = "vague"  # says nothing that can be recorded


def answer_to(habit: Habit, text: str, heard: int) -> str | None:
    """What a person of a habit types on a message; `heard` counts the reminders they had. None: nothing."""
    if habit is Habit.SILENT or not _REMINDER.search(text):
        return None
    if habit is Habit.VAGUE:
        return _VAGUE[heard % len(_VAGUE)]
    numbers = _LINE.findall(text)
    if not numbers:
        return _words(habit, text)
    return "; ".join(f"{number} {_words(habit, part)}" for number, part in zip(numbers, _parts(text), strict=True))


def _parts(text: str) -> list[str]:
    starts = [match.start() for match in _LINE.finditer(text)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _words(habit: Habit, part: str) -> str:
    if _OVERDUE.search(part):
        return "xong"
    left = _DAYS_LEFT.search(part)
    if left is None and not _TODAY.search(part):  # nothing is due: guidance is waited for, or it goes on all the time
        return "chưa có" if "chưa?" in part else "đang triển khai thường xuyên"
    days = int(left.group(1)) if left else 0
    if habit is Habit.PROMPT and days <= 7:
        return "xong"
    return "đang làm 60%" if days <= 14 else "đang làm 30%"
