"""Attacks on the engine by somebody who did not build it: each proves something false or empty, and is refused."""

import re
from collections.abc import Callable

import pytest
from sympy import (
    Abs,
    Derivative,
    E,
    Eq,
    Expr,
    Ge,
    Gt,
    Heaviside,
    I,
    Identity,
    Integral,
    KroneckerDelta,
    Le,
    Limit,
    MatMul,
    Max,
    Mod,
    Piecewise,
    Product,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    Trace,
    UnevaluatedExpr,
    acot,
    binomial,
    ceiling,
    cos,
    cot,
    csc,
    digamma,
    exp,
    floor,
    frac,
    gamma,
    log,
    oo,
    pi,
    sec,
    sign,
    sin,
    sqrt,
    tan,
)

from notes.proof import (
    Expectation,
    Proof,
    above,
    assumed,
    at_least,
    at_most,
    cases,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    induction,
    lemma,
    matrix,
    minimum,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    root,
    same_minimum,
    squeeze,
    trusted,
)
from notes.proof.checking import counterexample
from notes.proof.relations import Relation
from notes.proof.symbols import OnesColumn, UnitColumn, ones, orthogonal, permutation, symmetric

x, y, z = real("x"), real("y"), real("z")
a, b = positive("a"), positive("b")
r = nonnegative("r")
negative, share = Symbol("c", negative=True), probability("q")
n, m, i, k = natural("n"), natural("m"), index("i"), index("k")
t = count("t")
p, f, g = density("p"), function("f"), function("g")
LIMIT = Limit(Sum(1 / n**2, (k, 1, n)), n, oo)
u, s = indexed("u"), indexed("s")
A, B, C = matrix("A", n, n), matrix("B", n, n), matrix("C", m, n)
Q = orthogonal("Q", n)
WIDE = UnitColumn("e", n, n)


def proof(*steps: object, claim: object = None, given: tuple[object, ...] = ()) -> Proof:
    """A proof of its last step, or of the claim."""
    return Proof("an attack", claim=claim or steps[-1], steps=steps, given=given)


def square() -> Proof:
    """A square is not negative."""
    step = at_least(x**2, 0, "a square")
    return Proof("square", claim=step, steps=[step])


def powers() -> Proof:
    """A sum of exponentials is positive."""
    return proof(above(Sum(exp(x * i), (i, 1, n)), 0, "positive terms"))


def product() -> Proof:
    """The logarithm of a product of what is positive."""
    step = equal(log(a * b), log(a) + log(b), "a product")
    return Proof("root", claim=step, steps=[step])


def far() -> Proof:
    """Twice what is supposed to be at least one is at least two."""
    step = at_least(2 * x, 2, "by the hypothesis")
    return Proof("far", claim=step, steps=[step], given=(Ge(x - 1, 0),))


def leaning() -> Proof:
    """A proof that leans on itself."""
    return proof(at_least(x**3 + x**2, 0, "as was shown", by=lemma(leaning)))


def fibonacci_with_one_case() -> Proof:
    """The step needs two cases before it, and only one is shown."""
    step = equal(u[t + 2], u[t + 1] + u[t], "the recursion").equals(0, "by the hypothesis")
    return proof(
        induction(equal(u[t], 0), over=t, first=equal(u[0], 0, "the beginning"), step=step),
        given=(Eq(u[t + 2], u[t + 1] + u[t]), Eq(u[0], 0), Eq(u[1], 1)),
    )


def horses() -> Proof:
    """All horses have one colour: the step fails from one to two."""
    step = equal(Sum(k, (k, 1, n + 1)), Sum(k, (k, 1, n)) + n + 1, "the last apart").equals(n + 1, "by the hypothesis")
    return proof(induction(equal(Sum(k, (k, 1, n)), n), over=n, step=step))


def no_first_case() -> Proof:
    """The step is sound, the first case is not."""
    step = equal(Sum(k, (k, 1, n + 1)), Sum(k, (k, 1, n)) + n + 1, "the last term apart").equals(
        (n + 1) * (n + 2) / 2 + 1, "by the hypothesis"
    )
    return proof(induction(equal(Sum(k, (k, 1, n)), n * (n + 1) / 2 + 1), over=n, step=step))


def step_of_another_statement() -> Proof:
    """The step ends at less than the statement for the next number."""
    return proof(
        induction(
            at_least(2**n, n + 1),
            over=n,
            first=at_least(2 ** UnevaluatedExpr(S.One), 2, "two"),
            step=chain(2 ** (n + 1)).at_least(n + 1, "too little"),
        )
    )


def strict_from_weak() -> Proof:
    """A strict statement from a hypothesis that is not strict."""
    return proof(
        induction(
            above(u[t], 0),
            over=t,
            first=above(u[0], 0, "given"),
            step=equal(u[t + 1], u[t], "the recursion").above(0, "by the hypothesis", by=assumed()),
        ),
        given=(Eq(u[t + 1], u[t]), Eq(u[0], 0)),
    )


def squeezed(limit: Expr, value: Expr, lower: object, upper: object = None) -> Proof:
    """A limit between two bounds."""
    return proof(squeeze(limit, value, lower=lower, upper=upper, reason="the bounds meet"))


ATTACKS: dict[str, Callable[[], Proof]] = {
    "an induction of two cases from one": fibonacci_with_one_case,
    "all horses have one colour": horses,
    "an induction without a first case": no_first_case,
    "a step that ends elsewhere": step_of_another_statement,
    "a strict induction from nothing": strict_from_weak,
    "a hypothesis that pins the number of an induction": lambda: proof(
        induction(equal(Sum(1, (k, 1, n)), 3), over=n, step=equal(Sum(1, (k, 1, n + 1)), 3, "three")), given=(Eq(n, 3),)
    ),
    "a squeeze with its bounds exchanged": lambda: squeezed(
        Limit(n, n, oo), 0, at_least(n, -1 / n, "more"), at_least(n, 1 / n, "more too")
    ),
    "a squeeze between bounds that swing": lambda: squeezed(
        Limit(sin(n), n, oo), 0, at_least(sin(n), -1, "a sine"), at_most(sin(n), 1, "a sine")
    ),
    "a squeeze from one side": lambda: squeezed(Limit(1 + 1 / n, n, oo), 0, at_least(1 + 1 / n, 1 / n, "one more")),
    "a limit that a parameter decides": lambda: squeezed(Limit(r**n, n, oo), 0, equal(r**n, r**n * 1, "itself")),
    "zero times infinity": lambda: proof(equal(Limit(n * (1 / n), n, oo) + Limit(sin(x) * n, n, oo), 1, "zero wins")),
    "zero to the zero in a product": lambda: proof(equal(Product(r ** (k - 1), (k, 1, n)), 0**r, "a product")),
    "the root of a square": lambda: proof(equal(sqrt(x**2), x, "undo the square")),
    "the root of a product of negatives": lambda: proof(equal(sqrt(x * y), sqrt(x) * sqrt(y), "root by root")),
    "the logarithm of two negatives": lambda: proof(
        equal(log(x * y), log(x) + log(y), "a product"), given=(Gt(x * y, 0),)
    ),
    "a power of a power": lambda: proof(equal((x**2) ** Rational(3, 2), x**3, "multiply the exponents")),
    "a cube root of negatives": lambda: proof(equal((x**3) ** Rational(1, 3), x, "undo the cube")),
    "floor and ceiling at whole numbers": lambda: proof(equal(ceiling(x), floor(x) + 1, "the next one")),
    "the floor of a sum": lambda: proof(equal(floor(x + y), floor(x) + floor(y), "part by part")),
    "a remainder by a sign": lambda: proof(equal(Mod(-n, m), m - Mod(n, m), "the other side")),
    "matrices that commute": lambda: proof(equal(A * B, B * A, "in either order")),
    "a matrix with its transpose": lambda: proof(equal(MatMul(C.T, C), MatMul(C.T, C).T * 2 - Q * Q.T, "nearly")),
    "an orthogonal matrix that keeps ones": lambda: proof(equal(Q * ones(n), ones(n), "as a permutation does")),
    "a column called ones": lambda: proof(
        equal(permutation("P", n) * OnesColumn("x", n, 1), OnesColumn("x", n, 1), "so")
    ),
    "a column of the identity that is as wide as long": lambda: proof(equal(WIDE.T * WIDE, Identity(n), "its length")),
    "an orthogonal matrix that is symmetric": lambda: proof(equal(Q.T, Q, "a reflection")),
    "a product of symmetric matrices": lambda: proof(
        equal((symmetric("S", n) * symmetric("T", n)).T, symmetric("S", n) * symmetric("T", n), "symmetric too")
    ),
    "the trace of a product": lambda: proof(equal(Trace(A * B), Trace(A) * Trace(B), "factor by factor")),
    "a lemma outside of its domain": lambda: proof(
        equal(log(x * y), log(x) + log(y), "put in", by=lemma(product, {a: x, b: y}))
    ),
    "a lemma whose hypothesis is forgotten": lambda: proof(at_least(2 * y, 2, "put in", by=lemma(far, {x: y}))),
    "a lemma carried by a negative weight": lambda: proof(
        at_least(
            Integral(-(y**2), (y, 0, 1)), 0, "sum up", by=lemma(square, {x: y}, lambda gap: Integral(-gap, (y, 0, 1)))
        )
    ),
    "a lemma that rests on itself": leaning,
    "an average without a normalised density": lambda: proof(equal(Expectation(3, x, p(x)), 3, "a constant")),
    "the square of an average": lambda: proof(
        equal(Expectation(x**2, x, p(x)), Expectation(x, x, p(x)) ** 2, "square by square"),
        given=(Eq(Integral(p(x), x), 1),),
    ),
    "independence for nothing": lambda: proof(
        equal(
            Integral(x * y * p(x, y), x, y), Integral(x * p(x, y), x, y) * Integral(y * p(x, y), x, y), "independent"
        ),
        given=(Eq(Integral(p(x, y), x), 1),),
    ),
    "a minimum at an end that is left out": lambda: proof(minimum(a + 1, {a: S.Zero}, "as low as it goes")),
    "a saddle": lambda: proof(minimum(x**2 + y**2 + 4 * x * y, {x: 0, y: 0}, "both squares vanish")),
    "a minimum line by line": lambda: proof(minimum((x - y) ** 2, {x: 0, y: 0}, "each alone")),
    "a scale that falls": lambda: proof(same_minimum(a, 1 / a, lambda level: 1 / level, over=[a])),
    "hypotheses that exclude each other": lambda: proof(
        at_least(x, 7, "as supposed"), given=(Ge(x - 7, 0), Le(x + 7, 0))
    ),
    "three hypotheses that exclude each other": lambda: proof(
        above(x - z, 0, "round and round"), given=(Gt(x - y, 0), Gt(y - z, 0), Gt(z - x, 0))
    ),
    "one size for every size": lambda: proof(
        equal(Sum(k**2, (k, 1, 2)), 5, "add up"), claim=equal(Sum(k**2, (k, 1, n)), 5)
    ),
    "a derivative at a place of an unnamed function": lambda: proof(
        equal(Subs(Derivative(f(x), x), x, 2 * y), Derivative(f(2 * y), y), "put in")
    ),
    "the derivative of a composition": lambda: proof(
        equal(Derivative(f(g(x)), x), Derivative(g(x), x) * Subs(Derivative(f(y), y), y, x), "the chain rule")
    ),
    "a step at its jump": lambda: proof(equal(Heaviside(x) + Heaviside(-x), 2 * Heaviside(Abs(x)), "two halves")),
    "pieces that overlap": lambda: proof(
        equal(Piecewise((1, x >= 0), (0, True)) + Piecewise((1, x <= 0), (0, True)), 1, "each once")
    ),
    "an integral across a pole": lambda: proof(equal(Integral(1 / x**2, (x, -1, 1)), -2, "the antiderivative")),
    "a derivative with an end that moves": lambda: proof(
        equal(Derivative(Integral(f(y), (y, 0, x**2)), x), f(x**2), "the fundamental theorem")
    ),
    "an end that moves below a trusted step": lambda: proof(
        equal(
            Derivative(Integral(a * b, (a, 0, b)), b),
            Integral(a, (a, 0, b)),
            "inside",
            by=trusted("derivative under an integral", Integral(a * b, (a, 0, b)), b),
        )
    ),
    "a series put in another order": lambda: proof(
        equal(Sum((-1) ** k / k, (k, 1, oo)), Sum(1 / (2 * k) - 1 / (2 * k - 1), (k, 1, oo)) * 2, "in another order")
    ),
    "a divisor that vanishes at one whole number": lambda: proof(equal((n**2 - 9) / (n - 3), n + 3, "cancel")),
    "a factorial of what may be negative": lambda: proof(equal(Product(t - 3 + k, (k, 1, n)) / (t - 3), 1, "cancel")),
    "a sum over no terms": lambda: proof(above(Sum(exp(x * k), (k, 2, n)), 0, "positive terms")),
    "cases that leave the middle out": lambda: proof(cases(lambda v: above(v**2, 0, "a square"), x)),
    "a remainder between other points": lambda: proof(
        equal(f(x + y) - f(x), y * Subs(Derivative(f(z), z), z, x), "the mean value"),
        given=(trusted("Taylor with remainder", f(x), y, 1, real(r"\xi")),),
    ),
    "a cosine at whole numbers only": lambda: proof(equal(cos(2 * pi * x), 1, "whole turns")),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused(attack):
    try:
        found = attack().check(seconds=0.4)
    except ValueError:
        return
    assert not found.ok


NAMES: dict[str, Callable[[], Proof]] = {
    "an unnamed function called sine": lambda: proof(above(density("sin")(x), 0, "positive")),
    "an unnamed function called logarithm": lambda: proof(above(density("log")(x), 0, "positive")),
    "an unnamed function called the gamma function": lambda: proof(above(density(r"\Gamma")(x), 0, "positive")),
    "an unnamed function called derivative": lambda: proof(above(density("f'")(x), 0, "positive")),
    "a positive number called zero": lambda: proof(above(2 * positive("0"), 0, "positive")),
    "a real number called two": lambda: proof(minimum((real("2") - 3) ** 2, {real("2"): S(3)}, "a parabola")),
    "a real number called pi": lambda: proof(minimum((real(r"\pi") - 3) ** 2, {real(r"\pi"): S(3)}, "a parabola")),
    "a whole number called infinity": lambda: proof(
        equal(Sum(k, (k, 1, natural(r"\infty"))), natural(r"\infty") * (natural(r"\infty") + 1) / 2, "add up")
    ),
    "a real number called i": lambda: proof(at_least(real("i") ** 2, 0, "a square")),
    "a positive number called e": lambda: proof(
        equal(Limit((1 + 1 / n) ** n, n, oo) * positive("e"), E * positive("e"), "the definition")
    ),
    "a positive number called e alone": lambda: proof(above(positive("e") + 1, 1, "positive")),
    "a whole number called i beside the imaginary unit": lambda: proof(
        equal(Sum(I * i, (i, 1, n)), I * n * (n + 1) / 2, "add up")
    ),
    "a number called as a product": lambda: proof(above(positive("ab"), 0, "positive")),
    "a number called as a power": lambda: proof(at_least(nonnegative("x^y"), 0, "not negative")),
    "a number called as an odd power": lambda: proof(above(positive("x^3"), 0, "positive")),
    "a negative number called as a square": lambda: proof(minimum((real("x^2") + 1) ** 2, {real("x^2"): S(-1)}, "")),
    "a number called as a reciprocal": lambda: proof(above(positive("x^{-1}"), 0, "positive")),
    "a number called as an operator": lambda: proof(at_least(real(r"\nabla") ** 2, 0, "a square")),
    "a matrix called as a transpose": lambda: proof(
        equal(matrix("A^T", n, n) * 2, 2 * matrix("A^T", n, n) * 1 + A - A, "")
    ),
    "two sequences of one name": lambda: proof(
        above(indexed("y", positive=True)[i] + indexed("y")[i] ** 2, 0, "positive")
    ),
    "two matrices of one name": lambda: proof(
        equal(Trace(symmetric("A", n) * A), Trace(A * symmetric("A", n)), "in either order")
    ),
    "a symbol that prints as an entry": lambda: proof(above(positive("y_{1}") + indexed("y")[1] ** 2, 0, "positive")),
    "a symbol that prints as any entry": lambda: proof(
        above(positive("y_i") + Sum(indexed("y")[i] ** 2, (i, 1, n)), 0, "positive")
    ),
    "a symbol that prints as a square": lambda: proof(at_least(positive(r"\sigma^2") - real(r"\sigma") ** 2, 0, "")),
    "a symbol with scripts in the other order": lambda: proof(above(positive("z^{+}_k") + real("z_k^{+}") ** 2, 0, "")),
    "a symbol with other braces": lambda: proof(above(positive("x_1") + real("x_{1}") ** 2, 0, "positive")),
    "a symbol that prints as a value": lambda: proof(above(positive("p(x)") - p(x), 0, "positive")),
    "a number and a function of one name": lambda: proof(above(positive("p") * p(x + 1), 0, "positive")),
    "a symbol between bars that is negative": lambda: proof(minimum((real("|x|") + 1) ** 2, {real("|x|"): S(-1)}, "")),
}


@pytest.mark.parametrize("attack", NAMES.values(), ids=NAMES)
def test_a_name_that_says_something_else_is_refused(attack):
    found = attack().check(seconds=0.4)
    assert found.status == "malformed"
    assert re.search("name|alike", found.message)


HALF = x**2 - 2
UNDEFINED: dict[str, tuple[str, Callable[[], Proof]]] = {
    "reversed limits that are numbers": (
        "non-negative",
        lambda: proof(
            at_least(
                LIMIT + Integral(x**2, (x, 1, 0)),
                LIMIT,
                "a square",
                by=lemma(square, through=lambda gap: Integral(gap, (x, 1, 0))),
            )
        ),
    ),
    "an integral from infinity": (
        "non-negative",
        lambda: proof(equal(Integral(2 * exp(-a), (a, oo, 0)), 2 * Integral(exp(-a), (a, oo, 0)), "draw out")),
    ),
    "a negative variable on a positive interval": (
        "non-negative",
        lambda: proof(at_most(Integral(negative, (negative, 1, 2)), 0, "negative numbers")),
    ),
    "a sum to a half": ("whole", lambda: proof(equal(LIMIT + Sum(1, (k, 1, n / 2)), LIMIT + n / 2, "count"))),
    "a sum to what is no whole number from ten on": (
        "whole",
        lambda: proof(equal(Sum(x, (k, 1, n + floor(n / 10) / 2)), x * (n + floor(n / 10) / 2), "count")),
    ),
    "a sum over real numbers": ("whole", lambda: proof(equal(Sum(1, (x, 1, 3)), 3, "count"))),
    "an entry at a half": ("whole", lambda: proof(equal(u[n / 2] * 2, u[n / 2] + u[n / 2] * 1 + 0 * x, "twice"))),
    "a derivative by a whole number": ("smooth", lambda: proof(equal(Derivative(n**2, n), 2 * n, "a power"))),
    "a derivative of a root where its radicand vanishes": (
        "positive",
        lambda: proof(equal(sqrt(HALF**2 + 0) * Derivative(root(x**4 - 4 * x**2 + 4), x), 2 * x * HALF, "chain rule")),
    ),
    "a derivative of a cube root at zero": (
        "positive",
        lambda: proof(equal(Derivative(r ** Rational(4, 3), r), Rational(4, 3) * r ** Rational(1, 3), "a power")),
    ),
    "a derivative of a floor": ("not zero", lambda: proof(equal(Derivative(floor(x), x), 0, "flat"))),
    "a divergent integral beside an unnamed function": (
        "finite",
        lambda: proof(equal(Integral(2 * p(y) / a, (a, 1, oo)), 2 * Integral(p(y) / a, (a, 1, oo)), "draw out")),
    ),
    "a divergent term beside an unnamed function": (
        "finite",
        lambda: proof(
            equal(
                Integral(p(a) + 1 / a, (a, 1, oo)),
                Integral(p(a), (a, 1, oo)) + Integral(1 / a, (a, 1, oo)),
                "term by term",
            )
        ),
    ),
    "a limit of a whole number towards zero": (
        "comes near",
        lambda: proof(equal(Limit(cos(n), n, 0), 1, "continuous")),
    ),
    "a limit of a probability towards infinity": (
        "comes near",
        lambda: proof(equal(Limit(1 / share, share, oo), 0, "far")),
    ),
    "a limit from below of what is positive": ("comes near", lambda: proof(equal(Limit(a, a, 0, "-"), 0, "small"))),
    "the secant": ("sec", lambda: proof(equal(sec(x) * cos(x), 1, "inverse"))),
    "the cosecant": ("csc", lambda: proof(equal(csc(x + 1) * sin(x + 1), 1, "inverse"))),
    "the cotangent": ("cot", lambda: proof(equal(cot(x + 1) * sin(x + 1), cos(x + 1), "inverse"))),
    "the arc cotangent": (
        "acot",
        lambda: proof(equal(Derivative(acot(HALF), x), -2 * x / (1 + HALF**2), "derivative")),
    ),
    "the gamma function": ("gamma", lambda: proof(equal(gamma(x + 1), x * gamma(x), "functional equation"))),
    "the digamma function": ("polygamma", lambda: proof(equal(digamma(x + 1) - digamma(x), 1 / x, "difference"))),
    "a remainder": ("Mod", lambda: proof(equal(Derivative(Mod(x, pi), x), 1, "derivative"))),
    "a fractional part": ("frac", lambda: proof(equal(Derivative(frac(x), x), 1, "derivative"))),
}


@pytest.mark.parametrize(("words", "attack"), UNDEFINED.values(), ids=UNDEFINED)
def test_what_has_no_value_somewhere_is_refused_by_name(words, attack):
    found = attack().check(seconds=0.4)
    assert found.status in ("malformed", "undecided")
    assert words in found.message


def flat() -> Proof:
    """A sequence that stays is never below its start."""
    step = equal(s[t + 1], s[t], "it stays").at_least(-200, "by the hypothesis", by=assumed())
    claim = at_least(s[t], -200)
    given = (Eq(s[t + 1], s[t]), Eq(s[0], -200))
    return proof(induction(claim, over=t, first=at_least(s[0], -200, "the start"), step=step), claim=claim, given=given)


def flat_again() -> Proof:
    """The same by way of the lemma, which says nothing of its own about the number."""
    return proof(at_least(s[t] + x, x - 200, "the lemma", by=lemma(flat)), given=(Eq(s[t + 1], s[t]), Eq(s[0], -200)))


def geometric() -> Proof:
    """A sequence that is multiplied by one number."""
    step = equal(s[n + 1], a * s[n], "the recursion").equals(a ** (n + 1), "by the hypothesis")
    given = (Eq(s[n + 1], a * s[n]), Eq(s[1], a))
    return proof(induction(equal(s[n], a**n), over=n, first=equal(s[1], a, "the start"), step=step), given=given)


def low() -> Proof:
    """Two is not above thirty."""
    return proof(at_most(x, 30, "two is less"), given=(Eq(x, 2),))


def bounded_by_itself(total: Callable[[Expr], Expr], most: int) -> Proof:
    """A bound for a number, summed up over the number of the induction, is the bound for the next one."""
    first = at_most(total(S.One), most, "one")
    itself = assumed(lambda gap: Sum(gap, (n, n + 1, n + 1)))
    return proof(
        induction(at_most(total(n), most), over=n, first=first, step=at_most(total(n + 1), most, "", by=itself))
    )


def fixed(sequence: object, *given: Eq) -> Proof:
    """By induction over a recursion, a sequence is one for ever."""
    step = equal(sequence[t + 1], sequence[t], "the recursion").equals(1, "by the hypothesis")
    first = equal(sequence[0], 1, "the start")
    return proof(
        induction(equal(sequence[t], 1), over=t, first=first, step=step),
        given=(Eq(sequence[t + 1], sequence[t]), Eq(sequence[0], 1), *given),
    )


ONES = Sum(1, (k, 1, n))
shares = indexed("w", positive=True)
BOUND: dict[str, tuple[str, Callable[[], Proof]]] = {
    "every number is at most twenty": ("the variable of", lambda: bounded_by_itself(lambda last: last, 20)),
    "every sum of ones is at most fifty": (
        "the variable of",
        lambda: bounded_by_itself(lambda last: Sum(1, (k, 1, last)), 50),
    ),
    "an equality from itself, within a sum over the number": (
        "the variable of",
        lambda: proof(
            induction(
                equal(floor(n / 12), 0),
                over=n,
                first=equal(floor(Rational(1, 12)), 0, "less than one"),
                step=equal(floor((n + 1) / 12), Sum(floor(n / 12), (n, n + 1, n + 1)), "one term").equals(0, ""),
            )
        ),
    ),
    "a number of an induction in what is put into a lemma": (
        "the variable of",
        lambda: proof(
            induction(
                at_least(x**2, 0),
                over=n,
                step=at_least(x**2, 0, "", by=lemma(square, {x: Sum(x, (n, n, n))})),
            )
        ),
    ),
    "a squeeze whose variable is two": (
        "many values",
        lambda: proof(squeeze(Limit(ONES, n, oo), 2, lower=equal(ONES, 2, "two terms"), reason=""), given=(Eq(n, 2),)),
    ),
    "a squeeze whose bound is supposed for one number": (
        "many values",
        lambda: proof(
            squeeze(Limit(ONES, n, oo), 0, at_least(ONES, 0, "ones"), at_most(ONES, 1 / n, "as supposed"), ""),
            given=(Le(ONES, 1 / n),),
        ),
    ),
    "a limit of what is known at one number": (
        "many values",
        lambda: proof(equal(Limit(u[n], n, oo) + x, 3 + x, "as supposed"), given=(Eq(u[n], 3),)),
    ),
    "an average over what is two": (
        "many values",
        lambda: proof(equal(Expectation(x, x, p(x)), 2, "a constant"), given=(Eq(Integral(p(x), x), 1), Eq(x, 2))),
    ),
    "a sum of what is known at one number": (
        "many values",
        lambda: proof(equal(Sum(u[k], (k, 1, n)), 3 * n, "term by term"), given=(Eq(u[k], 3),)),
    ),
    "a lemma carried over the variable of its hypothesis": (
        "many values",
        lambda: proof(
            at_most(
                Integral(p(x) * x, x),
                30 * Integral(p(x), x),
                "summed up",
                by=lemma(low, through=lambda gap: Integral(p(x) * gap, x)),
            ),
            given=(Eq(x, 2),),
        ),
    ),
    "a lemma carried over the variable of its hypothesis, by another name": (
        "many values",
        lambda: proof(
            at_most(
                Integral(p(y) * y, y),
                30 * Integral(p(y), y),
                "summed up",
                by=lemma(low, {x: y}, through=lambda gap: Integral(p(y) * gap, y)),
            ),
            given=(Eq(y, 2),),
        ),
    ),
    "a lemma's recursion that is known at one place": (
        "supposes",
        lambda: proof(
            at_least(s[3], -200, "put in", by=lemma(flat, {t: S(3)})), given=(Eq(s[4], s[3]), Eq(s[0], -200))
        ),
    ),
    "a lemma's recursion that is known at one place, at second hand": (
        "supposes",
        lambda: proof(
            at_least(s[3] + x, x - 200, "put in", by=lemma(flat_again, {t: S(3)})),
            given=(Eq(s[4], s[3]), Eq(s[0], -200)),
        ),
    ),
    "a factor of a recursion that is its number": (
        "supposes",
        lambda: proof(
            equal(s[n], n**n, "put in", by=lemma(geometric, {a: n})), given=(Eq(s[n + 1], n * s[n]), Eq(s[1], n))
        ),
    ),
    "a recursion that says more or less": (
        "many values",
        lambda: proof(
            induction(
                at_least(s[t], 1),
                over=t,
                first=at_least(s[0], 1, "the start"),
                step=above(s[t + 1], s[t], "it rises").at_least(1, "by the hypothesis", by=assumed()),
            ),
            given=(Gt(s[t + 1], s[t]), Eq(s[0], 1), Eq(s[30], 0)),
        ),
    ),
    "two recursions of one sequence": (
        "one recursion",
        lambda: fixed(s, Eq(s[n + 20], s[n] + floor(n / 20))),
    ),
    "a sequence by later entries": (
        "earlier ones",
        lambda: fixed(s, Eq(u[n + 1], u[n + 2] + 1)),
    ),
    "a sequence of positive numbers that falls for ever": (
        "positive",
        lambda: proof(
            above(shares[t] + t, t, "positive"),
            given=(Eq(shares[t + 1], shares[t] - 1), Eq(shares[0], 1000)),
        ),
    ),
}


CAPTURED: dict[str, Callable[[], Proof]] = {
    "cases at the index of a sum": lambda: proof(
        cases(lambda v: equal(Sum((v - k) ** 2, (k, 1, 3)), 3 * (v - k) ** 2, "three terms"), x, k)
    ),
    "an optimum at the index of a sum": lambda: proof(minimum(Sum((x - k) ** 2, (k, 1, 3)), {x: k}, "squares")),
    "the index of a sum put in": lambda: proof(equal(LIMIT + Subs(Sum(x * k, (k, 1, 3)), x, k), LIMIT + 14, "add")),
    "the variable of an average put in": lambda: proof(
        equal(Subs(Expectation(y * x, x, p(x)), y, x), Expectation(x**2, x, p(x)), "put in")
    ),
    "a scale that sums up": lambda: proof(
        same_minimum((x - k) ** 2, Sum((x - k) ** 2 * k, (k, 1, 3)), lambda v: Sum(v * k, (k, 1, 3)), over=[x])
    ),
    "an end at the index of a sum": lambda: proof(
        equal(
            Derivative(Integral(Sum(a * k, (k, 1, 3)), (a, 0, k * b)), b),
            14 * k * b,
            "the end",
            by=trusted("derivative under an integral", Integral(Sum(a * k, (k, 1, 3)), (a, 0, k * b)), b),
        )
    ),
    "a lemma put in at the index of a sum": lambda: proof(
        above(Sum(exp(i * k), (i, 1, n)), 0, "", by=lemma(powers, {x: i}))
    ),
}


@pytest.mark.parametrize("attack", CAPTURED.values(), ids=CAPTURED)
def test_nothing_is_put_in_where_it_would_be_bound(attack):
    found = attack().check(seconds=0.4)
    assert found.status == "malformed"
    assert "is bound" in found.message


@pytest.mark.parametrize(("words", "attack"), BOUND.values(), ids=BOUND)
def test_what_holds_for_one_value_does_not_hold_for_many(words, attack):
    found = attack().check(seconds=0.4)
    assert found.status in ("malformed", "undecided")
    assert words in found.message


def test_the_lemmas_of_these_attacks_stand():
    assert all(one().check(seconds=1).ok for one in (square, powers, product, far, flat, flat_again, geometric, low))


def test_a_recursion_that_is_known_everywhere_is_known_at_one_place():
    given = (Eq(s[t + 1], s[t]), Eq(s[0], -200))
    assert proof(at_least(s[3], -200, "put in", by=lemma(flat, {t: S(3)})), given=given).check(seconds=1).ok


DISTANCE = (x**2 - 2) ** 2
JUMPS: dict[str, Callable[[], Proof]] = {
    "a limit that is another one at an irrational number": lambda: proof(
        equal(Limit(DISTANCE * n / (DISTANCE * n + 1), n, oo), 1, "one")
    ),
    "a squeeze that is another one at an irrational number": lambda: squeezed(
        Limit(n * DISTANCE / (1 + n * DISTANCE), n, oo),
        1,
        equal(n * DISTANCE / (1 + n * DISTANCE), 1 - 1 / (1 + n * DISTANCE), "divide"),
    ),
    "a limit that is another one at zero": lambda: proof(equal(Limit(Abs(x) ** (1 / n), n, oo), 1, "a root")),
    "a limit that the larger of two decides": lambda: proof(
        equal(Limit(exp(a * n) / (exp(a * n) + exp(b * n)), n, oo), 0, "smaller")
    ),
    "a limit that an exponent decides": lambda: proof(equal(Limit(n**x / (n**2 + n**x), n, oo), 0, "smaller")),
    "a limit that SymPy takes while it simplifies": lambda: proof(
        equal(cos(x) ** 2 + sin(x) ** 2 + Limit(n**x / (n**2 + n**x), n, oo), 1, "smaller")
    ),
    "an integral that diverges at zero": lambda: proof(
        equal(Integral(2 * a / (a**2 + x**2), (a, 0, 1)), 2 * Integral(a / (a**2 + x**2), (a, 0, 1)), "draw out")
    ),
    "an integral to a pole of the tangent": lambda: proof(
        equal(Integral(x * tan(a), (a, 0, pi / 2)), x * Integral(tan(a), (a, 0, pi / 2)), "draw out")
    ),
    "an integral that diverges at an irrational number": lambda: proof(
        equal(
            Integral(x * (1 + DISTANCE * a**2) / (1 + DISTANCE * a**4), (a, 0, oo)),
            x * Integral((1 + DISTANCE * a**2) / (1 + DISTANCE * a**4), (a, 0, oo)),
            "draw out",
        )
    ),
    "a series that diverges for large exponents": lambda: proof(
        equal(Sum(y * k**x / (k**2 + k**x), (k, 1, oo)), y * Sum(k**x / (k**2 + k**x), (k, 1, oo)), "draw out")
    ),
}


@pytest.mark.parametrize("attack", JUMPS.values(), ids=JUMPS)
def test_a_limit_that_a_parameter_decides_is_undecided(attack):
    found = attack().check(seconds=0.4)
    assert found.status in ("undecided", "refuted")
    assert re.search("no exact means|must be finite|must be not zero|is false", found.message)


def together(*steps: object) -> Proof:
    """Every step is claimed."""
    return proof(*steps, claim=list(steps))


SIZED: dict[str, Callable[[], Proof]] = {
    "under different index names": lambda: together(
        equal(Sum(i, (i, 1, 2)), 3, "add"), equal(Sum(k, (k, 1, 3)), 6, "add"), equal(Sum(m, (m, 1, 4)), 10, "add")
    ),
    "under different names of numbers": lambda: together(
        equal(Sum(x * k, (k, 1, 2)), 3 * x, "add"),
        equal(Sum(y * k, (k, 1, 3)), 6 * y, "add"),
        equal(Sum(z * k, (k, 1, 4)), 10 * z, "add"),
    ),
    "of sums of sums": lambda: together(
        equal(Sum(i * k, (i, 1, 2), (k, 1, 2)), 9, "add"),
        equal(Sum(k * m, (k, 1, 3), (m, 1, 2)), 18, "add"),
        equal(Sum(m * i, (m, 1, 4), (i, 1, 2)), 30, "add"),
    ),
}


@pytest.mark.parametrize("attack", SIZED.values(), ids=SIZED)
def test_three_sizes_are_instances(attack):
    assert attack().check(seconds=1).kind == "instance"


def test_one_statement_about_three_names_is_no_instance():
    assert together(*(at_least((v - 2) ** 2, 0, "a square") for v in (x, y, z))).check(seconds=1).kind == "proved"


FAR_OUT: dict[str, Callable[[], Proof]] = {
    "an entry that its recursion does not give": lambda: fixed(s, Eq(s[20], 100)),
    "an entry far out that its recursion does not give": lambda: fixed(s, Eq(s[80], 100)),
    "a bound that its recursion passes": lambda: fixed(s, Gt(s[40], 1)),
    "a start that no entry may have": lambda: fixed(shares, Eq(shares[0], x), Eq(x, -1)),
}


@pytest.mark.parametrize("attack", FAR_OUT.values(), ids=FAR_OUT)
def test_hypotheses_that_exclude_each_other_far_out_are_refused(attack):
    assert fixed(s, Eq(s[30], 1)).check(seconds=1).ok
    found = attack().check(seconds=1)
    assert found.status == "malformed"
    assert re.search("could not be made true|its assumptions exclude", found.message)


COMPARED: dict[str, tuple[Expr, Expr]] = {
    "nothing from ten on": (floor(n / 10), 0),
    "nothing from a thousand on": (floor(n / 1000), 0),
    "no choices of ten": (binomial(n, 10) * x, 0),
    "a product with nine zeros": (Product(n - k, (k, 1, 9)), 0),
    "a number that is never fifty": (KroneckerDelta(n, 50), 0),
    "never zero": (sign(x**2 - 2) ** 2, 1),
    "never zero, by a logarithm": (sign(exp(x) - 2) ** 2, 1),
    "never whole": (ceiling(x**2) - floor(x**2), 1),
    "never far away": (Max(x - 1000, 0), 0),
    "no step": (Heaviside(x**2 - 2, 0), Heaviside(x**2 - 2, 1)),
    "one piece": (Piecewise((0, Eq(x**2, 3)), (1, True)), 1),
}


def told_apart(left: Expr, right: Expr) -> bool:
    """Whether some world tells two sides apart, whatever exact means may say."""
    return counterexample(Relation(S(left), "=", S(right)), ()) is not None


@pytest.mark.parametrize("sides", COMPARED.values(), ids=COMPARED)
def test_some_worlds_are_where_something_jumps(sides):
    assert told_apart(*sides)


LONG_LIMITS: dict[str, tuple[Expr, Expr]] = {
    "another number": (LIMIT + x, LIMIT + y),
    "another factor": (x * LIMIT, y * LIMIT),
    "a half of a sum": (LIMIT * Sum(k, (k, 1, n)), LIMIT * n**2 / 2),
}


@pytest.mark.parametrize("sides", LONG_LIMITS.values(), ids=LONG_LIMITS)
def test_beside_a_limit_of_a_sum_the_rest_is_compared(sides):
    assert told_apart(*sides)


def test_a_limit_of_a_sum_is_the_same_by_any_name_of_its_index():
    renamed = Limit(Sum(1 / n**2, (i, 1, n)), n, oo)
    assert proof(equal(LIMIT + (x + 1) ** 2, renamed + x**2 + 2 * x + 1, "the same")).check(seconds=2).ok


def test_a_proof_that_only_looks_like_one_is_refused():
    class Claiming(Proof):
        claims = (at_least(x, 1).links[0],)

    Claiming.__module__, Claiming.__qualname__ = Proof.__module__, Proof.__qualname__
    step = at_least(x**2, 0, "a square")
    assert Claiming("more than it shows", claim=step, steps=[step]).check().status == "malformed"
