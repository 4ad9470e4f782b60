"""Leave with a stand-in, handing over, and one's own data."""

from datetime import date

from bot.domain.tasks import Status
from storage.roster import find_person
from tests.handlers.chat import Chat


async def test_a_stand_in_is_told_and_may_report_while_it_lasts(chat: Chat) -> None:
    """From 13/9 to 16/9 for Hà; before and after the tasks are not Nam's."""
    answer = await chat.says(chat.ha, "/vangmat từ 13/9 đến 16/9, thay: Lê Hải Nam")

    assert answer == "Đã ghi nhận đồng chí vắng mặt từ 13/9/2022 đến 16/9/2022. Tin nhắc được gửi đồng chí Nam thay."
    assert (await chat.last_text(chat.nam)).startswith("Từ 13/9/2022 đến 16/9/2022, đồng chí nhận tin nhắc")
    assert "không thuộc" in await chat.says(chat.nam, "I.1.2 xong")
    chat.world.go_to(date(2022, 9, 14), 10)
    assert "I.1.2 – đang thực hiện" in await chat.says(chat.nam, "I.1.2 đang làm")
    chat.world.go_to(date(2022, 9, 19), 10)
    assert "không thuộc" in await chat.says(chat.nam, "I.1.2 xong")


async def test_leave_is_shown_and_taken_back(chat: Chat) -> None:
    """Bare, then "hủy"; the stand-in hears of it."""
    await chat.says(chat.ha, "/vangmat từ 13/9 đến 16/9, thay: hai nam")

    assert "đồng chí Nam thay" in await chat.says(chat.ha, "/vangmat")
    await chat.says(chat.ha, "/vangmat hủy")

    assert "không còn nhận tin thay" in await chat.last_text(chat.nam)
    assert (await chat.says(chat.ha, "/vangmat")).startswith("Đề nghị nhắn theo mẫu")


async def test_leave_in_unreadable_words_is_said_how_to_write(chat: Chat) -> None:
    """Also where nobody has that name."""
    assert (await chat.says(chat.ha, "/vangmat mấy hôm")).startswith("Đề nghị nhắn theo mẫu")
    assert "chưa có đồng chí “Không Có”" in await chat.says(chat.ha, "/vangmat từ 13/9 đến 16/9, thay: Không Có")


async def test_handing_over_counts_once_the_other_accepts(chat: Chat) -> None:
    """Until then nothing changes; then the tasks are the other's and the desk knows."""
    await chat.says(chat.ha, "/bangiao Lê Hải Nam")
    assert "3 nhiệm vụ" in await chat.last_text(chat.nam)
    assert "không thuộc" in await chat.says(chat.nam, "I.1.2 xong")

    answer = await chat.presses(chat.nam, "Tiếp nhận")

    assert answer.startswith("Đã tiếp nhận.")
    assert "I.1.2" in answer
    assert (await chat.last_text(chat.ha)).startswith("Đã bàn giao nhiệm vụ cho đồng chí Nam.")
    assert "đồng chí Nam thay đồng chí Hà" in await chat.last_text(chat.thu)
    assert "I.1.2 – hoàn thành" in await chat.says(chat.nam, "I.1.2 xong")
    assert (await chat.presses(chat.nam, "Tiếp nhận")).startswith("Việc này")


async def test_declined_the_tasks_stay(chat: Chat) -> None:
    """Whoever proposed it is told."""
    await chat.says(chat.ha, "/bangiao cho Lê Hải Nam")

    await chat.presses(chat.nam, "Không tiếp nhận")

    assert "chưa được đồng chí Nam tiếp nhận" in await chat.last_text(chat.ha)
    assert "I.1.2 – đang" in await chat.says(chat.ha, "I.1.2 đang làm")


async def test_my_data_are_shown_with_a_file(chat: Chat) -> None:
    """Name, agency, consent, counts."""
    await chat.says(chat.ha, "I.1.2 đang làm")

    answer = await chat.says(chat.ha, "xem dữ liệu")

    assert "Họ và tên: Nguyễn Thị Thu Hà" in answer
    assert "Số báo cáo: 1" in answer
    assert (await chat.last_row(chat.ha)).payload["files"][0]["name"] == "du-lieu-ca-nhan.txt"


async def test_erased_a_person_is_empty_and_the_reports_stay(chat: Chat) -> None:
    """The chat is nobody's any more, and the desk hears that the agency has lost its focal point."""
    await chat.says(chat.ha, "I.1.2 đang làm")
    await chat.says(chat.ha, "/xoadulieu")

    await chat.presses(chat.ha, "Xóa dữ liệu")

    async with chat.world.sessions() as session:
        person = await find_person(session, chat.ha, date(2022, 9, 12))
    assert person is not None
    assert (person.name, person.phone, person.memberships) == ("", "", ())
    assert (await chat.occurrence("I.1.2")).standing is Status.IN_PROGRESS
    assert "Một đầu mối của Sở Xây dựng đã xóa dữ liệu" in await chat.last_text(chat.thu)
    assert "mã mời" in await chat.says(chat.ha, "I.1.2 xong")


async def test_stopped_until_start(chat: Chat) -> None:
    """And the desk gets a telephone number to call."""
    await chat.says(chat.ha, "/dunglai")
    assert "đã ngừng nhận tin" in await chat.last_text(chat.thu)

    assert (await chat.says(chat.ha, "/start")).startswith("Kênh đã gửi tin trở lại")


async def test_a_story_tells_reports_terms_and_obstacles(chat: Chat) -> None:
    """In the order in which they happened; the secretary may return the last report."""
    await chat.says(chat.ha, "I.1.2 đang làm 60%")
    await chat.says(chat.ha, "I.1.2 vướng chờ hướng dẫn")
    await chat.says(chat.ha, "I.1.2 xin gia hạn đến 15/10 do chờ thẩm định")
    await chat.presses(chat.thu, "Đồng ý")

    told = await chat.says(chat.thu, "/lichsu i1.2")

    assert told.splitlines()[0].startswith("I.1.2 – Tham mưu")
    assert told.splitlines()[1] == "Sở Xây dựng, thời hạn 15/10/2022: đang vướng mắc"
    assert "12/9/2022 – đang thực hiện 60%: “I.1.2 đang làm 60%”" in told
    assert "vướng mắc: “" in told
    assert "gia hạn được chấp thuận đến 15/10/2022" in told
    assert "không thuộc" in await chat.says(chat.nam, "/lichsu I.1.2")


async def test_a_report_is_returned_with_a_reason(chat: Chat) -> None:
    """It no longer counts; the agency is asked again."""
    await chat.says(chat.ha, "I.1.2 xong")
    await chat.says(chat.thu, "/lichsu I.1.2")
    await chat.presses(chat.thu, "Trả lại báo cáo")

    await chat.says(chat.thu, "Chưa có văn bản kèm theo")

    assert (await chat.last_text(chat.ha)).startswith("Báo cáo nhiệm vụ I.1.2")
    assert "Lý do: Chưa có văn bản kèm theo" in await chat.last_text(chat.ha)
    assert (await chat.occurrence("I.1.2")).state == "open"
    assert "I.1.2 – đang" in await chat.says(chat.ha, "đang làm")
