"""A real Chromium and a real `nhacviec demo` for tests of pages."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.service import ROOT, free_port

CHROMIUM = "/usr/bin/chromium"
SIZES = {"small": (360, 740), "phone": (390, 844), "desk": (1440, 900)}
# The one violation that is meant: phones beside one another scroll sideways by design and are reachable by keyboard.
has_chromium = shutil.which(CHROMIUM) is not None


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Chromium from Debian, headless, without anything that calls home."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def open_page(
    browser: Browser, size: str = "desk", scheme: str = "light", *, may_be_away: bool = False
) -> AsyncIterator[Page]:
    """A page of a size and colour scheme; whatever it complains of in its console fails the test.

    Where the server may be away, the browser's own line about a request that failed is no complaint.
    """
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="vi-VN",
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    await context.close()
    assert [each for each in complaints if not (may_be_away and each.startswith("Failed to load resource"))] == []


async def violations(page: Page) -> list[str]:
    """What axe-core finds: rule and the first element."""
    found = await Axe().run(page)
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]


@asynccontextmanager
async def open_demo(folder: Path, *options: str) -> AsyncIterator[str]:
    """`nhacviec demo` as a process; gives its address."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NHACVIEC_")}
    arguments = ["-m", "bot", "demo", "--no-browser", "--port", str(port), "--folder", str(folder), *options]
    log = (folder / "demo.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=folder, env=clean | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while not await _answers(session, url):
                assert process.returncode is None, (folder / "demo.log").read_text(encoding="utf-8")
                await asyncio.sleep(0.05)
        yield url
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()
        log.close()


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with session.get(f"{url}/healthz") as answer:
            return answer.status == 200
    return False
