import pytest
from bs4 import BeautifulSoup
from markdown import Markdown


def linked(text: str, **config: str) -> list[tuple[str, str]]:
    md = Markdown(
        extensions=["attr_list", "notes.site.chapter_links"], extension_configs={"notes.site.chapter_links": config}
    )
    page = BeautifulSoup(md.convert(text), "html.parser")
    assert page.get_text() == BeautifulSoup(Markdown(extensions=["attr_list"]).convert(text), "html.parser").get_text()
    return [(link.get_text(), link.get("identifier") or link.get("href")) for link in page.select("autoref, a")]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See chapter 3, *not chapter 14's*.", {"chapter 3": 3, "chapter 14": 14}),
        ("Chapters 2, 4, 6 and\n10; 7 of them", {"2": 2, "4": 4, "6": 6, "10": 10}),
        ("chapters 2 to 4", {"2": 2, "4": 4}),
        ("- **One** chapter 1 *and* chapter 2\n- chapter 15", {"chapter 1": 1, "chapter 2": 2, "chapter 15": 15}),
        ("Chapter 9 of 15, chapter 16, chapter 0, chapter 155, subchapter 3", {}),
        ("# Chapter 3\n\n`chapter 4`\n\n    chapter 5", {}),
        ("## Further reading {#further-reading}\n\nB, chapter 4.\n\n## Summary\n\nChapter 5.", {"Chapter 5": 5}),
    ],
)
def test_a_chapter_that_is_named_is_a_link(text: str, links: dict[str, int]):
    assert linked(text) == [(words, f"top-of-chapter-{number}") for words, number in links.items()]


def test_a_link_that_an_author_made_stays():
    assert linked("[chapter 3](03-losses.md#x)") == [("chapter 3", "03-losses.md#x")]


def test_where_autorefs_does_not_look_the_path_is_told():
    assert linked("chapter 3", chapters="../") == [("chapter 3", "../03-losses.md")]
