r"""A formula of a page as a function of numbers, to be compared with the code that implements it.

@formula("eq:entropy", r"H(p) = -\sum_{k} p_k \log p_k", notation={r"\sum_{k} #1": r"\sum_{k=1}^{4} #1"})
def entropy_of_shares(random: Random) -> Case:
    p = shares(random, 4)
    return {"p": p}, entropy(doubles(p)).item()
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from random import Random

import torch
from jaxtyping import Float
from sympy import Expr, Indexed, IndexedBase, Symbol, sympify
from torch import Tensor

from notes.reading.expressions import Reader
from notes.reading.names import Names, name_of
from notes.reading.tokens import expanded, split, tree

RUNS = 20
TOLERANCE = 1e-5

Numbers = float | Sequence["Numbers"] | Mapping[int, float]
Case = tuple[Mapping[str, Numbers], float]
"""The values of a formula's names, and what the code makes of them; a list begins with the index 1."""


def formula(
    label: str, latex: str, notation: Mapping[str, str] | None = None
) -> Callable[[Callable[[Random], Case]], Callable[[], None]]:
    """Mark a function that draws a case of a formula: the formula and the code are compared on many of them.

    Args:
        label: of the equation that defines what the code implements.
        latex: the formula, as it stands in the display; its last side is what the code must return.
        notation: what the page writes otherwise than a formula of numbers, LaTeX for LaTeX.
    """

    def marked(case: Callable[[Random], Case]) -> Callable[[], None]:
        @functools.wraps(case)
        def compared() -> None:
            for seed in range(RUNS):
                values, found = case(Random(seed))
                expected = value(latex, values, notation or {})
                if not math.isclose(expected, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
                    raise AssertionError(f"{latex} is {expected}, and the code returns {found}, where {dict(values)}")

        compared.equations, compared.formula = (label,), latex  # type: ignore[attr-defined]
        return compared

    return marked


def value(latex: str, values: Mapping[str, Numbers], notation: Mapping[str, str]) -> float:
    """The number that the last side of a formula is for the given values of its names.

    Raises:
        ReadingError: if it is not read.
    """
    known, numbers = Names(), {name_of(name): given for name, given in values.items()}
    for name, given in numbers.items():
        if isinstance(given, Sequence | Mapping):
            known.sequences[name] = (IndexedBase(name), _depth(given))
        else:
            known.symbols[name] = Symbol(name, integer=isinstance(given, int), real=True)
    side = split(expanded(tree(latex), notation), {"="})[-1][1]
    read = Reader(side, known).whole()
    filled = read.xreplace({symbol: sympify(numbers[name]) for name, symbol in known.symbols.items()}).doit()
    return float(filled.replace(lambda part: isinstance(part, Indexed), functools.partial(_entry, numbers)))


def _depth(given: Numbers) -> int:
    return 1 + (_depth(given[0]) if isinstance(given, Sequence) else 0) if isinstance(given, Sequence | Mapping) else 0


def _entry(numbers: Mapping[str, Numbers], entry: Indexed) -> Expr:
    found = numbers[str(entry.base.label)]
    for index in map(int, entry.indices):
        found = found[index - 1] if isinstance(found, Sequence) else found[index]  # type: ignore[index]
    return sympify(found)


def drawn(random: Random, count: int, lower: float = -2.0, upper: float = 2.0) -> list[float]:
    """Random numbers between two bounds."""
    return [random.uniform(lower, upper) for _ in range(count)]


def shares(random: Random, count: int) -> list[float]:
    """Random positive numbers that sum to one."""
    parts = drawn(random, count, lower=0.1, upper=1.0)
    return [part / sum(parts) for part in parts]


def doubles(numbers: Sequence[Numbers]) -> Float[Tensor, "..."]:
    """Numbers as a tensor in double precision."""
    return torch.tensor(numbers, dtype=torch.float64)
