"""The course as one PDF: the pages of the built site in a row, which Chromium prints.

    python -m notes.site.book site        writes site/course.pdf

Links between the pages become links within the document, folds are open, and the outline is that of the headings. What
is not in the book is linked where the site has an address, and plain text elsewhere.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from notes.chapters import CHAPTERS
from notes.site.browser import browser

BACK_MATTER = ["notation", "checks", "errata", "bibliography", "glossary"]
PAGES = ["index", *(chapter.page.removesuffix(".md") for chapter in CHAPTERS), *BACK_MATTER]
_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?<=\s)(id|href)="([^"]*)"')
_STYLES = re.compile(r'<link rel="stylesheet"[^>]*>')
_DARK = re.compile(r"<img\b(?=[^>]*\bonly-dark\b)[^>]*>")
_SHOWN = {"<details": "<details open", "<template>": "", "</template>": "", ' loading="lazy"': ""}
_ADDRESS = re.compile(r'<link rel="canonical" href="([^"]*)">')


def book(site: Path) -> str:
    """The HTML of the whole course, to stand in the folder of the site."""
    first = (site / "index.html").read_text("utf8")
    found = _ADDRESS.search(first)
    parts = [_part(site, name, found[1] if found else None) for name in PAGES]
    head = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        *re.findall(r"<title>.*?</title>", first),
        *_STYLES.findall(first),
        '<script src="assets/print.js"></script></head>',
        '<body dir="ltr" data-md-color-scheme="default" class="book">',
    ]
    return "\n".join([*head, *parts, "</body></html>"])


def _part(site: Path, name: str, address: str | None) -> str:
    article = _ARTICLE.search((site / f"{name}.html").read_text("utf8"))
    if article is None:
        raise ValueError(f"a page must have an article, got {name}.html without one")
    inside = _ATTRIBUTE.sub(_within(name, address), _DARK.sub("", article[1]))
    for was, now in _SHOWN.items():
        inside = inside.replace(was, now)
    return f'<article class="md-typeset" id="{name}">{inside}</article>'


def _within(name: str, address: str | None) -> Callable[[re.Match[str]], str]:
    """What becomes of an identifier or a link of a page in the book."""

    def changed(attribute: re.Match[str]) -> str:
        kind, value = attribute.groups()
        if kind == "id":
            return f'id="{name}--{value}"'
        page, _, anchor = value.partition("#")
        target = page.removesuffix(".html") or name
        if target in PAGES:
            return f'href="#{target}{"--" * bool(anchor)}{anchor}"'
        if re.match(r"[a-z]+:", value):
            return attribute[0]
        return f'href="{urljoin(address, value)}"' if address else ""

    return changed


def printed(page: Path, target: Path) -> None:
    """Print a page of HTML into a PDF with an outline.

    Raises:
        FileNotFoundError: if there is no Chromium.
    """
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # which Chromium does not have for root
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline"]
    command = [browser(), *sandbox, *options, f"--print-to-pdf={target}", page.resolve().as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Print the course of the site given."""
    site = Path(sys.argv[1])
    source, target = site / "course.html", site / "course.pdf"
    source.write_text(book(site), "utf8")
    try:
        printed(source, target)
    except FileNotFoundError as error:
        sys.exit(str(error))
    finally:
        source.unlink()
    print(f"The course is in {target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
