"""Documents cited in a reply: the number as Vietnamese documents write it, the day, and whether it is proof."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.replies.dates import Moment
from bot.domain.replies.normalize import Token
from bot.domain.replies.phrases import Unit
from bot.domain.replies.reading import CitedDocument

# Signs whose Đ is often typed as D.
_RESTORED = {
    "QD": "QĐ", "HDND": "HĐND", "LDTBXH": "LĐTBXH", "BCD": "BCĐ", "VPDP": "VPĐP", "ND": "NĐ", "DA": "ĐA",
    "SLDTBXH": "SLĐTBXH", "SKHDT": "SKHĐT", "KHDT": "KHĐT", "SGDDT": "SGDĐT", "GDDT": "GDĐT", "BGDDT": "BGDĐT",
    "BLDTBXH": "BLĐTBXH", "BKHDT": "BKHĐT", "TD": "TĐ", "CD": "CĐ", "VPDPNTM": "VPĐPNTM", "BCDTW": "BCĐTW",
    "DKTCD": "ĐKTCĐ",
}  # fmt: skip
_TYPES = {
    "quyet dinh": "QĐ", "ke hoach": "KH", "nghi quyet": "NQ", "cong van": "CV", "bao cao": "BC", "chi thi": "CT",
    "thong bao": "TB", "huong dan": "HD", "de an": "ĐA", "quy che": "QC", "to trinh": "TTR", "chuong trinh": "CTR",
    "chu tich": "CT", "tt": "TT", "ket luan": "KL", "khoach": "KH", "quy dinh": "QYĐ", "cong dien": "CĐ",
}  # fmt: skip
_SHORT = {
    "qd": "QĐ", "kh": "KH", "nq": "NQ", "cv": "CV", "bc": "BC", "ct": "CT", "tb": "TB", "hd": "HD", "da": "ĐA",
    "ttr": "TTR", "qc": "QC", "kl": "KL",
}  # fmt: skip
_CENTRAL_SIGN = re.compile(r"-(TTG|CP|QH\d+|UBTVQH\d*|B[A-ZĐ]+|TW|NHNN|UBDT)$|^\d+(/\d+)?/(NĐ|TT|TTLT|QH\d+)\b|/TT-")
_PARTS = re.compile(r"\s*([-–/])\s*")


def write_number(typed: str) -> str:
    """ "36/2022/qd-ubnd" as "36/2022/QĐ-UBND": upper case, Đ restored in known signs."""
    parts = _PARTS.split(typed.upper().replace("–", "-"))
    return "".join(_RESTORED.get(part, part) for part in parts)


def find_documents(units: Sequence[Unit], tokens: Sequence[Token]) -> list[Unit]:
    """The same units with each document as one DOC unit, its value a CitedDocument without a day."""
    made: list[Unit] = []
    place = 0
    while place < len(units):
        unit = units[place]
        if unit.tag == "DOC":
            made.append(_with_sign(made, unit, write_number(tokens[unit.first].text)))
        elif (length := _typed_only(units, place, tokens)) is not None:
            number = units[place + length - 1]
            kind = _type_of(unit, tokens)
            made.append(Unit("DOC", unit.first, number.last, "", True, CitedDocument(f"{number.text}/{kind}")))
            place += length - 1
        else:
            made.append(unit)
        place += 1
    return made


def _type_of(unit: Unit, tokens: Sequence[Token]) -> str | None:
    if unit.tag not in {"DOCN", "CENTRAL", "PART", "TOP", "W", "FILL", "OBST", "CITE", "DO", "ORG"}:
        return None
    if unit.first == unit.last and tokens[unit.first].folded in _SHORT:
        return _SHORT[tokens[unit.first].folded]
    return _TYPES.get(unit.text)


def _typed_only(units: Sequence[Unit], place: int, tokens: Sequence[Token]) -> int | None:
    """How many units "QĐ số 1234" covers: a type, perhaps "số", a number that no count follows."""
    if _type_of(units[place], tokens) is None:
        return None
    rest = [unit for unit in units[place + 1 : place + 3] if not (unit.tag == "TASK" and unit.text == "so")]
    named = len(rest) < len(units[place + 1 : place + 3]) and units[place + 1].tag == "TASK"
    if not rest or rest[0].tag != "NUM" or (len(rest[0].text) < 2 and not named):
        return None
    return 3 if named else 2


def _with_sign(made: list[Unit], unit: Unit, number: str) -> Unit:
    """Take the words "Quyết định số" that stand before a full number into the document."""
    first = unit.first
    if made and made[-1].tag == "TASK" and made[-1].text == "so":
        first = made.pop().first
    if made and made[-1].tag in {"DOCN", "CENTRAL"}:
        taken = made.pop()
        first = taken.first
        if "/" not in number:
            number = f"{number}/{_TYPES.get(taken.text, '')}"
    return Unit("DOC", first, unit.last, "", True, CitedDocument(number))


_BETWEEN = frozenset({"COMMA", "FILL", "COLON", "SIGN", "PAST", "ISSUE", "W", "TOP", "BECAUSE", "ORG"})


def find_document_days(units: Sequence[Unit]) -> list[Unit]:
    """The day that follows a document is the document's, and no promise: "QĐ 12/QĐ-UBND ngày 20/9"."""
    made = list(units)
    for place, unit in enumerate(units):
        if unit.tag != "DOC":
            continue
        for later in range(place + 1, min(place + 6, len(units))):
            if units[later].tag in {"DATE", "DATE0", "PASTDATE"} and not _begins(units, place, later):
                made[later] = replace(units[later], tag="DOCDATE")
            if units[later].tag not in _BETWEEN:
                break
    return made


def _begins(units: Sequence[Unit], document: int, day: int) -> bool:
    """Whether a day behind a comma begins a statement of its own: ", 15/10 trình"."""
    parted = any(unit.tag == "COMMA" for unit in units[document:day])
    after = units[day + 1].tag if day + 1 < len(units) else ""
    return parted and after in {"ISSUE", "SUBMIT", "FIN", "SIGN", "SEND", "FUT", "DO", "STAGE"}


def is_central(document: CitedDocument) -> bool:
    """A document of the government, the ministries or the Party centre: never what a province reports as its own."""
    return _CENTRAL_SIGN.search(document.number.upper()) is not None


def with_day(document: CitedDocument, moment: Moment) -> CitedDocument:
    """The document with its day, which is past."""
    return replace(document, date=moment.behind)
