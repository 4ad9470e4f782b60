"""Obstacles between a focal point and the standing agency: words there, words back, closed by either side."""

from datetime import UTC, datetime

from bot.domain.tasks import Status
from storage.obstacles import open_obstacles, turns_of
from tests.handlers.chat import Chat


async def blocked(chat: Chat) -> None:
    """I.1.2 stands still, in the words of Hà."""
    await chat.says(chat.ha, "I.1.2 đang làm 60%")
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ Tài chính")


async def test_an_obstacle_reaches_the_standing_agency_in_the_words_as_typed(chat: Chat) -> None:
    """Typed at night it is owed for the next opening of the hours."""
    chat.world.clock.moment = datetime(2022, 9, 12, 13, tzinfo=UTC)  # 20:00

    answer = await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn của Bộ Tài chính")

    assert "Vướng mắc được chuyển Cơ quan thường trực Ban Chỉ đạo." in answer
    row = await chat.last_row(chat.standing)
    assert "vướng chờ hướng dẫn của Bộ Tài chính”" in row.payload["text"]
    assert row.hold_until == datetime(2022, 9, 13, 1, tzinfo=UTC)


async def test_an_answer_by_quoting_goes_back_to_the_focal_point(chat: Chat) -> None:
    """And the question that follows goes the other way, in order."""
    await blocked(chat)

    told = await chat.says(chat.standing, "Bộ trả lời trong tuần này", quoting=await chat.last_ref(chat.standing))
    assert told == "Đã chuyển tới đầu mối Sở Xây dựng."
    assert "“Bộ trả lời trong tuần này”" in await chat.last_text(chat.ha)
    back = await chat.says(chat.ha, "văn bản số mấy ạ", quoting=await chat.last_ref(chat.ha))

    assert back == "Đã chuyển Cơ quan thường trực Ban Chỉ đạo."
    assert "“văn bản số mấy ạ”" in await chat.last_text(chat.standing)
    async with chat.world.sessions() as session:
        (obstacle,) = await open_obstacles(session)
        assert [each.side for each in await turns_of(session, obstacle.id)] == ["standing", "agency"]
        assert obstacle.waits_for == "standing"


async def test_the_button_answers_where_nothing_can_be_quoted(chat: Chat) -> None:
    """ "Trả lời", then the words."""
    await blocked(chat)

    await chat.presses(chat.standing, "Trả lời")
    await chat.says(chat.standing, "Áp dụng công văn cũ")

    assert "“Áp dụng công văn cũ”" in await chat.last_text(chat.ha)


async def test_closed_the_standing_is_in_progress_again(chat: Chat) -> None:
    """With the percent there was; the other side is told."""
    await blocked(chat)

    answer = await chat.presses(chat.standing, "Đã tháo gỡ")

    assert answer.startswith("Đã ghi nhận vướng mắc tại I.1.2 được tháo gỡ")
    assert (await chat.occurrence("I.1.2")).standing is Status.IN_PROGRESS
    assert await chat.last_text(chat.ha) == "Vướng mắc tại nhiệm vụ I.1.2 đã kết thúc: được tháo gỡ ngày 12/9/2022."
    assert await chat.presses(chat.standing, "Đã tháo gỡ") == (
        "Vướng mắc này đã kết thúc: được tháo gỡ ngày 12/9/2022."
    )


async def test_a_completion_closes_the_obstacle(chat: Chat) -> None:
    """The standing agency hears how."""
    await blocked(chat)

    await chat.says(chat.ha, "I.1.2 xong")

    assert (await chat.last_text(chat.standing)).startswith("Vướng mắc tại nhiệm vụ I.1.2 đã kết thúc: I.1.2 xong")
    async with chat.world.sessions() as session:
        assert await open_obstacles(session) == []


async def test_progress_leaves_the_obstacle_open_with_a_button_to_close_it(chat: Chat) -> None:
    """ "Đang làm" does not say that it is gone."""
    await blocked(chat)

    await chat.says(chat.ha, "I.1.2 đang làm 70%")
    await chat.presses(chat.ha, "Vướng mắc đã tháo gỡ")

    assert "đã kết thúc" in await chat.last_text(chat.standing)


async def test_the_button_asks_for_the_words(chat: Chat) -> None:
    """ "Vướng" is recorded at once; the standing agency hears of it when there is something to hear."""
    await chat.says(chat.nam, "nhiệm vụ này")
    answer = await chat.presses(chat.nam, "Vướng")
    assert "Đề nghị đồng chí nêu nội dung vướng mắc" in answer
    assert await chat.texts(chat.standing) == []

    await chat.says(chat.nam, "chưa có hướng dẫn phân bổ vốn")

    assert "“chưa có hướng dẫn phân bổ vốn”" in await chat.last_text(chat.standing)


async def test_a_report_taken_back_withdraws_its_obstacle(chat: Chat) -> None:
    """Nobody goes on working at it."""
    await blocked(chat)

    await chat.says(chat.ha, "nhầm")

    assert "đã hủy báo cáo vướng mắc" in await chat.last_text(chat.standing)
    async with chat.world.sessions() as session:
        assert await open_obstacles(session) == []


async def test_vuongmac_reports_and_lists(chat: Chat) -> None:
    """With a code and words; bare it lists."""
    await chat.says(chat.ha, "/vuongmac I.2.a.1 kinh phí chưa cấp")

    assert "kinh phí chưa cấp" in await chat.last_text(chat.standing)
    listed = await chat.says(chat.ha, "/vuongmac")
    assert "I.2.a.1, từ 12/9/2022" in listed
    assert "chờ Cơ quan thường trực" in listed


async def test_somebody_elses_obstacle_cannot_be_answered(chat: Chat) -> None:
    """The gate holds for buttons too."""
    await blocked(chat)
    ref = (await chat.last_row(chat.standing)).payload["buttons"][0][0]["action"]

    (answer,) = await chat.world.write(chat.nam, action=ref)

    assert "không thuộc phạm vi" in answer.text


async def test_plain_words_after_an_obstacle_are_passed_on_once_confirmed(chat: Chat) -> None:
    """Typed without quoting: it is asked whether they are the answer, and to whom; nothing goes before that."""
    await blocked(chat)

    asked = await chat.says(chat.standing, "Đã có công văn 5621/BTC-NSNN, đề nghị áp dụng")
    assert "Sở Xây dựng" in asked
    assert "I.1.2" in asked
    assert "5621" not in await chat.last_text(chat.ha)
    told = await chat.presses(chat.standing, "Chuyển")

    assert told == "Đã chuyển tới đầu mối Sở Xây dựng."
    assert "“Đã có công văn 5621/BTC-NSNN, đề nghị áp dụng”" in await chat.last_text(chat.ha)


async def test_plain_words_that_were_no_answer_stay(chat: Chat) -> None:
    """ "Không": they are not passed on, and the obstacle still waits for an answer."""
    await blocked(chat)

    await chat.says(chat.standing, "anh bận họp")
    await chat.presses(chat.standing, "Không")

    assert "anh bận họp" not in await chat.last_text(chat.ha)
    async with chat.world.sessions() as session:
        (obstacle,) = await open_obstacles(session)
        assert obstacle.waits_for == "standing"


async def _answered(chat: Chat) -> None:
    """I.1.2 stands still, and the standing agency has answered."""
    await blocked(chat)
    await chat.presses(chat.standing, "Trả lời")
    await chat.says(chat.standing, "Sở liên hệ trực tiếp Vụ Quy hoạch")


async def test_plain_words_after_an_answer_are_about_its_task(chat: Chat) -> None:
    """Not about the task that was listed last: a report is recorded there, a question is offered to be passed on."""
    await chat.says(chat.ha, "/nhiemvu")
    await _answered(chat)

    asked = await chat.says(chat.ha, "đã liên hệ, khi nào Bộ họp thẩm định ạ?")
    assert "Cơ quan thường trực" in asked
    assert "I.1.2" in asked
    assert await chat.presses(chat.ha, "Chuyển") == "Đã chuyển Cơ quan thường trực Ban Chỉ đạo."
    assert "khi nào Bộ họp thẩm định ạ?" in await chat.last_text(chat.standing)
    await _answered(chat)
    assert "I.1.2 – đang thực hiện 70%" in await chat.says(chat.ha, "hết vướng, đang làm 70%")


async def test_numbers_after_an_answer_still_answer_the_list(chat: Chat) -> None:
    """ "1 xong" is of the reminder with its numbers, never of the task that was talked about since."""
    await chat.says(chat.ha, "/nhiemvu")
    await _answered(chat)

    answer = await chat.says(chat.ha, "2 đang làm 30%")

    assert "I.2.a.1 – đang thực hiện 30%" in answer


async def test_thanks_need_no_answer(chat: Chat) -> None:
    """Politeness is neither passed on nor asked about."""
    await _answered(chat)
    before = await chat.last_text(chat.ha)

    await chat.says(chat.ha, "Cảm ơn đồng chí nhiều ạ")

    assert await chat.last_text(chat.ha) == before
