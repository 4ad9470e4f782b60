"""The board in a real Chromium: every page at three sizes, light and dark, with and without scripts."""

from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from tests.web.browser import SIZES, has_chromium, open_browser, open_page, violations
from tests.web.conftest import HOSTILE, NUMBER, Board, fill_many

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not has_chromium, reason="LEFT OUT: Chromium is not installed"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


async def _fits(page: Page) -> None:
    """No axe-core violation, no sideways scrolling, large letters and targets."""
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = await page.evaluate(
        "[...document.querySelectorAll('button, select, summary, input, a.button, a.class')]"
        ".filter(e => e.offsetParent && e.type !== 'hidden' && e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    tiny = await page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.offsetParent && e.textContent.trim())"
        ".filter(e => parseFloat(getComputedStyle(e).fontSize) < 17).map(e => e.outerHTML.slice(0, 80))"
    )
    assert (small, tiny) == ([], [])


async def test_every_page_fits_every_screen(board: Board) -> None:
    """The plan, a task, and a search that finds nothing."""
    link = await board.link("secretary")
    pages = (link, f"{link}/nhiem-vu/I.1", f"{link}?tim=khong-co-gi")
    async with open_browser() as browser:
        for size in SIZES:
            for scheme in ("light", "dark"):
                async with open_page(browser, size, scheme) as page:
                    for address in pages:
                        await page.goto(address)
                        await _fits(page)


async def test_a_large_plan_with_very_long_words_fits_a_phone(board: Board) -> None:
    """303 agencies, a name and a task of thousands of letters without a break: nothing runs out of the screen."""
    await fill_many(board)
    link = await board.link("secretary")
    async with open_browser() as browser:
        for size in SIZES:
            async with open_page(browser, size) as page:
                for address in (link, f"{link}?tim=nội-dung-rất-dài", f"{link}/nhiem-vu/II.1"):
                    await page.goto(address)
                    await _fits(page)


async def test_a_leader_finds_a_task_and_reads_its_story(board: Board) -> None:
    """Words without diacritics, a class, a task, and back; nothing needs a script."""
    async with open_browser() as browser:
        context = await browser.new_context(java_script_enabled=False, locale="vi-VN")
        page = await context.new_page()
        await page.goto(await board.link("secretary"))
        await page.get_by_role("searchbox").fill("thiet ke nha van hoa")
        await page.get_by_role("button", name="Lọc").click()
        await expect(page.locator(".card")).to_have_count(1)
        await page.locator(".card a.title").click()

        await expect(page.locator("main")).to_contain_text("60%")
        await expect(page.locator("main")).to_contain_text("Sở Xây dựng")
        await context.close()


async def test_what_is_hostile_is_shown_and_does_nothing(board: Board) -> None:
    """Scripts in the plan's text and in a reply stay words; no dialog, no new element."""
    link = await board.link("secretary")
    async with open_browser() as browser, open_page(browser) as page:
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        for address in (link, f"{link}/nhiem-vu/{quote(NUMBER, safe='')}", f"{link}/nhiem-vu/I.1"):
            await page.goto(address)
            await expect(page.locator("body")).to_contain_text(HOSTILE)

        assert dialogs == []
        assert await page.locator("body script").count() == 0
