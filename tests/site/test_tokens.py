from markdown import Markdown

BLOCK = "```python\nx = f(1)  # why\n```"


def test_words_and_signs_have_no_element_of_their_own():
    page = Markdown(extensions=["pymdownx.superfences", "notes.site.tokens"]).convert(BLOCK)
    assert page.count("<span class=") == 2
    for coloured in ('<span class="mi">1</span>', '<span class="c1"># why</span>'):
        assert coloured in page
