"""How work stands by the clauses that speak of it: negation, aspect, scope and order decide, never the better news."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.replies.rules import (
    AFTERWARDS,
    AWAITS_SIGNING,
    FINISHED,
    HEARSAY,
    NEARLY,
    NEGATION,
    NOT_STARTED,
    NOT_YET,
    OBSTACLE,
    OBSTACLE_GONE,
    OBSTACLE_SOLVED,
    RETURNED,
    STAGE_AFTER,
    STAGE_BEFORE,
    SUBMITTED,
    THEREUPON,
    UNDER_WAY,
    UNFINISHED_AFTER,
)
from bot.domain.replies.understood import Understanding, understand
from bot.domain.tasks import Status

_PERCENT = re.compile(r"(?<![\d/\-–] )(?<![\d/])\b(\d{1,3}) ?(?:%|phan tram)")
_LEFT = re.compile(r"\b(?:con|thieu)(?: (?:lai|khoang|tam|chung|hon|gan|co))* ?$")  # "còn 30%" is not what was done
_SPAN = re.compile(r"\d{1,3} ?%? ?(?:-|–|den|toi) ?\d{1,3} ?%")
_FULL = re.compile(r"(?<![\d/\-–] )(?<![\d/])\b100 ?(?:%|phan tram)")
_PAST = re.compile(r"\b(?:da|roi|vua|hom qua|tu (?:hom|tuan|thang|dau|lau|truoc|ngay)|xong roi|hom)\b")
_FUTURE = re.compile(
    r"\b(?:se|du kien|du tinh|hen|hua|chac|phan dau|co gang|cham nhat|muon nhat|phai|moi|thi|ky vong|tranh thu|cam ket|noi trong|trong|truoc|den)\b"
)
# Words that only look like aspect or denial: names, set phrases, a denial of a denial.
_ABOVE = re.compile(r"\b(?:bo|trung uong|chinh phu|quoc hoi|thu tuong|cac bo)(?: (?:da|vua|moi|cung|se|roi|vua moi))*$")
_WILL_HAVE = re.compile(r"\b(?:se |moi )?(?:co|ra) (?:quyet dinh|qd|nghi quyet|nq|van ban|ke hoach|ket qua)\b")
_CONTRAST = re.compile(r"^(?:nhung|tuy nhien|song|co dieu|chi co dieu|moi toi|khong may|kho noi|tiec la)\b")
_JUST = re.compile(
    r" (?:xong |roi )?(?:(?:vao |luc |hoi |tu )?(?:sang|trua|chieu|toi) (?:nay|qua)|hom|hom qua|ngayp|luc|hoi|tuan (?:truoc|roi))\b"
)
_WHY = re.compile(r"\b(?:vi|do|boi|tai)\b")
# What offices send about, on the way to what they are asked for.
_MINOR = re.compile(
    r"^(?: (?:duoc|roi|mot|cac|ca))* (?:cong van|van ban (?:don doc|xin|gop|lay|chi dao|hoi|de nghi|yeu cau)|giay moi|phieu|thong bao (?:hop|moi)|to trinh|van ban gui)"
)
_OPINION = re.compile(r"(?: \w+){0,2} (?:gop y|tham dinh|lay y kien|de nghi|don doc|tra loi|cho y kien)\b")
_DOSSIER = re.compile(
    r"\b(?:hoan thanh|hoan thien|hoan tat|xong|chuan bi|soan|soan thao|lap|lam)(?: (?:xong|bo|toan bo))? ho so$"
)
_JEST = re.compile(r"\b(?:noi |em |anh )?dua (?:thoi|ti|ty|chut|day|ma)\b|\bxao day\b")
_ALMOST = re.compile(r"\b(?:co ban|tam|gan nhu|hau nhu|coi nhu|xem nhu|suyt)(?: (?:da|duoc|la|thi|cung|xem))*$")
_WHOLE = frozenset({"xong", "hoan thanh", "hoan tat", "ket thuc"})
_NAMES = re.compile(
    r"(?<=\bthong qua) tai (?:ky|phien|cuoc) hop(?: (?:lan )?(?:thu )?\d{1,3}\b| cuoi nam| giua nam| thuong le| chuyen de)?|"
    r"(?<=\bhop) (?:lan )?thu \d{1,3}\b|"
    r"\b(?:truoc (?:han|thoi han|tien do|ke hoach)|nong thon moi|doi moi|de an|den nay|den gio|den thoi diem nay|den hom nay|den ngay hom nay|tinh den)\b|"
    r"\bkhong phai (?:la )?(?:dang|chua) \w+(?: nua)?(?: ma\b)?|\bsao (?:lai |cu )?(?:bao|noi|ghi) (?:la )?(?:chua|dang) \w+|\bai (?:bao|noi|keu) (?:la |em |toi )?(?:chua|dang) \w+"
)

# "đã tham mưu UBND tỉnh ban hành Quyết định số …": with its number it was issued.
_ADVISED = re.compile(r"\bda tham muu(?: cho)?(?: [a-z]+){0,6}? (?:ky )?ban hanh (?=doc0)")


@dataclass
class Verdict:
    """A status with the rules and places that led to it; None where nothing can be recorded."""

    status: Status | None = None
    percent: int | None = None
    proofs: list[tuple[str, str, str]] = field(default_factory=list)  # rule, field, words


@dataclass(frozen=True)
class Said:
    """A clause, folded, its tasks left out and its days called `ngayx`; the days themselves beside it."""

    line: str
    days: tuple[date | None, ...] = ()
    is_half: bool = False  # "nửa"
    is_alone: bool = True  # it can only mean the one task that is open


def judge(clauses: Sequence[Said], today: date) -> Verdict:
    """The one standing that the clauses of one task tell, the latest stage winning."""
    verdict = Verdict(percent=_percent(clauses))
    found = [_believed(each, _signals(each, today)) for each in clauses]
    found += [[("unfinished", each.line)] for each in clauses[1:] if NOT_YET.search(each.line)]
    found += [[("but", each.line)] for each in clauses[1:] if _takes_back(each, today)]
    _solve(clauses, found)
    kinds = [kind for signals in found for kind, _ in signals]
    for signals in found:
        verdict.proofs += [(kind, "status", words) for kind, words in signals]
    verdict.status = _weigh(kinds, verdict.percent, " , ".join(each.line for each in clauses))
    if verdict.status is Status.SUBMITTED or (verdict.status is Status.NOT_STARTED and verdict.percent):
        verdict.percent = None
    return verdict


def _solve(clauses: Sequence[Said], found: list[list[tuple[str, str]]]) -> None:
    """ "vướng mặt bằng nhưng đã tháo gỡ": what was in the way of the clauses before is behind them."""
    for place, clause in enumerate(clauses):
        if place and OBSTACLE_SOLVED.search(clause.line):
            for signals in found[:place]:
                signals[:] = [("going", words) if kind == "blocked" else (kind, words) for kind, words in signals]


def _weigh(kinds: list[str], percent: int | None, line: str) -> Status | None:
    """Obstacles before all; a return undoes a submission; a part, a promise or a denial is never the whole."""
    if "blocked" in kinds:
        return Status.BLOCKED
    if _JEST.search(line) or re.search(r" , chua(?: (?:a|anh|chi|em|nhe))?$", line):
        return None
    if "returned" in kinds and not _goes_on_after(kinds, "returned"):
        return Status.IN_PROGRESS
    done = "done" in kinds or "full" in kinds
    doubt = "unfinished" in kinds or "nearly" in kinds or "denied" in kinds or "part" in kinds
    waiting = "submitted" in kinds or "awaits" in kinds
    if "issued" in kinds and not doubt:
        return Status.DONE
    promised = "promise" in kinds or "promised_end" in kinds
    if "but" in kinds and not (doubt or promised):
        return None
    if waiting and "withheld" in kinds:
        return Status.IN_PROGRESS
    if waiting and "promise" not in kinds and ("submitted" in kinds or not promised):
        return Status.SUBMITTED
    if done or "issued" in kinds:
        return Status.IN_PROGRESS if doubt or promised else Status.DONE
    if "not_started" in kinds and not {"going", "part", "done", "unfinished"} & set(kinds) and not percent:
        return Status.NOT_STARTED
    if doubt or promised or "going" in kinds or percent is not None or "returned" in kinds:
        return Status.IN_PROGRESS
    return None


def _goes_on_after(kinds: list[str], kind: str) -> bool:
    """ "bị trả về, đã trình lại": is it done, or handed in, after that?"""
    behind = kinds[kinds.index(kind) + 1 :]
    return "done" in behind or ("submitted" in behind and kind not in behind)


def _takes_back(said: Said, today: date) -> bool:
    """Does a "but" follow whose words are not understood? It may take back whatever was said before it."""
    if not _CONTRAST.match(said.line) or OBSTACLE_SOLVED.search(said.line) or _signals(said, today):
        return False
    return understand(_CONTRAST.sub("", said.line), alone=said.is_alone) is not Understanding.WHOLE


_CLAIMS = {"done": False, "full": False, "issued": False, "submitted": True, "awaits": True}  # is it a submission?


def _believed(said: Said, signals: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A claim in a clause that is not understood to its last word is a part, or nothing."""
    told = [kind for kind, _ in signals if kind in _CLAIMS]
    if not told:
        return signals
    if _CLAIMS[told[-1]]:  # "xong rồi chờ ký": the later stage is meant
        signals = [each for each in signals if each[0] not in {"done", "full"}]
    claims = {kind for kind, _ in signals if kind in _CLAIMS}
    understood = understand(_plainly(said.line), handed_in=all(_CLAIMS[kind] for kind in claims), alone=said.is_alone)
    if understood is Understanding.WHOLE:
        return signals
    weaker = "part" if understood is Understanding.PART else "not_understood"
    return [(weaker if kind in _CLAIMS else kind, words) for kind, words in signals]


def _signals(said: Said, today: date) -> list[tuple[str, str]]:
    """What one clause says, in the order of its words."""
    line = _plainly(said.line)
    found: list[tuple[int, str, str]] = []
    if line != said.line:
        found.append((0, "resolved", said.line))
    for rule, kind in ((OBSTACLE, "blocked"), (RETURNED, "returned")):
        if match := rule.search(line):
            found.append((match.start(), kind, match[0]))
    if match := NOT_STARTED.search(line):
        denied = re.search(r"khong phai(?: la)?$", line[: match.start()].rstrip())
        found.append((match.start(), "going" if denied else "not_started", match[0]))
    if match := _FULL.search(line):
        found.append((match.start(), "full", match[0]))
    promise = _is_promise(line, said, today)
    found += _finished(line, said, promise)
    found += _handed_in(line, said, promise)
    if promise and (match := _WILL_HAVE.search(line)):
        found.append((match.start(), "promised_end", match[0]))
    if match := UNFINISHED_AFTER.search(line):
        found.append((match.start(), "unfinished", match[0]))
    untouched = NOT_STARTED.search(line)
    said_of_it = _WHY.split(line, maxsplit=1)[0] if untouched else line
    if match := UNDER_WAY.search(NOT_STARTED.compiled.sub(" ", said_of_it)):
        found.append((match.start(), "going", match[0]))
    return [(kind, words) for _, kind, words in sorted(found)]


def _plainly(line: str) -> str:
    """Without what only looks like aspect, denial or an obstacle."""
    return _ADVISED.sub("da ban hanh ", _NAMES.sub(" ", OBSTACLE_GONE.compiled.sub(" ", line)))


def _is_promise(line: str, said: Said, today: date) -> bool:
    """A day to come, or a word of intent, and nothing that says it is behind us."""
    if re.match(r"(?:bua )?nay (?:la |thi )?(?:xong|hoan thanh|hoan tat|trinh)(?! (?:roi|xuoi))\b", line):
        return True  # "nay xong", without a word that it is behind us
    ahead = any(day is not None and day >= today for day in said.days)
    if re.search(
        r"\b(?:mai|se|du kien|tuan sau|thang sau|hen|hua)\b|\b(?:vai|may|it|dam) (?:bua|hom|ngay|tuan)\b(?: nua)?", line
    ) and not re.search(
        r"\bda (?:trinh|xong|hoan|ban|lam)|\bcach day\b|\b(?:bua|hom|ngay|tuan) (?:nay|roi|truoc)\b", line
    ):
        return True
    return ahead and not (_PAST.search(line) and not re.search(r"\b(?:se|du kien|moi|phai)\b", line))


def _finished(line: str, said: Said, promise: bool) -> list[tuple[int, str, str]]:
    found = []
    for match in FINISHED.compiled.finditer(line):
        before, after, words = line[: match.start()].rstrip(), line[match.end() :], match[0]
        verb = words.strip()
        share = re.match(
            r"(?: (?:duoc|khoang|tren|hon|gan|tam|dat|toi|den|chung))* (\d{1,3})(?: ?(?:%|phan tram)|(?= (?:roi|a|nhe|nha|thoi|diem)\b|$))",
            after,
        )
        if (
            NEGATION.search(before)
            or re.match(r" (?:roi )?hay (?:la )?chua\b", after)
            or re.match(r" (?:thi |cung )?(?:chua|dau)\b|\bsao duoc", after)
            or " sao duoc" in after[:10]
        ):
            found.append((match.start(), "denied", words))
        elif share and share[1] != "100":
            found.append((match.start(), "part", words))
        elif HEARSAY.search(before) and not _is_reported(before):
            continue
        elif (
            AFTERWARDS.search(after)
            or THEREUPON.search(before)
            or (promise and not re.search(r"\bda(?: duoc| \w+)?$", before))
        ):
            found.append((match.start(), "promised_end", words))
        elif (verb not in _WHOLE and _ABOVE.search(before)) or (
            verb in {"ban hanh", "phat hanh"} and _is_wished(before, after)
        ):
            continue
        elif (verb.startswith("da co ") and _OPINION.match(after)) or (
            verb in {"ban hanh", "phat hanh"} and _MINOR.match(after)
        ):
            found.append((match.start(), "part", words))
        elif (
            NEARLY.search(before)
            and not (before.endswith("moi") and _JUST.match(after))
            and not re.search(r"\bda(?: duoc \w+(?: \w+)?)?$", before)
            and not _is_reported(before)
        ) or _ALMOST.search(before):
            found.append((match.start(), "nearly", words))
        elif (STAGE_AFTER.search(after) and not re.match(r" nhiem vu", after)) or (
            verb in _WHOLE and STAGE_BEFORE.search(before)
        ):
            found.append((match.start(), "part", words))
        else:
            found.append(
                (
                    match.start(),
                    "issued" if verb not in _WHOLE else "done",
                    words,
                )
            )
    return found


def _is_reported(before: str) -> bool:
    return bool(
        re.search(r"(?:theo|tai|dang ky|bao cao|sep la|xin bao cao|xin phep) *$|bao cao (?:\w+ ){0,3}la$", before)
    )


def _is_wished(before: str, after: str) -> bool:
    """ "trình … xem xét, ban hành": what somebody else is to do, not what was done."""
    return bool(
        re.search(
            r"\b(?:trinh|xem xet|de nghi|tham muu|de|cho|doi|xin|sau khi|truoc khi)\b(?: [^ ,;]+){0,5} ?,? *$", before
        )
    ) and not re.search(r"\bda(?: duoc)?(?: \w+){0,3}$", before)


def _handed_in(line: str, said: Said, promise: bool) -> list[tuple[int, str, str]]:
    found = []
    for match in SUBMITTED.compiled.finditer(line):
        before, words = line[: match.start()].rstrip(), match[0]
        if _DOSSIER.search(before) or re.match(r" (?:len |cho )?(?:phong|truong phong|noi bo)\b", line[match.end() :]):
            found.append((match.start(), "part", words))
            continue
        if re.search(r"\b(?:to|chuong|quy|cong|lo|giao|qua|tien|hanh|phap|hinh|giai)\s*$", before):
            continue
        if re.search(r"\bdang (?:hoan|lam|chuan|soan|sua|chinh|bo sung)(?: \w+){0,5}$", before):
            found.append((match.start(), "nearly", words))
            continue
        if re.search(r"lay y kien|gop y|tham dinh", words) or (
            words.startswith(("bao cao", "len")) and "trinh" not in words
        ):
            continue
        if NEGATION.search(before) or re.match(r" (?:thi )?chua\b", line[match.end() :]):
            found.append((match.start(), "denied", words))
            if re.match(r"nhung\b", line) and re.search(r"ubnd|uy ban|hdnd|hoi dong|tinh uy|chu tich", line):
                found.append((match.start(), "withheld", words))  # up to one's own head only
        elif promise and not re.search(r"\bda$", before):
            found.append((match.start(), "promise", words))
        elif re.search(
            r"\b(?:sap|chuan bi|de|se|mai|phai|can|kip|truoc khi|xin|co the|gan|cho|hoan thien(?! xong)|neu|khi|du kien|dinh|con)\b(?: \w+){0,3} ?$",
            before,
        ) and not re.search(r"\b(?:da|moi|vua)\b(?: \w+){0,2} ?$", before):
            found.append((match.start(), "nearly", words))
        else:
            found.append((match.start(), "submitted", words))
    for match in AWAITS_SIGNING.compiled.finditer(line):
        before, words = line[: match.start()].rstrip(), match[0]
        if re.search(r"huong dan|y kien|gop y|tham dinh|phan hoi|kinh phi|so lieu|von\b", words) or NEGATION.search(
            before
        ):
            continue
        found.append((match.start(), "awaits", words))
    return found


def _percent(clauses: Sequence[Said]) -> int | None:
    for said in clauses:
        if _SPAN.search(said.line):
            continue
        match = _PERCENT.search(said.line)
        if (
            match
            and not _LEFT.search(said.line[: match.start()])
            and 0 <= int(match[1]) <= 100
            and not re.search(r"\d ?/ ?$", said.line[: match.start()])
        ):
            return int(match[1])
    return 50 if any(said.is_half for said in clauses) else None
