"""Induction, limits and trusted steps: what they establish, and the ways in which they must not."""

import pytest
from sympy import Abs, Derivative, Eq, Integral, Limit, MatMul, Rational, Subs, Sum, atan, cos, exp, oo, sign

from notes.proof import (
    Proof,
    assumed,
    at_least,
    at_most,
    chain,
    count,
    equal,
    function,
    index,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    squeeze,
    trusted,
)
from notes.proof.trusted import TRUSTED

x, y, a, b, s = real("x"), real("y"), positive("a"), positive("b"), positive("s")
n, t, i = natural("n"), count("t"), index("i")
f, A = function("f"), matrix("A", natural("n"), natural("n"))


def verdict(*steps, claim=None, given=()):
    return Proof("under test", claim=claim or steps[-1], steps=steps, given=given).check(seconds=3)


def triangular(last):
    return Sum(i, (i, 1, last))


def test_an_induction_concludes_for_every_number():
    step = (
        chain(triangular(n + 1))
        .equals(triangular(n) + n + 1, "the last term apart")
        .equals((n + 1) * (n + 2) / 2, "by the hypothesis")
    )
    found = verdict(induction(equal(triangular(n), n * (n + 1) / 2), over=n, step=step))
    assert (found.ok, found.kind, found.steps) == (True, "proved", 3)


def test_an_induction_needs_its_first_case():
    wrong = equal(triangular(n), n * (n + 1) / 2 + 1)
    step = (
        chain(triangular(n + 1))
        .equals(triangular(n) + n + 1, "the last term apart")
        .equals((n + 1) * (n + 2) / 2 + 1, "by the hypothesis")
    )
    assert verdict(induction(wrong, over=n, step=step)).status == "refuted"


def test_an_induction_needs_its_step():
    wrong = equal(triangular(n), n**2)
    step = chain(triangular(n + 1)).equals((n + 1) ** 2, "not so")
    assert verdict(induction(wrong, over=n, step=step)).status == "refuted"


def test_the_step_of_an_induction_must_come_to_the_next_number():
    step = equal(triangular(n), triangular(n - 1) + n, "the number before")
    assert verdict(induction(equal(triangular(n), n * (n + 1) / 2), over=n, step=step)).status == "malformed"


def test_the_first_case_must_be_the_first_number():
    second = equal(triangular(2), 3, "the second")
    step = equal(triangular(n + 1), (n + 1) * (n + 2) / 2, "sum")
    with_second = induction(equal(triangular(n), n * (n + 1) / 2), over=n, step=step, first=second)
    assert verdict(with_second).status == "malformed"


def test_an_inequality_is_used_in_a_step_by_naming_it():
    e = probability("q")
    bound = at_least((1 - e) ** t, 1 - t * e)
    step = (
        chain((1 - e) ** (t + 1))
        .equals((1 - e) * (1 - e) ** t, "one factor apart")
        .at_least((1 - e) * (1 - t * e), "by the hypothesis", by=assumed(lambda gap: (1 - e) * gap))
        .equals(1 - (t + 1) * e + t * e**2, "multiply out")
        .at_least(1 - (t + 1) * e, "a square is not negative")
    )
    found = verdict(induction(bound, over=t, step=step))
    assert found.ok, found.message
    unnamed = (
        chain((1 - e) ** (t + 1))
        .equals((1 - e) * (1 - e) ** t, "one factor apart")
        .at_least((1 - e) * (1 - t * e), "a hypothesis that is not named")
        .at_least(1 - (t + 1) * e, "a square is not negative")
    )
    assert verdict(induction(bound, over=t, step=unnamed)).status == "undecided"


def test_the_hypothesis_is_known_within_the_induction_only():
    assert verdict(at_least((1 + a) ** n, 1 + n * a, "by nothing", by=assumed())).status == "malformed"


def test_an_induction_over_a_recursion_and_over_two_cases():
    m, g = indexed("m"), indexed("g")
    given = (Eq(m[t + 1], a * m[t] + g[t]), Eq(m[0], 0))
    unrolled = Sum(a ** (t - i) * g[i - 1], (i, 1, t))
    step = (
        chain(m[t + 1])
        .equals(a * m[t] + g[t], "one step")
        .equals(Sum(a ** (t + 1 - i) * g[i - 1], (i, 1, t + 1)), "by the hypothesis")
    )
    found = verdict(induction(equal(m[t], unrolled), over=t, step=step), given=given)
    assert found.ok, found.message
    T = indexed("T")
    chebyshev = (Eq(T[t + 2], 2 * cos(x) * T[t + 1] - T[t]), Eq(T[0], 1), Eq(T[1], cos(x)))
    step = (
        chain(T[t + 2])
        .equals(2 * cos(x) * T[t + 1] - T[t], "the recursion")
        .equals(2 * cos(x) * cos((t + 1) * x) - cos(t * x), "by the hypotheses")
        .equals(cos((t + 2) * x), "the sum of two cosines")
    )
    first = [equal(T[0], cos(0 * x), "one"), equal(T[1], cos(x), "the cosine")]
    found = verdict(induction(equal(T[t], cos(t * x)), over=t, first=first, step=step), given=chebyshev)
    assert found.ok, found.message


def test_a_contradictory_recursion_is_no_hypothesis():
    step = equal(x, 1, "the hypothesis")
    found = verdict(induction(equal(x, 1), over=n, step=step, first=step), given=(Eq(x, n),))
    assert not found.ok


def test_an_induction_cannot_replace_a_bound_variable():
    total = Sum(n * x, (n, 1, 3))
    sixfold = equal(total, 6 * x, "sum")
    assert verdict(induction(sixfold, over=n, first=sixfold, step=sixfold)).status == "malformed"
    with pytest.raises(ValueError, match="is bound"):
        induction(sixfold, over=n, step=sixfold)


def test_a_limit_is_known_or_squeezed():
    assert verdict(equal(Limit((1 + 1 / n) ** n, n, oo), exp(1), "known")).ok
    assert verdict(equal(Limit((1 + 1 / n) ** n, n, oo), 3, "wrong")).status == "refuted"


def between_bounds(fraction):
    return (
        at_least(fraction, 0, "nothing negative in it"),
        chain(fraction).at_most(1 / n, "a square less below"),
    )


def test_a_limit_is_squeezed():
    fraction = 1 / (n + x**2)
    lower, upper = between_bounds(fraction)
    found = verdict(squeeze(Limit(fraction, n, oo), 0, lower, upper, "one over n goes to zero"))
    assert found.ok, found.message
    assert not verdict(squeeze(Limit(fraction, n, oo), 1, lower, upper, "one over n goes to zero")).ok


def test_a_squeeze_needs_bounds_on_both_sides():
    fraction = 1 / (n + x**2)
    lower, upper = between_bounds(fraction)
    assert verdict(squeeze(Limit(fraction, n, oo), 0, upper, upper, "")).status == "malformed"
    assert verdict(squeeze(Limit(fraction, n, oo), 0, lower, lower, "")).status == "malformed"
    other = at_least(1 / n, 0, "about something else")
    assert verdict(squeeze(Limit(fraction, n, oo), 0, other, upper, "")).status == "malformed"


def inverse_bound() -> Proof:
    step = at_most(1 / (b + a), 1 / a, "more below")
    return Proof("inverse", claim=step, steps=[step])


def test_a_bound_of_a_squeeze_may_rest_on_a_lemma():
    fraction = 1 / (n + s)
    lower = at_least(fraction, 0, "nothing negative in it")
    upper = at_most(fraction, 1 / n, "by the lemma", by=lemma(inverse_bound, {a: n, b: s}))
    found = verdict(squeeze(Limit(fraction, n, oo), 0, lower, upper, "one over n goes to zero"))
    assert found.ok, found.message


def test_a_limit_must_be_within_reach_of_the_variable():
    share = probability("e")
    assert verdict(squeeze(Limit(share, share, oo), 1, equal(share, share + 0 * x), reason="")).status == "malformed"
    assert verdict(squeeze(Limit(1 / n, n, 0), 0, equal(1 / n, n ** (-1)), reason="")).status == "malformed"


def test_a_limit_of_a_sum_by_its_closed_form():
    halves = Sum(Rational(1, 2) ** i, (i, 1, n))
    closed = equal(halves, 1 - Rational(1, 2) ** n, "a geometric sum")
    found = verdict(squeeze(Limit(halves, n, oo), 1, closed, reason="the halves die out"))
    assert found.ok, found.message


def test_a_limit_that_depends_on_the_sign_of_a_parameter_is_undecided():
    assert not verdict(equal(Limit(exp(x * n), n, oo), 0, "for negative x only")).ok
    assert verdict(equal(Limit(exp(-a * n), n, oo), 0, "for positive a")).ok


def test_differentiation_under_an_integral_is_a_trusted_step():
    moment = Integral(exp(-x * s), (x, 0, 1))
    under = Integral(-x * exp(-x * s), (x, 0, 1))
    step = equal(Derivative(moment, s), under, "exchange")
    assert verdict(step).status == "undecided"
    trusting = equal(Derivative(moment, s), under, "exchange", by=trusted("derivative under an integral", moment, s))
    found = verdict(trusting)
    assert (found.ok, found.trusted) == (True, ("derivative under an integral",)), found.message


def test_the_exchange_of_derivative_and_integral_that_fails_is_not_established():
    pitfall = Integral(s**3 / y**2 * exp(-(s**2) / y), (y, 0, 1))
    step = equal(Subs(Derivative(pitfall, s), s, 0), 0, "differentiate inside")
    assert not verdict(step).ok


def slope_between(value, *ends):
    return equal(
        Integral(Derivative(value, x), (x, *ends)),
        value.subs(x, ends[1]) - value.subs(x, ends[0]),
        "the change",
        by=trusted("fundamental theorem of calculus", value, x, *ends),
    )


@pytest.mark.parametrize("value", [f(x), f(f(x)), f(y * x) ** 2, exp(-x)])
def test_the_integral_of_a_slope_is_the_change_by_a_trusted_step(value):
    found = verdict(slope_between(value, y, y + b))
    assert (found.ok, found.trusted) == (True, ("fundamental theorem of calculus",)), found.message


@pytest.mark.parametrize("value", [1 / x, Abs(x), sign(x), atan(1 / x)])
def test_the_fundamental_theorem_is_not_for_what_has_a_pole_a_kink_or_a_jump(value):
    assert verdict(slope_between(value, -1, 1)).status == "undecided"


@pytest.mark.parametrize("ends", [(0, oo), (0, x), (y + b, y)])
def test_the_fundamental_theorem_is_between_two_ends_in_order(ends):
    assert not verdict(slope_between(f(x), *ends)).ok


def test_the_change_of_one_function_is_not_that_of_another():
    step = equal(
        Integral(Derivative(f(2 * x), x), (x, 0, 1)),
        f(1) - f(0),
        "the change",
        by=trusted("fundamental theorem of calculus", f(x), x, 0, 1),
    )
    assert verdict(step).status == "refuted"


@pytest.mark.parametrize(
    ("integral", "change"),
    [
        (Integral(Derivative(f(x), x), (x, 0, 1)), f(1) - f(0)),
        (Integral(f(x) * Derivative(f(x), x), (x, 0, 1)), (f(1) ** 2 - f(0) ** 2) / 2),
        (Integral(exp(f(x)) * Derivative(f(x), x), (x, 0, 1)), exp(f(1)) - exp(f(0))),
        (
            Integral(Derivative(f(x), (x, 2)), (x, 0, 1)),
            Subs(Derivative(f(x), x), x, 1) - Subs(Derivative(f(x), x), x, 0),
        ),
        (exp(Integral(Derivative(f(x), x), (x, 0, 1))), exp(f(1) - f(0))),
        (Sum(i * Integral(Derivative(f(x), x), (x, 0, 1)), (i, 1, 2)), 3 * (f(1) - f(0))),
        (Derivative(Integral(f(x), (x, 0, b)), b), f(b)),
    ],
)
def test_no_slope_without_a_name_is_integrated_and_no_end_differentiated_unless_trusted(integral, change):
    assert verdict(equal(integral, change, "the fundamental theorem, in passing")).status == "undecided"


def test_a_bound_does_not_integrate_a_slope_without_a_name_either():
    change = Integral(Derivative(f(x), x), (x, 0, 1))
    assert verdict(at_least(y**2 + change, f(1) - f(0), "a square")).status == "undecided"
    assert verdict(at_least(Integral(Derivative(f(x), x) ** 2, (x, 0, 1)), 0, "a square")).ok


def test_a_matrix_is_not_multiplied_by_what_would_be_integrated():
    slope, other = MatMul(Integral(Derivative(f(x), x), (x, 0, 1)), A, evaluate=False), (f(1) - f(0)) * A
    assert verdict(equal(slope, other, "the fundamental theorem, in passing")).status == "malformed"


def test_the_slope_by_an_end_is_a_trusted_step():
    grown = Integral(f(x), (x, 0, b))
    found = verdict(
        equal(Derivative(grown, b), f(b), "at its end", by=trusted("derivative under an integral", grown, b))
    )
    assert (found.ok, found.trusted) == (True, ("derivative under an integral",)), found.message
    named = Derivative(Integral(exp(-(x**2)), (x, 0, b)), b)
    assert verdict(equal(named, exp(-(b**2)), "of what has a formula")).ok


def substituted(integral, place, other):
    return equal(integral, other, "another variable", by=trusted("substitution", integral, place, y))


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (2 * y, 2 * Integral(f(2 * y), (y, 0, 1))),
        (2 - y, Integral(f(2 - y), (y, 0, 2))),
        (1 - 2 * y, 2 * Integral(f(1 - 2 * y), (y, Rational(-1, 2), Rational(1, 2)))),
    ],
)
def test_a_line_is_put_in_for_the_variable_of_an_integral_by_a_trusted_step(place, other):
    whole = Integral(f(x), (x, 0, 2))
    found = verdict(substituted(whole, place, other))
    assert (found.ok, found.trusted) == (True, ("substitution",)), found.message
    assert verdict(substituted(whole, place, 2 * other)).status == "refuted"
    assert verdict(equal(whole, other, "another variable")).status == "undecided"


@pytest.mark.parametrize(
    ("integral", "place"),
    [
        (Integral(f(x), (x, 0, 4)), y**2),
        (Integral(f(x), (x, 0, 4)), b * y),
        (Integral(f(x), (x, 0, 4)), b + 0 * y),
        (Integral(f(x) * y, (x, 0, 4)), 1 - y),
        (Integral(f(x), (x, 0, y**2)), 1 - y),
        (Integral(f(x), x), 1 - y),
        (Integral(f(x) * f(b), (x, 0, 1), (b, 0, 1)), 1 - y),
    ],
)
def test_a_substitution_is_of_a_line_with_a_variable_of_its_own_in_one_integral_with_ends(integral, place):
    with pytest.raises(ValueError, match="this trusted step is about"):
        trusted("substitution", integral, place, y).relation()


def test_a_trusted_step_is_on_the_closed_list_and_of_its_form():
    assert verdict(equal(x + y, x, "trust me", by=trusted("obvious", x))).status == "malformed"
    assert verdict(equal(x + y, x, "trust me", by=trusted("derivative under an integral", x, y))).status == "malformed"


def test_taylor_is_a_hypothesis_about_the_point_between():
    between = real(r"\xi")
    remainder = Subs(Derivative(f(x), (x, 2)), x, between)
    step = equal(f(x + b) - f(x) - b * Derivative(f(x), x), b**2 / 2 * remainder, "Taylor's theorem")
    given = (trusted("Taylor with remainder", f(x), b, 2, between),)
    found = verdict(step, given=given)
    assert (found.ok, found.trusted) == (True, ("Taylor with remainder",)), found.message
    assert not verdict(step).ok


def test_every_trusted_step_says_its_hypotheses_and_where_it_is_proved():
    assert all(entry.hypotheses and entry.source for entry in TRUSTED.values())


def test_what_is_no_step_is_refused():
    class Anything:
        links = ()
        establishes = (equal(x, y),)
        lemmas = ()
        kind = "proved"

    claim = equal(nonnegative("z") * x, y)
    assert Proof("anything", claim=claim, steps=[Anything()]).check().status == "malformed"
