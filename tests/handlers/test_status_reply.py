"""From a few typed words to a record, read back."""

from datetime import date, timedelta

from bot.domain.tasks import Status
from tests.handlers.chat import Chat


async def test_a_number_is_of_the_list_read_last(chat: Chat) -> None:
    """ "1 xong" answers the first line of the list; the completion and its day are read back with a way to undo."""
    await chat.says(chat.ha, "/nhiemvu")

    answer = await chat.says(chat.ha, "1 xong")

    assert answer.startswith("Cảm ơn đồng chí. Đã ghi nhận: I.1.2 – hoàn thành ngày 12/9/2022.")
    assert "số, ngày văn bản" in answer
    assert "nhắn SỬA" in answer
    assert (await chat.occurrence("I.1.2")).standing is Status.DONE
    (report,) = await chat.reports("I.1.2")
    assert (report.text, report.source, report.reading is not None) == ("1 xong", "chat", True)


async def test_several_statements_are_read_back_in_one_message(chat: Chat) -> None:
    """One line a task."""
    await chat.says(chat.ha, "/nhiemvu")

    answer = await chat.says(chat.ha, "1 đã trình; 2 đang làm 60%; 3 vướng chờ hướng dẫn của Bộ")

    assert answer.splitlines()[:4] == [
        "Đã ghi nhận:",
        "– I.1.2 – đã trình, chờ ban hành",
        "– I.2.a.1 – đang thực hiện 60%",
        "– I.2.a.2 – đang vướng mắc",
    ]


async def test_numbers_stay_those_of_the_list_after_a_report(chat: Chat) -> None:
    """A read-back is no list: "2 đang làm" after "1 xong" is still the second line."""
    await chat.says(chat.ha, "/nhiemvu")
    await chat.says(chat.ha, "1 xong")

    await chat.says(chat.ha, "2 đang làm")

    assert (await chat.occurrence("I.2.a.1")).standing is Status.IN_PROGRESS


async def test_a_number_that_was_not_listed_is_never_the_one_that_was(chat: Chat) -> None:
    """One task was listed and "2 xong" came: it may be the second of an older list. The open ones are shown, once."""
    await chat.says(chat.ha, "/baocao I.1.2")

    question = await chat.says(chat.ha, "2 xong rồi")

    assert question.startswith("Số thứ tự này không có trong danh sách vừa gửi.")
    assert (await chat.occurrence("I.1.2")).standing is None
    answer = await chat.says(chat.ha, "2 xong")
    assert "I.2.a.1 – hoàn thành" in answer


async def test_a_number_that_was_not_listed_is_asked_about_beside_what_was_said(chat: Chat) -> None:
    """The first is recorded; the fifth, which nobody listed, is not passed over in silence."""
    await chat.says(chat.ha, "/nhiemvu")

    await chat.says(chat.ha, "1 đang làm, 5 xong rồi")

    assert (await chat.occurrence("I.1.2")).standing is Status.IN_PROGRESS
    assert (await chat.last_text(chat.ha)).startswith("Số thứ tự này không có trong danh sách vừa gửi.")


async def test_a_statement_without_a_task_is_asked_about(chat: Chat) -> None:
    """Three are open: nothing is recorded until the number comes, in words or by button."""
    await chat.says(chat.ha, "/nhiemvu")

    question = await chat.says(chat.ha, "xong rồi")
    assert question.startswith("Kênh chưa rõ đồng chí báo cáo nhiệm vụ nào trong 03 nhiệm vụ.")
    assert (await chat.occurrence("I.1.2")).standing is None
    answer = await chat.says(chat.ha, "2")

    assert "I.2.a.1 – hoàn thành" in answer
    (report,) = await chat.reports("I.2.a.1")
    assert report.text == "xong rồi"


async def test_the_question_takes_a_button_and_all(chat: Chat) -> None:
    """ "Cả 3 nhiệm vụ" records all."""
    await chat.says(chat.ha, "xong rồi")

    await chat.presses(chat.ha, "Cả 3 nhiệm vụ")

    assert [(await chat.occurrence(code)).standing for code in ("I.1.2", "I.2.a.1", "I.2.a.2")] == [Status.DONE] * 3


async def test_the_question_hands_over_after_two_tries(chat: Chat) -> None:
    """What stays unclear goes to the secretary with the words; nothing is recorded."""
    await chat.says(chat.ha, "xong rồi")
    await chat.says(chat.ha, "ờ thì")

    answer = await chat.says(chat.ha, "cái kia kìa")

    assert "chuyển Thư ký" in answer
    assert "“xong rồi / cái kia kìa”" in await chat.last_text(chat.thu)
    assert await chat.reports("I.1.2") == []


async def test_the_secretary_records_doubtful_words(chat: Chat) -> None:
    """ "Ghi nhận thay", then a number and a standing; the words are the focal point's."""
    await chat.says(chat.ha, "xong rồi")
    await chat.says(chat.ha, "ờ thì")
    await chat.says(chat.ha, "cái kia kìa")

    await chat.presses(chat.thu, "Ghi nhận thay")
    answer = await chat.says(chat.thu, "1 xong")

    assert "I.1.2 – hoàn thành" in answer
    (report,) = await chat.reports("I.1.2")
    assert (report.person_id, report.text) == (chat.thu, "xong rồi / cái kia kìa")


async def test_a_task_of_another_agency_is_refused_kindly(chat: Chat) -> None:
    """III.4 is led by Sở Tài chính."""
    answer = await chat.says(chat.ha, "III.4 xong")

    assert answer.startswith("Nhiệm vụ III.4 không thuộc phạm vi cơ quan đồng chí")
    assert (await chat.occurrence("III.4")).standing is None


async def test_a_foreign_task_beside_an_own_one_is_left_out(chat: Chat) -> None:
    """The own one is recorded, the other named as refused."""
    answer = await chat.says(chat.ha, "I.1.2 đang làm; III.4 xong")

    assert "III.4 không thuộc" in answer
    assert "I.1.2 – đang thực hiện" in answer
    assert (await chat.occurrence("III.4")).standing is None


async def test_one_open_task_needs_no_name(chat: Chat) -> None:
    """Sở Tài chính has one."""
    answer = await chat.says(chat.nam, "đang làm 40%")

    assert answer.startswith("Đã ghi nhận: III.4 – đang thực hiện 40%.")


async def test_a_quoted_message_ties_the_reply(chat: Chat) -> None:
    """Quoting the read-back of I.1.2 speaks of I.1.2."""
    await chat.says(chat.ha, "I.1.2 đang làm")
    ref = await chat.last_ref(chat.ha)
    await chat.says(chat.ha, "/nhiemvu")

    await chat.says(chat.ha, "xong rồi", quoting=ref)

    assert (await chat.occurrence("I.1.2")).standing is Status.DONE


async def test_undo_gives_back_what_stood_before(chat: Chat) -> None:
    """By the button; the report is kept as taken back."""
    await chat.says(chat.ha, "I.1.2 đang làm 60%")
    await chat.says(chat.ha, "I.1.2 xong")

    answer = await chat.presses(chat.ha, "Hoàn tác")

    assert answer.splitlines() == [
        "Đã hủy nội dung vừa ghi nhận. Tình hình hiện nay:",
        "– I.1.2 – đang thực hiện 60%",
    ]
    assert [each.undone for each in await chat.reports("I.1.2")] == [False, True]
    assert await chat.presses(chat.ha, "Hoàn tác") == "Không còn nội dung nào để hủy."


async def test_nham_takes_the_last_report_back(chat: Chat) -> None:
    """And a second time there is nothing left of it."""
    await chat.says(chat.ha, "I.1.2 xong")

    answer = await chat.says(chat.ha, "nhầm")

    assert "– I.1.2: chưa có báo cáo" in answer
    assert (await chat.occurrence("I.1.2")).state == "open"
    assert "Không còn" in await chat.says(chat.ha, "nhầm")


async def test_nham_with_a_correction_is_of_the_last_report(chat: Chat) -> None:
    """ "nhầm, chưa xong" after "1 xong" speaks of the first task."""
    await chat.says(chat.ha, "/nhiemvu")
    await chat.says(chat.ha, "2 xong")

    await chat.says(chat.ha, "nhầm chưa xong")

    assert (await chat.occurrence("I.2.a.1")).standing is Status.IN_PROGRESS


async def test_an_edited_message_supersedes_its_report(chat: Chat) -> None:
    """ "1 xong" becomes "2 xong" where the list was the same."""
    await chat.says(chat.ha, "/nhiemvu")
    await chat.says(chat.ha, "1 xong")
    await chat.says(chat.ha, "2 xong", edits="t2")

    assert (await chat.occurrence("I.1.2")).standing is None
    assert (await chat.occurrence("I.2.a.1")).standing is Status.DONE


async def test_an_edit_that_says_the_same_changes_nothing(chat: Chat) -> None:
    """No second report, no second read-back."""
    await chat.says(chat.ha, "/nhiemvu")
    await chat.says(chat.ha, "1 xong")

    assert await chat.says(chat.ha, "1 xong.", edits="t2") == ""
    assert len(await chat.reports("I.1.2")) == 1


async def test_a_document_right_after_a_completion_is_added_to_it(chat: Chat) -> None:
    """The number and day that were asked for; the completion counts from the document's day."""
    await chat.says(chat.ha, "I.1.2 xong")

    answer = await chat.says(chat.ha, "QĐ 36/QĐ-UBND ngày 9/9")

    assert answer == "Đã bổ sung I.1.2: văn bản số 36/QĐ-UBND ngày 09/9/2022."
    assert (await chat.occurrence("I.1.2")).done_on == date(2022, 9, 9)


async def test_no_document_is_an_answer_too(chat: Chat) -> None:
    """Nothing is refused for the lack of one."""
    await chat.says(chat.ha, "I.1.2 xong")

    assert await chat.says(chat.ha, "chưa có") == "Đã rõ. Khi có văn bản, đồng chí gửi bổ sung sau."
    assert (await chat.occurrence("I.1.2")).standing is Status.DONE


async def test_messages_of_a_burst_are_read_together(chat: Chat) -> None:
    """ "1 đang làm", then "60%"."""
    await chat.says(chat.ha, "/nhiemvu")
    await chat.says(chat.ha, "1 đang làm")
    chat.world.clock.moment += timedelta(seconds=20)

    answer = await chat.says(chat.ha, "60%")

    assert "I.1.2 – đang thực hiện 60%" in answer
    assert [each.undone for each in await chat.reports("I.1.2")] == [True, False]


async def test_instructions_end_after_the_third_report(chat: Chat) -> None:
    """The fourth read-back has the button alone."""
    for percent in (10, 20, 30):
        assert "nhắn SỬA" in await chat.says(chat.ha, f"I.1.2 đang làm {percent}%")

    assert "SỬA" not in await chat.says(chat.ha, "I.1.2 đang làm 40%")


async def test_the_other_focal_point_of_the_agency_is_told(chat: Chat) -> None:
    """One report is enough."""
    binh = await chat.world.person("Đỗ Văn Bình", agency_id=chat.agencies["construction"])

    await chat.says(chat.ha, "I.1.2 đang làm")

    assert await chat.last_text(binh) == "Đồng chí Hà đã báo cáo: I.1.2 – đang thực hiện."


async def test_received_is_no_report(chat: Chat) -> None:
    """ "Đã nhận" after the list: noted for all of it, the standing untouched."""
    await chat.says(chat.ha, "/nhiemvu")

    answer = await chat.says(chat.ha, "đã nhận")

    assert "đã nhận thông tin" in answer
    assert (await chat.occurrence("I.1.2")).acked_on == date(2022, 9, 12)
    assert (await chat.occurrence("I.1.2")).standing is None


async def test_a_courtesy_after_a_read_back_is_not_answered(chat: Chat) -> None:
    """ "Vâng" ends the talk."""
    await chat.says(chat.ha, "I.1.2 đang làm")

    assert await chat.says(chat.ha, "vâng") == ""


async def test_an_unclear_word_is_asked_about_then_handed_over(chat: Chat) -> None:
    """Two questions, then the secretary."""
    first = await chat.says(chat.nam, "để xem")
    second = await chat.says(chat.nam, "à thế thì")
    third = await chat.says(chat.nam, "hmm")

    assert first.startswith("Nhiệm vụ III.4")
    assert second.startswith("Nhiệm vụ III.4")
    assert "chuyển Thư ký" in third
    assert await chat.reports("III.4") == []


async def test_the_term_is_told_when_asked(chat: Chat) -> None:
    """The bot knows it."""
    assert await chat.says(chat.nam, "hạn khi nào?") == "III.4 – thời hạn: 30/9/2022; chưa có báo cáo."


async def test_other_questions_go_to_the_secretary(chat: Chat) -> None:
    """With the words, and the asker is told so."""
    answer = await chat.says(chat.nam, "bao giờ họp?")

    assert answer.startswith("Câu hỏi đã được chuyển")
    assert "bao giờ họp?" in await chat.last_text(chat.thu)


async def test_the_secretary_is_no_reporter(chat: Chat) -> None:
    """Typed words of hers record nothing."""
    answer = await chat.says(chat.thu, "xong rồi")

    assert "/trogiup" in answer
