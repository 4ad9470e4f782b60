"""More time: asked for, read back, decided, told to all."""

from datetime import date

from storage.decisions import open_decisions
from storage.extensions import extensions_of
from tests.handlers.chat import Chat

ASKED = "I.1.2 xin gia hạn đến 15/10 do chờ thẩm định"


async def test_day_and_reason_go_to_the_secretary(chat: Chat) -> None:
    """The term stands until it is decided."""
    answer = await chat.says(chat.ha, ASKED)

    assert answer.splitlines() == [
        "Đã nhận đề nghị điều chỉnh thời hạn nhiệm vụ I.1.2 đến ngày 15/10/2022.",
        "Thời hạn cũ vẫn được giữ cho đến khi có ý kiến của Ban Chỉ đạo.",
    ]
    asked = await chat.last_text(chat.thu)
    assert "Sở Xây dựng (đồng chí Hà) đề nghị gia hạn nhiệm vụ I.1.2" in asked
    assert "từ 30/9/2022 đến 15/10/2022." in asked
    assert "Lý do: chờ thẩm định" in asked
    assert (await chat.occurrence("I.1.2")).due_on == date(2022, 9, 30)


async def test_granted_the_term_moves_and_all_are_told(chat: Chat) -> None:
    """The other focal point too; the original term stays visible."""
    binh = await chat.world.person("Đỗ Văn Bình", agency_id=chat.agencies["construction"])
    await chat.says(chat.ha, ASKED)

    await chat.presses(chat.thu, "Đồng ý")

    told = "Thời hạn nhiệm vụ I.1.2 được điều chỉnh đến ngày 15/10/2022 (thời hạn ban đầu 30/9/2022)."
    assert [await chat.last_text(each) for each in (chat.ha, binh)] == [told, told]
    occurrence = await chat.occurrence("I.1.2")
    assert (occurrence.due_on, occurrence.original_due_on, occurrence.term_version) == (
        date(2022, 10, 15),
        date(2022, 9, 30),
        2,
    )


async def test_the_reason_is_asked_for_once(chat: Chat) -> None:
    """And may be left out."""
    question = await chat.says(chat.ha, "I.1.2 xin gia hạn đến 15/10")
    assert question == "Đề nghị đồng chí nêu ngắn gọn lý do gia hạn."

    answer = await chat.presses(chat.ha, "Không nêu lý do")

    assert answer.startswith("Đã nhận đề nghị")
    assert "Lý do: không nêu" in await chat.last_text(chat.thu)


async def test_a_length_is_read_back_with_both_days(chat: Chat) -> None:
    """30 days from the term of 30/9, or from today 12/9."""
    question = await chat.says(chat.ha, "I.1.2 xin thêm 30 ngày do chờ thẩm định")
    assert question == "Đề nghị thêm 30 ngày cho nhiệm vụ I.1.2 (thời hạn 30/9/2022). Đồng chí chọn cách tính:"
    async with chat.world.sessions() as session:
        assert await extensions_of(session, chat.tasks["I.1.2"]) == []

    await chat.presses(chat.ha, "Từ hôm nay: 12/10/2022")

    async with chat.world.sessions() as session:
        (extension,) = await extensions_of(session, chat.tasks["I.1.2"])
    assert (extension.to_on, extension.reason) == (date(2022, 10, 12), "chờ thẩm định")


async def test_a_length_that_ends_before_the_term_is_offered_from_the_term_alone(chat: Chat) -> None:
    """10 days from today are still within the term."""
    await chat.says(chat.ha, "I.1.2 xin thêm 10 ngày do chờ thẩm định")

    row = await chat.last_row(chat.ha)
    assert [button["label"] for line in row.payload["buttons"] for button in line] == ["Từ thời hạn: 10/10/2022"]


async def test_a_day_not_after_the_term_is_never_recorded(chat: Chat) -> None:
    """20/9 lies before 30/9."""
    answer = await chat.says(chat.ha, "I.1.2 xin lùi đến 20/9")

    assert answer.startswith("Ngày 20/9/2022 không sau thời hạn của I.1.2 (30/9/2022).")
    async with chat.world.sessions() as session:
        assert await extensions_of(session, chat.tasks["I.1.2"]) == []


async def test_the_button_asks_for_day_and_reason(chat: Chat) -> None:
    """ "Xin gia hạn", a day in words, a reason in words."""
    await chat.says(chat.nam, "nhiệm vụ này")
    assert "đến ngày nào?" in await chat.presses(chat.nam, "Xin gia hạn")
    assert "lý do" in await chat.says(chat.nam, "20/10")

    answer = await chat.says(chat.nam, "chờ ý kiến Sở Tư pháp")

    assert "III.4 đến ngày 20/10/2022" in answer
    assert "Lý do: chờ ý kiến Sở Tư pháp" in await chat.last_text(chat.thu)


async def test_giahan_reads_code_and_day(chat: Chat) -> None:
    """And without them says how it is written."""
    assert "I.2.a.1 đến ngày 30/11/2022" in (await chat.says(chat.ha, "/giahan I.2.a.1 30/11/2022 do chờ thẩm định"))
    assert "Lý do: chờ thẩm định" in await chat.last_text(chat.thu)
    await chat.says(chat.ha, "/giahan I.2.a.1 15/12/2022 chờ ý kiến các sở")
    assert "Lý do: chờ ý kiến các sở" in await chat.last_text(chat.thu)
    assert (await chat.says(chat.ha, "/giahan")).startswith("Đề nghị nhắn theo mẫu: /giahan I.1.2 15/10/2022")
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/giahan III.4 30/11/2022")


async def test_refused_with_a_reason(chat: Chat) -> None:
    """The term stays; the reason is told."""
    await chat.says(chat.ha, ASKED)
    await chat.presses(chat.thu, "Không đồng ý")

    await chat.says(chat.thu, "Nhiệm vụ phải xong trong quý III")

    told = await chat.last_text(chat.ha)
    assert told.startswith("Đề nghị gia hạn nhiệm vụ I.1.2 chưa được chấp thuận; thời hạn giữ nguyên 30/9/2022.")
    assert "Lý do: Nhiệm vụ phải xong trong quý III" in told
    async with chat.world.sessions() as session:
        assert await open_decisions(session, ["extension"]) == []


async def test_another_day_is_granted(chat: Chat) -> None:
    """A day that is not after the term is asked for again."""
    await chat.says(chat.ha, ASKED)
    await chat.presses(chat.thu, "Ngày khác")

    assert "sau thời hạn" in await chat.says(chat.thu, "20/9")
    await chat.says(chat.thu, "10/10")

    assert "đến ngày 10/10/2022" in await chat.last_text(chat.ha)
    assert (await chat.occurrence("I.1.2")).due_on == date(2022, 10, 10)


async def test_the_letter_is_asked_for_and_shown(chat: Chat) -> None:
    """The request stays on the list and comes again with the letter."""
    await chat.says(chat.ha, ASKED)
    await chat.presses(chat.thu, "Hỏi số văn bản")
    assert "số, ngày văn bản" in await chat.last_text(chat.ha)

    await chat.says(chat.ha, "CV 45/SXD ngày 10/9")

    assert "Văn bản đề nghị: CV 45/SXD ngày 10/9" in await chat.last_text(chat.thu)
    await chat.presses(chat.thu, "Đồng ý")
    assert (await chat.occurrence("I.1.2")).due_on == date(2022, 10, 15)


async def test_a_second_request_says_so(chat: Chat) -> None:
    """Whoever decides sees that the term was extended before."""
    await chat.says(chat.ha, ASKED)
    await chat.presses(chat.thu, "Đồng ý")

    answer = await chat.says(chat.ha, "I.1.2 xin gia hạn đến 30/10 do chưa xong")

    assert "lần đề nghị gia hạn thứ 2" in answer
    assert "đã được gia hạn 1 lần" in await chat.last_text(chat.thu)


async def test_taken_back_it_needs_no_decision(chat: Chat) -> None:
    """ "Hoàn tác" under the request."""
    await chat.says(chat.ha, ASKED)

    await chat.presses(chat.ha, "Hoàn tác")

    async with chat.world.sessions() as session:
        assert await open_decisions(session, ["extension"]) == []
        assert [each.state for each in await extensions_of(session, chat.tasks["I.1.2"])] == ["withdrawn"]
