"""What a summary looks like on a phone."""

import logging
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.periods import whole_plan
from bot.domain.summary import Narrowing, Summary, summarize
from bot.domain.tasks import Standing
from bot.render.pages import PAGE_CHARACTERS, PAGE_LINES, Block, paginate, shown_lines
from bot.render.summary_chat import render_pages, render_whole
from bot.texts import short_day
from tests.render.sample_summary import AGENCIES, ON, QUARTER, sample_ground, sample_summary

SUMMARIES = [
    sample_summary(),
    sample_summary(4),
    sample_summary(0, compared=False),
    sample_summary(400),
    sample_summary(60, period=whole_plan(ON.replace(month=1, day=1), ON)),
    summarize(sample_ground(40), QUARTER, Narrowing(agencies=frozenset(AGENCIES[:1]))),
    summarize(sample_ground(40), QUARTER, Narrowing(overdue_only=True)),
]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_every_page_fits_a_small_phone(summary: Summary, caplog: pytest.LogCaptureFixture) -> None:
    """At most 900 characters and 24 lines as wrapped at 360 px; nothing is said in English for want of words."""
    with caplog.at_level(logging.ERROR):
        pages = render_pages(summary)

    assert all(len(page) <= PAGE_CHARACTERS for page in pages)
    assert all(shown_lines(page) <= PAGE_LINES for page in pages)
    assert caplog.records == []


def test_the_first_page_has_the_classes_with_their_change_and_overdue_work_first() -> None:
    """What a leader looks for stands on the first page."""
    summary = sample_summary()

    first = render_pages(summary)[0]

    assert "Tổng hợp quý III/2022" in first
    assert "Số liệu tính đến ngày 14/9/2022" in first
    assert f"- Hoàn thành đúng hạn: {summary.totals.done_on_time} (+" in first
    assert f"- Đang thực hiện quá hạn: {summary.totals.open_overdue}" in first
    assert first.index("Quá hạn:") < first.index("xem thêm")
    longest = next(row for row in summary.overdue if not row.awaits_issue)
    assert f"{longest.code} – {longest.agency}: hạn {short_day(longest.due)}, quá" in first


def test_a_plan_whose_tasks_are_not_all_counted_yet_says_which_are_not() -> None:
    """Whoever knows that the plan has 29 tasks is not left to wonder about 28; narrowed, nobody expects them all."""
    whole = sample_ground(12)
    period = whole_plan(ON.replace(month=1, day=1), ON)
    rows = tuple(
        replace(row, due=date(2023, 3, 31), done_on=None, standing=Standing.OPEN_IN_TERM) if number < 7 else row
        for number, row in enumerate(whole.rows)
    )
    codes = [row.code for row in rows]
    one, many = replace(whole, rows=(rows[0], *whole.rows[1:])), replace(whole, rows=rows)

    assert f"Chưa tính, hạn sau 31/12/2022: {codes[0]}\n" in render_whole(summarize(one, period))
    assert f"31/12/2022: {', '.join(codes[:5])} và 2 nhiệm vụ khác" in render_whole(summarize(many, period))
    assert "Chưa tính" not in render_whole(summarize(one, QUARTER))
    assert "Chưa tính" not in render_whole(summarize(one, period, Narrowing(agencies=frozenset({rows[0].agency}))))


def test_in_one_piece_the_lines_are_those_of_the_pages() -> None:
    """Nobody types for more on a terminal: every line is there, each heading once, and nothing asks for it."""
    summary = sample_summary(200)

    whole = render_whole(summary).splitlines()

    paged = {line for page in render_pages(summary) for line in page.splitlines()}
    assert {line for line in paged if not line.startswith("Trang ")} == set(whole)
    assert whole.count("Quá hạn:") == 1


def test_every_overdue_task_is_on_some_page() -> None:
    """Paging loses nothing."""
    summary = sample_summary(200)

    text = "\n".join(render_pages(summary))

    for row in summary.overdue:
        assert f"- {row.code} – {row.agency}: " in text
    assert all(f"- {agency}: xong " in text for agency, _ in summary.by_agency)


def test_agencies_may_go_by_their_short_names() -> None:
    """A phone has little room."""
    text = "\n".join(render_pages(sample_summary(), {AGENCIES[4]: "Sở LĐTBXH"}))

    assert "Sở LĐTBXH" in text
    assert AGENCIES[4] not in text


def test_a_block_that_goes_on_repeats_its_heading() -> None:
    """A page can be read without the one before."""
    pages = paginate(["Đầu"], [Block("Quá hạn:", tuple(f"- việc số {n}" for n in range(60)))])

    assert len(pages) > 2
    assert all("Quá hạn:" in page for page in pages)
    assert sum(page.count("- việc số ") for page in pages) == 60
