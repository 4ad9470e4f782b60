"""The roster as a table that offices fill in: its columns, its words for roles and channels, its lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Role
from bot.domain.programmes import fold

COLUMNS = ("Cơ quan", "Họ và tên", "Xưng hô", "Chức vụ", "Điện thoại", "Vai trò", "Kênh", "Từ ngày", "Đến ngày")
_DIGITS_WITHOUT_ZERO = 9  # a Vietnamese mobile number has ten
_FEWEST_DIGITS = 6  # of a telephone number without its area code
_PHONE = re.compile(r"[\d\s.,;/()+-]+")
CHANNELS = ("telegram", "zalo_bot", "zalo_oa")

# Words as offices write them, folded, beside the names of contract.md.
_ROLES: Mapping[str, Role] = {
    **{role.value.replace("-", " "): role for role in Role},
    "dau moi": Role.FOCAL,
    "can bo dau moi": Role.FOCAL,
    "pho dau moi": Role.DEPUTY,
    "dau moi du phong": Role.DEPUTY,
    "cap pho": Role.DEPUTY,
    "du phong": Role.DEPUTY,
    "lanh dao co quan": Role.AGENCY_LEADER,
    "lanh dao don vi": Role.AGENCY_LEADER,
    "thuong truc chuong trinh": Role.PROGRAMME_STANDING,
    "co quan thuong truc chuong trinh": Role.PROGRAMME_STANDING,
    "thuong truc": Role.STANDING,
    "co quan thuong truc": Role.STANDING,
    "thu ky": Role.SECRETARY,
    "to giup viec": Role.SECRETARY,
    "lanh dao ban chi dao": Role.COMMITTEE_LEADER,
    "lanh dao ban": Role.COMMITTEE_LEADER,
    "nguoi van hanh": Role.OPERATOR,
    "quan tri": Role.OPERATOR,
    "can bo cong nghe thong tin": Role.OPERATOR,
}
_CHANNELS: Mapping[str, str] = {
    "": "",
    "telegram": "telegram",
    "tele": "telegram",
    "zalo": "zalo_bot",
    "zalo bot": "zalo_bot",
    "zalo oa": "zalo_oa",
}


class BadCell(ValueError):
    """A cell that cannot be read; the arguments are the column's name and the cell's text."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(column, text)
        self.column = column
        self.text = text


@dataclass(frozen=True)
class RosterLine:
    """A line of the table, read; `number` is its row in the file, the header being 1."""

    number: int
    agency: str
    name: str
    form_of_address: str
    title: str
    phone: str
    role: Role
    channel: str
    from_on: date | None
    to_on: date | None

    @property
    def ends_before_it_starts(self) -> bool:
        """Is there no day on which it holds?"""
        return self.from_on is not None and self.to_on is not None and self.to_on < self.from_on

    def meets(self, other: "RosterLine") -> bool:
        """Is there a day on which both hold?"""
        return (self.from_on or date.min) <= (other.to_on or date.max) and (other.from_on or date.min) <= (
            self.to_on or date.max
        )


def find_columns(header: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands, whatever their order; None where the name or the agency is missing."""
    folded = [fold(each) for each in header]
    found = {column: folded.index(fold(column)) for column in COLUMNS if fold(column) in folded}
    return found if {"Cơ quan", "Họ và tên"} <= set(found) else None


def role_named(words: str) -> Role | None:
    """The role that words name, in Vietnamese or as contract.md has it."""
    return _ROLES.get(fold(words.replace("_", " ")))


def channel_named(words: str) -> str | None:
    """The channel that words name, empty for no words; None where they name none."""
    return _CHANNELS.get(fold(words.replace("_", " ")))


def read_line(number: int, cells: Mapping[str, str]) -> RosterLine | None:
    """A line from its cells by column; None where it is blank. Raises BadCell."""
    clean = {column: " ".join(cells.get(column, "").split()) for column in COLUMNS}
    if not any(clean.values()):
        return None
    if not clean["Họ và tên"]:
        raise BadCell("Họ và tên", "")
    role = role_named(clean["Vai trò"]) if clean["Vai trò"] else Role.FOCAL
    if role is None:
        raise BadCell("Vai trò", clean["Vai trò"])
    channel = channel_named(clean["Kênh"])
    if channel is None:
        raise BadCell("Kênh", clean["Kênh"])
    if not _is_phone(clean["Điện thoại"]):
        raise BadCell("Điện thoại", clean["Điện thoại"])
    return RosterLine(
        number,
        clean["Cơ quan"],
        clean["Họ và tên"],
        clean["Xưng hô"] or "đồng chí",
        clean["Chức vụ"],
        _with_zero(clean["Điện thoại"]),
        role,
        channel,
        _read_day("Từ ngày", clean["Từ ngày"]),
        _read_day("Đến ngày", clean["Đến ngày"]),
    )


def _is_phone(text: str) -> bool:
    """One number or several, as offices write them; or none."""
    digits = sum(each.isdecimal() for each in text)
    return not text or (digits >= _FEWEST_DIGITS and _PHONE.fullmatch(text) is not None)


def _with_zero(phone: str) -> str:
    """Spreadsheets take a telephone number for a number and drop the zero it begins with."""
    return f"0{phone}" if len(phone) == _DIGITS_WITHOUT_ZERO and phone.isdecimal() and phone[0] != "0" else phone


def read_cell_day(text: str) -> date | None:
    """A day as a cell or a person has it; None for a blank. Raises BadCell."""
    return _read_day("", text)


def _read_day(column: str, text: str) -> date | None:
    """15/6/2022, 15-06-2022 or 2022-06-15 (with a time behind it, as spreadsheets have it); None for a blank."""
    if not text:
        return None
    numbers = [
        int(part) for part in re.split(r"[/.\- ]+", text.partition("T")[0].partition(" 00:")[0]) if part.isdecimal()
    ]
    try:
        day, month, year = numbers if len(str(numbers[0])) < 4 else reversed(numbers)
        return date(year, month, day)
    except (ValueError, IndexError):
        raise BadCell(column, text) from None
