"""Takes the pictures of the README from the running demo: `make screenshots`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.web.browser import has_chromium, open_browser, open_demo, open_page

HERE = Path(__file__).parent / "screenshots"


async def _type(page: Page, place: int, text: str) -> None:
    phone = page.locator(".phone").nth(place)
    seen = await phone.locator(".bubble").count()
    await phone.get_by_role("textbox").fill(text)
    await phone.get_by_role("button", name="Gửi", exact=True).click()
    await expect(phone.locator(".bubble")).to_have_count(seen + 2, timeout=15_000)


async def _simulator_and_board(browser: Browser, url: str) -> None:
    async with open_page(browser) as page:
        await page.goto(url)
        await page.get_by_role("button", name="Tới lần nhắc kế tiếp").click()
        await expect(page.locator(".phone").first.locator(".bubble").first).to_be_visible(timeout=15_000)
        await _type(page, 0, "1 đang làm 60%, còn vướng định mức, chờ hướng dẫn của Bộ Xây dựng")
        await _type(page, 1, "/tonghop")
        await page.screenshot(path=HERE / "simulator.png")
        link = await page.locator(".phone a[href*='/bang/']").first.get_attribute("href")
    assert link is not None
    async with open_page(browser, "phone") as page:
        await page.goto(link)
        await page.screenshot(path=HERE / "board.png")


async def _main() -> None:
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_demo(Path(folder)) as url, open_browser() as browser:
            await _simulator_and_board(browser, url)


if __name__ == "__main__":
    if not has_chromium:
        sys.exit("Chromium is not installed: apt-get install chromium")
    asyncio.run(_main())
