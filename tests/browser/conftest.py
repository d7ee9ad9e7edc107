"""A browser for the tests of the page: Chromium, Chrome or Playwright's own, with the network off."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW_TO_GET_ONE = (
    "no Chromium: install the Debian package chromium, or Chrome, or `playwright install chromium`"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[..., Any]]:
    """Give a function that starts the browser with settings of Chromium's engine, once for each.

    Without a browser, skip, or fail where DEZONE_REQUIRE_BROWSER=1 asks for it.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  may be missing
    except ImportError:
        _give_up("no playwright: install the development packages with `make test`")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:

        @cache
        def started(settings: str = "") -> Any:
            # Root may not use Chromium's sandbox; the pages are our own and the network is off.
            options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            if settings:
                options.append(f"--blink-settings={settings}")
            try:
                return playwright.chromium.launch(executable_path=program, args=options)
            except Error as error:
                _give_up(f"{HOW_TO_GET_ONE} ({str(error).splitlines()[0]})")

        yield started


@pytest.fixture(scope="session")
def browser(browsers: Callable[..., Any]) -> Any:
    """Start the browser as it comes."""
    return browsers()


def _give_up(reason: str) -> None:
    if os.environ.get("DEZONE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Visit:
    """A page that was opened with the network off, and all that it complained of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def visit(browsers: Callable[..., Any]) -> Iterator[Callable[..., Visit]]:
    """Give a function that opens a file in a fresh context without a network, and waits until it is ready."""
    contexts = []

    def opened(
        path: Path,
        *,
        width: int = 1280,
        height: int = 900,
        hash: str = "",  # noqa: A002
        settings: str = "",
        **options: Any,
    ) -> Visit:
        context = browsers(settings).new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_offline(True)
        visited = Visit(context.new_page())
        visited.page.add_init_script(
            "window.violations = []; window.ran = [];"
            "document.addEventListener('securitypolicyviolation',"
            " (event) => window.violations.push(event.violatedDirective));"
        )
        visited.page.goto(path.as_uri() + hash)
        # A map takes what is clicked only when it is ready; a page that is none has no such class.
        visited.page.wait_for_selector("html.ready, html:not(.js)", state="attached")
        return visited

    yield opened
    for context in contexts:
        context.close()
