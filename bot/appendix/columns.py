"""Columns by their names, in any order and wording; headers of one row or more, and where they are repeated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.appendix.grid import Line, one_line
from bot.domain.numbering import is_number
from bot.domain.programmes import fold


class Column(StrEnum):
    """What a column holds; `OTHER` is known and not read."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    OTHER = "other"


# Folded names, the first pattern that fits decides; the weight chooses among several columns of one kind.
_NAMES: tuple[tuple[Column, int, str], ...] = (
    (Column.NUMBER, 2, r"(?:so )?(?:tt|stt)|(?:so )?thu tu|no|muc|(?:ma|so) (?:so|hieu|nhiem vu)"),
    (Column.CONTENT, 1, r"(?:muc tieu|chi tieu|linh vuc|nhom)\b.*\bnhiem vu\b.*"),
    (Column.OTHER, 0, r".*\b(?:ghi chu|kinh phi|nguon von|don vi tinh|dvt|bat dau|khoi cong)\b.*"),
    (Column.OTHER, 0, r"(?:cap|co quan|don vi)\b(?!.*\b(?:chu tri|tham muu|thuc hien|phoi hop|trinh)\b).*"
                      r"\b(?:ban hanh|phe duyet|tham dinh|quyet dinh|tham quyen|theo doi|giam sat|kiem tra)\b.*"),
    (Column.COORDINATING, 2, r"(?:nguoi|ca nhan|can bo) phoi hop|.*\b(?:don vi|co quan) (?:ho tro|tham gia)"),
    (Column.LEAD, 1, r"(?:nguoi|ca nhan|can bo)\b.*\b(?:thuc hien|phu trach|chu tri)|giao cho"
                     r"|giao(?: cho)? (?:co quan|don vi)(?: (?:chu tri|thuc hien))?"),
    (Column.OTHER, 0, r"(?:lanh dao|nguoi|dia diem|so dien thoai|can cu|co so|cap|tinh hinh|danh gia)\b.*"),
    (Column.OTHER, 0, r"(?:san pham|ket qua|dau ra|hinh thuc|loai van ban|muc tieu|chi tieu|linh vuc|nhom)\b.*"),
    (Column.DEADLINE, 5, r"(?:du kien |t )?(?:thoi|gian|han|ngay|moc|tien do|lo trinh|ky han)\b.*"
                         r"\b(?:hoan thanh|ket thuc|xong)"),
    (Column.DEADLINE, 4, r"(?:du kien )?(?:thoi (?:han|gian|diem|hieu)|(?:den )?han|ngay|moc thoi gian|hoan thanh|"
                         r"ket thuc)\b.*"),
    (Column.DEADLINE, 3, r"(?:tien do|lo trinh|ky han|ky bao cao|dinh ky|ke hoach thoi gian)\b.*"),
    (Column.LEAD, 6, r".*\bchu tri\b.*\bphoi hop\b.*"),
    (Column.COORDINATING, 3, r".*\bphoi hop\b.*|(?:co quan|don vi|so nganh|co quan don vi) (?:tham gia|lien quan)"),
    (Column.LEAD, 5, r".*\bchu tri\b.*"),
    (Column.LEAD, 4, r".*\b(?:dau moi|chiu trach nhiem|trach nhiem chinh)\b.*|phan cong.*|trach nhiem.*"),
    (Column.LEAD, 3, r"(?:cac )?(?:co quan|don vi|so|bo phan|phong|to chuc|dia phuong)\b.*"
                     r"\b(?:thuc hien|tham muu|soan thao|duoc giao|trinh|phu trach|trien khai|giai quyet)\b.*"
                     r"|(?:co quan|don vi) xay dung"),
    (Column.LEAD, 2, r"(?:co quan|don vi|to chuc)(?: (?:co quan|don vi|to chuc))*|to chuc thuc hien"),
    (Column.CONTENT, 4, r"(?:ten |danh muc |cac |noi dung |nhom )*(?:nhiem vu|cong viec)\b.*|noi dung\b.*"),
    (Column.CONTENT, 3, r"(?:ten |danh muc )*(?:van ban|de an|ke hoach|du an|hoat dong|giai phap|dau viec)\b.*"),
    (Column.CONTENT, 2, r"(?:viec|cong tac|tieu chi|yeu cau|hang muc)\b.*"),
)  # fmt: skip
_PATTERNS = tuple((column, weight, re.compile(pattern)) for column, weight, pattern in _NAMES)
# Names that stand below a title of several columns, and nowhere else in a table.
_LOWER_NAMES = re.compile(
    r"(?:(?:co quan|don vi) )?(?:chu tri|phoi hop|thuc hien)|bat dau|hoan thanh|ket thuc|tu ngay|den ngay|tu|den|"
    r"trinh|ban hanh|noi dung|nhiem vu|thoi (?:gian|han).*|.*(?:chu tri|phoi hop)"
)
_COUNTING = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?(?:\s*=.*)?")
_LONGEST_NAME = 90


class Sharing(StrEnum):
    """Whether leads and coordinating agencies stand in one column."""

    NO = "no"
    YES = "yes"
    BY_SLASH = "by slash"  # "Chủ trì/Phối hợp": what stands before the slash leads


@dataclass(frozen=True)
class Header:
    """Where each thing stands, and how many rows the header takes (the row that counts columns included)."""

    places: tuple[tuple[Column, int], ...]
    height: int
    names: tuple[str, ...]
    titles: tuple[str, ...] = ()  # the names as written

    def place(self, column: Column) -> int | None:
        """The position of a column, or None."""
        return dict(self.places).get(column)

    @property
    def is_certain(self) -> bool:
        """Is every name a known one? Only such a row begins another table among the rows of one."""
        return all(kind_of(name) for name in self.names if name)

    @property
    def sharing(self) -> Sharing:
        """Does the column of the leads name the coordinating agencies, too, by its title?"""
        name = self._name(Column.LEAD)
        if not ("chu tri" in name and "phoi hop" in name):
            return Sharing.NO
        return Sharing.BY_SLASH if "/" in self._title(Column.LEAD) else Sharing.YES

    @property
    def is_due_before(self) -> bool:
        """Is the deadline's column titled "Hoàn thành trước (ngày)"?"""
        return self._name(Column.DEADLINE).endswith((" truoc", " truoc ngay"))

    def _name(self, column: Column) -> str:
        return fold(self._title(column))

    def _title(self, column: Column) -> str:
        place = self.place(column)
        return self.titles[place].rpartition(" | ")[2] if place is not None and place < len(self.titles) else ""

    def text(self, line: Line, column: Column) -> str:
        """What a row has in a column; empty where it has no such cell."""
        place = self.place(column)
        return line.cells[place].text if place is not None and place < len(line.cells) else ""


def find_header(lines: Sequence[Line], at: int) -> Header | None:
    """The header that begins at this line, or None: it names a content and agencies or deadlines."""
    first = lines[at]
    if not first.table or not _may_be_header(first):
        return None
    height, names = 1, _spread(first)
    while (below := _line(lines, at + height, first.table)) and _continues(below, first, names):
        names = _joined(names, below)
        height += 1
    if (below := _line(lines, at + height, first.table)) and _counts_columns(below):
        height += 1
    places = _places(names)
    if not _is_enough(places) or not _is_named(names, places):
        return None
    return Header(tuple(sorted(places.items())), height, tuple(fold(name) for name in names), tuple(names))


def kind_of(name: str) -> tuple[Column, int] | None:
    """What a column of this name holds, with the weight of the name; None for names that are not known."""
    folded = fold(name)
    for column, weight, pattern in _PATTERNS:
        if pattern.fullmatch(folded):
            return column, weight
    return None


def _line(lines: Sequence[Line], at: int, table: int) -> Line | None:
    return lines[at] if at < len(lines) and lines[at].table == table else None


def _may_be_header(line: Line) -> bool:
    named = [text for text in line.texts if text]
    return len(named) > 1 and not any(
        len(text) > _LONGEST_NAME or text[0].isdigit() or is_number(text) for text in named
    )


def _spread(line: Line) -> list[str]:
    """A title over several columns counts for each of them."""
    names: list[str] = []
    for cell in line.cells:
        if len(names) < sum(1 for _ in line.cells):
            names.append(one_line(cell.text))
    for place, cell in enumerate(line.cells):
        for covered in range(place + 1, min(place + cell.width, len(names))):
            names[covered] = names[covered] or names[place]
    return names


def _continues(line: Line, first: Line, names: Sequence[str]) -> bool:
    """Is this the lower row of a header: only lower names, under a title or in a gap, beside what is merged down?"""
    own = [(place, cell) for place, cell in enumerate(line.cells) if cell.text and not cell.is_repeated]
    if not own or not all(_LOWER_NAMES.fullmatch(fold(cell.text)) for _, cell in own):
        return False
    repeated = any(cell.is_repeated for cell in line.cells)
    gap = len(own) < len([text for text in first.texts if text]) or repeated
    return gap and own[0][0] > 0 and not is_number(line.cells[0].text if not line.cells[0].is_repeated else "")


def _joined(names: Sequence[str], below: Line) -> list[str]:
    """The lower name behind its title; in files without merged cells a gap belongs to the title left of it."""
    lower = [*(one_line(cell.text) if not cell.is_repeated else "" for cell in below.cells)]
    lower += [""] * (len(names) - len(lower))
    upper = [*names, *([""] * (len(lower) - len(names)))]
    for place in range(1, len(upper)):
        if not upper[place] and lower[place]:
            upper[place] = upper[place - 1]
    return [f"{above} | {name}" if name and above else above or name for above, name in zip(upper, lower, strict=True)]


def _counts_columns(line: Line) -> bool:
    """The row "(1) (2) (3) …" under a header."""
    texts = [fold(text) for text in line.texts if text]
    if len(texts) < 3 or len(texts) < len(line.cells) - 1 or not all(_COUNTING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d+", text))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _places(names: Sequence[str]) -> dict[Column, int]:
    """The best column of each kind, the leftmost among equals."""
    found: dict[Column, tuple[int, int]] = {}
    for place, column, weight in _kinds(names):
        if column is not Column.OTHER and (column not in found or weight > found[column][1]):
            found[column] = (place, weight)
    return {column: place for column, (place, _) in found.items()}


def _kinds(names: Sequence[str]) -> Iterator[tuple[int, Column, int]]:
    """Of a name below a title the name decides; the title helps where the name alone says nothing or only part."""
    for place, name in enumerate(names):
        title, _, own = name.rpartition(" | ")
        kind = kind_of(own)
        if title and (kind is None or kind[0] is Column.CONTENT or fold(own) in {"tu", "den", "trinh", "ban hanh"}):
            kind = _below_title(fold(own), kind_of(title))
        if kind is not None:
            yield place, *kind


def _below_title(own: str, title: tuple[Column, int] | None) -> tuple[Column, int] | None:
    if title is None or title[0] is not Column.DEADLINE:
        return title if title is None or own not in {"thuc hien"} else (Column.LEAD, 4)
    if own in {"tu", "tu ngay"}:
        return None
    return Column.DEADLINE, 5 if own in {"den", "den ngay", "ban hanh"} else 4


def _is_named(names: Sequence[str], places: dict[Column, int]) -> bool:
    """Most names are known ones, and the agencies' and the deadline's are names, not "Hoàn thành Quý II/2023"."""
    known = [name for name in names if name and kind_of(name.rpartition(" | ")[2])]
    agencies = [names[place] for column, place in places.items() if column not in (Column.NUMBER, Column.CONTENT)]
    return 2 * len(known) >= len([name for name in names if name]) and not (
        Column.NUMBER not in places and any(re.search(r"\d", name) for name in agencies)
    )


def _is_enough(places: dict[Column, int]) -> bool:
    return Column.CONTENT in places and bool({Column.LEAD, Column.COORDINATING, Column.DEADLINE} & set(places))
