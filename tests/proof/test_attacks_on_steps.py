"""Attacks on steps, lemmas, hypotheses and names by a second stranger: each is refused, and for a reason that fits."""

from collections.abc import Callable

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Ge,
    Gt,
    I,
    Integral,
    Limit,
    Lt,
    Ne,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    exp,
    expand,
    floor,
    log,
    oo,
    sign,
    sqrt,
)

from notes.proof import (
    Expectation,
    Proof,
    above,
    assumed,
    at_least,
    at_most,
    cases,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    induction,
    instances,
    lemma,
    matrix,
    minimum,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    same_minimum,
    squeeze,
    trusted,
)
from notes.proof.relations import Chain, Link
from notes.proof.steps import Cases, Extremum, Rescaling

x, y, z = real("x"), real("y"), real("z")
a, b = positive("a"), positive("b")
r, share = nonnegative("r"), probability("q")
n, m, t = natural("n"), natural("m"), count("t")
i, k = index("i"), index("k")
p, f, below = density("p"), function("f"), Symbol("l", negative=True)
u, s = indexed("u"), indexed("s")
WELLS = x**4 / 12 - Rational(2000, 9) * x**3 + 140000 * x**2
"""Least at 1400, and at zero among the numbers near zero."""


def proof(*steps: object, claim: object = None, given: tuple[object, ...] = ()) -> Proof:
    """A proof of its last step, or of the claim."""
    return Proof("an attack", claim=claim or steps[-1], steps=steps, given=given)


def square() -> Proof:
    """A square is not negative."""
    return proof(at_least(x**2, 0, "a square"))


def flat() -> Proof:
    """A sequence that stays is never below its start."""
    step = equal(s[t + 1], s[t], "it stays").at_least(-200, "by the hypothesis", by=assumed())
    first, given = at_least(s[0], -200, "the start"), (Eq(s[t + 1], s[t]), Eq(s[0], -200))
    return proof(induction(at_least(s[t], -200), over=t, first=first, step=step), given=given)


def best() -> Proof:
    """Where a square is least."""
    return proof(minimum(x**2, {x: S.Zero}, "a parabola"))


class Positive(Symbol):
    def _eval_is_positive(self) -> bool:
        return True


class Zero(Expectation):
    def doit(self, **_: bool) -> object:
        return S.Zero


class Alike(str):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


def lying(name: str, method: str, answer: object) -> Function:
    """An unnamed function that answers as its author likes."""
    made = function(name)
    setattr(made, method, answer)
    return made(x)


REFUSED: dict[str, tuple[str, Callable[[], Proof]]] = {
    # names that a rule makes up
    "cases whose distance is one": (
        r"a hypothesis about {\vartheta}",
        lambda: proof(cases(lambda v: at_most(v, 1000, "one"), x), given=(Eq(positive(r"\vartheta"), 1),)),
    ),
    "a scale that rises as supposed": (
        r"a hypothesis about {\vartheta'}",
        lambda: proof(
            same_minimum(x, (x + 1000) ** 2, lambda v: (v + 1000) ** 2, [x], "scaled"),
            given=(Gt(real(r"\vartheta'") + 1000, 0),),
        ),
    ),
    # lemmas
    "a lemma about another sequence": (
        "which is not known here",
        lambda: proof(
            at_least(u[t] + x, x - 200, "put in", by=lemma(flat, {s.label: u.label})),
            given=(Eq(s[t + 1], s[t]), Eq(s[0], -200)),
        ),
    ),
    "a lemma that says where, not how much": (
        "is false",
        lambda: proof(at_least(y**2, 1, "put in", by=lemma(best, {x: y}))),
    ),
    "a lemma at a value": ("no attribute", lambda: proof(at_least(y**2, 1, "put in", by=lemma(square, {f(x): y})))),
    "a lemma at a complex number": (
        "x must be real",
        lambda: proof(at_least(-(y**2), 0, "put in", by=lemma(square, {x: I * y}))),
    ),
    "a lemma at a name that it has not": (
        "must have names of it only, got ['a', 'x']",
        lambda: proof(at_least(x**2, 0, "put in", by=lemma(square, {x: x, a: b, positive("x"): a}))),
    ),
    "a lemma at infinity": ("x must be real", lambda: proof(at_least(y**2, 0, "", by=lemma(square, {x: oo})))),
    "a lemma at a root of what may be negative": (
        "x must be real",
        lambda: proof(at_least(y, 0, "put in", by=lemma(square, {x: sqrt(y)}))),
    ),
    "a lemma carried by something that is squared": (
        "`through` must be",
        lambda: proof(at_least(x**4, 0, "", by=lemma(square, {}, lambda gap: gap**2))),
    ),
    "a lemma carried by more than a weight": (
        "`through` must be",
        lambda: proof(at_least(x**2 + 1, 0, "", by=lemma(square, {}, lambda gap: gap + 1))),
    ),
    # optima
    "an optimum at a place that is excluded": (
        "nothing must be supposed",
        lambda: proof(minimum(x**2, {x: S.Zero}, "a parabola"), given=(Ne(x, 0),)),
    ),
    "an optimum on two pieces, by the sign of the slope": (
        "nothing must be supposed",
        lambda: proof(minimum(WELLS, {x: S.Zero}, "near"), given=(Gt((x - 600) * (x - 1400), 0),)),
    ),
    "an optimum on two pieces, by convexity": (
        "nothing must be supposed",
        lambda: proof(minimum(WELLS, {x: S.Zero}, "near"), given=(Gt(expand(WELLS.diff(x, 2)), 0),)),
    ),
    "an optimum at infinity": ("a must be positive", lambda: proof(minimum(exp(-a), {a: oo}, "far"))),
    "an optimum of a constant": ("says nothing", lambda: proof(minimum(y + 0 * x, {x: S.Zero}, "flat"))),
    "an optimum at an end where the slope is not zero": (
        "is false",
        lambda: proof(minimum(r**2 + r, {r: S.Zero}, "the end")),
    ),
    "an optimum in each direction alone": (
        "is false",
        lambda: proof(minimum(x**2 + y**2 - 3 * x * y, {x: S.Zero, y: S.Zero}, "squares")),
    ),
    "an infimum that is a maximum": (
        "`min` or a `max`",
        lambda: proof(Extremum(-(x**2), {x: S.Zero}, "a parabola", "inf")),
    ),
    # scales
    "a scale for negative numbers only": (
        "of real or of positive numbers",
        lambda: proof(Rescaling(x, (x - 9) ** 2, below, (below - 9) ** 2, (x,), "", "min", "max")),
    ),
    "a scale for probabilities only": (
        "of real or of positive numbers",
        lambda: proof(Rescaling(a, a * (200 - a), share, share * (200 - share), (a,), "", "min", "min")),
    ),
    "a scale that may be negative": ("is false", lambda: proof(same_minimum(x**2, y * x**2, lambda v: y * v, [x]))),
    "a scale that may be zero": (
        "no exact means",
        lambda: proof(same_minimum(x**2, r * x**2, lambda v: r * v, [x])),
    ),
    "a criterion without a value everywhere": (
        "must be positive",
        lambda: proof(same_minimum(log(x + 1000), 2 * log(x + 1000), lambda v: 2 * v, [x])),
    ),
    "a criterion of a name that reads as a product": (
        "a name must be",
        lambda: proof(same_minimum(real("ab") ** 2, 2 * real("ab") ** 2, lambda v: 2 * v, [real("ab")])),
    ),
    "a criterion over the index of its sum": (
        "is the same for all",
        lambda: proof(
            same_minimum(Sum((x - k) ** 2, (k, 1, 3)), 2 * Sum((x - k) ** 2, (k, 1, 3)), lambda v: 2 * v, [k])
        ),
    ),
    # inductions, cases, limits
    "an induction that breaks at a hundred": (
        "is false",
        lambda: proof(
            induction(
                equal(floor(n / 100), 0),
                over=n,
                first=equal(floor(Rational(1, 100)), 0, "less than one"),
                step=equal(floor((n + 1) / 100), floor(n / 100), "the same").equals(0, "by the hypothesis"),
            )
        ),
    ),
    "an induction without its number": (
        "is false",
        lambda: proof(induction(equal(x, y), over=n, first=equal(x, y, "?"), step=equal(x, y, "by the hypothesis"))),
    ),
    "cases of a probability": ("cases must be", lambda: proof(Cases(at_least(share, 0, "a share"), share, S.Zero))),
    "cases around the number itself": (
        "cases must be",
        lambda: proof(cases(lambda v: at_least(v**2, 0, ""), x, x + 1)),
    ),
    "cases of a derivative, one at the kink": (
        "must be not zero",
        lambda: proof(cases(lambda v: equal(Subs(Derivative(Abs(y), y), y, v), sign(v), "each side"), x)),
    ),
    "a limit that depends on its variable": (
        "is false",
        lambda: proof(squeeze(Limit(1 / n, n, oo), 1 / n, lower=equal(1 / n, 1 / n * 1, "itself"))),
    ),
    "sizes that are not those of the statements": (
        "a statement of its own",
        lambda: proof(instances(lambda _: equal(Sum(k, (k, 1, 2)), 3, "add"), [2, 3, 1000])),
    ),
    # hypotheses and claims
    "an inequality that is supposed": (
        "must not be the claim",
        lambda: proof(at_least(x, 1, ""), given=(Ge(x - 1, 0),)),
    ),
    "a weaker inequality than is supposed": (
        "must not be the claim",
        lambda: proof(at_least(exp(x), y, "as supposed"), given=(Lt(y, exp(x)),)),
    ),
    "another name than that of the step": (
        "no step establishes",
        lambda: proof(
            equal(Sum(k, (k, 1, n)), n * (n + 1) / 2, "add"), claim=equal(Sum(k, (k, 1, m)), m * (m + 1) / 2)
        ),
    ),
    "a hypothesis about squares for one about numbers": (
        "could not be made true",
        lambda: proof(equal(x, y, "the roots"), given=(Eq(x**2, y**2),)),
    ),
    "hypotheses that exclude each other by very little": (
        "could not be made true",
        lambda: proof(above(a, -b, "positive"), given=(Eq(x, y), Eq(x, y + Rational(1, 10**40)))),
    ),
    "a hypothesis divided by what may be zero": (
        "is false",
        lambda: proof(equal(x, y, "cancel"), given=(Eq(x * z, y * z),)),
    ),
    # trusted steps
    "a remainder at the beginning": (
        "a point of its own",
        lambda: proof(
            equal(
                f(x + y),
                f(x) + y * Subs(Derivative(f(z), z), z, x),
                "the mean value",
                by=trusted("Taylor with remainder", f(x), y, 1, x),
            )
        ),
    ),
    "a remainder of no order": (
        "a positive order",
        lambda: proof(equal(f(x + y), f(x), "", by=trusted("Taylor with remainder", f(x), y, 0, z))),
    ),
    "a derivative by the variable of the integral": (
        "an integral or sum",
        lambda: proof(
            equal(
                Derivative(Integral(x * y, (y, 0, 1)), y),
                0,
                "constant",
                by=trusted("derivative under an integral", Integral(x * y, (y, 0, 1)), y),
            )
        ),
    ),
    "sums exchanged whose ends depend on each other": (
        "do not depend on each other",
        lambda: proof(
            equal(
                Sum(x * i, (i, 1, k), (k, 1, n)),
                Sum(x * i, (k, 1, n), (i, 1, k)),
                "exchange",
                by=trusted("exchange of sums and integrals", Sum(x * i, (i, 1, k), (k, 1, n))),
            )
        ),
    ),
    "a limit under an integral, where the mass escapes": (
        "must be one of the trusted steps",
        lambda: proof(
            equal(
                Limit(Integral(n**2 * a * exp(-n * a), (a, 0, oo)), n, oo),
                0,
                "the integrands vanish",
                by=trusted("limit under an integral", Limit(Integral(n**2 * a * exp(-n * a), (a, 0, oo)), n, oo)),
            )
        ),
    ),
    # names
    "a value that reads as a derivative": ("a name must be", lambda: proof(above(2 * positive("f'(x)"), 0, ""))),
    "a value of the gamma function": ("a name must be", lambda: proof(above(2 * positive(r"\Gamma(x)"), 0, ""))),
    "a matrix with a subscript that reads as a transpose": (
        "a name must be",
        lambda: proof(equal(matrix("A^T_k", n, n).T.T * 2 + matrix("B", n, n), 2 * matrix("A^T_k", n, n), "")),
    ),
    "a function that reads as a power": (
        "read as a power",
        lambda: proof(above(natural("N") * density("f^N")(x), 0, "positive")),
    ),
    "a function that reads as a power by nothing": ("a name must be", lambda: proof(above(density("f^n")(x), 0, ""))),
    "a sequence that reads as a power": (
        "read as a power",
        lambda: proof(above(natural("K") * indexed("x^K", positive=True)[i], 0, "positive")),
    ),
    "a sequence that reads as a power by nothing": (
        "a name must be",
        lambda: proof(above(indexed(r"x^\alpha", positive=True)[i] * 2, 0, "positive")),
    ),
    "a digit of another script": ("a name must be", lambda: proof(above(positive("x_\u0661") + x**2, 0, "positive"))),
    "a letter of another script": ("a name must be", lambda: proof(above(positive("\u0445") + x**2, 0, "positive"))),
    "a name with something invisible": ("a name must be", lambda: proof(above(positive("x\u200b") + x**2, 0, ""))),
    # objects that lie
    "a symbol that calls itself positive": (
        "the kinds that are known",
        lambda: proof(above(2 * Positive("x", real=True), 0, "positive")),
    ),
    "an average that calls itself zero": ("the kinds that are known", lambda: proof(equal(Zero(x, x, p(x)), 0, ""))),
    "a function with a method of its own": (
        "the kinds that are known",
        lambda: proof(equal(2 * lying("g_9", "doit", lambda *_, **__: S.Zero), 0, "it says so")),
    ),
    "a function that calls itself positive": (
        "the kinds that are known",
        lambda: proof(above(2 * lying("h_9", "is_positive", True), 0, "")),
    ),
    "a sign that equals every other": ("plain data", lambda: proof(Chain(x, (Link(x, Alike("<"), x - 1),)))),
}


@pytest.mark.parametrize(("words", "attack"), REFUSED.values(), ids=REFUSED)
def test_an_attack_is_refused_for_its_reason(words, attack):
    found = attack().check(seconds=1)
    assert not found.ok
    assert words in found.message, found.message


@pytest.mark.parametrize("part", ["steps", "given"])
def test_a_proof_is_made_of_parts_that_can_be_read_twice(part):
    parts = {"steps": [at_least(x**2, 0, "a square")], "given": ()}
    with pytest.raises(ValueError, match=f"`{part}` must be a list or a tuple"):
        Proof("hidden", claim=at_least(x**2, 0), **(parts | {part: (one for one in parts[part])}))


def test_what_these_attacks_lean_on_stands():
    assert all(one().check(seconds=1).ok for one in (square, flat, best))


def test_a_name_that_is_made_up_differs_from_those_of_the_hypotheses_by_luck_only():
    step = cases(lambda v: at_least(v**2, 0, "a square"), x)
    assert proof(step, given=(Gt(positive("b"), 1),)).check(seconds=1).ok
    assert not proof(step, given=(Gt(positive(r"\vartheta"), 1),)).check(seconds=1).ok
