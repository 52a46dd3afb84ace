"""The site that tests look at, and what every test leaves behind: no open figure."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from hypothesis import HealthCheck, settings

from notes.site.fingerprint import digest

ROOT = Path(__file__).parent.parent

# Hypothesis times its examples by the clock, which on a busy machine says nothing of the code.
settings.register_profile("notes", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("notes")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the site shows is made first, and then one worker builds and reads it while the others do the rest."""
    items.sort(key=site_last)
    for item in items:
        if "built_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("site"))


def site_last(item: pytest.Item) -> int:
    """The place of a test in a run: 0 before the site is built, 1 on the site, 2 for all others."""
    if "built_site" in getattr(item, "fixturenames", ()):
        return 1
    return 0 if item.path.suffix == ".md" or item.get_closest_marker("feeds_the_site") else 2


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say over how many of the slips that were planted into proofs the engine's time ran out."""
    passed = [dict(report.user_properties) for report in terminalreporter.stats.get("passed", [])]
    refused, undecided = (sum(one.get(f"slips {word}", 0) for one in passed) for word in ("refused", "undecided"))
    if refused + undecided:
        share = undecided / (refused + undecided)
        terminalreporter.write_line(f"false slips in proofs: {refused} refused, {undecided} undecided ({share:.1%})")


def pytest_configure() -> None:
    """Collect no garbage while tests are collected: what they import stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave all that was imported out of what the garbage collector walks over, and let it walk less often.

    Expressions are many small objects, and most are let go of by themselves.
    """
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


@pytest.fixture(autouse=True)
def no_open_figures() -> Iterator[None]:
    """Close the figures that a test has opened, where matplotlib was needed at all."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(scope="session")
def built_site() -> Path:
    """The site, built strictly from the real pages, once for all workers and again only when something changed."""
    site, stamp = ROOT / ".cache/test-site", ROOT / ".cache/test-site.stamp"
    site.parent.mkdir(exist_ok=True)
    with FileLock(ROOT / ".cache/test-site.lock"):
        now = site_digest()
        if not (stamp.exists() and stamp.read_text() == now):
            stamp.unlink(missing_ok=True)
            build = ["mkdocs", "build", "--strict", "--site-dir", str(site)]
            parts = (["notes.site.figures", "docs"], ["notes.site.downloads"], ["notes.site.chapter_notebooks"])
            for command in (*parts, build):
                made = subprocess.run(
                    [sys.executable, "-m", *command],
                    cwd=ROOT,
                    capture_output=True,
                    text=True,
                    env=os.environ | {"OMP_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1", "NOTES_SEED_SHIFT": ""},
                )
                assert made.returncode == 0, made.stdout + made.stderr
            stamp.write_text(now)
    return site


@pytest.fixture(scope="session")
def html(built_site: Path) -> dict[str, str]:
    """The source of the pages of the site, by their addresses."""
    files = sorted(built_site.rglob("*.html"))
    return {path.relative_to(built_site).as_posix(): path.read_text("utf8") for path in files}


@pytest.fixture(scope="session")
def pages(html: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The pages of the site, parsed once for all tests, without the colours of code and the insides of formulas.

    These are most of a page, and nothing is asked of them here.
    """
    return {address: BeautifulSoup(without_details(text), "lxml") for address, text in html.items()}


def without_details(html: str) -> str:
    """HTML without the colours of code and the insides of formulas."""
    plain = re.sub(r'<span class="[a-z0-9]{1,3}">([^<]*)</span>', r"\1", html)
    return re.sub(r"(<math\b[^>]*>).*?</math>", r"\1</math>", plain, flags=re.DOTALL)


@pytest.fixture(scope="session")
def prose(html: dict[str, str]) -> dict[str, str]:
    """The text of the pages of the site that is neither code nor a formula."""
    unread = re.compile(r"<(code|pre|script|style|math)\b.*?</\1>|<[^>]+>", re.DOTALL)
    return {address: unread.sub("", text) for address, text in html.items()}


def site_digest() -> str:
    """Hash of all that the site is made of, without what the build itself makes."""
    folders = [ROOT / name for name in ("docs", "src", "theme")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    made = ("__pycache__", "figures", "downloads", "notebooks")
    sources = [path for path in [ROOT / "mkdocs.yml", *files] if not set(made) & set(path.relative_to(ROOT).parts[:-1])]
    return digest(f"{path.relative_to(ROOT)} {path.read_bytes().hex()}" for path in sources)
