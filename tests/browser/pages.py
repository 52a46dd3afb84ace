"""The pages of the site, by their addresses, and the windows through which they are looked at."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LISTED = re.findall(r"^ +- (?:.*: )?(\S+)\.(?:md|ipynb)$", (ROOT / "mkdocs.yml").read_text("utf8"), re.MULTILINE)
PAGES = [f"{name}.html" for name in LISTED]
CHAPTERS = [page for page in PAGES if re.match(r"\d\d-", page)]
WIDTHS = (320, 390, 768, 1280)
UNFOLDED = "document.querySelectorAll('details').forEach((fold) => (fold.open = true))"

each_page = pytest.mark.parametrize("page", PAGES)
each_chapter = pytest.mark.parametrize("page", CHAPTERS)
