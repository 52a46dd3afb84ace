"""Words as the search compares them. With the index `docs/assets/search.js` gets the rules and does so to queries."""

import re
import unicodedata
from collections.abc import Iterator

RULES = (
    (r"([iy])s(e[drs]?|ers?|ings?|ations?|able)$", r"$1z$2"),  # spellings of two countries
    (r"our", r"or"),
    (r"tre(s?)$", r"ter$1"),
    (r"ies$", r"y"),  # singular and plural
    (r"(ss|sh|ch|x|z)es$", r"$1"),
    (r"([^sui])s$", r"$1"),
    (r"(?<=....)(ional|ions?|ings?|ed|e)$", r""),  # forms of a verb
    (r"([lmnprt])\1$", r"$1"),
)
"""What makes words of one stem differ, and what stands for it instead, in the order of use."""

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-_][^\W_]+)+|[^\W\d_][^\W_]+")


def stem(word: str) -> str:
    """What forms of a word share; a short word, or one with a digit or an underscore, is its own."""
    if len(word) < 4 or re.search(r"[\d_.:]", word):
        return word
    for pattern, instead in RULES:
        word = re.sub(pattern, instead.replace("$", "\\"), word, count=1)
    return word


def stems(text: str) -> Iterator[str]:
    """The stems of the words of a text, in its order; a word with a hyphen or an underscore is also its parts."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    for word in _WORD.findall(plain.lower()):
        parts = re.split("[-_]", word)
        longer = [part for part in parts if len(part) > 1]
        yield from map(stem, [word.replace("-", ""), *longer] if len(parts) > 1 else parts)
