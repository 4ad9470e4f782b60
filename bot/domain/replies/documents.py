"""Documents cited in a reply: their number as Vietnamese documents write it, and their day."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.replies.days import going, safe
from bot.domain.replies.words import fold

_KINDS = {
    "quyet dinh": "QĐ", "qd": "QĐ", "nghi quyet": "NQ", "nq": "NQ", "ke hoach": "KH", "kh": "KH", "bao cao": "BC", "bc": "BC",
    "to trinh": "TTr", "ttr": "TTr", "cong van": "CV", "cv": "CV", "van ban": "VB", "vb": "VB", "huong dan": "HD", "hd": "HD",
    "thong bao": "TB", "tb": "TB", "chi thi": "CT", "ct": "CT", "chuong trinh": "CTr", "ctr": "CTr", "de an": "ĐA", "quy che": "QC",
    "nghi dinh": "NĐ", "nd": "NĐ", "thong tu": "TT", "tt": "TT", "cong dien": "CĐ", "phuong an": "PA", "giay moi": "GM",
}  # fmt: skip
_KIND = "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
_LOOSE = {"bao cao", "bc", "van ban", "vb", "huong dan", "hd", "ct", "tt", "chuong trinh", "ctr"}  # also common words
_SIGN = r"[a-z]{1,10}(?:[0-9])?(?:[-&–][a-z&]{1,14})*"
_NUMBER = re.compile(
    rf"(?<![\w/.])(?:(?P<kind>{_KIND})\s*(?:(?:so|s)\b\s*:?)?\s*)?"
    rf"(?P<n>\d{{1,5}}[a-z]?)(?:\s*/\s*(?P<year>(?:19|20)\d\d))?(?:\s*/\s*(?P<sign>{_SIGN}))?(?![\w])"
)
_RESTORED = (
    ("QD", "QĐ"),
    ("LDTBXH", "LĐTBXH"),
    ("HDND", "HĐND"),
    ("BCD", "BCĐ"),
    ("VPDP", "VPĐP"),
    ("SKHDT", "SKHĐT"),
    ("ND-CP", "NĐ-CP"),
)
_DAY = re.compile(
    r"(?:ngay|hom|ky|ban hanh|,|\()?\s*(?:ngay\s*)?(?P<d>\d{1,2})\s*(?:[/.\-]|thang)\s*(?P<m>\d{1,2})(?:\s*(?:[/.\-]|nam)\s*(?P<y>\d{4}|\d{2}))?(?![\d/])"
)
# Signs of bodies above a province, and kinds that only they issue: cited, never issued by an agency here.
_ABOVE = re.compile(r"(?:-TTG|-CP|-QH\d*|-B[A-Z]{2,}|^\d+/NĐ$|^\d+/TT$|/TT-|/NĐ-|-CT$)", re.IGNORECASE)


@dataclass(frozen=True)
class Cited:
    """A document in the text: where its number stands, number, day, whether it is of a body above."""

    start: int
    end: int
    number: str
    day: date | None
    is_above: bool
    day_at: tuple[int, int] = (0, 0)  # where its day stands

    @property
    def is_submission(self) -> bool:
        """A "tờ trình" or an invitation, which ends no task."""
        return "/TTr" in self.number or "/GM" in self.number


def find_documents(text: str, today: date) -> list[Cited]:
    """Every document that is cited with a number, in order; places count characters of `text`."""
    plain = _fold_in_place(text)
    found: list[Cited] = []
    for match in _NUMBER.finditer(plain):
        kind, sign = match["kind"], match["sign"]
        if not _is_document(plain, match):
            continue
        number = _number(match["n"], match["year"], sign, kind)
        if found and match.start() < max(found[-1].end, found[-1].day_at[1]):
            continue
        day, day_at = _day_after(plain, match.end(), today)
        found.append(Cited(match.start(), match.end(), number, day, bool(_ABOVE.search(number)), day_at))
    return found


def _fold_in_place(text: str) -> str:
    """Folded, a character for a character, so that places stay."""
    return "".join((fold(char) or " ")[0] for char in text)


def _is_document(plain: str, match: "re.Match[str]") -> bool:
    """A kind with a number, or a number with a sign; a share ("8/10"), a day and a percentage are none."""
    after = plain[match.end() :].lstrip()
    if match["sign"]:
        return "-" in match["sign"] or "&" in match["sign"] or match["sign"] in _KINDS or bool(match["kind"])
    if not match["kind"]:
        return False
    if match["kind"] in _LOOSE and "so" not in match[0].split():
        return False
    if after.startswith(("%", "/")) or re.match(
        r"(?:ngay (?:nua|toi)|tuan|phan|xa|huyen|lan|thang \d* ?(?:nua))\b", after
    ):
        return False
    return not re.match(r"(?:bc|bao cao|ke hoach|kh|van ban|vb)\s+nam\b", match[0])


def _number(n: str, year: str | None, sign: str | None, kind: str | None) -> str:
    if sign:
        return "/".join(part for part in (n, year, restored(sign)) if part)
    return "/".join(part for part in (n, year, _KINDS[kind or "vb"]) if part)


def restored(sign: str) -> str:
    """A sign in capitals, its Đ where documents write one."""
    upper = re.sub(r"\s+", "", sign).upper().replace("–", "-")
    parts = upper.split("-")
    for plain, true in _RESTORED:
        parts = [true if part == plain else part for part in parts]
    joined = "-".join(parts)
    for plain, true in _RESTORED:
        if plain not in ("QD",):
            joined = joined.replace(plain, true)
    return "TTr" + joined[3:] if joined.startswith("TTR") else joined


def _day_after(plain: str, end: int, today: date) -> tuple[date | None, tuple[int, int]]:
    """The document's day, within a few words after its number."""
    between = re.match(
        r"[\s,:(]*(?:(?:cua|da|duoc|vua|so|ubnd|hdnd|tinh|so|roi|ban hanh|phat hanh|ky|ra|ngay|hom|vao|tu|nhe|xong)\s*)*",
        plain[end:],
    )
    at = end + (between.end() if between else 0)
    match = _DAY.match(plain, at)
    if match is None:
        return None, (0, 0)
    day, month = int(match["d"]), int(match["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None, (0, 0)
    if match["y"]:
        year = int(match["y"])
        return safe(year + 2000 if year < 100 else year, month, day), match.span()
    return going(today, month, day), match.span()
