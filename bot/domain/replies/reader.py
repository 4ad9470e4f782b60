"""The reader: a reply to statements, each with the rules that made it. In doubt it says so; it never guesses."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.replies.clauses import Clause, Group, cut, gather
from bot.domain.replies.days import Found, find_days, going, safe
from bot.domain.replies.documents import Cited, find_documents
from bot.domain.replies.reading import CitedDocument, Evidence, Intent, ReplyItem, ReplyReading
from bot.domain.replies.rules import ACKNOWLEDGED, EXTENSION, NO_EXTENSION, NO_SNOOZE, QUESTION, SNOOZE, UNDO
from bot.domain.replies.tasks import Mention, find_mentions, find_sure_mentions
from bot.domain.replies.verdict import Said, Verdict, judge
from bot.domain.replies.words import Text, read_words
from bot.domain.tasks import Status

READER_VERSION = 5
_LONGEST = 2_000  # characters; what is longer is no short reply, and a person reads it
_MOST_NUMBERS = 120  # what has more is a table
_NUMBER = re.compile(r"\d+")
_POLITE = re.compile(
    r"\b(?:em|anh|chi|a|da|oi|nhe|nha|ah|ha|sep|dong chi|co|chu|bac|thua|kinh|bao cao|xin|cam on|vang|c|e|ban chi dao|bcd|voi|dc|tran trong|lai|nhieu|hi|roi)\b|[,.;:!?]"
)
_LENGTH = re.compile(
    r"(?:them|gia han|lui|khat|hoan|cham|doi|gian)(?: (?:them|lai|cho|em|khoang|tam|han|thoi gian|chung toi|don vi|duoc|toi da|it nhat))* (?P<n>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|muoi) (?P<unit>ngay|tuan)(?! lam viec)"
)
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "muoi": 10}
_DAY_WORD = re.compile(r"(?:\bngày\s+|\bngay\s+)?$", re.IGNORECASE)
_CANNOT = re.compile(
    r"\b(?:lam )?sao (?:ma )?(?:xong|hoan thanh|kip|trinh|lam|duoc)\b(?! (?:vay|the|day)\b)|\b(?:chua|khong|chang)\b.* nao$"
)
_ISSUED_ON = re.compile(
    r"\b(?:ban hanh|phat hanh|ky)(?: vao)? (?:ngay|hom) (?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2})(?: ?[/.-] ?(?P<y>\d{4}))?"
)
_DASHED = re.compile(r"(?<![^\s,;])(\d{1,2})[-–](?=[^\W\d_])")  # "1-xong 2-chưa"
_OTHERS_RECEIVED = re.compile(r"\b(?:ubnd|uy ban|van thu|hdnd|bo|trung uong)\b(?: \w+){0,2} nhan\b")
_BY_CONTENT = re.compile(
    r"(?:con )?(?:viec|cai|nhiem vu|muc|phan) (?!nay|do|nay|kia|lay|dang|da|chua|xong|thi|van)[a-z]"
)
_SHARE_NOT_DAY = 90  # days ahead: then "xong 3/4" is three of four
_IS_SHARE = re.compile(r"\b(?:xong|hoan thanh|hoan tat|duoc|dat|lam)\s*$")
_SHARED = re.compile(r" ?(?:la )?(?:xong|hoan thanh|hoan tat|roi)\b")
_REASON = re.compile(r"\b(?:do|vì|vi|lý do:?)\s+([^\n]*)", re.IGNORECASE)


def read_reply(text: str, *, today: date, open_codes: Sequence[str]) -> ReplyReading:
    """Everything that a reply says; `open_codes` are the tasks it answers, by their numbers from 1.

    Any text is read; what cannot be recorded is `unclear` or a `question`, as is all that is longer than a message.
    """
    typed = unicodedata.normalize("NFC", text)
    if len(typed) > _LONGEST or len(_NUMBER.findall(typed)) > _MOST_NUMBERS:
        return _reading((), today, open_codes)
    documents = find_documents(typed, today)
    masked = _DASHED.sub(r"\1:", _masked(typed, documents))
    words = Text.of(read_words(masked))
    items = _read(words, typed, masked, documents, today, tuple(open_codes))
    return _reading(items, today, open_codes)


def _reading(items: tuple[ReplyItem, ...], today: date, codes: Sequence[str]) -> ReplyReading:
    nothing = (ReplyItem(Intent.UNCLEAR, tasks=_only(codes)),)
    return ReplyReading(items or nothing, READER_VERSION, today, tuple(codes))


def _only(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(codes) if len(codes) == 1 else ()


def _masked(typed: str, documents: Sequence[Cited]) -> str:
    """Documents as one word, so that their numbers and days are taken for nothing else; places stay."""
    for each in documents:
        width, (start, end) = each.end - each.start, each.day_at
        typed = (
            typed[: each.start]
            + ("hoso" if each.is_above or each.is_submission else "doc0")[:width].ljust(width)
            + typed[each.end :]
        )
        start -= len(_DAY_WORD.search(typed[:start])[0]) if end else 0  # type: ignore[index]
        typed = typed[:start] + " " * (end - start) + typed[end:]
    return typed


def _read(
    words: Text, typed: str, masked: str, documents: Sequence[Cited], today: date, codes: tuple[str, ...]
) -> tuple[ReplyItem, ...]:
    line = words.line
    sure = find_sure_mentions(words, masked, codes)
    days = find_days(_blanked(line, sure), today)
    mentions = find_mentions(words, _blanked(line, days), masked, codes, sure)
    groups = gather(line, cut(line, mentions, days), codes)
    context = _Context(words, typed, line, days, documents, today, codes)
    items = [item for group in groups for item in context.items_of(group)]
    return _tidy(items, context)


def _blanked(line: str, spans: Sequence[Found] | Sequence[Mention]) -> str:
    """The line with these stretches made unreadable; places stay."""
    for each in spans:
        line = line[: each.start] + "#" * (each.end - each.start) + line[each.end :]
    return line


class _Context:
    """A reply being read."""

    def __init__(
        self,
        words: Text,
        typed: str,
        line: str,
        days: Sequence[Found],
        documents: Sequence[Cited],
        today: date,
        codes: tuple[str, ...],
    ) -> None:
        self.words, self.typed, self.line, self.days = words, typed, line, days
        self.documents, self.today, self.codes = documents, today, codes

    def items_of(self, group: Group) -> list[ReplyItem]:
        """The statements about one set of tasks: a status, requests, a question, in the order of the words."""
        tasks = _only(self.codes) if group.codes is None else group.codes
        if len(self.codes) == 1 and not group.is_wrong:
            tasks = self.codes
        if group.codes is None and len(self.codes) > 1 and sum(map(self._is_by_content, group.clauses)) > 1:
            return []  # "việc quyết định xong, việc kế hoạch đang làm": of which, only a person can say
        items: list[tuple[int, ReplyItem]] = []
        plain: list[Clause] = []
        for clause in group.clauses:
            item = self._request(clause)
            if item is not None:
                items.append((clause.start + self._tells_first(clause), item))
            if item is None or (item.intent is not Intent.QUESTION and self._also_says(clause)):
                plain.append(clause)
        status = self._status(plain)
        if status is not None:
            items = [each for each in items if each[1].intent is not Intent.UNDO]
            items.append((plain[0].start, status))
        if group.is_wrong:
            proof = self._proof("task-not-open", "tasks", group.clauses[0])
            return [ReplyItem(Intent.UNCLEAR, evidence=proof, is_elsewhere=True)]
        named = group.codes is not None
        made = [replace(item, tasks=tasks, named=named) for _, item in sorted(items, key=lambda each: each[0])]
        if not made and named:
            made = [ReplyItem(Intent.UNCLEAR, tasks=tasks, named=True)]
        return made

    def _is_by_content(self, clause: Clause) -> bool:
        return bool(_BY_CONTENT.match(self.line[clause.start : clause.end].lstrip()))

    def _tells_first(self, clause: Clause) -> bool:
        """Does the clause say how the work stands before it asks ("vướng vốn nên xin gia hạn")?"""
        return self._also_says(clause)

    # --- requests

    def _request(self, clause: Clause) -> ReplyItem | None:
        said = self._said(clause)
        line = said.line.strip(" ,.;:")
        if UNDO.search(line) and not re.search(r"khong (?:phai )?(?:nham|lon)", line):
            return ReplyItem(Intent.UNDO, evidence=self._proof("undo", "intent", clause))
        if EXTENSION.search(line) and not NO_EXTENSION.search(line):
            return self._extension(clause, line)
        if SNOOZE.search(line) and not NO_SNOOZE.search(line):
            return ReplyItem(
                Intent.SNOOZE, date=self._first_day(clause), evidence=self._proof("snooze", "intent", clause)
            )
        if self._is_question(clause, line):
            return ReplyItem(Intent.QUESTION, evidence=self._proof("question", "intent", clause))
        return None

    def _is_question(self, clause: Clause, line: str) -> bool:
        if not re.search(r"[a-z]", line) or _CANNOT.search(line):
            return False
        return bool(QUESTION.search(line)) or self.line[clause.end : clause.end + 2].startswith("?")

    def _also_says(self, clause: Clause) -> bool:
        """Does a clause with a request tell how the work stands, too ("đang sửa xin thêm 5 ngày")?"""
        line = self._said(clause).line
        undo = UNDO.search(line)
        if undo:
            return judge([Said(line[undo.end() :])], self.today).status is not None
        at = min((m.start() for rule in (EXTENSION, SNOOZE) if (m := rule.search(line))), default=0)
        return judge([Said(line[:at])], self.today).status is not None if at > 3 else False

    def _extension(self, clause: Clause, line: str) -> ReplyItem:
        length = _LENGTH.search(self.line[clause.start : clause.end])
        days = None
        if length:
            n = int(length["n"]) if length["n"].isdecimal() else _NUMBERS[length["n"]]
            days = n * 7 if length["unit"] == "tuan" else n
        named = [each.day for each in self._days(clause) if each.day is not None]
        asked = named[-1] if named else (self.today + timedelta(days=days) if days else None)
        start, end = self.words.span(clause.start, clause.end)
        reason = _REASON.search(self.typed, start)
        note = reason[1].strip() if reason and reason.start() <= end + 2 else ""
        return ReplyItem(
            Intent.EXTENSION,
            date=asked,
            length_days=days if not named else None,
            note=note,
            evidence=self._proof("extension", "intent", clause),
        )

    # --- status

    def _status(self, clauses: Sequence[Clause]) -> ReplyItem | None:
        if not clauses:
            return None
        verdict = judge([self._said(clause) for clause in clauses], self.today)
        if verdict.status is None:
            return None
        document = self._document(clauses, verdict)
        words = self.words.span(clauses[0].start, clauses[-1].end)
        note = self._told(clauses) if verdict.status is Status.BLOCKED else ""
        return ReplyItem(
            Intent.STATUS,
            verdict.status,
            verdict.percent,
            date=self._promised(clauses, verdict),
            document=document,
            evidence=tuple(Evidence(rule, fieldname, said, *words) for rule, fieldname, said in verdict.proofs),
            note=note,
        )

    def _told(self, clauses: Sequence[Clause]) -> str:
        """The words of clauses as typed, without the task that they begin with."""
        start = clauses[0].start
        for mention in sorted(clauses[0].mentions, key=lambda each: each.start):
            if not self.line[start : mention.start].strip(" ,;.:–-"):
                start = mention.end
        begin, end = self.words.span(start, clauses[-1].end)
        return self.typed[begin:end].strip(" ,;.:–-\n")

    def _promised(self, clauses: Sequence[Clause], verdict: Verdict) -> date | None:
        if verdict.status is Status.DONE:
            return None
        for clause in clauses:
            text = self.line[clause.start : clause.end]
            for found in self._days(clause):
                before = self.line[clause.start : found.start]
                past = re.search(r"\b(?:hom|tu|tu ngay|tu hom)\s*$", before) or (
                    re.search(r"\b(?:da|roi|vua|moi)\b", text)
                    and not re.search(
                        r"\b(?:se|du kien|moi xong|moi hoan|moi ban|moi trinh|phai|cham nhat|moi (?:co|go|giai quyet|thao go))\b",
                        text,
                    )
                )
                after = self.line[found.end : clause.end]
                if found.is_numeric and self._is_far(found) and (_IS_SHARE.search(before) or _SHARED.match(after)):
                    continue  # "xong 3/4", "3/4 xong"
                if verdict.status is Status.SUBMITTED and self._near(found) is None:
                    continue  # "trình ngày 10/9" of a day that has passed
                if found.day is not None and not past:
                    if found.day == self.today and re.search(r"\bchua\b", text):
                        continue  # "bữa ni vẫn chưa …" tells of today and promises nothing
                    return found.day
        return None

    def _document(self, clauses: Sequence[Clause], verdict: Verdict) -> CitedDocument | None:
        if verdict.status not in {Status.DONE, Status.SUBMITTED}:
            return None
        for each in self.documents:
            at = next(
                (p for w, p in zip(self.words.words, self.words.places, strict=True) if w.start == each.start), None
            )
            inside = at is not None and any(clause.start <= at < clause.end for clause in clauses)
            if not inside or each.is_above:
                continue
            before = self.line[max(0, (at or 0) - 80) : at]
            if re.search(r"\b(?:thay the|thay|sua doi|gop y|tra loi|can cu|trien khai)\b(?: \w+){0,3} ?$", before):
                continue
            return CitedDocument(each.number, each.day or self._issued_on(clauses))
        return None

    def _issued_on(self, clauses: Sequence[Clause]) -> date | None:
        """The day of issue that is told apart from the number ("NQ 95 thông qua rồi, ban hành ngày 18/11")."""
        for clause in clauses:
            match = _ISSUED_ON.search(self.line[clause.start : clause.end])
            if match and 1 <= int(match["d"]) <= 31 and 1 <= int(match["m"]) <= 12:
                if match["y"]:
                    return safe(int(match["y"]), int(match["m"]), int(match["d"]))
                return going(self.today, int(match["m"]), int(match["d"]))
        return None

    # --- pieces

    def _days(self, clause: Clause) -> list[Found]:
        return [each for each in self.days if clause.start <= each.start < clause.end]

    def _first_day(self, clause: Clause) -> date | None:
        return next((each.day for each in self._days(clause) if each.day is not None), None)

    def _said(self, clause: Clause) -> Said:
        """The clause with its tasks left out and its days called so."""
        text = self.line[clause.start : clause.end]
        cuts = [(m.start, min(m.end, clause.end), "") for m in clause.mentions]
        found = self._days(clause)
        cuts += [(d.start, d.end, "ngayp" if self._is_past(d) else "ngayx") for d in found]
        for start, end, word in sorted(cuts, reverse=True):
            a, b = start - clause.start, end - clause.start
            text = f"{text[:a]}{word}{text[b:]}"
        days = tuple(self._near(each) for each in found)
        text = re.sub(r"\bvao (?:ngay |hom )?(?=ngayp\b)", "", text)
        return Said(" ".join(text.split()).strip(" ,.;:–-"), days, self._is_half(clause), len(self.codes) == 1)

    def _near(self, found: Found) -> date | None:
        """A day and month without a year that would be far ahead is one that has passed."""
        if found.day is not None and found.is_numeric and (found.day - self.today).days > 200:
            return None
        return found.day

    def _is_far(self, found: Found) -> bool:
        return found.day is not None and (found.day - self.today).days > _SHARE_NOT_DAY

    def _is_past(self, found: Found) -> bool:
        near = self._near(found)
        return (near is None and found.is_numeric) or (near is not None and near < self.today)

    def _is_half(self, clause: Clause) -> bool:
        for word, place in self.words.words_in(clause.start, clause.end):
            if word.text == "nua":
                before = self.line[clause.start : place].rstrip()
                if word.typed.lower() in {"nửa", "nưả"} or (
                    word.typed.isascii() and re.search(r"\b(?:mot|duoc|xong|lam|hon)$", before)
                ):
                    return True
        return False

    def _proof(self, rule: str, fieldname: str, clause: Clause) -> tuple[Evidence, ...]:
        start, end = self.words.span(clause.start, clause.end)
        return (Evidence(rule, fieldname, self.line[clause.start : clause.end].strip(), start, end),)


def _tidy(items: Sequence[ReplyItem], context: _Context) -> tuple[ReplyItem, ...]:
    """An acknowledgement counts where nothing else is said; an undo where no new status is given."""
    recorded = [item for item in items if item.intent is not Intent.UNCLEAR]
    if any(item.intent is Intent.STATUS for item in recorded):
        recorded = _agreed([item for item in recorded if item.intent is not Intent.UNDO])
    if any(item.intent is Intent.UNDO for item in recorded):
        recorded = [item for item in recorded if item.intent is Intent.UNDO][:1]
    unclear = [item for item in items if item.intent is Intent.UNCLEAR]
    if recorded:
        return (
            *_once(recorded),
            *(item for item in unclear if item.is_elsewhere or _is_left(item, recorded)),
        )
    if not any(item.tasks for item in unclear if len(context.codes) > 1) and _is_ack(context):
        return (
            ReplyItem(
                Intent.ACK,
                tasks=_only(context.codes),
                evidence=(Evidence("acknowledged", "intent", context.line, 0, len(context.typed)),),
            ),
        )
    return tuple(unclear[:1])


def _agreed(items: Sequence[ReplyItem]) -> list[ReplyItem]:
    """ "xong cả 2 nhưng 2 chưa ký": of a task that is told of twice the completion is not believed."""
    kept = []
    for item in items:
        if item.status in {Status.DONE, Status.SUBMITTED}:
            denied = {
                task
                for other in items
                if other.status not in {None, Status.DONE, Status.SUBMITTED}
                for task in other.tasks
            }
            left = tuple(task for task in item.tasks if task not in denied)
            if item.tasks and not left:
                continue
            item = replace(item, tasks=left)
        kept.append(item)
    return kept


def _is_left(item: ReplyItem, recorded: Sequence[ReplyItem]) -> bool:
    return item.named and item.tasks not in {each.tasks for each in recorded}


def _once(items: Sequence[ReplyItem]) -> list[ReplyItem]:
    kept: list[ReplyItem] = []
    for item in items:
        if not any(
            item.intent is each.intent and item.tasks == each.tasks and item.status == each.status for each in kept
        ):
            kept.append(item)
    return kept


def _is_ack(context: _Context) -> bool:
    """Nothing but the word that it was received, and politeness."""
    match = ACKNOWLEDGED.search(context.line)
    if match is None or _OTHERS_RECEIVED.search(context.line):
        return False
    rest = ACKNOWLEDGED.compiled.sub(" ", context.line)
    return not re.sub(r"\W", "", _POLITE.sub(" ", rest)) or len(_POLITE.sub(" ", rest).split()) <= 3
