"""What a file says of its plan: number, title, committee, day of issue, period. Blanks stay blank."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.appendix import PlanFacts, Window

_SLASH_DAY = r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"
_LONG_DAY = r"(?P<ld>\d{1,2})\s+tháng\s+(?P<lm>\d{1,2})\s+năm\s+(?P<ly>\d{4})"
_DAY = re.compile(rf"ngày\s+(?:{_SLASH_DAY}|{_LONG_DAY})", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"ngày\b[\s.…_]*(?:/|tháng\b)[\s.…_]*(?:/|năm)\s*(?P<year>20\d\d)", re.IGNORECASE)
_NUMBER = r"(?P<number>\d{1,5}(?:/20\d\d)?\s*/\s*[A-ZĐ][\w&₀-₉-]*(?:-[\w&₀-₉]+)*)"
_ATTACHED = re.compile(
    r"kèm(?: theo)?\s+(?P<rest>(?:kế hoạch|quyết định|chương trình|nghị quyết|công văn|văn bản)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(rf"số\s*:?\s*{_NUMBER}", re.IGNORECASE)
_OWN_NUMBER = re.compile(rf"^\s*số\s*:\s*{_NUMBER}", re.IGNORECASE)
_CITED = re.compile(r"số\s*:?\s*[\w/-]+(?:-\w+)*\s+ngày", re.IGNORECASE)
_PERIOD = re.compile(
    r"gi[aả]i đoạn\s+(?:từ\s+)?(?:năm\s+)?(?P<first>20\d\d)\s*(?:-|–|—|đến)\s*(?:năm\s+)?(?P<last>20\d\d)",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(r"\bnăm\s+(?P<year>20\d\d)\b", re.IGNORECASE)
_COMMITTEE = re.compile(r"ban chỉ đạo(?:\s+(?!ban\b|thực\b|ban hành\b)[^\s,;.()]+){0,12}", re.IGNORECASE)
_ISSUER = re.compile(r"(?:\bcủa\s+)(?P<issuer>[^()]+?)\s*\)?\s*$", re.IGNORECASE | re.DOTALL)
_PLAN_WORD = re.compile(r"(?:dự thảo\s+)?(?:kế hoạch|chương trình|quyết định)", re.IGNORECASE)


def read_facts(lines: Sequence[str], cells: Iterable[str] = ()) -> PlanFacts:
    """The facts in the running text; the cells of the tasks only tell which documents are cited."""
    attached = _attached(lines)
    title = _title(lines, attached)
    issued_on = _day_in(attached) or _letterhead_day(lines)
    year = issued_on.year if issued_on else _stated_year(attached, title)
    first, last = _period(title, lines)
    return PlanFacts(
        number=_number(lines, attached),
        title=title,
        committee=_committee(attached, title),
        issued_on=issued_on,
        start=date(first, 1, 1) if first else None,
        end=date(last, 12, 31) if last else None,
        year=year or (first if first == last else None),
        cited_on=_latest_cited([*lines, *cells], year),
    )


def window_of(
    facts: PlanFacts, *, issued_on: date | None, start: date | None, end: date | None, year: int | None
) -> Window | None:
    """The window for deadlines: what was given, else what the file says; None where neither tells of any year.

    Without a day of issue the plan counts from the latest document it cites in its year: it cannot be older.
    """
    issued = issued_on or facts.issued_on
    first_year = year or (start or issued or date.min).year
    if first_year == 1:
        first_year = facts.year or (facts.start or facts.end or date.min).year
    if first_year == 1:
        return None
    cited = facts.cited_on if facts.cited_on and facts.cited_on.year == first_year else None
    begins = start or issued or cited or date(first_year, 1, 1)
    ends = end or facts.end or date(first_year, 12, 31)
    return Window(year or first_year, begins, max(begins, ends))


def _attached(lines: Sequence[str]) -> str:
    """ "Kèm theo Kế hoạch số … ngày … của …", over at most two lines."""
    for place, line in enumerate(lines):
        found = _ATTACHED.search(line)
        if found and not re.search(r"có phụ lục kèm", line, re.IGNORECASE):
            more = lines[place + 1] if line.count("(") > line.count(")") and place + 1 < len(lines) else ""
            return f"{found['rest']} {more}".strip()
    return ""


def _number(lines: Sequence[str], attached: str) -> str | None:
    found = _NUMBERED.search(attached)
    found = found or next((own for line in lines if (own := _OWN_NUMBER.search(line))), None)
    return re.sub(r"\s+", "", found["number"]) if found else None


def _letterhead_day(lines: Sequence[str]) -> date | None:
    """ "Lam Giang, ngày 15 tháng 3 năm 2023" or "Số: 03/KH-UBND ngày 08/01/2026" near the top."""
    for line in lines[:12]:
        if len(line) < 160 and (_OWN_NUMBER.search(line) or re.search(r"\w,\s*ngày", line)) and (day := _day_in(line)):
            return day
    return None


def _day_in(text: str) -> date | None:
    found = _DAY.search(text)
    return _day_of(found) if found else None


def _day_of(found: re.Match[str]) -> date | None:
    parts = [found["y"] or found["ly"], found["m"] or found["lm"], found["d"] or found["ld"]]
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _stated_year(attached: str, title: str | None) -> int | None:
    """The year of a day that is left blank ("ngày … tháng … năm 2022"), else of a plan for one year."""
    found = _YEAR_ALONE.search(attached)
    if found is None and title and not _PERIOD.search(title):
        found = _OF_YEAR.search(title)
    return int(found["year"]) if found else None


def _title(lines: Sequence[str], attached: str) -> str | None:
    """What follows the word KẾ HOẠCH on a line of its own; else the lines above "(Kèm theo …)"."""
    for place, line in enumerate(lines[:-1]):
        if _PLAN_WORD.fullmatch(line.strip()) and line.isupper():
            return _joined(lines[place + 1 : place + 4])
    for place, line in enumerate(lines):
        if attached and _ATTACHED.search(line) and "phụ lục kèm" not in line.casefold():
            above = [text for text in lines[max(0, place - 6) : place] if text.isupper()]
            return _joined([text for text in above if not text.startswith("PHỤ LỤC")], every=True)
    return None


def _joined(lines: Sequence[str], *, every: bool = False) -> str | None:
    """The title's lines: the first, and those that go on without a number or a sentence's start."""
    taken: list[str] = []
    for line in lines:
        starts_text = re.match(r"(?:[IVX]+|\d+)\.|Số\s*:|Căn cứ|Thực hiện|Để ", line)
        if taken and not every and (starts_text or not (line[:1].islower() or line.isupper())):
            break
        taken.append(line)
    return " ".join(taken).strip() or None


def _period(title: str | None, lines: Sequence[str]) -> tuple[int | None, int | None]:
    """The first and last year, by the title, else by the first heading that names a period."""
    for text in [title or "", *(line for line in lines if line.isupper())]:
        if found := _PERIOD.search(text):
            return int(found["first"]), int(found["last"])
    found = _OF_YEAR.search(title or "")
    return (int(found["year"]), int(found["year"])) if found else (None, None)


def _committee(attached: str, title: str | None) -> str | None:
    """Ban Chỉ đạo … as the text names it, else the body that issued the plan."""
    found = _COMMITTEE.search(attached) or _COMMITTEE.search(title or "")
    if found:
        return "Ban Chỉ đạo" + found[0][len("ban chỉ đạo") :]
    issuer = _ISSUER.search(attached)
    return " ".join(issuer["issuer"].split()) if issuer else None


def _latest_cited(texts: Iterable[str], year: int | None) -> date | None:
    """The latest day that stands behind a document's number."""
    days = []
    for text in texts:
        for cited in _CITED.finditer(text):
            found = _DAY.match(text, cited.end() - len("ngày"))
            day = _day_of(found) if found else None
            if day is not None and (year is None or day.year <= year):
                days.append(day)
    return max(days, default=None)
