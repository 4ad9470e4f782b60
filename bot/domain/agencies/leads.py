"""A lead cell to its leads: several in one cell, lists that name "Sở" once, "A chủ trì, phối hợp với B"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies.match import match_agency
from bot.domain.agencies.model import Agency, AgencyMatch, How
from bot.domain.agencies.offices import FIELDS
from bot.domain.agencies.words import abbreviates, key_words

_LEADING = r"(?:chủ trì|làm đầu mối|đầu mối|chịu trách nhiệm chính)"
_SUPPORTING = re.compile(
    r"[\s,;.(–-]*(?:\bvà\s+)?(?:(?:cơ quan|đơn vị)\s+)?\bphối hợp\b(?:\s+(?:thực hiện|tham mưu|chặt chẽ))?"
    r"(?:\s*,?\s*(?:cùng với|với|cùng))?\s*:?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_MARK = re.compile(
    rf"^\s*(?:giao\s+)?(?:(?:cơ quan|đơn vị)\s+)?{_LEADING}\s*(?:thực hiện|tham mưu)?\s*:\s*|^\s*giao\s+(?=[A-ZĐ])"
    rf"|[\s,(]*(?:\blà\s+)?(?:(?:cơ quan|đơn vị)\s+)?{_LEADING}(?:\s+(?:thực hiện|tham mưu|chính))?"
    r"\s*\)?\s*(?=[,;.]|$)",
    re.IGNORECASE,
)
# "A chủ trì; B, C phối hợp": who stands behind the first clause coordinates.
_LED_CLAUSE = re.compile(rf"\b{_LEADING}(?:\s+(?:thực hiện|tham mưu|chính))?\s*[,;.\n]", re.IGNORECASE)
_MARKED_SUPPORT = re.compile(r"\s*\(\s*(?:cơ quan |đơn vị )?phối hợp\s*\)", re.IGNORECASE)
_HEAD = (
    r"(?:(?:[Cc]ác|UBND|[ỦU][yỷ] ban|MTTQ|Mặt trận|Văn phòng|VP\w*|Công an|Thanh tra|Hội|Liên đoàn|Liên minh|Liên hiệp|"
    r"Hiệp hội|Tỉnh đoàn|Đoàn|Trung tâm|Trường|Đài|Báo|Cục|Chi cục|Kho bạc|Ngân hàng|Bảo hiểm|BHXH|Phòng|Bưu điện|"
    r"Viễn thông|Công ty|Tổng công ty|Quỹ|Viện|Tòa án|Cơ quan|Bộ [Cc]hỉ huy|Bộ đội|BQL|BCH\w*|Tổ|NHNN|KBNN|VNPT|"
    r"Viettel|Điện lực|Huyện|Thành phố|Thị xã|Đơn vị|Thường trực)(?=[\s,;]|$)|[Ss]ở\s+[^\s,;]|Ban\s+(?!ngành\b)[^\s,;]|"
    r"S[A-ZĐ]{2,}\b)"
)
_PARTS = re.compile(rf"\s*(?:;|\n|/|\+)\s*|\s*,\s*(?:và\s+)?(?={_HEAD})|\s+(?:và|&)\s+(?={_HEAD})")
_LIST_OF_DEPARTMENTS = re.compile(r"(?:các\s+)?sở\s*:?\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_LIST_OF_LOCALITIES = re.compile(
    r"(?:UBND|[ỦU][yỷ] ban nhân dân)\s+(?:các\s+)?"
    r"(?P<rest>(?:huyện|thành phố|thị xã|xã|phường|thị trấn|đặc khu|TP|TX)\b.+)",
    re.IGNORECASE,
)
_KIND_HEAD = re.compile(r"(huyện|thành phố|thị xã|xã|phường|thị trấn|đặc khu|TP\.?|TX\.?)\s*:?\s+(?=[A-ZĐĂÂÊÔƠƯ])")


_SEVERAL = 2


@dataclass(frozen=True)
class Leads:
    """What a lead cell says: a match for each lead, and the coordinating agencies where the same cell names them."""

    matches: tuple[AgencyMatch, ...]
    coordinating: str = ""
    is_guess: bool = False  # the first of several is taken to lead, and nothing says so

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """The leads that are certain, each once, in the order of the cell."""
        found = {match.agency.name: match.agency for match in self.matches if match.agency}
        return tuple(found.values())

    @property
    def doubtful(self) -> tuple[AgencyMatch, ...]:
        return tuple(match for match in self.matches if match.agency is None)


def read_leads(text: str, known: Sequence[Agency] | None = None, *, on: date | None = None) -> Leads:
    """The leads of a cell, each matched; nothing raises."""
    text = unicodedata.normalize("NFC", text)
    leading, coordinating = _roles(text)
    matches = tuple(match for name in _names(leading, known, on) if (match := match_agency(name, known, on=on)))
    return Leads(matches, coordinating)


def read_shared_leads(
    text: str, known: Sequence[Agency] | None = None, *, on: date | None = None, by_slash: bool = False
) -> Leads:
    """The leads of a cell in a column that names coordinating agencies, too.

    Words of the cell decide, then with `by_slash` a slash; where neither parts several agencies, the first is a guess.
    """
    leads = read_leads(text, known, on=on)
    if leads.coordinating or re.search(_LEADING, text, re.IGNORECASE) or len(leads.matches) < _SEVERAL:
        return leads
    first, slash, rest = text.partition("/")
    if by_slash and slash and first.strip() and rest.strip():
        return Leads(read_leads(first, known, on=on).matches, " ".join(rest.split()))
    others = "; ".join(match.text for match in leads.matches[1:])
    return Leads(leads.matches[:1], others, is_guess=True)


def _roles(text: str) -> tuple[str, str]:
    """The part that leads and the part that coordinates."""
    marked = [part for part in re.split(r"[;\n]|,(?=[^()]*\()", text) if _MARKED_SUPPORT.search(part)]
    if marked:
        rest = [part for part in re.split(r"[;\n]|,(?=[^()]*\()", text) if part not in marked]
        return _LEAD_MARK.sub("", ";".join(rest)), "; ".join(_MARKED_SUPPORT.sub("", part).strip() for part in marked)
    found = _SUPPORTING.search(text)
    led = _LED_CLAUSE.search(text)
    if found and led and led.end() < found.start() and not found["rest"].strip(" .;)\n"):
        return _LEAD_MARK.sub("", text[: led.end()].rstrip(" ,;.\n")), text[led.end() : found.start()].strip(" ,;.\n")
    if found is None or not text[: found.start()].strip():
        return _LEAD_MARK.sub("", text), ""
    return _LEAD_MARK.sub("", text[: found.start()]), found["rest"].strip(" .;:)\n")


def _names(text: str, known: Sequence[Agency] | None, on: date | None) -> Iterator[str]:
    """The single names in a list."""
    for part in _parts(text):
        whole = match_agency(part, known, on=on)
        if whole.how is not How.EXACT and (several := _departments(part) or _localities(part)):
            yield from several
        else:
            yield part


def _parts(text: str) -> list[str]:
    """The cell cut where an agency begins; a line end inside a name is a blank."""
    parts: list[str] = []
    for line in re.split(r"\n\s*", text):
        bare = re.sub(r"^\s*(?:[-+*•–]|\d{1,2}[.)])\s*", "", line)
        goes_on = bool(parts) and bare == line.strip() and not re.match(_HEAD, bare) and not parts[-1].endswith(";")
        if goes_on:
            parts[-1] = f"{parts[-1]} {bare}"
        else:
            parts.append(bare)
    return [name for part in parts for each in _PARTS.split(part) if (name := each.strip(" .,;:-–"))]


def _departments(part: str) -> list[str]:
    """ "Các Sở: Tài chính, Kế hoạch và Đầu tư" → each department, where every word belongs to one."""
    found = _LIST_OF_DEPARTMENTS.fullmatch(part)
    if found is None:
        return []
    words = re.findall(r"[^\s,;:]+", found["rest"])
    fields: list[str] = []
    at = 0
    while at < len(words):
        if words[at].casefold() in {"và", "&"} or (words[at].casefold() == "sở" and fields):
            at += 1
            continue
        taken = next((end for end in range(len(words), at, -1) if _field(words[at:end])), None)
        if taken is None:
            return []
        fields.append(_field(words[at:taken]))
        at = taken
    return [f"Sở {field}" for field in fields] if len(fields) > 1 else []


def _field(words: Sequence[str]) -> str:
    """The field of a department that these words are, in full or abbreviated; empty for none or for several."""
    if words[-1].casefold() in {"và", "&"}:
        return ""
    folded = key_words(" ".join(words))
    found = [field for field in FIELDS if abbreviates(folded, key_words(field))]
    return found[0] if len(found) == 1 else ""


def _localities(part: str) -> list[str]:
    """ "UBND các huyện Can Lộc, Đức Thọ và thị xã Kỳ Anh" → each with its kind."""
    found = _LIST_OF_LOCALITIES.fullmatch(part)
    if found is None:
        return []
    pieces = _KIND_HEAD.split(found["rest"])
    if pieces[0].strip(" ,") or len(pieces) < 3:
        return []
    names = [
        f"UBND {kind.casefold()} {name}"
        for kind, listed in zip(pieces[1::2], pieces[2::2], strict=True)
        for each in re.split(r"\s*,\s*|\s+và\s+", listed)
        if (name := each.strip(" ,;").removesuffix(" và"))
    ]
    return names if len(names) > 1 else []
