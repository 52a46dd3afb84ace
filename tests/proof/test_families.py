"""Families of attacks on the engine: several members of each, none of which may be established."""

import pytest
from sympy import (
    Abs,
    Derivative,
    Dummy,
    Eq,
    Float,
    Function,
    Gt,
    Identity,
    Integral,
    Inverse,
    Limit,
    MatMul,
    Max,
    Min,
    Ne,
    Piecewise,
    Rational,
    S,
    Subs,
    Sum,
    Symbol,
    UnevaluatedExpr,
    atan,
    conjugate,
    cos,
    exp,
    log,
    oo,
    sign,
    sin,
    sqrt,
    tan,
)
from sympy.core.function import AppliedUndef, UndefinedFunction

from notes.proof import (
    Expectation,
    Proof,
    above,
    at_least,
    at_most,
    bounded,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    instances,
    lemma,
    matrix,
    maximum,
    maximum_as_minimum,
    minimum,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    same_maximum,
    same_minimum,
    trusted,
    whole_line,
)
from notes.proof.checking import counterexample
from notes.proof.relations import Carrier, Chain, Lemma, Link, Optimum, Relation
from notes.proof.steps import Extremum, Instances, Rescaling

x, y, z, c = real("x"), real("y"), real("z"), real("c")
a, b, s = positive("a"), positive("b"), positive("s")
r = nonnegative("r")
n, m, i, k = natural("n"), natural("m"), index("i"), index("k")
t = count("t")
p, q, f = density("p"), density("q"), function("f")
ys = indexed("y")


def verdict(*steps, claim=None, given=()):
    return Proof("under attack", claim=claim or steps[-1], steps=steps, given=given).check(seconds=1)


def refused(*steps, claim=None, given=()):
    found = verdict(*steps, claim=claim, given=given)
    return not found.ok


# Change of scale


@pytest.mark.parametrize(
    "step",
    [
        same_minimum(x**2, x**2 - 10 * x, lambda t: t - 10 * x, over=[x]),
        same_minimum(x**2, x**2 + x**4, lambda t: t + x**4, over=[x]),
        same_minimum(x**2, (x**2) ** 3 - x**2, lambda t: t**3 - t, over=[x]),
        same_minimum((x - 1) ** 2, (x - 1) ** 2 + f(x), lambda t: t + f(x), over=[x]),
        same_minimum(x**2 + 1, -1 / (x**2 - 1), lambda t: -1 / (t - 2), over=[x]),
        same_minimum(x, tan(x), tan, over=[x]),
        same_minimum(x, x + sin(x) * 2, lambda t: t + 2 * sin(t), over=[x]),
        same_maximum(x**2, -(x**2), lambda t: -t, over=[x]),
        maximum_as_minimum(x**2, x**2 + 1, lambda t: t + 1, over=[x]),
        same_minimum(x**2, 3 * x**2, lambda t: 3 * t, over=[y]),
        same_minimum(x**2, Max(x**2, 4), lambda t: Max(t, 4), over=[x]),
        same_minimum(x**2, S(5), lambda _: S(5), over=[x]),
        same_minimum(
            Sum((ys[i] - 1) ** 2, (i, 1, n)),
            Sum((ys[i] - 1) ** 2, (i, 1, n)) + ys[1],
            lambda t: t + ys[1],
            over=[ys[i]],
        ),
    ],
)
def test_a_scale_must_be_a_strictly_monotone_function_of_the_criterion_alone(step):
    assert refused(step)


def test_a_scale_must_not_be_tied_to_the_variable_by_a_hypothesis():
    step = same_minimum(x**2, x**2 - 10 * c, lambda t: t - 10 * c, over=[x])
    assert refused(step, given=(Eq(c, x),))


def test_a_rescaling_made_by_hand_is_checked_alike():
    level = Symbol("t", positive=True)
    assert refused(Rescaling(x, log(x) + 0 * x, level, log(level), (x,), "x may be negative", "min", "min"))


# Optima


@pytest.mark.parametrize(
    "step",
    [
        minimum(x**4 - 2 * x**2, {x: 0}, "a maximum in the middle"),
        minimum((Abs(x) - 1) ** 2, {x: 0}, "a double well with a kink"),
        minimum(Min(x**2, (x - 3) ** 2 - 1), {x: 0}, "two parabolas"),
        minimum(Piecewise((x**2, x < 1), ((x - 3) ** 2 - 4, True)), {x: 0}, "pieces"),
        minimum(sqrt((x**2 - 1) ** 2), {x: 0}, "a root of a square"),
        minimum(x**2 - Abs(x) * 4, {x: 0}, "a kink at the top"),
        minimum(1 / (x - 1) ** 2 + x**2, {x: -1}, "a pole"),
        minimum(x**2 * y**2 + x**2, {x: 0}, "flat in nothing"),
        minimum((x * y - 1) ** 2, {x: 1, y: 1}, "a valley"),
        minimum(x**2, {x: x}, "a place that moves"),
        maximum(x**2, {x: 0}, "the wrong sense"),
        minimum((n - 2) ** 2, {n: 2}, "over numbers that are whole"),
        minimum(a, {a: 0}, "outside"),
        minimum(x**3 - 3 * x, {x: 1}, "local"),
    ],
)
def test_an_optimum_is_the_only_one_on_the_whole_domain(step):
    if isinstance(step.value, type(x**2 * y**2 + x**2)) and step.value == x**2 * y**2 + x**2:
        assert verdict(step).ok
    else:
        assert refused(step)


def test_an_optimum_must_not_hold_fixed_what_a_hypothesis_ties_to_the_variable():
    assert refused(minimum(x**2 + c, {x: 0}, "c follows x"), given=(Eq(c, -10 * x),))


# Lemmas


def small() -> Proof:
    return Proof("small", claim=at_most(a, 6), steps=[at_most(a, 6, "by hypothesis: a = 5 here")], given=(Eq(a, 5),))


def two_claims() -> Proof:
    return Proof(
        "two",
        claim=[equal((x + 1) ** 2, x**2 + 2 * x + 1), at_least(x**2, 0)],
        steps=[equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand"), at_least(x**2, 0, "a square")],
    )


def summed() -> Proof:
    step = equal(Sum(x, (k, 1, n)), n * x, "a constant")
    return Proof("summed", claim=step, steps=[step])


def vanishing() -> Proof:
    given = (Eq(f(x), 0),)
    step = equal(Integral(f(x), (x, 0, 1)), 0, "nothing to add")
    return Proof("vanishing", claim=step, steps=[step], given=given)


def test_hypotheses_of_a_lemma_are_discharged():
    assert verdict(at_most(a, 6, "by the lemma", by=lemma(small)), given=(Eq(a, 5),)).ok
    assert refused(at_most(a, 6, "every positive number", by=lemma(small)))
    assert refused(at_most(b, 6, "another", by=lemma(small, {a: b})))
    assert refused(at_most(a, 6, "another value", by=lemma(small)), given=(Eq(a, 7),))


def test_any_claim_of_a_lemma_may_be_used_and_no_other():
    assert verdict(at_least(y**2, 0, "the second claim", by=lemma(two_claims, {x: y}))).ok
    assert refused(at_least(x**3, 0, "no claim of it", by=lemma(two_claims)))


def test_a_lemma_is_checked_once_and_stays_what_it_was():
    made = []

    def square() -> Proof:
        step = at_least(x**2, len(made), "a square")
        made.append(Proof("square", claim=step, steps=[step]))
        return made[-1]

    assert verdict(at_least(y**2, 0, "by the lemma", by=lemma(square, {x: y}))).ok
    assert len(made) == 1
    object.__setattr__(made[0], "claim", (at_least(x**2, 1, "a square"),))
    assert verdict(at_least(y**2, 0, "by the lemma", by=lemma(square, {x: y}))).ok
    assert refused(at_least(y**2, 1, "by what has become of it", by=lemma(square, {x: y})))
    assert len(made) == 1


def test_nothing_is_put_in_where_a_lemma_binds_it():
    assert refused(equal(Sum(k, (k, 1, n)), n * k, "captured", by=lemma(summed, {x: k})))
    assert refused(
        equal(Integral(f(x), (x, 0, 1)), 0, "at one place", by=lemma(vanishing, {x: S.Zero})), given=(Eq(f(0), 0),)
    )


def ordered() -> Proof:
    step = at_most(a / (a + b), 1, "a part of a whole")
    return Proof("part", claim=step, steps=[step])


def test_symbols_of_a_lemma_are_replaced_all_at_once():
    assert verdict(at_most(b / (a + b), 1, "exchanged", by=lemma(ordered, {a: b, b: a}))).ok
    assert verdict(at_most(a / (2 * a), 1, "the same", by=lemma(ordered, {a: a, b: a}))).ok


def test_a_strict_conclusion_needs_a_strict_lemma():
    assert refused(above(y**2, 0, "not strictly", by=lemma(two_claims, {x: y})))


# Signs and bound variables


@pytest.mark.parametrize(
    "step",
    [
        at_least(Integral(exp(x), (x, 1, c)), 0, "whatever its limits"),
        at_least(Integral(exp(x), (x, 1, 0)), 0, "backwards"),
        above(Sum(i, (i, 1, t)), 0, "perhaps no term"),
        above(r, 0, "zero is allowed"),
        above(x**2, 0, "zero is allowed"),
        above((a - b) ** 2, 0, "equal ones"),
        above(Sum(ys[i] ** 2, (i, 1, n)), 0, "all zero"),
        at_least(Integral(a * p(a), whole_line(a)), 0, "a positive name on the whole line"),
        at_least(Integral(x * p(x), whole_line(x)), 0, "the mean of a density"),
        at_least(Expectation(x, x, p(x)), 0, "the mean of a density"),
        at_least(Integral(r**3, (r, -2, 1)), 0, "a nonnegative name from minus two"),
        at_least(Sum(i**3, (i, -2, 1)), 0, "a positive name from minus two"),
        at_least(Integral(probability("u"), (probability("u"), 0, c)), 0, "a probability up to anything"),
        above(Integral(bounded("v", 1, 2) - 1, (bounded("v", 1, 2), 0, Rational(1, 2))), 0, "outside of its bounds"),
        equal(Integral(n, (n, 0, 1)), Rational(1, 2), "an integral over whole numbers"),
    ],
)
def test_signs_are_those_of_the_limits_and_strict_ones_are_strict(step):
    assert refused(step)


# Analysis


pitfall = Integral(s**3 / b**2 * exp(-(s**2) / b), (b, 0, 1))


@pytest.mark.parametrize(
    "step",
    [
        equal(Subs(Derivative(Integral(x**3 / y**2 * exp(-(x**2) / y), (y, 0, 1)), x), x, 0), 0, "inside"),
        equal(Derivative(pitfall, s), Integral(Derivative(s**3 / b**2 * exp(-(s**2) / b), s), (b, 0, 1)), "silently"),
        equal(Derivative(Integral(p(x) * exp(y * x), x), y), Integral(x * p(x) * exp(y * x), x), "silently"),
        equal(Derivative(Sum(x**i / i**2, (i, 1, oo)), x), Sum(x ** (i - 1) / i, (i, 1, oo)), "silently"),
        equal(Subs(Derivative(Max(x, 0), x), x, 0), Rational(1, 2), "at the kink"),
        equal(Subs(Derivative(Abs(x), x), x, 0), 0, "at the kink"),
        equal(Derivative(Abs(x), x), sign(x), "everywhere"),
        equal(Derivative(Piecewise((x, x > 0), (0, True)), x), Piecewise((1, x > 0), (0, True)), "everywhere"),
        equal(UnevaluatedExpr(x) / x, 1, "zero over zero"),
        equal((x**2 - 1) / (x - 1), x + 1, "zero over zero"),
        equal(sin(x) / x * x, sin(x) + 0 * y, "zero over zero"),
        equal(log(x**2), 2 * log(Abs(x)), "the logarithm of zero"),
        equal((x - y) / (x - y) * (1 + z), 1 + z, "zero over zero"),
        equal(MatMul(Inverse(matrix("A", n, n)), matrix("A", n, n)), Identity(n), "every A"),
        equal(MatMul(matrix("B", m, n), matrix("A", n, n), Inverse(matrix("A", n, n))), matrix("B", m, n), "every A"),
        equal(a**x * 0**r, S.Zero, "zero to the zero"),
        equal(Limit(exp(x * n), n, oo), 0, "for negative x"),
        equal(tan(x) * cos(x), sin(x), "at a right angle"),
    ],
)
def test_nothing_is_exchanged_or_divided_silently(step):
    assert refused(step)


def test_a_hypothesis_that_is_shown_makes_a_quotient_defined():
    step = equal((x**2 - y**2) / (x - y), x + y, "cancel")
    assert refused(step)
    found = verdict(step, given=(Ne(x - y, 0),))
    assert found.ok, found.message
    assert verdict(equal(log(x - y) + log(2), log(2 * (x - y)), "a product"), given=(Gt(x, y),)).ok
    square = matrix("A", n, n)
    step = equal((2 * Inverse(square)).T, 2 * Inverse(square).T, "draw out the number")
    assert refused(step)


gap = (x - y) / (x + y) ** 3
slow = Integral(b * Integral(1 / (a + b) ** 3, (a, 0, 1)), (b, 0, 1))


@pytest.mark.parametrize(
    "endless",
    [
        Integral(1 / a, (a, 0, 1)),
        Integral(1 / a, (a, 1, oo)),
        Integral(1 / (1 - a), (a, 0, 1)),
        Integral(cos(a), (a, 0, oo)),
        Integral(exp(-c * a), (a, 0, oo)),
        Integral(b**2 * exp(a), (a, 0, oo)),
        Sum(1 / i, (i, 1, oo)),
        Sum((-1) ** i, (i, 1, oo)),
        Sum(ys[i], (i, 1, oo)),
        Sum(c**i, (i, 1, oo)),
        slow,
    ],
)
def test_what_has_no_end_must_converge(endless):
    doubled = endless.func(2 * endless.function, *endless.limits)
    assert refused(equal(doubled, 2 * endless, "draw out the number"))


def test_what_falls_fast_enough_converges():
    for endless in (
        Integral(exp(-(x**2)), whole_line(x)),
        Integral(exp(-s * a), (a, 0, oo)),
        Integral(1 / sqrt(a), (a, 0, 1)),
        Integral(log(a), (a, 0, 1)),
        Sum(1 / i**2, (i, 1, oo)),
        Sum(Rational(1, 3) ** i, (i, 1, oo)),
    ):
        doubled = endless.func(2 * endless.function, *endless.limits)
        found = verdict(equal(doubled, 2 * endless, "draw out the number"))
        assert found.ok, (endless, found.message)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Integral(Integral(f(x, y), x), y), Integral(Integral(f(x, y), y), x)),
        (Integral(p(y) * Integral(f(x, y), x), y), Integral(Integral(p(y) * f(x, y), y), x)),
        (Integral(gap, (x, 0, 1), (y, 0, 1)), Integral(gap, (y, 0, 1), (x, 0, 1))),
        (Sum(f(i, k), (i, 1, oo), (k, 1, oo)), Sum(f(i, k), (k, 1, oo), (i, 1, oo))),
    ],
)
def test_what_has_no_end_is_exchanged_by_a_trusted_step_only(first, second):
    assert refused(equal(first, second, "silently"))


def test_the_exchange_of_two_integrals_is_trusted_and_that_of_what_is_not_negative_is_not():
    first, second = Integral(f(x, y), x, y), Integral(f(x, y), y, x)
    found = verdict(equal(first, second, "Fubini", by=trusted("exchange of sums and integrals", first)))
    assert (found.ok, found.trusted) == (True, ("exchange of sums and integrals",)), found.message
    found = verdict(equal(Integral(p(x, y) * x**2, x, y), Integral(p(x, y) * x**2, y, x), "Tonelli"))
    assert found.ok, found.message


@pytest.mark.parametrize(
    "step",
    [
        equal(Sum(x, (i, n, 9)), (10 - n) * x, "a range that may run backwards"),
        equal(Sum(k, (k, n, 9)), (10 - n) * (9 + n) / 2, "a range that may run backwards"),
        equal(Integral(2 * x, (x, 0, c)), c**2, "an interval that may run backwards"),
    ],
)
def test_limits_are_in_their_order(step):
    assert refused(step)


# Vacuous


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (equal(Integral(p(x), x), -1, "mass"), (Eq(Integral(p(x), x), -1),)),
        (equal(2 * Integral(p(x), x), -2, "twice the mass"), (Eq(Integral(p(x), x), -1),)),
        (equal(a, -1, "negative"), (Eq(a, -1),)),
        (equal(a + 1, 0, "negative"), (Eq(a, -1),)),
        (equal(x, y, "the hypothesis"), (Eq(x, y),)),
        (equal(x**2, y + 1, "the hypothesis"), (Eq(x**2, y + 1),)),
        (equal(x + 1, 3, "one is two"), (Eq(S.One, 2, evaluate=False),)),
        (equal(x, 3, "both"), (Eq(x, 3, evaluate=False), Eq(x, 4, evaluate=False), Eq(y, x))),
        (equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand"), (True,)),
        (equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand"), (Eq(y + 1, y + 1, evaluate=False),)),
        (equal(UnevaluatedExpr(-a / 2), -a / 2, "the bounce"), ()),
        (equal(UnevaluatedExpr(x - y), x - y, "the same"), ()),
        (equal(x + y, UnevaluatedExpr(x) + UnevaluatedExpr(y), "the same"), ()),
        (equal(x - 1, Symbol("w", positive=True), "wanted"), (Gt(-(x**2), 0),)),
    ],
)
def test_what_is_supposed_must_be_possible_and_what_is_shown_must_say_something(step, given):
    assert refused(step, given=given)


# No kernel


class Certain:
    links = ()
    establishes = (Relation(x, "=", y),)
    lemmas = ()
    kind = "proved"


class Chameleon(Chain):
    @property
    def last(self):
        return y


def test_only_the_kernels_own_steps_are_steps():
    assert refused(Certain(), claim=equal(x, y))
    assert refused(Chameleon(x, (Link(x, "=", x + 0 * y, "nothing"),)), claim=equal(x, y))
    broken = Chain(x, (Link((z + 1) ** 2, "=", z**2 + 2 * z + 1, "expand"), Link(a, "<=", a + 1, "more")))
    assert refused(broken, claim=at_most(x, a + 1))
    assert refused(Chain(x, ()), claim=equal(x, x))
    assert refused(Chain(x, (Link(x, "~", y, "somehow"),)), claim=equal(x, y))


class Wavering(tuple):
    """One thing when it is first looked at, another later."""

    looks = 0

    def __new__(cls, *versions):
        made = super().__new__(cls, versions[0])
        made.versions = versions
        return made

    def __iter__(self):
        self.looks += 1
        return iter(self.versions[min(self.looks, len(self.versions)) - 1])


class Deceiver(dict):
    """What is put in for a symbol looks positive and is not."""

    def items(self):
        return [(a, -b)]


class Generous:
    """Carries an inequality anywhere."""

    def of(self, gap):
        return -gap


class Pretender(Sum):
    __module__ = "sympy.concrete.summations"

    def xreplace(self, _):
        return S.NegativeOne


Sly = UndefinedFunction(
    "S", (AppliedUndef,), {"doit": lambda *_, **__: S.Zero, "_eval_subs": lambda *_: S.Zero}, real=True
)
expanded = Link((x + 1) ** 2, "=", x**2 + 2 * x + 1, "expand")


@pytest.mark.parametrize(
    "step",
    [
        Chain((x + 1) ** 2, Wavering((expanded,), (Link((x + 1) ** 2, "=", y, "no"),))),
        Instances(Wavering((equal((x + 1) ** 2, x**2 + 2 * x + 1, "yes"),), (equal(x, y, "no"),)), (1,)),
        Extremum(x**2, type("Place", (dict,), {})({x: S.Zero}), "a place that may move"),
        at_most(-b / (c - b), 1, "put in", by=Lemma(ordered, Deceiver({a: b}))),
        at_least(-(y**2), 0, "carried", by=Lemma(two_claims, {x: y}, Generous())),
        at_least(S.NegativeOne, 0, "carried", by=Lemma(two_claims, {x: y}, Carrier(c, Pretender(c, (i, 1, n))))),
        equal(Sly(x), 0, "by itself"),
        equal(x * Sly(x) + x, x, "by itself"),
    ],
)
def test_steps_are_plain_data_of_known_kinds(step):
    assert verdict(step, claim=at_least(x**2 + 1, 0)).status == "malformed"


def test_claims_and_steps_are_taken_once():
    true, false = equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand"), equal(x, y, "no")
    proof = Proof("wavering", claim=Wavering((true,), (false,)), steps=Wavering((true,), (true,), (false,)))
    assert type(proof.claim) is type(proof.steps) is tuple
    assert proof.check().ok
    assert [claim.right for claim in proof.claims] == [x**2 + 2 * x + 1]


def test_a_proof_of_another_class_is_no_proof():
    class Sure(Proof):
        @property
        def claims(self):
            return (Relation(x, "=", y),)

    step = equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand")
    assert not Sure("sure", claim=step, steps=[step]).check().ok


def test_functions_of_an_author_are_applied_once():
    calls = []

    def changing(level):
        calls.append(level)
        return level + len(calls)

    same_minimum(x**2, x**2 + 1, changing, over=[x])
    assert len(calls) == 1


def test_a_step_of_another_class_of_the_same_name_is_refused():
    class Loose(Extremum):
        pass

    assert refused(Loose(x**3, {x: S.Zero}, "no"), claim=at_least(x**3, 0))
    assert Optimum(x, (), "min") != Optimum(y, (), "min")


# Numbers


@pytest.mark.parametrize(
    "step",
    [
        equal((Float(10) ** 40 + 1) ** 2, Float(10) ** 80, "floats"),
        equal(x + 0.1 + 0.2, x + 0.3, "floats"),
        equal(x * Float("1.0"), x, "floats"),
    ],
)
def test_numbers_are_exact(step):
    assert verdict(step).status == "malformed"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Max(a, 6), 6),
        (Min(n, 5), n),
        (Max(x, -50), x),
        (sign(x - y) ** 2, 1),
        (atan(1000 * (a + 1) ** 9) / atan(1000 * (a + 1) ** 9), 1 + 0**r),
        (Max(probability("u"), Rational(1, 50)), probability("u")),
        (conjugate(Symbol("z", complex=True)), Symbol("z", complex=True)),
        (Abs(Symbol("z", complex=True)) ** 2, Symbol("z", complex=True) ** 2),
        (Abs(indexed("z", complex=True)[i]) ** 2, indexed("z", complex=True)[i] ** 2),
    ],
)
def test_worlds_are_wide_and_complex_numbers_are_drawn_from_the_plane(left, right):
    assert counterexample(Relation(S(left), "=", S(right)), ()) is not None


# Kinds


def test_three_sizes_written_out_are_instances():
    sizes = [equal(Sum(i, (i, 1, last)), last * (last + 1) // 2, "add up") for last in (2, 3, 4)]
    found = verdict(*sizes, claim=sizes)
    assert not found.ok or found.kind == "instance"
    made = instances(lambda last: equal(Sum(i, (i, 1, last)), last * (last + 1) // 2, "add up"), (2, 3, 4))
    assert verdict(made).kind == "instance"
    with pytest.raises(TypeError):
        Instances(made.statements, made.sizes, kind="proved")


# Display


@pytest.mark.parametrize(
    "step",
    [
        above(Symbol("x", positive=True) + x**2, 0, "two of one name"),
        above(Symbol("x", positive=True), -(real("x") ** 2), "two of one name"),
        equal(real("a + b") ** 2 - 1, (real("a + b") - 1) * (real("a + b") + 1), "an operator for a name"),
        at_least(real(r"x \le y") ** 2, 0, "an operator for a name"),
        at_least(real("-x") ** 2, 0, "an operator for a name"),
        at_least(real(r"\frac{a}{b}") ** 2, 0, "an operator for a name"),
        at_least(real("") ** 2, 0, "no name"),
        above(Dummy("x", positive=True), 0, "a dummy"),
        above(exp(Dummy("x", real=True)), 0, "a dummy"),
        above(p(x) + Function("p", real=True)(x) ** 2, 0, "two functions of one name"),
    ],
)
def test_names_are_read_in_one_way_only(step):
    assert refused(step)


@pytest.mark.parametrize(
    "step",
    [
        at_least(Symbol("k", even=True, positive=True), 2, "an even number prints as any"),
        at_least(Symbol("k", prime=True), 2, "a prime number prints as any"),
        at_least(Symbol("k", integer=True) ** 2, 0, "a whole number of either sign"),
        at_least(Function("F", integer=True)(x) ** 2, Function("F", integer=True)(x), "whole values"),
        at_least(indexed("y", integer=True)[i] ** 2, 0, "whole entries"),
        at_least(Function("F", nonnegative=True)(x), 0, "a sign that is not printed"),
        at_least(Function("F")(x) ** 2, 0, "complex values"),
    ],
)
def test_nothing_is_supposed_of_a_name_that_is_not_printed(step):
    assert verdict(step).status == "malformed"


def test_an_expression_of_a_foreign_kind_is_refused():
    class Anything(Function):
        def doit(self, **_):
            return S.Zero

    assert refused(equal(Anything(x), 0 * y, "my own kind"))


def test_a_chain_still_stands_beside_all_this():
    assert verdict(chain((x + 1) ** 2).equals(x**2 + 2 * x + 1, "expand").at_least(2 * x + 1, "a square")).ok
    assert verdict(minimum((x - c) ** 2, {x: c}, "a parabola")).ok
    assert verdict(minimum(q(x) * (y - 1) ** 2, {y: 1}, "a weighted parabola")).ok
