"""Headless Chromium for tests: `new_page()` gives a phone, `new_page(DESKTOP)` a desktop.

A page that asks another machine for anything, or raises in its scripts, fails its test at the end. What a
page showed when its test failed is kept in test-results/.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from core.testing.chromium import Chromium, find_chromium
from core.testing.network import is_local
from core.testing.requirements import leave_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    NewPage = Callable[..., Page]

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "screen": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
"""A small phone, the size that pages are designed for; for `new_page`."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
"""A laptop's window; for `new_page`."""
LOCALES = {"zh": "zh-CN", "en": "en-US"}
RESULTS = Path("test-results")
PATIENCE = 20_000  # milliseconds until an expectation fails

ARGUMENTS = (
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps, for a page with permissions=["microphone"].
    "--use-fake-device-for-media-stream",
    # *.test is this machine (hosts of tenants); no other name resolves.
    "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives headless Chromium")


def launch_options(chromium: Chromium) -> dict[str, Any]:
    return {
        "executable_path": chromium.path,
        "args": [*ARGUMENTS, *chromium.arguments],
        "env": {**os.environ, **chromium.environment},
    }


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The browser, started once for each test process."""
    executable = find_chromium()
    if executable is None:
        leave_out("browser", "no Chromium: install one, set HUTONG_CHROMIUM, or run `make test`")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        leave_out("browser", "install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        yield browser
        browser.close()


class Visits:
    """The pages of one test and what went wrong on them."""

    def __init__(self, browser: "Browser") -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(
        self,
        device: dict[str, Any] = PHONE,
        *,
        language: str = "zh",
        javascript: bool = True,
        dark: bool = False,
        **options: Any,
    ) -> "Page":
        """Give a page of a fresh browser profile."""
        context = self.browser.new_context(
            **{
                **device,
                "locale": LOCALES[language],
                "java_script_enabled": javascript,
                "color_scheme": "dark" if dark else "light",
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", self._watch_request)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        self.contexts.append(context)
        return context.new_page()

    def _watch_request(self, request: "Request") -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss"):
            host = url.hostname or ""
            if not is_local(host) and not host.endswith(".test"):
                self.faults.append(f"request to another machine: {request.url}")

    def _watch_console(self, message: "ConsoleMessage") -> None:
        """An error in the console is a fault, but a page may answer 404, a test be offline on purpose."""
        meant = ("the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(words in message.text for words in meant):
            self.faults.append(f"console: {message.text}")

    def keep_pictures(self, name: str) -> None:
        for number, page in enumerate(page for context in self.contexts for page in context.pages):
            screenshot(page, f"failed-{name}-{number}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def new_page(chromium: "Browser", request: pytest.FixtureRequest) -> "Iterator[NewPage]":
    """Open pages: `new_page(DESKTOP, language="en", javascript=False, dark=True)`."""
    visits = Visits(chromium)
    yield visits.open
    if getattr(request.node, "hutong_failed", False):
        visits.keep_pictures(request.node.name)
    visits.close()
    assert sorted(set(visits.faults)) == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    if call.when == "call":
        item.hutong_failed = report.failed  # type: ignore[attr-defined]
    return report


def screenshot(page: "Page", name: str, *, full_page: bool = True) -> Path:
    """Keep what `page` shows as test-results/<name>.png."""
    RESULTS.mkdir(exist_ok=True)
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    path = RESULTS / f"{safe}.png"
    page.screenshot(path=path, full_page=full_page)
    return path
