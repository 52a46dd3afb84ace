"""What the search sees of a page: its words, and of a formula in a line the letters."""

from types import SimpleNamespace

from mkdocs.plugins import PluginCollection

from notes.site import search

PAGE = '<p>Of <math alttext="x"><mi>x</mi></math>:</p><math alttext="y" display="block"><mi>y</mi></math>'


def test_formulas_on_display_are_left_out_and_others_are_letters():
    assert search.searchable(PAGE) == "<p>Of x:</p>"


def test_search_sees_less_than_readers():
    page, seen, plugins = SimpleNamespace(content=PAGE), [], PluginCollection()
    plugins["hook"] = search  # type: ignore[assignment]
    plugins._register_event("page_context", lambda context, page, **_: seen.append(page.content) or context)
    context = plugins.on_page_context({}, page=page, config=None, nav=None)  # type: ignore[arg-type]
    assert seen == ["<p>Of x:</p>"]
    assert page.content == PAGE
    assert context == {}
