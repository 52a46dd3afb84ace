"""Proofs that stand, and the many ways in which a proof must not."""

import time

import pytest
from sympy import Abs, Derivative, Eq, Integral, Max, Subs, Sum, exp, log, sqrt

from notes.proof import (
    Proof,
    above,
    at_least,
    at_most,
    cases,
    chain,
    density,
    equal,
    index,
    indexed,
    instances,
    lemma,
    maximum,
    maximum_as_minimum,
    minimum,
    natural,
    positive,
    probability,
    real,
    same_minimum,
)
from notes.proof.checking import TimeLimitError, time_limit
from notes.proof.rules import ends

x, y, z = real("x"), real("y"), real("z")
a, b = positive("a"), positive("b")
n, i, k = natural("n"), index("i"), index("k")
p, q = density("p"), density("q")


def verdict(*steps, claim=None, given=()):
    return Proof("under test", claim=claim or steps[-1], steps=steps, given=given).check(seconds=3)


def test_a_true_chain_is_established():
    found = verdict(
        chain((x + 1) ** 2).equals(x**2 + 2 * x + 1, "expand").at_least(2 * x + 1, "a square").equals(2 * x + 1 + 0 * y)
    )
    assert found.status == "circular"
    found = verdict(chain((x + 1) ** 2).equals(x**2 + 2 * x + 1, "expand").at_least(2 * x + 1, "drop a square"))
    assert (found.ok, found.kind, found.steps) == (True, "proved", 2)


@pytest.mark.parametrize(
    "step",
    [
        equal((x + 1) ** 2, x**2 + 1, "forgot the middle term"),
        equal(Derivative(x**3, x), 3 * x, "wrong power"),
        at_least(x**2, x, "false between zero and one"),
        above(x**2, -x, "false at minus one half"),
        at_most(exp(x), 1, "false for positive numbers"),
        equal(log(a + b), log(a) + log(b), "a logarithm is not linear"),
        equal(Abs(x + y), Abs(x) + Abs(y), "only an inequality"),
    ],
)
def test_wrong_steps_are_refuted(step):
    assert verdict(step).status == "refuted"


@pytest.mark.parametrize(
    "step",
    [
        equal(log(x**2), 2 * log(x), "true for positive numbers only"),
        equal(log(x * y), log(x) + log(y), "true for positive numbers only"),
        equal(sqrt(x**2), x, "true for non-negative numbers only"),
        equal(exp(log(x)) * 2, x + x * 1, "the logarithm of a negative number"),
        equal((x * y) ** a, x**a * y**a, "true for positive numbers only"),
    ],
)
def test_steps_that_need_an_assumption_are_refused_without_it(step):
    assert not verdict(step).ok


def test_the_same_steps_stand_with_the_assumption():
    assert verdict(equal(log(a**2 * b), 2 * log(a) + log(b), "both are positive")).ok


def test_a_step_that_says_nothing_is_circular():
    assert verdict(equal(x + y, y + x, "trivial")).status == "circular"


def test_a_chain_that_returns_is_circular():
    there_and_back = chain((x + 1) ** 2).equals(x**2 + 2 * x + 1, "expand").equals((x + 1) ** 2, "factor")
    assert verdict(there_and_back).status == "circular"


def rests_on_itself() -> Proof:
    return Proof(
        "x", claim=at_least(a - 1, log(a)), steps=[at_least(a - 1, log(a), "by itself", by=lemma(rests_on_itself))]
    )


def first_of_two() -> Proof:
    return Proof(
        "x", claim=at_least(a - 1, log(a)), steps=[at_least(a - 1, log(a), "by the other", by=lemma(second_of_two))]
    )


def second_of_two() -> Proof:
    return Proof(
        "x", claim=at_least(a - 1, log(a)), steps=[at_least(a - 1, log(a), "by the first", by=lemma(first_of_two))]
    )


@pytest.mark.parametrize("proof", [rests_on_itself, first_of_two])
def test_a_lemma_that_rests_on_itself_is_circular(proof):
    assert proof().check().status == "circular"


def test_a_claim_that_no_step_establishes_is_not_concluded():
    step = equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand")
    assert verdict(step, claim=equal((x + 1) ** 2, x**2 + 2 * x + 2)).status == "not concluded"
    assert verdict(step, claim=at_least((x + 1) ** 2, 0)).status == "not concluded"
    assert verdict(claim=step).status == "not concluded"


def test_a_last_step_beside_the_claim_is_not_concluded():
    claim = equal((x + 1) ** 2, x**2 + 2 * x + 1)
    aside = equal((x - 1) ** 2, x**2 - 2 * x + 1, "another square")
    assert verdict(claim, aside, claim=claim).status == "not concluded"
    assert verdict(aside, claim, claim=claim).ok


def test_a_claim_may_be_weaker_than_the_last_step_but_not_stronger():
    strict = above(x**2 + 1, 0, "a square and one")
    assert verdict(strict, claim=at_least(x**2 + 1, 0)).ok
    loose = at_least(x**2, 0, "a square")
    assert verdict(loose, claim=above(x**2, 0)).status == "not concluded"


def test_a_claim_is_not_an_established_inequality_turned_around():
    established = at_least(x**2 + 2, x**2, "two is positive")
    assert verdict(established, claim=at_most(x**2 + 2, x**2)).status == "not concluded"
    assert verdict(established, claim=at_most(x**2, x**2 + 2)).ok


def test_a_chain_must_go_one_way():
    assert verdict(chain(x**2).at_least(0, "a square").at_most(1, "nonsense")).status in ("refuted", "malformed")
    with pytest.raises(ValueError, match="one way"):
        ends(chain(a).above(0).below(1))


def test_what_no_means_decides_is_undecided_not_false():
    hard = at_least(x**4 - 3 * x * y**2 * z + y**4 + z**4 + 10, 0, "true or not, no means here can tell")
    assert verdict(hard).status in ("undecided", "refuted")
    motzkin = at_least(x**4 * y**2 + x**2 * y**4 + 1 - 3 * x**2 * y**2, 0, "Motzkin: not a sum of squares")
    assert verdict(motzkin).status == "undecided"


def _forever():
    while True:
        pass


def test_a_check_that_takes_too_long_is_interrupted():
    start = time.process_time()
    with pytest.raises(TimeLimitError), time_limit(0.1):
        _forever()
    assert time.process_time() - start < 5


def _forever_once_more():
    try:
        _forever()
    except BaseException:
        _forever()


def test_a_check_that_swallows_its_interruption_is_interrupted_again():
    start = time.process_time()
    with pytest.raises(TimeLimitError), time_limit(0.1):
        _forever_once_more()
    assert time.process_time() - start < 5


def test_nothing_is_interrupted_after_the_limit_has_ended():
    with pytest.raises(TimeLimitError), time_limit(0.01):
        _forever()
    start = time.process_time()
    while time.process_time() - start < 0.5:
        pass


def test_a_failure_inside_a_check_is_no_verdict_on_the_claim(monkeypatch):
    def failing(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr("notes.proof.checking.means", failing)
    found = verdict(equal((x + 1) ** 2, x**2 + 2 * x + 1, "expand"))
    assert (found.ok, found.status) == (False, "undecided")
    assert "RecursionError: too deep" in found.message


def test_a_check_is_not_held_to_account_for_what_others_compute():
    with time_limit(0.1):
        time.sleep(0.3)


def test_optima_need_both_halves():
    f = a / b + log(b)
    assert verdict(minimum(f, {b: a}, "sign of the derivative")).ok
    assert not verdict(maximum(f, {b: a}, "the wrong way round")).ok
    assert not verdict(minimum(f, {b: 2 * a}, "the wrong place")).ok
    assert not verdict(minimum(x**3, {x: 0}, "stationary, but no optimum")).ok
    assert not verdict(minimum(x**4 - x**2, {x: 0}, "a local maximum")).ok


def test_an_optimum_must_lie_in_the_domain():
    assert verdict(minimum((b + 1) ** 2, {b: -1}, "outside of the positive numbers")).status == "malformed"
    rate = probability(r"\lambda")
    assert verdict(maximum(a * log(rate) + b * log(1 - rate), {rate: a / (a + b)}, "concave")).ok
    assert verdict(minimum((rate - 2) ** 2, {rate: 2}, "outside of the unit interval")).status == "malformed"


def test_joint_optima_need_a_definite_hessian():
    assert verdict(minimum(x**2 + x * y + y**2, {x: 0, y: 0}, "convex")).ok
    assert not verdict(minimum(x**2 + 3 * x * y + y**2, {x: 0, y: 0}, "a saddle")).ok


def test_monotone_rescaling_keeps_the_optimum():
    total = Sum((indexed("y")[i] - x) ** 2, (i, 1, n))
    assert verdict(same_minimum(total, 3 * total + 1, lambda t: 3 * t + 1, over=[x], reason="affine")).ok
    assert not verdict(same_minimum(total, -total, lambda t: -t, over=[x], reason="falling")).ok
    assert verdict(maximum_as_minimum(total, -total, lambda t: -t, over=[x], reason="falling")).ok
    assert not verdict(same_minimum(total, total**2 - total, lambda t: t**2 - t, over=[x], reason="not monotone")).ok


def test_cases_cover_a_real_number():
    assert verdict(cases(lambda r: equal(Abs(r), Max(r, -r), "by definition"), x)).ok
    assert not verdict(cases(lambda r: equal(Abs(r), r, "true for half of them"), x)).ok
    with pytest.raises(ValueError, match="must be real and nothing more"):
        cases(lambda r: equal(Abs(r), r), a)


def test_instances_are_called_what_they_are():
    ys = indexed("y")
    square = instances(
        lambda m: equal(Sum(ys[i], (i, 1, m)) ** 2, Sum(ys[i] * ys[k], (i, 1, m), (k, 1, m)), "multiply out"),
        range(1, 5),
    )
    found = verdict(square)
    assert (found.ok, found.kind) == (True, "instance")


def tangent() -> Proof:
    gap = a - 1 - log(a)
    return Proof("tangent", claim=at_least(a - 1, log(a)), steps=[minimum(gap, {a: 1}, "the gap")])


def test_a_lemma_carries_an_inequality_through_an_integral():
    given = (Eq(Integral(p(x), x), 1), Eq(Integral(q(x), x), 1))
    divergence = Integral(p(x) * log(p(x) / q(x)), x)
    bound = lemma(tangent, {a: q(x) / p(x)}, through=lambda gap: Integral(p(x) * gap, x))
    proof = chain(divergence).at_least(Integral(p(x) - q(x), x), "by the tangent", by=bound).equals(0, "both are one")
    assert verdict(proof, given=given).ok
    assert not verdict(proof).ok
    reversed_ = chain(divergence).at_most(Integral(p(x) - q(x), x), "by the tangent", by=bound)
    assert not verdict(reversed_, given=given).ok


def test_a_lemma_is_refused_outside_its_assumptions_and_under_signed_weights():
    assert not verdict(at_least(x - 1, log(x), "x may be negative", by=lemma(tangent, {a: x}))).ok
    with pytest.raises(ValueError, match="must be positive"):
        lemma(tangent, {a: x}).relations()
    signed = lemma(tangent, {a: b}, through=lambda gap: x * gap)
    assert verdict(at_least(x * (b - 1), x * log(b), "x may be negative", by=signed)).status == "malformed"


def test_a_lemma_that_does_not_stand_carries_nothing():
    def wrong() -> Proof:
        return Proof("wrong", claim=at_least(log(a), a - 1), steps=[at_least(log(a), a - 1, "the wrong way round")])

    assert not verdict(at_least(log(b), b - 1, "by a false lemma", by=lemma(wrong, {a: b}))).ok


def test_substitution_is_a_step_of_its_own():
    near, far = x**2 / 2, a * (x - a / 2)
    meet = chain(Subs(near, x, a)).equals(a**2 / 2, "put in").equals(Subs(far, x, a), "the other branch")
    assert verdict(meet).ok
