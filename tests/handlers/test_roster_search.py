"""/danhba and /moi: finding people, inviting them, letting them go; the file goes out and comes in again."""

from datetime import date

from bot.domain.people import Role
from bot.domain.roster_table import role_named
from bot.texts import say
from handlers.roster_file import import_roster, load_rows, render_workbook
from storage.directory import load_directory
from storage.files import load_file
from tests.handlers.chat import Chat


async def test_people_are_found_with_and_without_diacritics(chat: Chat) -> None:
    """By name or by agency; each line says by which channel they joined, or that they never did."""
    await chat.world.person("Nguyễn Văn Bình", agency_id=chat.agencies["finance"], joined=False, phone="0912000111")

    assert "– Nguyễn Thị Thu Hà: đầu mối Sở Xây dựng; ĐT chưa có; Telegram từ 12/9/2022" in (
        await chat.says(chat.thu, "/danhba thu ha")
    )
    by_agency = await chat.says(chat.thu, "danh bạ sở tài chính")
    assert "Lê Hải Nam" in by_agency
    assert "ĐT 0912000111; chưa tham gia" in by_agency
    assert "4 đã tham gia" in await chat.says(chat.thu, "/danhba")
    assert "Nguyễn Văn Bình" in await chat.presses(chat.thu, "Ai chưa tham gia")
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "/danhba")


async def test_a_code_is_made_renewed_and_revoked(chat: Chat) -> None:
    """The newest code alone lets its holder in; revoked, none does."""
    await chat.world.person("Nguyễn Văn Bình", agency_id=chat.agencies["finance"], joined=False)
    first = _code(await chat.says(chat.thu, "/moi nguyen van binh"))
    second = _code(await chat.says(chat.thu, "/moi Nguyễn Văn Bình"))

    assert first != second
    assert "không đúng" in await chat.strange_says(f"/start {first}")
    assert "Đã thu hồi" in await chat.says(chat.thu, "/moi thu hồi binh")
    assert "không đúng" in await chat.strange_says(f"/start {second}")
    third = _code(await chat.says(chat.thu, "/moi binh"))
    assert "Nguyễn Văn Bình" not in third
    assert "Sở Tài chính" in await chat.strange_says(f"/start {third}")


def _code(answer: str) -> str:
    return answer.partition("qua Telegram: ")[2].partition(".")[0]


async def test_the_operator_invites_nobody_in_chat(chat: Chat) -> None:
    """A code for the secretary would open the desk to whoever holds it; on the server the operator has the command."""
    operator = await chat.world.person("Ngô Đức Anh", Role.OPERATOR)

    assert "không thuộc phạm vi" in await chat.says(operator, "/moi Nguyễn Thị Thu Hà")
    assert "không thuộc phạm vi" in await chat.says(operator, "/moi")


async def test_slips_for_all_who_never_joined(chat: Chat) -> None:
    """A .docx with a slip each, after a question."""
    for name in ("Nguyễn Văn Bình", "Đỗ Thị Lan"):
        await chat.world.person(name, agency_id=chat.agencies["finance"], joined=False)
    assert "cho 2 đồng chí" in await chat.says(chat.thu, "/moi tất cả")

    await chat.presses(chat.thu, "Lập giấy mời")

    (sent,) = (await chat.last_row(chat.thu)).payload["files"]
    async with chat.world.sessions() as session:
        file = await load_file(session, sent["stored"])
    assert sent["name"] == "giay-moi.docx"
    assert file is not None
    assert file.content.startswith(b"PK")


async def test_let_go_everything_stops_and_history_stays(chat: Chat) -> None:
    """The desk is told where an agency has nobody left; one's own data stay within reach."""
    await chat.says(chat.ha, "I.1.2 đang làm 60%")
    await chat.says(chat.thu, "/danhba Nguyễn Thị Thu Hà")
    await chat.presses(chat.thu, "Đưa ra khỏi danh bạ")

    await chat.presses(chat.thu, "Đồng ý đưa ra")

    assert "Sở Xây dựng hiện không còn đầu mối nào nhận được tin; 03 nhiệm vụ" in await chat.last_text(chat.thu)
    assert "không thuộc phạm vi" in await chat.says(chat.ha, "I.1.2 xong")
    assert "Số báo cáo: 1" in await chat.says(chat.ha, "/xemdulieu")
    assert [each.percent for each in await chat.reports("I.1.2")] == [60]


async def test_what_is_exported_comes_in_unchanged(chat: Chat) -> None:
    """In Vietnamese words throughout; blank days keep the post that goes on, a new number the same person."""
    await chat.world.person("Đặng Quốc Huy", Role.DEPUTY, chat.agencies["finance"], joined=False, phone="+84912000111")
    async with chat.world.sessions.begin() as session:
        rows = await load_rows(session)
        assert tuple(role for role in ("Đầu mối", "Thư ký") if role in {row[5] for row in rows}) == (
            "Đầu mối",
            "Thư ký",
        )
        now, today = chat.world.clock.now(), date(2022, 9, 20)
        kept = await import_roster(session, "danh-ba.xlsx", render_workbook(rows), now, today)
        assert (kept.new, kept.changed, kept.same) == (0, 0, 5)
        blank = [(*row[:4], "0987654321", *row[5:7], "", "") for row in rows if row[1] == "Lê Hải Nam"]
        kept = await import_roster(session, "danh-ba.xlsx", render_workbook(blank), now, today)
        assert (kept.new, kept.changed, kept.same) == (0, 1, 0)
        everybody = await load_directory(session, today, now)
    assert [each.person.phone for each in everybody if each.person.id == chat.nam] == ["0987654321"]
    assert len(everybody) == 5


def test_every_role_is_written_as_it_is_read() -> None:
    """The words of the export are words of the import."""
    assert [role_named(say("role", role.value)) for role in Role] == list(Role)
