"""What a daily message says, by stage, and how it is answered."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.actions import parse_action
from bot.domain.messages import Outgoing
from bot.domain.occurrences import Occurrence
from bot.domain.people import Person
from bot.domain.reminders import ASK, OVERDUE, ROUND, SUBMITTED, DueItem, Stage
from bot.domain.tasks import Status
from bot.render.reminders import Desk, ReminderLine, RoundWords, render_daily

PERSON = Person(5, "Nguyễn Thị Thu Hà", "đồng chí", "", "", ())
DESK = Desk("Tổ giúp việc Ban Chỉ đạo")
TODAY = date(2022, 9, 27)
WORK = Occurrence(
    id=11, task_id=1, code="I.2.a.5", content="Quyết định về thiết kế mẫu; thiết kế điển hình", agency_id=7,
    agency="Sở Xây dựng", key="2022-09-30", kind="dated", strict=False, event="", original_due_on=date(2022, 9, 30),
    due_on=date(2022, 9, 30), term_version=1, state="open", silent=False, standing=None, percent=None,
    reported_on=None, submitted_on=None, done_on=None, acked_on=None, snoozed_until=None,
)  # fmt: skip
REPORTED = replace(WORK, standing=Status.IN_PROGRESS, percent=60, reported_on=date(2022, 9, 12))


def line(
    stage: Stage = 3, work: Occurrence = WORK, number: int = 1, *, first: bool = False, last: date | None = None
) -> ReminderLine:
    item = DueItem(work.id, work.code, 7, work.due_on, 1, work.kind, stage, str(stage), TODAY, first)
    return ReminderLine(number, item, work, last_working_on=last)


def render(*lines: ReminderLine, person: Person = PERSON, today: date = TODAY, **about: object) -> Outgoing:
    return render_daily(person, lines, today, DESK, message_id=77, **about)  # type: ignore[arg-type]


def test_one_task_is_told_in_whole_sentences() -> None:
    """Addressee, task, lead and term, last report, what is asked, how to answer, thanks."""
    message = render(line(work=REPORTED))

    assert message.text.splitlines() == [
        "Kính gửi đồng chí Hà.",
        "Nhiệm vụ I.2.a.5 (Quyết định về thiết kế mẫu) do Sở Xây dựng chủ trì: thời hạn thứ Sáu, 30/9/2022, còn 3 ngày."
        " Báo cáo gần nhất: đang thực hiện 60% (12/9/2022).",
        "Đề nghị đồng chí cho biết tiến độ và khó khăn, vướng mắc (nếu có).",
        "Trả lời ngắn, ví dụ: “đang làm 60%” hoặc “xong, QĐ 12/QĐ-UBND”.",
        "Trân trọng cảm ơn. [N77]",
    ]
    assert [[button.label for button in row] for row in message.buttons] == [
        ["Xong", "Đang làm"],
        ["Vướng", "Xin gia hạn"],
        ["Nhắc sau"],
    ]


GUIDANCE = replace(WORK, due_on=None, kind="guidance", event="có hướng dẫn của các Bộ, ngành Trung ương")
EVENT = replace(GUIDANCE, event="Nghị quyết được ban hành")


@pytest.mark.parametrize(
    ("shown", "today", "words"),
    [
        (line(30, replace(WORK, due_on=date(2022, 10, 27))), TODAY, ["thời hạn 27/10/2022, còn 30 ngày"]),
        (line(0), date(2022, 9, 30), ["thời hạn hôm nay, thứ Sáu, 30/9/2022", "Rất mong đồng chí quan tâm"]),
        (
            line(1, replace(WORK, due_on=date(2022, 12, 31)), last=date(2022, 12, 30)),
            date(2022, 12, 30),
            ["thứ Bảy, 31/12/2022, còn 1 ngày", "Ngày làm việc cuối cùng trước thời hạn là thứ Sáu, 30/12/2022"],
        ),
        (
            line(OVERDUE, first=True),
            date(2022, 10, 3),
            ["đã quá 3 ngày", "Đến nay Tổ giúp việc Ban Chỉ đạo chưa nhận được báo cáo", "nguyên nhân"],
        ),
        (line(OVERDUE), date(2022, 10, 6), ["đã quá 6 ngày", "có văn bản nêu rõ lý do"]),
        (
            line(SUBMITTED, replace(WORK, standing=Status.SUBMITTED, submitted_on=date(2022, 9, 20))),
            TODAY,
            ["đã trình ngày 20/9/2022, văn bản đã được ban hành chưa?"],
        ),
        (line(ASK, GUIDANCE), TODAY, ["đã có hướng dẫn của các Bộ, ngành Trung ương chưa?", "CHƯA CÓ"]),
        (line(ASK, EVENT), TODAY, ["thời hạn tính theo “Nghị quyết được ban hành”, đến nay đã có chưa?"]),
        (line(ASK, replace(WORK, due_on=None, kind="continuous")), TODAY, ["nhiệm vụ thường xuyên"]),
        (line(ASK, replace(WORK, due_on=None, kind="none")), TODAY, ["chưa ấn định thời hạn"]),
        (replace(line(), organisation=True), TODAY, ["Trân trọng đề nghị Quý cơ quan phối hợp"]),
    ],
)
def test_every_stage_is_asked_in_its_own_words(shown: ReminderLine, today: date, words: list[str]) -> None:
    """Also: nobody is told to have done nothing, and no line shouts."""
    text = render(shown, today=today).text

    for each in words:
        assert each in text
    assert "!" not in text
    assert "?." not in text
    assert "chưa làm" not in text


def test_several_tasks_are_a_list_with_a_button_each() -> None:
    """Short lines by number; of a dozen, eight are shown, and the rest is counted."""
    message = render(*(line(number=n, work=replace(WORK, code=f"I.{n}", id=n)) for n in range(1, 13)))

    text = message.text.splitlines()
    assert text[1] == "Sở Xây dựng có 12 nhiệm vụ cần cập nhật tình hình:"
    assert text[2] == "1. I.1 – Quyết định về thiết kế mẫu: thời hạn thứ Sáu, 30/9/2022, còn 3 ngày"
    assert text[10] == "… và 04 nhiệm vụ khác (xem đủ: /nhiemvu)"
    assert len(message.text) < 1500
    buttons = [button for row in message.buttons for button in row]
    assert [button.label for button in buttons] == [f"{n}. I.{n}" for n in range(1, 9)]
    assert message.numbers_taken


def test_two_agencies_are_told_apart() -> None:
    """Somebody who follows two agencies reads whose task each is."""
    other = replace(WORK, id=12, agency_id=8, agency="Sở Tài chính")

    assert "(Sở Tài chính): thời hạn" in render(line(), line(work=other, number=2)).text


def test_how_to_answer_is_not_repeated_to_those_who_know() -> None:
    """After the third report of a person."""
    assert "Trả lời ngắn" not in render(line(), person=replace(PERSON, reports_made=3)).text


def test_a_round_says_what_for_and_until_when() -> None:
    """The list, and the reminder to those who were silent."""
    shown = line(ROUND), line(ROUND, number=2, work=replace(WORK, id=12, due_on=None, kind="continuous"))
    words = RoundWords("quý III/2022", date(2022, 9, 14))

    first = render(*shown, reporting=words, today=date(2022, 9, 7)).text
    again = render(*shown, reporting=replace(words, again=True), today=date(2022, 9, 12)).text

    assert "Để xây dựng báo cáo quý III/2022 (số liệu tính đến ngày 14/9/2022)" in first
    assert "2. I.2.a.5 – Quyết định về thiết kế mẫu: nhiệm vụ thường xuyên" in first
    assert "đến nay chưa nhận được báo cáo" in again


def test_every_button_fits_and_can_be_read_back() -> None:
    """At most 64 bytes, whatever the ids."""
    big = replace(WORK, id=10**12)
    shown = [render(line(work=big)), render(line(ASK, replace(GUIDANCE, id=10**12))), render(line(), line(number=2))]

    for message in shown:
        for button in (each for row in message.buttons for each in row):
            assert len(button.action.encode()) <= 64
            assert parse_action(button.action) is not None
