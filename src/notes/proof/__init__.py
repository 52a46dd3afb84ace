r"""The ground floor: proofs as data, checked exactly, confirmed at random points, and printed from what was checked.

- `symbols`: named symbols, densities, sequences and matrices with their assumptions
- `relations`: chains of relations and lemmas
- `steps`: cases, instances, optima, changes of scale, induction and limits
- `trusted`: what no exact means establishes, from a closed list
- `derivation`: the proof itself and its verdict
- `kernel`: what each step obliges to check, and what it establishes
- `binding`, `recursions`: names that take many values, and what may be supposed of them
- `checking`: how a single relation is established
- `exact`, `linearity`, `limits`, `matrices`, `signs`: exact decisions
- `definedness`, `convergence`: whether an expression has a value
- `sampling`, `drawing`, `adoption`, `critical`: random worlds, for confirmation
- `evaluation`, `operations`, `digits`: values in them
- `mutation`: planted slips that must be refused
- `printing`: LaTeX from the checked objects

A proof states its claim, and steps that lead there:

    r, delta = real("r"), positive(r"\delta")
    near, far = r**2 / 2, delta * (r - delta / 2)
    Proof(
        "The branches of the Huber loss meet in value",
        claim=equal(Subs(near, r, delta), Subs(far, r, delta)),
        steps=[chain(Subs(near, r, delta)).equals(delta**2 / 2, "put in").equals(Subs(far, r, delta), "likewise")],
    )
"""

from notes.proof.derivation import Proof, Verdict
from notes.proof.relations import above, assumed, at_least, at_most, chain, equal, lemma
from notes.proof.steps import (
    cases,
    induction,
    instances,
    maximum,
    maximum_as_minimum,
    minimum,
    same_maximum,
    same_minimum,
    squeeze,
)
from notes.proof.symbols import (
    Expectation,
    bounded,
    complex_matrix,
    count,
    density,
    function,
    index,
    indexed,
    matrix,
    natural,
    nonnegative,
    ones,
    orthogonal,
    permutation,
    positive,
    probability,
    ratio,
    real,
    root,
    symmetric,
    unit,
    whole_line,
)
from notes.proof.trusted import trusted

__all__ = [
    "Expectation",
    "Proof",
    "Verdict",
    "above",
    "assumed",
    "at_least",
    "at_most",
    "bounded",
    "cases",
    "chain",
    "complex_matrix",
    "count",
    "density",
    "equal",
    "function",
    "index",
    "indexed",
    "induction",
    "instances",
    "lemma",
    "matrix",
    "maximum",
    "maximum_as_minimum",
    "minimum",
    "natural",
    "nonnegative",
    "ones",
    "orthogonal",
    "permutation",
    "positive",
    "probability",
    "ratio",
    "real",
    "root",
    "same_maximum",
    "same_minimum",
    "squeeze",
    "symmetric",
    "trusted",
    "unit",
    "whole_line",
]
