"""Which tasks a reply names: numbers, codes typed loosely, all of them, those that are left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.replies.words import Text

_NOUN = r"(?:nhiem vu|viec|muc|so|cai|y|dau viec|cong viec|phan viec|noi dung|nv|viec so|nhiem vu so|muc so|cai so|y so|viec thu|cai thu|nhiem vu thu|muc thu)"
_WORDS = {"mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_ONE = r"\d{1,2}(?![\d%])"
_AND = r" ?(?:,|va|voi|&|cung|lan|,? va) ?"
_UNIT = (
    r"(?! ?(?:%|[/.] ?\d|trong (?:so |tong so )?\d|(?:phan|ngay|tuan(?! (?:sau|toi|nay))|thang|quy|nam|gio|lan|xa|huyen|don vi|so|van ban|"
    r"nguoi|trieu|ty|dong|hom|bua|cuoc|chuong|dieu|trang|buoc|dot|ho|thon|cong trinh|du an|mo hinh|y kien|dia phuong|chi tieu|"
    r"tieu chi|noi dung|viec|nhiem vu|cai|nv)\b))"
)
_LIST = re.compile(
    rf"(?<![\w/.\-])(?:(?P<noun>{_NOUN} )(?P<nouned>{_ONE}(?:(?:{_AND}|, ?| )(?:{_NOUN} )?{_ONE})*)(?! ?[/%])"
    rf"|(?P<list>{_ONE}(?:(?:{_AND}|, ?| )(?:{_NOUN} )?{_ONE}{_UNIT})*){_UNIT}(?P<colon> ?[:.)/](?! ?\d))?)"
)
_NOT_BEFORE = re.compile(
    r"(?:quy|thang|ngay|nam|thu|lan|khoang|gan|hon|duoc|tam|chung|co|them|het|dat|moi|qd|quyet dinh|nq|nghi quyet|kh|ke hoach|"
    r"bc|cv|cong van|van ban|vb|nghi dinh|nd|thong tu|tt|dieu|hom|ca|toi|den|/|dot|trong|qua|sau|truoc|mung|la|so tien|gui|nhac) ?$"
)
_ORDINAL = re.compile(
    rf"(?:{_NOUN} )(?:thu (?P<w>nhat|nhi|hai|ba|tu|bon|nam|sau|bay|tam|\d)|dau tien|dau|(?P<last>cuoi cung|cuoi)|(?P<second>sau)(?= (?:xong|chua|dang|da|thi|van|moi|con|vuong)))\b(?! (?:tuan|thang|nam|quy|ky|tien))"
)
_FIRST_FEW = re.compile(r"\b(?P<n>hai|ba|bon|[2-9]) (?:viec|nhiem vu|muc|cai|noi dung|dau viec) dau(?: tien)?\b")
_LAST_FEW = re.compile(
    r"\b(?P<n>hai|ba|bon|[2-9]) (?:viec|nhiem vu|muc|cai|noi dung|dau viec) (?:sau|cuoi)(?: cung)?\b(?! (?:tuan|thang|nam|quy))"
)
_ALL = re.compile(
    r"(?:tat ca(?: cac)?(?: nhiem vu| viec| deu| cac viec| cac nhiem vu)*|toan bo(?: cac)?(?: nhiem vu| viec)?|"
    r"may (?:nhiem vu|viec|cai|muc) nay|cac (?:nhiem vu|viec|dau viec|noi dung)(?! (?:con lai|khac|kia))(?: tren| nay| duoc giao| cua so)?|"
    r"ca (?P<n>hai|ba|bon|nam|sau|\d{1,2}|may)(?: (?:cai|viec|nhiem vu|noi dung|muc|dau viec|thu))?(?: deu)?|deu\b|"
    r"(?<!trong )(?<!tren )(?<!so )(?<!/ )(?<!/)(?P<few>hai|ba|bon|nam|[2-9]) (?:cai|viec|nhiem vu|noi dung|muc|dau viec)(?: nay| tren| do)?(?= (?:deu|xong|da|cung|hoan|dang|chua|trinh)))"
)
_HET = re.compile(
    r"(?<=xong )(?:sach |xuoi |tat )?ca(?= roi| a$| het|$)|(?<=xong )het|(?<=trinh )het|(?<=lam )het(?= roi| a$| nhe|$)|(?<=hanh )het|(?<=thanh )het"
)
_REST = re.compile(
    r"(?:(?:cac )?(?:(?:nhiem vu|viec|cai|muc|may cai) )?\bcon lai|(?:may )?(?:viec|cai|nhiem vu) kia|(?:nhung|cac) (?:cai|viec|muc|nhiem vu|noi dung) khac|phan con lai)"
)
_EXCEPT = re.compile(r"(?:rieng|tru|ngoai tru|chi (?:con|rieng))(?= )")
_RANGE = re.compile(rf"tu (?:{_NOUN} )?(?P<a>{_ONE}) (?:den|toi) (?:{_NOUN} )?(?P<b>{_ONE})")
_DASHED = re.compile(r"(?<![\w/.])\d{1,2} ?[-–] ?\d{1,2}(?![\d/%])")
_CODE = re.compile(r"(?<![\w.])(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})(?:\.[a-zđ])?(?:\.\d{1,2})+(?![\w/])")
_LOOSE = r"[\s.\-]?"
_START_WORD = re.compile(r"(?:^|[;,.] )(?P<w>mot|hai|ba|bon)(?= (?:xong|da|dang|chua|sap|hoan|trinh|vuong|thi|ban))")

_IN_TURN = re.compile(r"(?:^|[;,.] )(?:thi |con |va )?(?P<w>dau tien|thu (?:nhat|nhi|hai|ba|tu|bon|nam))(?= )")
_PUT_OFF = re.compile(
    rf"\b(?:lui|gia han|gian|hoan|doi)(?: (?:cho|han|thoi han))* (?:{_NOUN} )?(?P<n>\d)(?= (?:den|sang|toi|qua) )"
)
_BARE_RANGE = re.compile(
    rf"(?:^|[;,.] )(?P<whole>(?:{_NOUN} )?(?P<a>{_ONE}) (?:den|toi) (?:{_NOUN} )?(?P<b>{_ONE}){_UNIT})"
)
_NEXT = re.compile(
    r" ?[:.)]? ?(?:xong|da|dang|chua|vuong|be tac|trinh|hoan|thi|sap|xin|gan|moi|van|cung|khong|ket|cho|duoc|lam|trien khai|soan|ok|ban hanh|\d{1,3} ?%)"
)

_BOTH = re.compile(
    r"\b(?:ca|(?:(?<=xong )|(?<=trinh )|(?<=hanh )|(?<=thanh ))(?:het|du)(?: ca)?) (?P<n>hai|ba|bon|nam|sau|[2-9])\b(?: (?:cai|viec|nhiem vu|noi dung|muc|dau viec))?"
)
_REMIND = re.compile(r"\bnhac(?: (?:lai|giup|em|anh|chi|toi))* (?:viec |muc )?(?P<n>\d)(?=$| ?[,;.])")
# "xong 3, còn 1" of four: are they counted, or named?
_COUNTED = re.compile(
    r"\b(?:xong|hoan thanh|trinh|ban hanh|lam)(?: duoc| roi)* (?P<a>\d) ?[,;]? (?:chi )?con (?P<b>\d)(?= nua|$| ?[,;.])"
)
# "4/5 việc đã xong": which four, nobody said.
_SOME_OF = re.compile(
    r"(?<![\d/])(?P<a>\d) ?/ ?(?P<b>\d)(?: (?:viec|nhiem vu|muc|cai|noi dung|dau viec))?(?= (?:da |deu |cung |duoc )*(?:xong|hoan|trinh|ban hanh|lam))"
)
_SECOND = re.compile(rf"\b(?<=nhat)\b.*?(?P<second>{_NOUN} thu hai)(?= tuan )")
# What bears a number of its own: "bão số 4", "mẫu số 2".
_NUMBERED = re.compile(
    r"(?:qd|nq|kh|bc|cv|dinh|quyet|hoach|van|ban|cao|bao|mau|bieu|luc|to|phong|duong|lo|thau|goi|khoi|dot|lan|khu|cum|nha|doi) $"
)
_A_PAIR = 2
_STANDS = re.compile(r" (?:xong|hoan thanh|da|dang|chua|vuong|trinh|sap|ht)\b")  # "2 xong", where only one is open
_STATES = re.compile(r"\b(?:xong|thanh|hanh|trinh|lam|vuong|chua|dang|moi|sap|ket|thieu|khai|soan|xin|lui)\b|%")
_NONE = re.compile(r"\b(?:khong|chua|chang)(?: co)? (?:mot )?(?:viec|cai|nhiem vu|muc|noi dung|dau viec) nao\b")


@dataclass(frozen=True)
class Mention:
    """Tasks that are named at a place of the folded line; `codes` is empty where what is named is not open."""

    start: int
    end: int
    codes: tuple[str, ...]
    kind: str  # some, all, rest, wrong, except
    is_plural: bool = True  # "cái kia" is the rest only beside one that is named


def find_sure_mentions(text: Text, typed: str, codes: Sequence[str]) -> list[Mention]:
    """Codes, ordinals and "một …, hai …": what is looked for before days, which would take their numbers."""
    found = _codes(text, typed, codes)
    for match in _CODE.finditer(typed.lower()):
        start, end = text.place_of(match.start()), text.place_of(match.end())
        if end > start and not any(each.start < end and start < each.end for each in found):
            found.append(Mention(start, max(start + 1, end - 1), (), "wrong"))  # its last part is no number of the list
    if len(codes) > 1:
        for match in _DASHED.finditer(text.line):
            low, high = (int(n) for n in re.findall(r"\d+", match[0]))
            before = text.line[: match.start()].rstrip()
            if low < high <= len(codes) + 2 and (not before or before[-1] in ";,.:"):
                _add(found, codes, *match.span(), [99], "wrong")
        for match in _NONE.finditer(text.line):
            found.append(Mention(*match.span(), (), "wrong"))
        for match in _BOTH.finditer(text.line):
            if _number(match["n"]) == len(codes):
                _add(found, codes, *match.span(), None, "all")
        for match in _REMIND.finditer(text.line):
            _add(found, codes, *match.span("n"), [int(match["n"])], "some")
        for match in _COUNTED.finditer(text.line):
            done, left = int(match["a"]), int(match["b"])
            if done + left == len(codes) or done + 1 == left == len(codes):
                found += [Mention(*match.span(name), (), "wrong") for name in "ab"]
        for match in _SOME_OF.finditer(text.line):
            if int(match["a"]) < int(match["b"]) == len(codes):
                found.append(Mention(*match.span(), (), "wrong"))
        for match in _SECOND.finditer(text.line):
            _add(found, codes, *match.span("second"), [2], "some")  # beside a first one no Monday of the week after
        for match in _FIRST_FEW.finditer(text.line):
            _add(found, codes, *match.span(), range(1, _number(match["n"]) + 1), "some")
        for match in _LAST_FEW.finditer(text.line):
            count = _number(match["n"])
            _add(found, codes, *match.span(), range(len(codes) - count + 1, len(codes) + 1), "some")
        for match in _ORDINAL.finditer(text.line):
            if not match["second"] or len(codes) == _A_PAIR:
                _add(found, codes, *match.span(), [_ordinal(match, len(codes))], "some")
        in_turn = list(_IN_TURN.finditer(text.line))
        if len(in_turn) > 1 and in_turn[0]["w"] in {"dau tien", "thu nhat"}:
            for match in in_turn:
                _add(found, codes, *match.span("w"), [_WORDS.get(match["w"].removeprefix("thu "), 1)], "some")
        for match in _PUT_OFF.finditer(text.line):
            _add(found, codes, *match.span("n"), [int(match["n"])], "some")
        counted = list(_START_WORD.finditer(text.line))
        if len(counted) > 1:
            for match in counted:
                _add(found, codes, match.start("w"), match.end("w"), [_WORDS[match["w"]]], "some")
    return found


def find_mentions(text: Text, line: str, typed: str, codes: Sequence[str], sure: Sequence[Mention]) -> list[Mention]:
    """Every mention, in order; where two overlap the one found first stands. In `line` days are unreadable."""
    found = list(sure)
    for match in _BARE_RANGE.finditer(line):
        if int(match["a"]) < int(match["b"]) <= len(codes):
            _add(found, codes, *match.span("whole"), range(int(match["a"]), int(match["b"]) + 1), "some")
    for match in _RANGE.finditer(line):
        _add(found, codes, *match.span(), range(int(match["a"]), int(match["b"]) + 1), "some")
    for match in _DASHED.finditer(typed if len(codes) > 1 else ""):
        if not re.search(r"(?:ngay|den|hom|thang|tuan)\s*$", typed[max(0, match.start() - 12) : match.start()].lower()):
            at = text.place_of(match.start())
            if "#" not in line[at : at + len(match[0])]:
                _add(found, codes, at, at + len(match[0]), [99], "wrong")
    for match in _ALL.finditer(line):
        _add_all(match, codes, found)
    for match in _REST.finditer(line):
        if not any(each.start < match.end() and match.start() < each.end for each in found):
            is_plural = "lai" in match[0] or not match[0].startswith(("cai", "viec", "nhiem"))
            found.append(Mention(*match.span(), tuple(codes), "rest", is_plural))
    for match in _EXCEPT.finditer(line if len(codes) > 1 else ""):
        found.append(Mention(match.start(), match.end(), (), "except"))
    last = 0
    for match in _LIST.finditer(line):
        if _is_list(line, match, len(codes)) or _is_next(line, match, last):
            last = int(re.findall(r"\d+", match["nouned"] or match["list"])[-1])
            for start, end in _parts(line, match):
                numbers = [int(n) for n in re.findall(r"\d+", line[start:end])]
                _add(found, codes, start, end, numbers, "some")
    for match in _HET.finditer(line):
        _add(found, codes, *match.span(), None, "all")
    return sorted(found, key=lambda each: each.start)


def _parts(line: str, match: "re.Match[str]") -> list[tuple[int, int]]:
    """ "xong 1, 2 mới 30%": where something is said on either side, the last comma parts two statements."""
    start, end = match.span()
    comma = line.rfind(",", start, end)
    before = re.split(r"[;,.]", line[max(0, start - 60) : start])[-1]
    after = re.split(r"[;,.]", line[end : end + 40])[0]
    if (
        comma < 0
        or after.lstrip().startswith(("con ", "nhung ", "rieng "))
        or not (_STATES.search(before) and _STATES.search(after))
    ):
        return [(start, end)]
    return [(start, comma - 1 if line[comma - 1] == " " else comma), (comma + 2, end)]


def _ordinal(match: "re.Match[str]", count: int) -> int:
    if match["last"] or match["second"]:
        return count
    return _number(match["w"]) if match["w"] else 1


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _WORDS[word]


def _add(
    found: list[Mention], codes: Sequence[str], start: int, end: int, named: Sequence[int] | None, kind: str
) -> None:
    if any(each.start < end and start < each.end for each in found):
        return
    if named is None:
        found.append(Mention(start, end, tuple(codes), kind))
    elif any(not 1 <= n <= len(codes) for n in named):
        found.append(Mention(start, end, (), "wrong"))
    else:
        found.append(Mention(start, end, tuple(codes[n - 1] for n in dict.fromkeys(named)), kind))


def _add_all(match: "re.Match[str]", codes: Sequence[str], found: list[Mention]) -> None:
    n = match["n"] or match["few"]
    if n is None or n == "may":
        _add(found, codes, *match.span(), None, "all")
        return
    count = int(n) if n.isdecimal() else _WORDS[n]
    if count == len(codes):
        _add(found, codes, *match.span(), None, "all")
    elif len(codes) > 1:
        _add(found, codes, *match.span(), [99], "wrong")


def _is_list(line: str, match: "re.Match[str]", count: int) -> bool:
    """A number is a task's where it begins a clause, has a noun before it, or is a list; never a part of a figure."""
    before = line[max(0, match.start() - 40) : match.start()]
    numbers = [int(n) for n in re.findall(r"\d+", match["nouned"] or match["list"])]
    if match["noun"]:
        if match["noun"].strip() == "so" and _NUMBERED.search(before):
            return False
        return not re.match(r" ?(?:huyen|xa|don vi|thang|quy)\b", line[match.end() :]) or match["noun"].strip() != "so"
    if count == 1 and not match["colon"] and not (before == "" and numbers == [1]):
        return _is_numbered(line, match, before)
    if _NOT_BEFORE.search(before):
        return False
    if any(n > 20 for n in numbers):
        return False
    if match["colon"] and (not before or match["colon"].strip() != ":"):
        return True
    at_start = not before or before.rstrip().endswith(
        (";", ",", ".", ":", "%", "roi", "con", "va", "a", "nhe", "anh", "em", "cao", "thi", "tru", "rieng")
    )
    after = line[match.end() :].lstrip()
    return (
        at_start
        or len(numbers) > 1
        or bool(re.match(r"(?:xong|da|dang|chua|vuong|trinh|hoan|thi|sap|xin)\b", after))
        or not after
        or (after[:1] in {",", ";"} and before.rstrip().endswith(("xong", "thanh", "trinh", "hanh")))
    )


def _is_next(line: str, match: "re.Match[str]", last: int) -> bool:
    """ "1 xong 2 gần xong": the number after the last one, and how that stands."""
    return last > 0 and match["list"] == str(last + 1) and bool(_NEXT.match(line[match.end("list") :]))


def _is_numbered(line: str, match: "re.Match[str]", before: str) -> bool:
    """ "2 xong", "1 xong, 2 đang làm" where one task is open: of another list; "3 xã xong, 2 đang làm" counts places."""
    goes_on = line.startswith("1 ") and before.rstrip().endswith((",", ";"))
    return (not before or goes_on) and bool(_STANDS.match(line[match.end() :]))


def _codes(text: Text, typed: str, codes: Sequence[str]) -> list[Mention]:
    """Codes typed loosely ("I1.2", "i.2.a.3", "2a3"): compared without dots, blanks and case."""
    found: list[Mention] = []
    lowered = typed.lower()
    for code in sorted(codes, key=len, reverse=True):
        base = code.partition("#")[0].lower().split(".")
        bodies = [base] + ([base[1:]] if len(base) > 2 and any(part.isalpha() for part in base[1:]) else [])
        for body in bodies:
            loose = _LOOSE.join(map(re.escape, body))
            pattern = rf"(?<![\w.]){loose}(?![\w]|\.\d)"
            for match in re.finditer(pattern, lowered):
                start, end = text.place_of(match.start()), text.place_of(match.end())
                if end > start and not any(each.start < end and start < each.end for each in found):
                    found.append(Mention(start, max(start + 1, end - 1), (code,), "some"))
    return found
