"""An official report free of any file format: what is said, in which place of the form, never how it is drawn.

The .docx and the PDF are both made from it, so they say the same. The places are those of Nghị định 30/2020/NĐ-CP.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Title:
    """A titled part: level 1 is a mục ("I. KẾT QUẢ …"), level 2 a khoản ("1. …"). The number is part of the text."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, or a điểm ("a) …") of a list."""

    text: str


Block = Title | Paragraph


@dataclass(frozen=True)
class Head:
    """The top of page 1; number and day are given by the registry after signing, so they stay open."""

    superior: str  # cơ quan chủ quản, may be empty
    issuer: str
    number: str
    place_and_day: str
    kind: str  # BÁO CÁO
    subject: str  # trích yếu
    addressees: tuple[str, ...]  # Kính gửi; empty on a report that does not go up


@dataclass(frozen=True)
class Signature:
    """The block of the signer, whose name is left open, and Nơi nhận."""

    authority: str
    title: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class HeaderCell:
    """A cell of a table's header, over so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class TableRow:
    """A row; a `heading` has one cell over all columns, a `total` adds the others up."""

    cells: tuple[str, ...]
    heading: bool = False
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `widths` are in millimetres of a landscape page, `centred` the columns that are not flush left."""

    widths: tuple[int, ...]
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[TableRow, ...]
    centred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Appendix:
    """A table of its own, on landscape pages numbered from 1."""

    number: str
    title: str
    reference: str
    table: Table


@dataclass(frozen=True)
class Report:
    """The whole document."""

    head: Head
    body: tuple[Block, ...]
    signature: Signature
    appendices: tuple[Appendix, ...]


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_POINTS = "abcdđeghiklmnopqrstuvxy"  # the Vietnamese alphabet without its marked vowels: no f, j, w, z


def point(place: int) -> str:
    """The letter of a điểm, from 0: a, b, c, d, đ, e, g …; beyond the alphabet aa, ab …"""
    letter = _POINTS[place % len(_POINTS)]
    return letter if place < len(_POINTS) else point(place // len(_POINTS) - 1) + letter


def roman(value: int) -> str:
    """A Roman number up to 39."""
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
