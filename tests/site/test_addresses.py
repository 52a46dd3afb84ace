"""What pages say of where they are and where they come from, with and without an address, on a site of two pages."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent.parent
PAGES = {
    "index.md": "# Start\n\nHere.",
    "01-introduction.md": "# R&D\n\nText.",
    "errata.md": '# Slips\n\nA `"slip"` of $x$.',
}
SITE, REPOSITORY = "https://host.example/project/", "https://git.example/owner/project"
TOLD = {
    "SITE_URL": SITE,
    "REPO_URL": REPOSITORY,
    "EDIT_URI": "edit/main/docs/",
    "RELEASE": "1.2.3",
    "COMMIT": "abc1234",
}
BUILD = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config

build(load_config("mkdocs.yml", docs_dir=sys.argv[1], site_dir=sys.argv[2], strict=False, nav=sys.argv[3:]))
"""


def site(folder: Path, told: dict[str, str]) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs" / "assets").symlink_to(ROOT / "docs" / "assets")
    for name, text in PAGES.items():
        (folder / "docs" / name).write_text(text)
    command = [sys.executable, "-c", BUILD, str(folder / "docs"), str(folder / "site"), *PAGES]
    environment = {name: value for name, value in os.environ.items() if name not in TOLD}
    environment |= {"SOURCE_DATE_EPOCH": "86400", "NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run(command, cwd=ROOT, env=environment | told, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("placed"), TOLD)


@pytest.fixture(scope="module")
def unplaced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("unplaced"), {})


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text("utf8"), "lxml")


def said(page: BeautifulSoup, name: str) -> str:
    return page.select_one(f'meta[name="{name}"], meta[property="{name}"]')["content"]


def test_a_page_says_its_address_where_the_site_has_one(placed: Path) -> None:
    shown = page(placed, "01-introduction")
    assert shown.select_one("link[rel=canonical]")["href"] == said(shown, "og:url") == f"{SITE}01-introduction.html"
    sitemap = (placed / "sitemap.xml").read_text("utf8")
    assert set(re.findall("<loc>(.*?)</loc>", sitemap)) == {f"{SITE}{name[:-3]}.html" for name in PAGES}
    assert set(re.findall("<lastmod>(.*?)</lastmod>", sitemap)) == {"1970-01-02"}


def test_the_404_page_finds_its_style_sheets_under_a_project_address(placed: Path) -> None:
    sheets = [link["href"] for link in page(placed, "404").select("link[rel=stylesheet]")]
    assert sheets
    for sheet in sheets:
        assert (placed / sheet.removeprefix(urlsplit(SITE).path)).exists(), sheet


def test_nothing_leads_to_an_address_that_nobody_told(unplaced: Path) -> None:
    for name in ("index", "01-introduction", "errata"):
        shown = page(unplaced, name)
        assert not shown.select("link[rel=canonical], meta[property='og:url'], a.md-source, a.report")
        assert "Edit this page" not in shown.get_text()
        assert "Version" not in shown.select_one(".md-copyright").get_text()
        assert not [link for link in shown.select("a[href]") if re.match(r"[a-z]+:|$", link["href"])]


def test_every_page_has_a_description_that_is_its_own(placed: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf8")
    assert said(page(placed, "index"), "description") in " ".join(config.split())
    assert said(page(placed, "01-introduction"), "description").startswith("Squared error and cross entropy")
    assert said(page(placed, "errata"), "og:description") == 'Slips · A "slip" of x.'
    assert said(page(placed, "01-introduction"), "og:title") == "R&D"


def test_an_error_is_reported_with_page_and_version(placed: Path) -> None:
    link = page(placed, "01-introduction").select_one("a.report")["href"]
    assert link.startswith(f"{REPOSITORY}/issues/new?")
    asked = parse_qs(urlsplit(link).query)
    assert asked["title"] == ["Error in: R&D"]
    assert asked["body"] == ["01-introduction.html\nVersion 1.2.3, commit abc1234"]


def test_a_page_can_be_edited_at_its_source(placed: Path) -> None:
    (link,) = page(placed, "errata").select(f'a[href^="{REPOSITORY}/edit"]')
    assert link["href"] == f"{REPOSITORY}/edit/main/docs/errata.md"


def test_a_page_says_how_to_cite_it(placed: Path, unplaced: Path) -> None:
    known = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    entry = page(placed, "errata").select_one("details.about pre").get_text()
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields == {
        "title": "Slips",
        "author": f"{{{known['authors'][0]['name']}}}",
        "howpublished": known["title"],
        "year": str(known["date-released"].year),
        "note": "Version 1.2.3, commit abc1234",
        "url": f"{SITE}errata.html",
    }
    assert "url" not in page(unplaced, "errata").select_one("details.about pre").get_text()
    assert known["title"] in page(placed, "index").select_one("details.about pre").get_text()


def test_the_footer_names_version_commit_and_licences(placed: Path) -> None:
    footer = page(placed, "errata").select_one(".md-copyright")
    assert "Version 1.2.3, commit abc1234." in " ".join(footer.get_text().split())
    assert [link["href"] for link in footer.select("a")] == ["licence-prose.txt", "licence-code.txt", "checks.html"]
    for name, licence in {"licence-prose.txt": "LICENSE-docs", "licence-code.txt": "LICENSE"}.items():
        assert (ROOT / "docs" / name).resolve() == ROOT / licence


def test_the_icon_is_drawn_in_the_page(placed: Path) -> None:
    (icon,) = page(placed, "404").select("link[rel=icon]")
    kind, _, drawing = icon["href"].partition(",")
    assert kind == "data:image/svg+xml"
    assert re.fullmatch(r"<svg .*</svg>", unquote(drawing))


def test_make_tells_the_build_its_version_commit_and_date() -> None:
    show = "--eval=show: ; @echo $$RELEASE $$COMMIT $$SOURCE_DATE_EPOCH"
    ran = subprocess.run(["make", "-s", show, "show"], cwd=ROOT, capture_output=True, text=True, check=True)
    release, commit, date = ran.stdout.split()
    assert f'version = "{release}"' in (ROOT / "pyproject.toml").read_text("utf8")
    git = ["git", "log", "-1", "--format=%H %ct"]
    head, when = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert head.startswith(commit.removesuffix("-dirty"))
    assert date == when


def test_the_front_page_and_the_descriptions_of_chapters_say_the_same() -> None:
    config = (ROOT / "mkdocs.yml").read_text("utf8")
    described = dict(re.findall(r"^    (\d\d-\S+\.md): (.*)$", config, re.MULTILINE))
    front = (ROOT / "docs" / "index.md").read_text("utf8")
    listed = re.findall(r"^\d+\.\s+\*\*\[.*?\]\((.*?)\)\*\*: (.*?)(?=^\d+\. |\Z)", front, re.MULTILINE | re.DOTALL)
    assert {name: " ".join(text.split()).lower() for name, text in listed} == {
        name: text.lower() for name, text in described.items()
    }
    assert len(described) == 15
