"""The site that tests look at, and what every test leaves behind: no open figure."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from notes.site.fingerprint import digest

ROOT = Path(__file__).parent.parent

# Hypothesis times its examples by the clock, which on a busy machine says nothing of the code.
settings.register_profile("notes", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("notes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that look at the site come last: it shows the figures and the verdicts that the other tests make."""
    items.sort(key=lambda item: "built_site" in getattr(item, "fixturenames", ()))


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
            for command in (["notes.site.figures", "docs"], ["mkdocs", "build", "--strict", "--site-dir", str(site)]):
                made = subprocess.run(
                    [sys.executable, "-m", *command],
                    cwd=ROOT,
                    capture_output=True,
                    text=True,
                    env=os.environ | {"OMP_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"},
                )
                assert made.returncode == 0, made.stdout + made.stderr
            stamp.write_text(now)
    return site


def site_digest() -> str:
    """Hash of all that the site is made of, without what the build itself makes."""
    folders = [ROOT / name for name in ("docs", "src", "theme")]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    made = ("__pycache__", "figures")
    sources = [path for path in [ROOT / "mkdocs.yml", *files] if not set(made) & set(path.relative_to(ROOT).parts[:-1])]
    return digest(f"{path.relative_to(ROOT)} {path.read_bytes().hex()}" for path in sources)
