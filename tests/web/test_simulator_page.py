"""The simulator in a real Chromium: what a newcomer does in the first minute, at three sizes, light and dark."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.web.browser import SIZES, has_chromium, open_browser, open_demo, open_page, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not has_chromium, reason="LEFT OUT: Chromium is not installed"),
]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """The demo, started for this test."""
    async with open_demo(tmp_path) as url:
        yield url


def _phone(page: Page, place: int) -> Locator:
    return page.locator(".phone").nth(place)


async def test_a_reminder_is_answered_and_summed_up(demo: str) -> None:
    """To the next reminder, a typed report, then the secretary asks for the summary."""
    async with open_browser() as browser, open_page(browser) as page:
        await page.goto(demo)
        focal, desk = _phone(page, 0), _phone(page, 1)
        await page.get_by_role("button", name="Tới lần nhắc kế tiếp").click()
        await expect(focal.locator(".bubble").first).to_contain_text("Kính gửi", timeout=30_000)

        await focal.get_by_role("textbox").fill("1 đang làm 60%")
        await focal.get_by_role("button", name="Gửi", exact=True).click()
        await expect(focal.locator(".bubble").last).to_contain_text("60%", timeout=30_000)
        await desk.get_by_role("textbox").fill("/tonghop")
        await desk.get_by_role("button", name="Gửi", exact=True).click()

        await expect(desk.locator(".bubble").last).to_contain_text("nhiệm vụ", timeout=30_000)


async def test_nothing_is_lost_when_the_platform_fails(demo: str) -> None:
    """What was typed meanwhile is answered afterwards, once."""
    async with open_browser() as browser, open_page(browser) as page:
        await page.goto(demo)
        desk = _phone(page, 1)
        await page.get_by_text("Thử sự cố").click()
        await page.locator("#trouble").select_option("offline")
        await desk.get_by_role("textbox").fill("/trogiup")
        await desk.get_by_role("button", name="Gửi", exact=True).click()
        await expect(desk.locator(".bubble.mine")).to_have_count(1)

        await page.locator("#trouble").select_option("")

        await expect(desk.locator(".bubble:not(.mine)")).to_have_count(1, timeout=20_000)


async def test_what_is_done_during_a_restart_waits_for_it(demo: str) -> None:
    """Pressed, typed and sent while the service is away: all of it happens, once, when it is back."""
    async with open_browser() as browser, open_page(browser, may_be_away=True) as page:
        await page.goto(demo)
        focal, desk = _phone(page, 0), _phone(page, 1)
        await page.get_by_text("Thử sự cố").click()
        await page.locator("#restart").click()
        await desk.get_by_role("textbox").fill("/trogiup")
        await desk.get_by_role("button", name="Gửi", exact=True).click()
        await page.get_by_role("button", name="Tới lần nhắc kế tiếp").click()

        await expect(desk.locator(".bubble.mine")).to_have_count(1, timeout=20_000)
        await expect(focal.locator(".bubble").first).to_contain_text("Kính gửi", timeout=30_000)
        await expect(page.locator("#alarm")).to_be_hidden()


async def test_the_page_is_accessible_and_fits_every_screen(demo: str) -> None:
    """No axe-core violation, no console error, no sideways scrolling of the page itself; light and dark."""
    async with open_browser() as browser:
        async with open_page(browser) as page:
            await page.goto(demo)
            await page.get_by_role("button", name="Tới lần nhắc kế tiếp").click()
            await expect(_phone(page, 0).locator(".bubble").first).to_be_visible(timeout=30_000)
        for size in SIZES:
            for scheme in ("light", "dark"):
                async with open_page(browser, size, scheme) as page:
                    await page.goto(demo)
                    await expect(page.locator(".phone")).to_have_count(2, timeout=20_000)
                    await expect(_phone(page, 0).locator(".bubble").first).to_be_visible(timeout=30_000)

                    assert await violations(page) == []
                    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_every_target_is_large_enough(demo: str) -> None:
    """Buttons and choices are at least 44 px, text at least 17."""
    async with open_browser() as browser, open_page(browser, "small") as page:
        await page.goto(demo)
        await expect(page.locator(".phone")).to_have_count(2, timeout=20_000)

        small = await page.evaluate(
            "[...document.querySelectorAll('button, select, summary, .attach')].filter(e => e.offsetParent)"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"
        )
        tiny = await page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.offsetParent && e.textContent.trim())"
            ".filter(e => parseFloat(getComputedStyle(e).fontSize) < 17).length"
        )

    assert small == []
    assert tiny == 0


async def test_what_people_type_is_never_markup(demo: str) -> None:
    """A script typed on a phone is shown as it was typed."""
    async with open_browser() as browser, open_page(browser) as page:
        await page.goto(demo)
        focal = _phone(page, 0)
        await focal.get_by_role("textbox").fill("<img src=x onerror=alert(1)><b>xong</b>")
        await focal.get_by_role("button", name="Gửi", exact=True).click()

        await expect(focal.locator(".bubble.mine .text")).to_have_text("<img src=x onerror=alert(1)><b>xong</b>")
        assert await focal.locator(".bubble img").count() == 0
