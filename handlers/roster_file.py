"""The roster to and from a file (.xlsx or .csv): every line is right, or nothing is taken and each mistake is named."""

import csv
import io
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.agencies import Agency, known_agencies, match_agency
from bot.domain.people import Role
from bot.domain.programmes import find_programme, fold
from bot.domain.roster_table import COLUMNS, BadCell, RosterLine, find_columns, read_line
from bot.texts import say, short_day
from handlers.plan_file import own_agencies
from storage.plans import ensure_agency
from storage.protocol import put_in_protocol_order
from storage.roster_lines import Post, keep_post, load_posts

log = logging.getLogger(__name__)

WITHOUT_AGENCY = {Role.SECRETARY, Role.COMMITTEE_LEADER, Role.OPERATOR}
_MOST_ROWS = 20_000
_FORMULA = ("=", "+", "-", "@")


class UnreadableRoster(Exception):
    """The file is no roster, or has mistakes; the argument names them all, for whoever sent it."""


@dataclass(frozen=True)
class RosterResult:
    """What an import did."""

    new: int
    changed: int
    same: int


async def import_roster(session: AsyncSession, name: str, raw: bytes, now: datetime, today: date) -> RosterResult:
    """Take a whole roster in; raises UnreadableRoster, having changed nothing."""
    lines, mistakes = _read_lines(name, raw)
    known = known_agencies(await own_agencies(session))
    found = [(line, _agency(line, known, today)) for line in lines]
    mistakes += [_unknown(line) for line, agency in found if agency is None and line.role not in WITHOUT_AGENCY]
    mistakes += [_backwards(line) for line in lines if line.ends_before_it_starts]
    mistakes += _repeated(found)
    if mistakes:
        log.info("roster_refused rows=%s", ",".join(str(number) for number, _ in sorted(mistakes)))
        raise UnreadableRoster("\n".join(words for _, words in sorted(mistakes)))
    posts = [await _resolve(session, line, agency) for line, agency in found]
    counted = {"new": 0, "changed": 0, "same": 0}
    people: set[int] = set()
    for post in posts:
        kept = await keep_post(session, post, now, today, others=people)
        people.add(kept.person_id)
        counted[kept.outcome] += 1
    await put_in_protocol_order(session)
    return RosterResult(**counted)


Mistake = tuple[int, str]  # the row and what is wrong there


def _read_lines(name: str, raw: bytes) -> tuple[list[RosterLine], list[Mistake]]:
    rows = _xlsx_rows(raw) if name.casefold().endswith(".xlsx") else _csv_rows(raw)
    head = next((place for place, row in enumerate(rows[:20]) if find_columns(row)), None)
    if head is None:
        raise UnreadableRoster(
            say("roster", "The file has no header with the columns %(columns)s.", columns=", ".join(COLUMNS))
        )
    columns = find_columns(rows[head]) or {}
    lines, mistakes = list[RosterLine](), list[Mistake]()
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {column: row[place] for column, place in columns.items() if place < len(row)}
        try:
            line = read_line(number, cells)
        except BadCell as exc:
            mistakes.append(_bad_cell(number, exc))
            continue
        if line is not None:
            lines.append(line)
    if not lines and not mistakes:
        raise UnreadableRoster(say("roster", "The file has no line with a person."))
    return lines, mistakes


def _bad_cell(number: int, bad: BadCell) -> Mistake:
    if not bad.text:
        return _missing(number, bad.column)
    key = "Row %(number)s: %(column)s cannot be read: “%(text)s”"
    return number, say("roster", key, number=number, column=bad.column, text=bad.text)


def _missing(number: int, column: str) -> Mistake:
    return number, say("roster", "Row %(number)s: %(column)s is empty", number=number, column=column)


def _backwards(line: RosterLine) -> Mistake:
    key = "Row %(number)s: the end %(end)s is before the start %(start)s"
    start, end = short_day(line.from_on or date.min), short_day(line.to_on or date.max)
    return line.number, say("roster", key, number=line.number, start=start, end=end)


def _repeated(found: Sequence[tuple[RosterLine, Agency | None]]) -> Iterator[Mistake]:
    """A person twice in one role at one time: one of the lines is a slip, and which of them is not ours to say."""
    key = "Row %(number)s repeats row %(first)s"
    seen: dict[tuple[str, ...], list[RosterLine]] = defaultdict(list)
    for line, agency in found:
        programme = fold(line.title) if line.role is Role.PROGRAMME_STANDING else ""
        same = seen[fold(line.name), agency.name if agency else fold(line.agency), line.role.value, programme]
        first = next((each for each in same if each.meets(line) and _may_be_one(each, line)), None)
        if first is not None:
            yield line.number, say("roster", key, number=line.number, first=first.number)
        same.append(line)


def _may_be_one(line: RosterLine, other: RosterLine) -> bool:
    """Namesakes have telephone numbers of their own."""
    return not line.phone or not other.phone or line.phone == other.phone


def _unknown(line: RosterLine) -> Mistake:
    if not line.agency:
        return _missing(line.number, "Cơ quan")
    key = "Row %(number)s: the agency is not known: “%(text)s”"
    return line.number, say("roster", key, number=line.number, text=line.agency)


def _agency(line: RosterLine, known: Sequence[Agency], today: date) -> Agency | None:
    return match_agency(line.agency, known, on=today).agency if line.agency else None


async def _resolve(session: AsyncSession, line: RosterLine, agency: Agency | None) -> Post:
    if agency is None:
        return _post(line, None)
    agency_id = await ensure_agency(
        session,
        agency.name,
        short_name=agency.short,
        kind=agency.kind.value,
        courtesy=agency.is_courtesy,
        locality_kind=agency.locality_kind or None,
        spellings=(*agency.spellings, line.agency),
    )
    return _post(line, agency_id)


def _post(line: RosterLine, agency_id: int | None) -> Post:
    programme = find_programme(f"{line.name} {line.title}") if line.role is Role.PROGRAMME_STANDING else None
    return Post(
        name=line.name,
        form_of_address=line.form_of_address,
        title=line.title,
        phone=line.phone,
        role=line.role,
        agency_id=agency_id,
        agency=line.agency,
        programme=programme.name if programme else "",
        channel=line.channel,
        from_on=line.from_on,
        to_on=line.to_on,
    )


def _csv_rows(raw: bytes) -> list[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableRoster(say("roster", "The file is not UTF-8 text; save it as .xlsx or CSV UTF-8.")) from None
    sample = text[:4000]
    delimiter = max(",;\t", key=sample.count)
    rows = zip(range(_MOST_ROWS), csv.reader(io.StringIO(text), delimiter=delimiter), strict=False)
    return [[_unguarded(cell) for cell in row] for _, row in rows]


def _xlsx_rows(raw: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=40, values_only=True)
        return [[_cell(value) for value in row] for row in rows]
    except Exception as exc:  # a broken workbook breaks its reader in ways that cannot be listed
        raise UnreadableRoster(say("roster", "The file cannot be opened as .xlsx.")) from exc


def _guarded(cell: str) -> str:
    """A spreadsheet that opens the text file must not take somebody's words for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


async def export_roster(session: AsyncSession, path: Path) -> int:
    """Write everybody to a file, in the form in which it is read; returns how many lines."""
    rows = await load_rows(session)
    write_table(path, rows)
    return len(rows)


async def load_rows(session: AsyncSession) -> list[Sequence[str]]:
    """Every line of the roster in the words of the table."""
    return [_row(post) for post in await load_posts(session)]


def _row(post: Post) -> Sequence[str]:
    role = say("role", post.role.value)
    return (
        post.agency,
        post.name,
        post.form_of_address,
        post.title,
        post.phone,
        f"{role[0].upper()}{role[1:]}",
        say("channel", post.channel) if post.channel else "",
        short_day(post.from_on) if post.from_on else "",
        short_day(post.to_on) if post.to_on else "",
    )


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The columns and these lines, as .xlsx or .csv by the file's name; texts are never formulas."""
    if path.suffix.casefold() == ".xlsx":
        path.write_bytes(render_workbook(rows))
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([_guarded(cell) for cell in row] for row in rows)


def render_workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """The columns and these lines as the bytes of an .xlsx."""
    from xlsxwriter import Workbook

    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet(say("roster", "Roster")), book.add_format({"bold": True})
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return kept.getvalue()
