"""One message as handlers mean it, as each channel can carry it: nothing is lost, nothing is too long."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis.strategies import DrawFn, composite, integers, sampled_from, text

from bot.channels.rendering import mark_second, measure, render, split
from bot.domain.messages import Button, Capabilities, Outgoing, OutgoingFile

RICH = Capabilities(
    4096, "code_point", caption_limit=1024, buttons=True, editing=True, quoting=True, files=True, pictures=True
)
POOR = Capabilities(2000, "utf16")
BUTTONS = ((Button("Xong", "st:1:done"), Button("Đang làm", "st:1:doing")), (Button("Vướng", "st:1:blocked"),))
FILE = OutgoingFile("k1", "bao-cao.docx", "application/msword")


def link_for(file: OutgoingFile) -> str:
    return f"https://nv.example/tep/{file.stored}"


def test_a_rich_channel_gets_the_message_as_it_is() -> None:
    """Buttons, quote and edit stay."""
    message = Outgoing(text="Nhiệm vụ I.2.a.5", buttons=BUTTONS, quotes="7", acknowledges="9")

    assert render(message, RICH, link_for).parts == (message,)


def test_a_channel_without_buttons_gets_numbers() -> None:
    """Their actions are given in the same order."""
    rendered = render(
        Outgoing(text="Nhiệm vụ", buttons=BUTTONS, edits="5", quotes="7", acknowledges="9"), POOR, link_for
    )

    assert rendered.parts == (Outgoing(text="Nhiệm vụ\nTrả lời 1: Xong, 2: Đang làm, 3: Vướng."),)
    assert rendered.choices == ("st:1:done", "st:1:doing", "st:1:blocked")


def test_a_page_is_a_line_of_its_own_where_nothing_is_pressed() -> None:
    """It has no number: nothing comes back from it."""
    board = Button("Bảng theo dõi", url="https://bcd.example.vn/bang/x")
    message = Outgoing("Tổng hợp", ((Button("Word", "sum:docx"),), (board,)))

    rendered = render(message, POOR, link_for)

    assert rendered.parts[0].text.endswith("\nBảng theo dõi: https://bcd.example.vn/bang/x")
    assert rendered.choices == ("sum:docx",)


def test_where_the_text_has_numbers_of_its_own_buttons_get_none() -> None:
    """A typed 1 would mean two things."""
    rendered = render(Outgoing(text="1. a\n2. b", buttons=BUTTONS, numbers_taken=True), POOR, link_for, "N7")

    assert rendered.parts == (Outgoing(text="1. a\n2. b"),)
    assert rendered.choices == ()


def test_files_go_along_or_as_links() -> None:
    """One file with a short text is one message; where there are no files, there are addresses."""
    message = Outgoing(text="Báo cáo quý III", files=(FILE,))

    assert render(message, RICH, link_for).parts == (message,)
    assert render(message, POOR, link_for).parts[0].text == "Báo cáo quý III\nbao-cao.docx: https://nv.example/tep/k1"


def test_many_files_go_one_by_one_after_the_text() -> None:
    """Each is a call of its own."""
    parts = render(Outgoing(text="Báo cáo", buttons=BUTTONS, files=(FILE, FILE)), RICH, link_for).parts

    assert parts == (Outgoing(text="Báo cáo", buttons=BUTTONS), Outgoing(files=(FILE,)), Outgoing(files=(FILE,)))


def test_a_message_that_only_acknowledges_is_nothing_where_nothing_is_pressed() -> None:
    """There is no spinner to end."""
    assert render(Outgoing(acknowledges="9"), POOR, link_for).parts == ()
    assert render(Outgoing(acknowledges="9"), RICH, link_for).parts == (Outgoing(acknowledges="9"),)


def test_a_text_is_cut_at_the_end_of_a_sentence_and_names_its_task_again() -> None:
    """A part that goes on with a task can be answered by itself."""
    item = "1. I.2.a.5 – " + "Xây dựng cơ chế, chính sách hỗ trợ. " * 80

    first, *rest = split(item.strip(), POOR)

    assert first.endswith("hỗ trợ.")
    assert rest[0].startswith("(I.2.a.5, tiếp theo) Xây dựng")


def test_a_decomposed_text_is_composed_first() -> None:
    """The limit counts what is sent: NFC."""
    decomposed = unicodedata.normalize("NFD", "Kính gửi đồng chí")

    assert render(Outgoing(text=decomposed), POOR, link_for).parts[0].text == "Kính gửi đồng chí"


def test_a_second_copy_says_so_in_words() -> None:
    """But an edit, or a file without words, cannot do harm twice."""
    assert mark_second(Outgoing(text="tin")).text.startswith("(Tin gửi lại")
    assert mark_second(Outgoing(text="tin", edits="5")).text == "tin"
    assert mark_second(Outgoing(files=(FILE,))) == Outgoing(files=(FILE,))


@composite
def texts(draw: DrawFn) -> str:
    words = draw(text(alphabet=sampled_from("aăâếộđ 😀👨‍👩‍👧.,;\n1I"), min_size=1, max_size=400))
    return words * draw(integers(1, 25))


@given(said=texts(), can=sampled_from([RICH, POOR, replace(POOR, text_limit=300), replace(RICH, text_limit=500)]))
def test_no_part_is_too_long_and_no_word_is_lost(said: str, can: Capabilities) -> None:
    """Whatever is written, also marked as a second copy; the words come out in the order in which they went in."""
    rendered = render(Outgoing(text=said), can, link_for)

    assert all(measure(mark_second(part).text, can) <= can.text_limit for part in rendered.parts)
    sent = "".join("".join(part.text.split()) for part in rendered.parts)
    assert sent == "".join(unicodedata.normalize("NFC", said).split())
