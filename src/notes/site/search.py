"""A MkDocs hook: what of a page the search sees. Formulas on display are left out, others are the letters they show.

Formulas are most of a page, and their insides no words that anybody would look for; the search plugin, which parses the
whole page, takes a fraction of its time without them.
"""

import re
from typing import Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.pages import Page

FORMULA = re.compile(r"<math\b([^>]*)>(.*?)</math>", re.DOTALL)


def searchable(html: str) -> str:
    """HTML without its formulas on display, and with those in a line as plain text."""
    return FORMULA.sub(lambda formula: "" if 'display="block"' in formula[1] else letters(formula[2]), html)


def letters(mathml: str) -> str:
    """The letters of a formula, without how they are set."""
    return re.sub(r"<[^>]*>", "", mathml)


@event_priority(100)
def _show_to_search(context: dict[str, Any], /, page: Page, **_: Any) -> dict[str, Any]:
    context["shown"], page.content = page.content, searchable(page.content or "")
    return context


@event_priority(-100)
def _show_to_readers(context: dict[str, Any], /, page: Page, **_: Any) -> dict[str, Any]:
    page.content = context.pop("shown")
    return context


on_page_context = CombinedEvent(_show_to_search, _show_to_readers)
