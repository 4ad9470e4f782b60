"""The calendar file: what a calendar programme reads back from it."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.render.ics import CalendarEntry, escaped, folded, preview_entries, render_ics

STAMP = datetime(2022, 8, 1, tzinfo=UTC)
ROW = {
    "at": "2022-09-16T08:30:00+07:00",
    "day": "2022-09-16",
    "person": "Nguyễn Văn A",
    "agency": "Sở Xây dựng",
    "channel": "telegram",
    "reachable": False,
    "kind": "daily",
    "items": [
        {"number": 1, "code": "I.2.a.5", "agency": "Sở Xây dựng", "due": "2022-09-30", "stage": 14},
        {"number": 2, "code": "II.1", "agency": "Sở Xây dựng", "due": None, "stage": "ask"},
    ],
}


def read_back(text: str) -> list[tuple[str, str]]:
    """Unfold and unescape as RFC 5545 says."""
    lines = text.replace("\r\n ", "").split("\r\n")
    unescape = {"\\n": "\n", "\\N": "\n", "\\\\": "\\", "\\;": ";", "\\,": ","}
    return [
        (name, re.sub(r"\\[nN\\;,]", lambda found: unescape[found[0]], value))
        for name, _, value in (line.partition(":") for line in lines if line)
    ]


def test_a_message_of_the_preview_is_an_entry() -> None:
    """At its instant in UTC, with who hears and of what, in Vietnamese."""
    fields = read_back(render_ics("Lịch nhắc", preview_entries([ROW]), STAMP))

    assert fields[:3] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//nhacviec//vi")]
    assert fields[-1] == ("END", "VCALENDAR")
    entry = dict(fields[6:-1])
    assert entry["DTSTART"] == "20220916T013000Z"
    assert entry["DTEND"] == "20220916T014500Z"
    assert entry["DTSTAMP"] == "20220801T000000Z"
    assert entry["SUMMARY"] == "Nhắc việc gửi Nguyễn Văn A (Sở Xây dựng): 2 nhiệm vụ, chưa nhận được tin"
    assert entry["DESCRIPTION"].split("\n") == [
        "1. I.2.a.5 – Sở Xây dựng, thời hạn: 30/9/2022 (còn 14 ngày)",
        "2. II.1 – Sở Xây dựng, thời hạn: không có thời hạn (hỏi định kỳ)",
    ]


def test_the_same_message_keeps_its_identity() -> None:
    """Imported again, an entry replaces itself instead of doubling."""
    first, again = (next(preview_entries([ROW])).uid for _ in range(2))
    other = next(preview_entries([{**ROW, "day": "2022-09-19"}])).uid

    assert first == again != other
    assert first.isascii()


def test_lines_are_folded_by_octets_and_never_within_a_letter() -> None:
    """75 octets of UTF-8 at most, which is fewer Vietnamese letters."""
    text = render_ics("x", [CalendarEntry("1", STAMP, "Ngưỡng " * 60, "ệ" * 300)], STAMP)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert ("DESCRIPTION", "ệ" * 300) in read_back(text)


def test_what_people_wrote_cannot_break_out_of_its_line() -> None:
    """Line breaks, commas, semicolons and backslashes are escaped, control characters dropped."""
    assert escaped("a,b;c\\d\r\nEND:VCALENDAR\x00") == "a\\,b\\;c\\\\d\\nEND:VCALENDAR"


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """But for control characters and the kind of its line breaks."""
    kept = "".join(char for char in "\n".join(text.splitlines()) if char >= " " or char == "\n")

    assert read_back(folded(f"SUMMARY:{escaped(text)}"))[0] == ("SUMMARY", kept)
