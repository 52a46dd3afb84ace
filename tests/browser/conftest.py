"""A browser that looks at the site, served below a project's address by a host that allows no script within a page."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

import notes.site.browser

FOLDER = "/project/"
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
WINDOW = {"width": 1280, "height": 900}
PATIENCE = 120_000  # milliseconds, so that a busy machine fails nothing

Visit = Callable[..., Page]


class Host(SimpleHTTPRequestHandler):
    """The site and nothing else, as a host of pages would serve it."""

    def translate_path(self, path: str) -> str:
        """The file below the folder of the project; outside of it there is none."""
        return super().translate_path(path.removeprefix(FOLDER[:-1])) if path.startswith(FOLDER) else os.devnull + "/"

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing of a request."""


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(built_site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, closed after each module: as long as it runs, no other test may have a loop of events.

    Where it is missing nothing is tested in it, and pytest says so; a service that builds the site must have it.
    """
    try:
        program = notes.site.browser.browser()
    except FileNotFoundError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a page of the site in a window of its own; after the test the console must have told of no error."""
    told: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            told.append(f"{message.text} at {message.location['url']}")

    def opened(name: str, root: str = address, **options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": WINDOW} | options))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(root + name, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []
