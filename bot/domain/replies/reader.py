"""Reads short replies by a few plain rules: what is not said in so many words is unclear, and asked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.programmes import fold
from bot.domain.replies.reading import CitedDocument, Evidence, Intent, ReplyItem, ReplyReading
from bot.domain.tasks import Status

READER_VERSION = 0

_POLITE = re.compile(r"(em|anh|chi|bao cao|thua|a|nhe|ah|oi|viec|nhiem vu|so|muc)\b")
_DONE = re.compile(r"(da )?(da )?(xong|hoan thanh|ban hanh)( het| ca)?( roi)?(?P<tail> .*)?")
_UNDONE = re.compile(r"\b(chua|khong|neu|khi|mai|sap|du thao|tuan|thang|se|cho|buoc|phan|dot|ma|nhung|tra)\b")
_ALL = re.compile(r"\b(tat ca|ca \d+|ca hai|ca ba|het ca)\b")
_NUMBERS = re.compile(r"(\d{1,2})((?: va|,)? \d{1,2})*(?![\d/%])")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/])(?!/)")
_DOCUMENT = re.compile(r"(\d+(?:/\d{4})?/[A-ZĐ][\w\-]*)")
_SEPARATOR = re.compile(r"[;\n]|,\s*")


@dataclass(frozen=True)
class _Clause:
    typed: str
    folded: str  # polite words left out


def read_reply(text: str, *, today: date, open_codes: Sequence[str]) -> ReplyReading:
    """Everything that a reply says; `open_codes` are the tasks it answers, by their numbers from 1."""
    items: list[ReplyItem] = []
    last: tuple[str, ...] = ()
    for part in _SEPARATOR.split(text):
        clause = _Clause(part.strip(), " ".join(_POLITE.sub(" ", _kept(part)).split()))
        if not fold(part):
            continue
        tasks, rest = _tasks(clause, open_codes)
        found = tasks or last or (tuple(open_codes) if len(open_codes) == 1 else ())
        item = replace(_item(rest, today), tasks=found, named=bool(tasks))
        last = found if tasks else last
        items.append(replace(item, evidence=(Evidence(item.intent.value, "intent", clause.typed, 0, len(text)),)))
    return ReplyReading(tuple(items) or (ReplyItem(Intent.UNCLEAR),), READER_VERSION)


def _kept(part: str) -> str:
    """Folded, with the number signs that a status may carry."""
    return fold(part.replace("%", " phantram ").replace("?", " chamhoi "))


def _tasks(clause: _Clause, open_codes: Sequence[str]) -> tuple[tuple[str, ...], _Clause]:
    named = tuple(
        code for code in open_codes if re.search(rf"(?<![\w.]){re.escape(code)}(?![\w.])", clause.typed, re.I)
    )
    rest = clause
    if named:
        typed = clause.typed
        for code in named:
            typed = re.sub(re.escape(code), " ", typed, flags=re.I)
        return named, _Clause(typed.strip(" :-–"), " ".join(_POLITE.sub(" ", _kept(typed)).split()))
    if _ALL.search(clause.folded):
        return tuple(open_codes), replace(rest, folded=" ".join(_ALL.sub(" ", clause.folded).split()))
    match = _NUMBERS.match(clause.folded)
    if match and not _DOCUMENT.match(clause.typed) and not clause.folded[match.end() :].startswith(" phantram"):
        numbers = [int(each) for each in re.findall(r"\d+", match.group())]
        if all(1 <= each <= len(open_codes) for each in numbers):
            typed = re.sub(r"^[\s\d,:.\-–]*(?:và \d+)?", "", clause.typed)
            return tuple(open_codes[each - 1] for each in numbers), _Clause(typed, clause.folded[match.end() :].strip())
    return (), clause


def _item(clause: _Clause, today: date) -> ReplyItem:
    words, typed = clause.folded, clause.typed
    percent = re.search(r"(\d{1,3}) phantram", words)
    share = int(percent[1]) if percent and int(percent[1]) <= 100 else None
    document = _document(typed, today)
    if "chamhoi" in words:
        return ReplyItem(Intent.QUESTION)
    if re.fullmatch(r"(bao )?nham( roi)?", words):
        return ReplyItem(Intent.UNDO)
    if re.search(r"\b(gia han|lui den|xin lui|xin them)\b", words):
        return _extension(words, typed, today)
    if re.search(r"\bnhac lai\b", words):
        day = today + timedelta(days=1) if re.search(r"\bmai\b", words) else _day(typed, today)
        return ReplyItem(Intent.SNOOZE, date=day)
    if re.match(r"(dang )?(vuong|ket)\b(?! gi)", words):
        return ReplyItem(Intent.STATUS, Status.BLOCKED, share, note=typed)
    if re.fullmatch(r"chua (lam|trien khai|thuc hien)( gi)?", words):
        return ReplyItem(Intent.STATUS, Status.NOT_STARTED)
    if re.match(r"(da )?da trinh\b", words) and not _UNDONE.search(words):
        return ReplyItem(Intent.STATUS, Status.SUBMITTED, document=document)
    if re.match(r"(dang|sap xong|chua xong|nham chua xong|co ban)\b", words) or (share is not None and share < 100):
        return ReplyItem(Intent.STATUS, Status.IN_PROGRESS, share, date=_day(typed, today))
    done = _DONE.fullmatch(words)
    if done and (not done["tail"] or (document and not _UNDONE.search(words))):
        return ReplyItem(Intent.STATUS, Status.DONE, share, document=document)
    if re.fullmatch(r"(da |vang )?(da nhan|ok|vang|ro|da)( roi)?", words):
        return ReplyItem(Intent.ACK)
    return ReplyItem(Intent.UNCLEAR, document=document)


def _extension(words: str, typed: str, today: date) -> ReplyItem:
    length = re.search(r"them (\d+) (ngay|tuan)", words)
    reason = re.search(r"\b(?:do|vì)\s+(.*)", typed)
    note = reason[1] if reason else ""
    if length:
        days = int(length[1]) * (7 if length[2] == "tuan" else 1)
        return ReplyItem(Intent.EXTENSION, date=today + timedelta(days=days), length_days=days, note=note)
    return ReplyItem(Intent.EXTENSION, date=_day(typed, today), note=note)


def _day(typed: str, today: date) -> date | None:
    """A day and month; without a year the nearest that is not past."""
    match = _DAY.search(_DOCUMENT.sub(" ", typed))
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), int(match[3] or today.year)
    try:
        found = date(year, month, day)
        return found if match[3] or found >= today else found.replace(year=year + 1)
    except ValueError:
        return None


def _document(typed: str, today: date) -> CitedDocument | None:
    number = _DOCUMENT.search(typed)
    if number is None:
        return None
    match = _DAY.search(_DOCUMENT.sub(" ", typed))
    if match is None:
        return CitedDocument(number[1].upper())
    try:
        found = date(int(match[3] or today.year), int(match[2]), int(match[1]))
    except ValueError:
        return CitedDocument(number[1].upper())
    return CitedDocument(number[1].upper(), found if found <= today or match[3] else found.replace(year=today.year - 1))
