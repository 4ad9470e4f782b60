"""Leave with a stand-in, handing over, and one's own data."""

from datetime import date

from bot.domain.people import Role
from bot.domain.tasks import Status
from storage.roster import add_membership, add_person, find_person
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
    await chat.says(chat.ha, "/vangmat từ 13/9 đến 16/9, thay: le hai nam")

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
    assert "Một đầu mối của Sở Xây dựng đã xóa dữ liệu" in (await chat.texts(chat.thu))[-2]
    assert "không còn đầu mối nào nhận được tin" in await chat.last_text(chat.thu)
    assert "mã mời" in await chat.says(chat.ha, "I.1.2 xong")


async def test_stopped_until_start(chat: Chat) -> None:
    """And the desk gets a telephone number to call."""
    await chat.says(chat.ha, "/dunglai")
    assert "đã ngừng nhận tin" in (await chat.texts(chat.thu))[-2]

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


async def test_a_stand_in_may_decline(chat: Chat) -> None:
    """Then the tasks are not theirs; whoever asked and the desk hear of it."""
    await chat.says(chat.ha, "/vangmat từ 12/9 đến 16/9, thay: Lê Hải Nam")
    assert "người thay: đồng chí Nam (Sở Tài chính)" in await chat.last_text(chat.thu)

    await chat.presses(chat.nam, "Không thay được")

    assert "không thuộc" in await chat.says(chat.nam, "I.1.2 xong")
    assert (await chat.last_text(chat.ha)).startswith("Về lịch vắng mặt: đồng chí Nam không thay được")
    assert "chưa có người thay" in await chat.last_text(chat.thu)


async def test_a_few_letters_name_nobody_of_another_agency(chat: Chat) -> None:
    """Only colleagues are found by part of a name; "Nguyễn" alone lists nobody of the roster."""
    await chat.world.person("Nguyễn Văn Bình", agency_id=chat.agencies["finance"])

    assert "chưa có đồng chí “Nguyễn”" in await chat.says(chat.ha, "/bangiao Nguyễn")
    assert "Hà" not in await chat.says(chat.nam, "/bangiao Nguyễn")


async def test_a_programme_opens_its_tasks_and_no_others(chat: Chat) -> None:
    """Whoever stands for a programme reads the history of that programme's tasks; the gate alone decides."""
    culture = await chat.world.agency("Sở Văn hóa, Thể thao và Du lịch")
    async with chat.world.sessions.begin() as session:
        person = await add_person(session, "Đỗ Thị Lan", chat.world.clock.now())
        role = Role.PROGRAMME_STANDING
        await add_membership(session, person, role, date(2022, 1, 1), agency_id=culture, programme="Giảm nghèo")
    await chat.world.join(person)
    await chat.world.set_programme("I.1.2", "Giảm nghèo")

    assert (await chat.says(person, "/lichsu I.1.2")).startswith("I.1.2 – Tham mưu")
    assert "không thuộc" in await chat.says(person, "/lichsu III.4")


async def test_a_secretary_on_leave_leaves_the_desk_to_the_other(chat: Chat) -> None:
    """With two secretaries the one who is there is told; the role itself is not lent."""
    other = await chat.world.person("Võ Thị Hoa", Role.SECRETARY, chat.agencies["desk"])
    assert "không giao cho người khác" in await chat.says(chat.thu, "/vangmat từ 12/9 đến 16/9, thay: Lê Hải Nam")
    await chat.says(chat.thu, "/vangmat từ 12/9 đến 16/9")
    before = len(await chat.texts(chat.thu))

    await chat.says(chat.ha, "I.1.2 xin gia hạn đến 15/10 do chờ thẩm định")

    assert "I.1.2" in await chat.last_text(other)
    assert len(await chat.texts(chat.thu)) == before
