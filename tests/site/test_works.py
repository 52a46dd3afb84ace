"""The bibliography: every citation has an entry, every entry is cited, and says where."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from notes.site.works import NOT_FOUND, WorksError, citations, works

ROOT = Path(__file__).parent.parent.parent
DATA = """@article{oak-1999, author = {A. Oak and B. Elm and others}, title = {On BERT and Trees}, journal = {Woods},
  volume = {7}, number = {2}, year = {1999}, doi = {10.1/x(2)}}
@book{elm-1801, author = {B. Elm}, title = {Elms}, publisher = {Forest}, year = {1801}}
"""
PAGE = """# A chapter

## Trees {#woods}

See [Oak](bibliography.md#oak-1999), and once more [Oak](bibliography.md#oak-1999).

```python
## no heading [Oak](bibliography.md#none)
```

### By hand

[*Elms*](bibliography.md#elm-1801), [Oak](bibliography.md#oak-1999)
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "bibliography.bib").write_text(DATA)
    (tmp_path / "03-losses.md").write_text(PAGE)
    return tmp_path


def test_an_entry_says_what_a_work_is_and_where_it_is_cited(docs: Path):
    elms, _, oak, places = works(docs).split("\n\n")
    assert " ".join(oak.split()) == (
        "A. Oak, B. Elm, and others. On BERT and Trees. *Woods*, 7(2), 1999. "
        "[doi:10.1/x(2)](https://doi.org/10.1/x(2)). {#oak-1999 .work}"
    )
    assert places == "Cited in chapter 3: [Trees](03-losses.md#woods), [By hand](03-losses.md#by-hand)\n{.cited}"
    assert f"{NOT_FOUND}\n{{#elm-1801 .work}}" in elms


@pytest.mark.parametrize("change", [("elm-1801", "ash-1802"), ("[*Elms*](bibliography.md#elm-1801)", "*Elms*")])
def test_citations_without_entry_and_entries_without_citation_are_refused(docs: Path, change: tuple[str, str]):
    (docs / "03-losses.md").write_text(PAGE.replace(*change))
    with pytest.raises(WorksError, match="elm-1801"):
        works(docs)


def test_every_work_that_is_listed_for_reading_is_cited():
    """Each item of a list of reading has a link into the bibliography."""
    lists = re.compile(r"^## (?:Further|Suggested) reading.*?(?=^## |^```|\Z)", re.DOTALL | re.MULTILINE)
    labs = [re.sub("^# ?", "", lab.read_text("utf8"), flags=re.MULTILINE) for lab in (ROOT / "labs").glob("*.py")]
    for text in (*labs, *(page.read_text("utf8") for page in (ROOT / "docs").glob("[01]*.md"))):
        for listed in lists.findall(text):
            for item in listed.split("\n- ")[1:]:
                assert "bibliography.md#" in item, item


def test_no_work_is_named_in_a_text_without_being_cited():
    named = re.compile(r"[A-Z][\w-]+(?: and [A-Z]\w+| et al\.| and others),?\s\(?(?:1[89]|20)\d\d")
    for page in sorted((ROOT / "docs").glob("[01]*.md")):
        prose = re.sub(r"^```.*?^```|\[[^\]]*\]\([^)]*\)", "", page.read_text("utf8"), flags=re.DOTALL | re.MULTILINE)
        assert named.findall(prose.partition("## Further reading")[0]) == [], page.name


def test_every_citation_leads_to_its_entry(pages: dict[str, BeautifulSoup]):
    listed = {work["id"]: work for work in pages["bibliography.html"].select("p.work")}
    assert set(listed) == set(citations(ROOT / "docs"))
    for key, work in listed.items():
        linked = work.select('a[href^="https://doi.org/10."], a[href^="https://arxiv.org/abs/"]')
        assert bool(linked) is (NOT_FOUND not in work.get_text()), key
        for place in work.find_next_sibling("p", class_="cited").select('a[href*="#"]:not([href*="top-of"])'):
            page, _, anchor = place["href"].partition("#")
            assert pages[page].find(id=anchor), f"{key} is cited at {place['href']}"
