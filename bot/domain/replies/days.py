"""Days that people promise, ask for or want to be reminded on, counted from the day of the reply."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_N = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_NUM = r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
}
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_NEXT_WEEK = r"(?:tuan (?:sau|toi|den|ke))"


@dataclass(frozen=True)
class Found:
    """A day in words: where it stands, which day (None: none that counts), how many days from today were named."""

    start: int
    end: int
    day: date | None
    length: int | None = None
    is_numeric: bool = False  # day and month were written out


def last_of_month(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def friday_of(day: date, weeks: int = 0) -> date:
    return day + timedelta(days=4 - day.weekday() + 7 * weeks)


def safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(today: date, month: int, day: int) -> date | None:
    """The nearest such day that is not before today."""
    for year in range(today.year, today.year + 9):
        found = safe(year, month, day)
        if found and found >= today:
            return found
    return None


def going(today: date, month: int, day: int) -> date | None:
    """The nearest such day that is not after today."""
    for year in range(today.year, today.year - 9, -1):
        found = safe(year, month, day)
        if found and found <= today:
            return found
    return None


def _month(today: date, month: int) -> tuple[int, int]:
    """The coming month of that number, this one included."""
    return (today.year if month >= today.month else today.year + 1), month


def _count(text: str) -> int:
    return int(text) if text.isdecimal() else _N[text]


_PATTERNS: tuple[tuple[str, str], ...] = (
    ("span", r"\d{1,2}(?: ?/ ?\d{1,2})? ?(?:-|–|den) ?\d{1,2} ?/ ?\d{1,2}"),
    ("numeric", r"(?P<d>\d{1,2}) ?(?:/|-|\.(?= ?\d{1,2} ?[./] ?\d{2})) ?(?P<m>\d{1,2})(?: ?[/.\-] ?(?P<y>\d{4}|\d{2}))?(?! ?(?:[\d/%]|noi dung|xa\b|huyen|don vi|viec|thon|cong trinh|du an|so\b|phong|nguoi|ho\b|mo hinh|tieu chi|phan\b|buoc|nhiem vu|dia phuong))"),
    ("dotted", r"(?<=ngay )(?P<d>\d{1,2}) ?\. ?(?P<m>\d{1,2})(?P<y>)(?! ?[\d/%])"),
    ("in_words", r"(?:ngay |mung )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?: nam (?P<y>\d{4}))?"),
    ("working", rf"{_NUM} ngay lam viec"),
    ("tet", r"(?:sau|truoc|ra) tet"),
    ("part_of_month", r"(?P<part>dau|giua|cuoi|het) thang (?:(?P<m>\d{1,2})\b(?!/)|(?P<which>nay|sau|toi))?"),
    ("quarter", r"(?:(?P<part>dau|cuoi|het|trong|den|vao) )?quy (?P<q>iv|iii|ii|i|[1-4]|mot|hai|ba|bon|tu)\b(?: ?[/ ] ?(?:nam )?(?P<y>\d{4}))?"),
    ("month_only", r"(?:trong |het |vao )?thang (?P<m>\d{1,2})\b(?!/)(?: nam (?P<y>\d{4}))?"),
    ("this_month", r"(?:trong |het )?thang nay|trong thang|het thang|cuoi thang|giua thang|dau thang"),
    ("next_month", r"(?:trong |sang |qua )?thang (?:sau|toi)|(?:sang|qua) thang(?! \d| \w+ (?:roi|truoc))"),
    ("start_next_week", rf"dau {_NEXT_WEEK}"),
    ("end_next_week", rf"(?:cuoi|het|trong|sang|qua) {_NEXT_WEEK}"),
    ("weekday", rf"(?:thu|t) ?(?P<w>hai|ba|tu|nam|sau|bay|[2-7])\b(?: (?P<next>{_NEXT_WEEK}))?"),
    ("weekday_cn", rf"(?:chu nhat|cn)\b(?: (?P<next>{_NEXT_WEEK}))?"),
    ("from_now", rf"(?P<n>{_NUM}) (?P<unit>ngay|tuan|hom|bua|thang) (?:nua|toi)"),
    ("after", rf"sau (?P<n>{_NUM}) (?P<unit>ngay|tuan|hom|bua)\b(?! (?:ke tu|tu khi|lam viec))"),
    ("next_week", _NEXT_WEEK),
    ("this_week", r"(?:cuoi|trong|het|noi trong) tuan(?: nay)?|tuan nay"),
    ("end_year", r"(?:cuoi|het) nam(?: nay)?"),
    ("today", r"(?:noi |trong |chieu |toi |ngay )?(?:hom nay|(?<!may )(?<!ca )bua nay|chieu nay|toi nay)"),
    ("tomorrow", r"ngay mai|sang mai|chieu mai|toi mai|trua mai|(?<!khuya )\bmai\b(?! (?:nay|mot)\b)"),
    ("day_after", r"ngay kia|hom kia|\bmot\b(?= (?:em|e|toi|anh|nhac|xong|trinh|se|gui|nop|hoan|bao|ban))|ngay mot"),
    ("bare_day", r"ngay (?:mung )?(?P<d>\d{1,2})\b(?! ?(?:ngay|tuan|/))"),
)  # fmt: skip
_ALL = [(name, re.compile(pattern)) for name, pattern in _PATTERNS]


def find_days(line: str, today: date) -> list[Found]:
    """Every day named in folded words, in order; longer readings go before shorter ones."""
    taken: list[Found] = []
    for name, pattern in _ALL:
        for match in pattern.finditer(line):
            start, end = match.span()
            if (start and line[start - 1].isalnum()) or (end < len(line) and line[end].isalnum()):
                continue
            if any(each.start < end and start < each.end for each in taken):
                continue
            found = _read(name, match, today)
            if found is not None:
                taken.append(found)
    return sorted(taken, key=lambda each: each.start)


def _read(name: str, match: "re.Match[str]", today: date) -> Found | None:
    start, end = match.span()
    if name in {"numeric", "dotted", "in_words"}:
        return _numeric(match, today)
    day = _worded(name, match, today)
    length = None
    if name in {"from_now", "after"}:
        n = _count(match["n"])
        if match["unit"] == "thang":
            return Found(start, end, None)
        length = n * 7 if match["unit"] == "tuan" else n
        day = today + timedelta(days=length)
    return Found(start, end, day, length)


def _numeric(match: "re.Match[str]", today: date) -> Found | None:
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if match["y"]:
        year = int(match["y"])
        found = safe(year + 2000 if year < 100 else year, month, day)
    else:
        found = coming(today, month, day)
    return Found(match.start(), match.end(), found, is_numeric=True)


def _worded(name: str, match: "re.Match[str]", today: date) -> date | None:
    weekend = today.weekday() >= 5
    match name:
        case "part_of_month":
            year, month = _part_month(match, today)
            return {"dau": date(year, month, 1), "giua": date(year, month, 15)}.get(
                match["part"], last_of_month(year, month)
            )
        case "quarter":
            quarter = _QUARTERS[match["q"]]
            year = int(match["y"]) if match["y"] else today.year
            last = last_of_month(year, quarter * 3)
            return last if match["y"] or last >= today else last_of_month(year + 1, quarter * 3)
        case "month_only":
            year, month = _month(today, int(match["m"])) if 1 <= int(match["m"]) <= 12 else (0, 0)
            return last_of_month(int(match["y"] or year), month) if month else None
        case "this_month":
            if "giua" in match[0]:
                return date(today.year, today.month, 15)
            return last_of_month(today.year, today.month)
        case "next_month":
            return last_of_month(today.year, today.month + 1)
        case "start_next_week":
            return friday_of(today, 1) - timedelta(days=4)
        case "end_next_week" | "next_week":
            return friday_of(today, 1)
        case "weekday":
            wanted = _WEEKDAYS[match["w"]]
            if match["next"]:
                return friday_of(today, 1) + timedelta(days=wanted - 4)
            return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
        case "weekday_cn":
            return friday_of(today, 1 if match["next"] else 0) + timedelta(days=2)
        case "this_week":
            return None if weekend else friday_of(today)
        case "end_year":
            return date(today.year, 12, 31)
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case "day_after":
            return today + timedelta(days=2)
        case "bare_day":
            return _bare(int(match["d"]), today)
    return None


def _part_month(match: "re.Match[str]", today: date) -> tuple[int, int]:
    if match["m"] and 1 <= int(match["m"]) <= 12:
        return _month(today, int(match["m"]))
    if match["which"] in {"sau", "toi"}:
        return today.year + today.month // 12, today.month % 12 + 1
    return today.year, today.month


def _bare(day: int, today: date) -> date | None:
    """The nearest such day of a month that is not before today."""
    for ahead in range(3):
        month = today.month + ahead
        found = safe(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        if found and found >= today:
            return found
    return None
