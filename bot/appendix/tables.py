"""The tables of tasks in a document, each with its caption; headers, page numbers and signatures left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.appendix.columns import Column, Header, Sharing, find_header
from bot.appendix.grid import Document, Line, one_line
from bot.domain.numbering import is_number, split_number
from bot.domain.outline import Heading
from bot.domain.programmes import fold

_CAPTION = re.compile(
    r"(?P<number>(?:phụ lục|phụ biểu|biểu mẫu|biểu|bảng|mẫu|danh mục)(?:\s+số)?"
    r"(?:\s+(?:[IVXLC]+|\d{1,2}[A-Za-z]?|[A-Z])\b)?)"
    r"\s*[.:\-–]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = re.compile(r"\(?\s*(?:kèm theo|ban hành kèm|kèm quyết định|đơn vị tính|đvt)\b.*|\W*\d*\W*", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tong (?:cong|so)|cong|ghi chu|chu thich|nguon)\b(?! (?:tac|nghe|bo|khai|dong|trinh|chuc)).*")
_SIGNATURE = re.compile(
    r"noi nhan\b.*|(?:tm|kt|tl|tuq) .{0,60}|nguoi (?:lap|tong hop).{0,30}|(?:pho )?(?:chu tich|truong ban|giam doc)"
)
_LONGEST_HEADING = 250


@dataclass(frozen=True)
class TableRow:
    """A row's texts under its columns; whether it comes right after a repeated header, and what else was there."""

    number: str
    content: str
    lead: str
    coordinating: str
    deadline: str
    after_header: bool = False
    sharing: Sharing = Sharing.NO
    is_due_before: bool = False

    @property
    def is_task(self) -> bool:
        return bool(self.lead or self.coordinating or self.deadline)


@dataclass
class TaskTable:
    """One table of tasks, over all its pages."""

    header: Header
    before: tuple[str, ...]  # the running text in front of it
    rows: list[TableRow] = field(default_factory=list)

    @property
    def caption(self) -> Heading | None:
        return caption_of(self.before)


def find_tables(document: Document) -> list[TaskTable]:
    """The tables of tasks that have a row at least, in the order of the file."""
    tables = [table for table in _Finder(document.lines).tables() if table.rows]
    with_agencies = [table for table in tables if _has_agencies(table)]
    return with_agencies or tables


def running_text(document: Document) -> list[str]:
    """Paragraphs and title rows, down to the first table of tasks and between the tables."""
    return [line.running for line in document.lines if line.running and (not line.table or _is_title(line))]


def caption_of(before: Sequence[str]) -> Heading | None:
    """The caption among the lines before a table: "PHỤ LỤC I. XÂY DỰNG …", or the heading nearest to the table."""
    lines = [text for text in before if text and not _ASIDE.fullmatch(text)]
    for place in range(len(lines) - 1, max(-1, len(lines) - 8), -1):
        found = _CAPTION.fullmatch(lines[place])
        if found and len(lines[place]) <= _LONGEST_HEADING:
            title = one_line(" ".join([found["title"], *lines[place + 1 :]]))
            return Heading(one_line(found["number"]), title)
    if lines and len(lines[-1]) <= _LONGEST_HEADING and not lines[-1].endswith((";", "./.")):
        number, title = split_number(lines[-1])
        return Heading(number, one_line(title))
    return None


def _is_title(line: Line) -> bool:
    return len([text for text in line.texts if text]) <= 2


def _has_agencies(table: TaskTable) -> bool:
    return table.header.place(Column.LEAD) is not None or table.header.place(Column.COORDINATING) is not None


class _Finder:
    """Walks through the lines once; what stands between tables is kept as the text before the next one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.found: list[TaskTable] = []
        self.open: TaskTable | None = None
        self.table_id = 0
        self.width = 0
        self.before: list[str] = []
        self.after_header = False

    def tables(self) -> list[TaskTable]:
        at = 0
        while at < len(self.lines):
            header = find_header(self.lines, at)
            if header is not None and self._may_begin(header, self.lines[at]):
                self._begin(header, self.lines[at])
                at += header.height
                continue
            self._take(self.lines[at])
            at += 1
        return self.found

    def _begin(self, header: Header, line: Line) -> None:
        """A repeated header goes on with its table; another header, or a caption before it, begins a new one."""
        if self.found and self._repeats(self.found[-1].header, header, line) and not self._has_caption():
            self.open = self.found[-1]
            self.after_header = True
        else:
            self.open = TaskTable(header, tuple(self.before))
            self.found.append(self.open)
        self.table_id, self.width, self.before = line.table, len(line.cells), []

    def _repeats(self, former: Header, header: Header, line: Line) -> bool:
        """The same names, or within one table the same columns: a header of two rows may come again as one."""
        in_one = line.table == self.table_id and not any(self.before)
        return header.names == former.names or (in_one and header.places == former.places)

    def _may_begin(self, header: Header, line: Line) -> bool:
        """Among the rows of an open table, a row that only looks like a header is a row."""
        if self.open is None or line.table != self.table_id or any(self.before):
            return True
        return header.is_certain or header.names == self.open.header.names

    def _has_caption(self) -> bool:
        return any(_CAPTION.fullmatch(text) and not _ASIDE.fullmatch(text) for text in self.before)

    def _take(self, line: Line) -> None:
        if line.is_blank or _is_rule(line):
            return
        if self.open is None or not line.table or not self._is_of_table(line) or _ends_table(line):
            self._leave(line)
            return
        row = _row(line, self.open.header, self.after_header)
        if row is not None:
            self.open.rows.append(row)
            self.after_header = False

    def _leave(self, line: Line) -> None:
        self.before.append(line.running)
        if line.table and self.open is not None:
            self.open = None

    def _is_of_table(self, line: Line) -> bool:
        """A table without a header goes on with the one before it, where it is as wide and nothing stands between."""
        if line.table != self.table_id and len(line.cells) == self.width and not any(self.before):
            self.table_id = line.table
        return line.table == self.table_id


def _is_rule(line: Line) -> bool:
    """The rule "|---|:--:|" under a header that was drawn with signs."""
    return bool(line.table) and all(re.fullmatch(r"[-=+:_ ]{3,}", text) for text in line.texts if text)


def _ends_table(line: Line) -> bool:
    """A caption or a signature in the rows of the same table, as spreadsheets have them."""
    own = [one_line(cell.text) for cell in line.cells if cell.text and not cell.is_repeated]
    if not own or is_number(own[0]):
        return False
    caption = len(own) == 1 and re.match(r"(?:phụ lục|phụ biểu|biểu số|bảng số)\b", own[0], re.IGNORECASE)
    return bool(caption) or any(_SIGNATURE.fullmatch(fold(text)) for text in own)


def _row(line: Line, header: Header, after_header: bool) -> TableRow | None:
    """The row's texts; None for totals and notes."""
    number = header.text(line, Column.NUMBER)
    content = header.text(line, Column.CONTENT)
    if number and not is_number(number) and not content:
        number, content = "", number
    lead, coordinating, deadline = (
        header.text(line, column) for column in (Column.LEAD, Column.COORDINATING, Column.DEADLINE)
    )
    is_task = bool(lead or coordinating or deadline)
    if not content and not is_task:
        content = next((text for text in line.texts if text and text != number), "")
    if not number and _TOTAL.fullmatch(fold(content)):
        return None
    if not number and (not is_task or header.place(Column.NUMBER) is None):
        number, content = split_number(content)
    return TableRow(
        number, content, lead, coordinating, deadline, after_header, header.sharing, header.is_due_before
    )  # fmt: skip


def joined_rows(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Rows with what a page had broken off put back: after a repeated header, no number, going on in lower case."""
    pending: TableRow | None = None
    for row in rows:
        if pending is not None and _is_rest(row):
            pending = _with_rest(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _is_rest(row: TableRow) -> bool:
    texts = [text for text in (row.content, row.lead, row.coordinating, row.deadline) if text]
    if row.number or not texts:
        return False
    if row.after_header:
        return all(text[0].islower() for text in texts)
    # A row that has only more agencies or more of the deadline belongs to the task above it.
    return not row.content


def _with_rest(row: TableRow, rest: TableRow) -> TableRow:
    glue = " " if rest.after_header else "\n"
    pairs = (
        (row.content, rest.content),
        (row.lead, rest.lead),
        (row.coordinating, rest.coordinating),
        (row.deadline, rest.deadline),
    )
    content, lead, coordinating, deadline = (glue.join(text for text in pair if text) for pair in pairs)
    return replace(row, content=content, lead=lead, coordinating=coordinating, deadline=deadline)
