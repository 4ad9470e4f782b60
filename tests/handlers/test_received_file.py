"""Photos and documents, kept with the report that they prove."""

from bot.domain.messages import IncomingFile
from storage.reports import pending_files
from tests.handlers.chat import PHOTO, Chat


async def kept(chat: Chat) -> list[tuple[int, str]]:
    """Report and name of every file that is kept."""
    async with chat.world.sessions() as session:
        return [(each.report_id, each.name) for each in await pending_files(session, 100)]


async def test_a_photo_after_a_completion_is_kept_with_it(chat: Chat) -> None:
    """It answers the question for a document."""
    await chat.says(chat.ha, "I.1.2 xong")

    answer = await chat.says(chat.ha, "", files=(PHOTO,))

    assert answer == "Đã lưu tệp kèm báo cáo I.1.2."
    assert await kept(chat) == [(1, "anh.jpg")]


async def test_a_caption_is_a_report(chat: Chat) -> None:
    """ "I.1.2 xong" under a photo: nothing more is asked for."""
    answer = await chat.says(chat.ha, "I.1.2 xong", files=(PHOTO,))

    assert "I.1.2 – hoàn thành" in answer
    assert "gửi ảnh" not in answer
    assert await kept(chat) == [(1, "anh.jpg")]


async def test_an_album_stays_together(chat: Chat) -> None:
    """The parts that follow a captioned one are kept with its report, and not answered each."""
    await chat.says(chat.ha, "I.1.2 xong", files=(PHOTO,), album="a1")

    answers = [await chat.says(chat.ha, "", files=(PHOTO,), album="a1") for _ in range(2)]

    assert answers == ["", ""]
    assert len(await kept(chat)) == 3


async def test_a_caption_without_a_task_keeps_its_file_until_the_task_is_told(chat: Chat) -> None:
    """ "Xong rồi" with three open tasks."""
    await chat.says(chat.ha, "xong rồi", files=(IncomingFile("f", "quyet-dinh.pdf", "application/pdf"),))
    assert await kept(chat) == []

    await chat.says(chat.ha, "1")

    assert await kept(chat) == [(1, "quyet-dinh.pdf")]


async def test_a_file_without_a_report_is_not_guessed_about(chat: Chat) -> None:
    """It is said how to send it."""
    assert "báo cáo nhiệm vụ trước" in await chat.says(chat.ha, "", files=(PHOTO,))
