from bs4 import BeautifulSoup
from markdown import Markdown

TABLE = "`a.b`\n\n| name |\n|---|\n| `losses.value_is_ok` and `<a>&b` |\n"


def test_names_in_tables_break_after_dots_and_underscores_only():
    html = Markdown(extensions=["tables", "notes.site.name_breaks"]).convert(TABLE)
    assert "<code>losses.<wbr>value_<wbr>is_<wbr>ok</code>" in html.replace(" />", ">").replace("<wbr></wbr>", "<wbr>")
    plain, *names = [code.get_text() for code in BeautifulSoup(html, "html.parser").select("code")]
    assert (plain, names) == ("a.b", ["losses.value_is_ok", "<a>&b"])
