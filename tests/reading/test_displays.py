"""A display is taken apart into the relations that it states; what is no relation is told with its reason."""

import pytest

from notes.reading.displays import parts
from notes.reading.tokens import tree


@pytest.mark.parametrize(
    ("display", "relations"),
    [
        ("a = b", ["a = b"]),
        (r"a = b \le c.", ["a = b", "b <= c"]),
        (r"a = b, \qquad c > d", ["a = b", "c > d"]),
        (r"f(a, b) = c", ["f(a,b) = c"]),
        (r"\begin{aligned} a &= b, \\ c &= d \\ &\quad = e. \end{aligned}", ["a = b", "c = d", "d = e"]),
        (r"\begin{aligned} a &= b \\ &\quad + c. \end{aligned}", ["a = b+c"]),
        (r"a = b \quad \text{and} \quad c = d", ["a = b", "c = d"]),
        (r"a = b \qquad (x > 0)", ["a = b"]),
        (r"a = b \; (x > 0)", ["a = b"]),
        (r"a = b (c + d)", ["a = b(c+d)"]),
        (r"a = b \quad \text{for } x > 0", ["a = b"]),
        (r"a = b \quad \text{if} \quad x > 0", ["a = b"]),
        (r"a = b \quad \text{if } x > 0, \quad y > 0", ["a = b"]),
        (r"\begin{aligned} a &= b \quad \text{if } x > 0, \\ c &= d. \end{aligned}", ["a = b", "c = d"]),
        (r"a = b \text{ but } c > d", ["a = b", "c > d"]),
        (r"a = b \quad \text{(with a comment)}", ["a = b"]),
    ],
)
def test_relations_of_a_display(display, relations):
    found = parts(tree(display))
    assert [part.shown() for part in found] == relations
    assert not any(part.reason for part in found)


@pytest.mark.parametrize(
    ("display", "reason"),
    [
        (r"\sum_i x_i", "no relation"),
        (r"a \to b", r"the sign `\to`"),
        (r"a \equiv b", r"the sign `\equiv`"),
        (r"a = b, \qquad x \in \{0, 1\}", r"the sign `\in`"),
        (r"w \leftarrow w - v", r"the sign `\leftarrow`"),
        (r"\text{number of pieces} \le n", "words"),
        (r"\text{hence everything} \quad a = b", "words"),
    ],
)
def test_what_is_no_relation_is_told(display, reason):
    assert reason in [part.reason for part in parts(tree(display))]


def test_the_name_at_the_head_of_a_chain_is_known():
    assert [part.heads for part in parts(tree("L(x) = a = b"))] == [True, False]
    assert [part.heads for part in parts(tree("a + b = a = b"))] == [False, False]
    assert [part.heads for part in parts(tree("L = a"))] == [False]
