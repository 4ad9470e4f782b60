"""Sổ đôn đốc as people read it: lines of text, JSON, and a sheet with real days and filters."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.reminders import SilenceReason
from bot.render.ics import stage_name
from bot.texts import say, short_day

Row = Mapping[str, Any]
_COLUMNS = (
    "day",
    "at",
    "code",
    "agency",
    "due",
    "stage",
    "person",
    "channel",
    "outcome",
    "reason",
    "answered",
    "answer",
)
_A4 = 9  # as Excel numbers papers
_WIDTHS = {"at": 16, "agency": 30, "person": 26, "stage": 20, "outcome": 18, "reason": 26, "answer": 34}


def ledger_text(rows: Sequence[Row]) -> str:
    """A line a reminder."""
    if not rows:
        return say("ledger", "Nothing was sent yet.")
    return "\n".join(ledger_lines(rows))


def ledger_lines(rows: Sequence[Row]) -> list[str]:
    """Each reminder on a line: when, of what, to whom, what became of it, what was answered."""
    return [_line(row) for row in rows]


def _line(row: Row) -> str:
    words = say(
        "ledger", "%(day)s  %(code)s, %(agency)s (%(stage)s) – %(person)s: %(outcome)s",
        day=short_day(date.fromisoformat(row["day"])), code=row["code"], agency=row["agency"],
        stage=stage_words(row["stage"]), person=row["person"] or say("ledger", "nobody"), outcome=outcome_words(row),
    )  # fmt: skip
    answer = row["answer"]
    if answer is None:
        return words
    return say("ledger", "%(words)s; answered %(answer)s", words=words, answer=answer_words(answer))


def stage_words(stage: str) -> str:
    """A stage as kept, in words."""
    if stage == "escalation":
        return say("ledger", "escalation")
    return stage_name(int(stage) if stage.isdecimal() else stage)


def outcome_words(row: Row) -> str:
    """What became of a message, with the reason where there is one, and that it went twice where it did."""
    words = say("ledger", row["outcome"])
    if row["channel"] and row["outcome"] in {"sent", "unknown"}:
        words = say("ledger", "%(words)s by %(channel)s", words=words, channel=say("channel", row["channel"]))
    if row["reason"]:
        words = say("ledger", "%(words)s (%(reason)s)", words=words, reason=reason_words(row["reason"]))
    return say("ledger", "%(words)s, sent again", words=words) if row["repeated"] else words


def reason_words(reason: str) -> str:
    """Reasons of reminders have their words; those of platforms stay as the platform gave them."""
    return say("reason", reason) if reason in REASONS else reason


def answer_words(answer: Mapping[str, Any]) -> str:
    """ "12/9/2022: đang thực hiện 60%"."""
    status = say("status", answer["status"]) + (f" {answer['percent']}%" if answer["percent"] is not None else "")
    return say("ledger", "%(day)s: %(status)s", day=short_day(date.fromisoformat(answer["day"])), status=status)


REASONS = frozenset({*(each.value for each in SilenceReason), "merged", "late", "left", "answered"})


def ledger_xlsx(rows: Sequence[Row]) -> bytes:
    """A sheet with a filter; what people typed is written as text, never as a formula."""
    # Slow to import, and only an export needs it.
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(say("ledger", "Ledger"))
    head, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for column, name in enumerate(_COLUMNS):
        sheet.write_string(0, column, say("ledger", f"column {name}"), head)
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(_cells(row)):
            if isinstance(value, datetime):
                sheet.write_datetime(line, column, value, moment)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            else:
                sheet.write_string(line, column, value)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)
    book.close()
    return buffer.getvalue()


def _cells(row: Row) -> list[str | date | datetime]:
    answer = row["answer"]
    return [
        date.fromisoformat(row["day"]),
        datetime.fromisoformat(row["at"]).replace(tzinfo=None) if row["at"] else "",  # sheets know no zone
        row["code"],
        row["agency"],
        date.fromisoformat(row["due"]) if row["due"] else "",
        stage_words(row["stage"]),
        row["person"],
        say("channel", row["channel"]) if row["channel"] else "",
        say("ledger", row["outcome"]),
        reason_words(row["reason"]),
        date.fromisoformat(answer["day"]) if answer else "",
        answer["text"] or answer_words(answer) if answer else "",
    ]
