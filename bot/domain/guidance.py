"""Reads the answer to "has the guidance come?" in its own terms: not yet, or yes with its document and day.

"Chưa có" opens no obstacle, and "đã có" completes nothing: the general reader of reports would hear both wrongly.
Whatever does not plainly answer the question is left to that reader.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.domain.programmes import fold

_POLITE = r"da(?=\s+(?:da|chua|thua|bao|em|anh|chi|dong|\d))|thua|bao cao|kinh bao cao|em|anh|chi|dong chi|so|nhiem vu"
_LEAD = re.compile(rf"^(?:(?:{_POLITE})\s+)*(?:(\d{{1,2}})\s+)?(?=\D|$)")
_CLOSING = re.compile(r"(?:\s+(?:a|nhe|anh|chi|em|dong chi|cam on))+$")
_WHAT = r"(?:\s+(?:van ban|huong dan|gi|cua\s.+|moi))*"
_NOT_YET = re.compile(rf"^(?:van\s+|hien\s+|den nay\s+)*chua(?:\s+(?:co|thay|nhan duoc|ban hanh))?{_WHAT}$")
_ISSUED = re.compile(r"^(?:da\s+(?:co|ban hanh|nhan duoc|duoc ban hanh)|co\s+(?:roi|huong dan|van ban)|co$|roi$)")
_NUMBER = re.compile(
    r"(?:(?P<kind>CV|QĐ|TT|NĐ|NQ|HD|KH|VB|CT|TB)\s*(?:số\s*)?)?(?P<number>\d+(?:/[0-9A-ZĐa-zđ&-]+)+)", re.IGNORECASE
)
_DAY = re.compile(r"\b(?:ng[aà]y\s+)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![/\w-])", re.IGNORECASE)
_LINE = re.compile(r"(?:^|(?<=[;,.\n])) *(?P<number>\d{1,2})(?= *[.:)-]? +[^\W\d])")
_DANGLING = re.compile(r"(?:[\s,;:(]+(?:ngày|số|tại|theo|văn bản|công văn))+[\s,;:)]*$", re.IGNORECASE)


@dataclass(frozen=True)
class GuidanceAnswer:
    """`issued`: has it come; `on` and `document` as told; `number`: of the line in the message, where one was typed."""

    issued: bool
    number: int | None = None
    on: date | None = None
    document: str = ""


def read_guidance(text: str, today: date) -> GuidanceAnswer | None:
    """The answer, or None where the words are about something else."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    document, rest = _document(words)
    on, rest = _past_day(rest, today)
    folded = fold(rest)
    lead = _LEAD.match(folded)
    number = int(lead[1]) if lead and lead[1] else None
    said = _CLOSING.sub("", folded[lead.end() :] if lead else folded).strip()
    if _NOT_YET.match(said) and on is None and not document:
        return GuidanceAnswer(issued=False, number=number)
    if _ISSUED.match(said) and "chua" not in said.split():
        return GuidanceAnswer(issued=True, number=number, on=on, document=document)
    return None


def take_answers(text: str, numbers: Collection[int], today: date) -> tuple[dict[int, GuidanceAnswer], str]:
    """The complete answers to the questions of these numbers in a reply on several lines, and what else it says.

    "1 đang làm 60%, 2 chưa có": a number at the beginning or behind a mark begins what is said of its line. "Has come"
    without its day is left among the rest, since it has to be asked about.
    """
    begins = [*(found for found in _LINE.finditer(text) if int(found["number"]) in numbers)]
    every = [found.start("number") for found in _LINE.finditer(text)]
    answers: dict[int, GuidanceAnswer] = {}
    rest = text
    for found in reversed(begins):
        start = found.start("number")
        end = min((at for at in every if at > start), default=len(text))
        answer = read_guidance(text[start:end].strip(" ,;.:\n"), today)
        if answer is not None and (not answer.issued or answer.on is not None):
            answers[int(found["number"])] = answer
            rest = rest[:start] + rest[end:]
    return answers, rest.strip(" ,;.:\n")


def read_issue_day(text: str, today: date) -> tuple[date | None, str]:
    """The day, and the document where one is named, of an answer to "which day?"."""
    on, document, _ = read_issued(text, today)
    return on, document


def read_issued(text: str, today: date) -> tuple[date | None, str, str]:
    """The day, the document, and what else is said: "hướng dẫn của Bộ, CV 123/BNN ngày 5/8/2022"."""
    document, rest = _document(" ".join(unicodedata.normalize("NFC", text).split()))
    on, rest = _past_day(rest, today)
    return on, document, _DANGLING.sub("", " ".join(rest.split())).strip(" ,;:.-–")


def _document(words: str) -> tuple[str, str]:
    """A document's number as documents are written, "CV 123/BNN"; a bare day is none."""
    for found in _NUMBER.finditer(words):
        if found["kind"] is None and not re.search(r"[A-ZĐa-zđ]", found["number"]):
            continue
        kind = f"{found['kind'].upper()} " if found["kind"] else ""
        return f"{kind}{found['number'].upper()}", f"{words[: found.start()]} {words[found.end() :]}"
    return "", words


def _past_day(words: str, today: date) -> tuple[date | None, str]:
    """A day that is not after today; without a year the nearest such one."""
    found = _DAY.search(words)
    if found is None:
        return None, words
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    day, month, year = int(found[1]), int(found[2]), found[3]
    try:
        if year:
            told = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
            return (told if told <= today else None), rest
        this_year = date(today.year, month, day)
        return (this_year if this_year <= today else this_year.replace(year=today.year - 1)), rest
    except ValueError:
        return None, rest
