"""The engine plants slips of the kinds a hurried hand makes, and tells true variants from false ones."""

import random

from sympy import Derivative, Max, Sum, UnevaluatedExpr, exp, log, sqrt

from notes.proof import Proof, at_least, density, equal, index, indexed, natural, permutation, positive, real
from notes.proof.mutation import Slip, _drawn, slips, teeth
from notes.proof.relations import Link

x, y, a = real("x"), real("y"), positive("a")
n, i = natural("n"), index("i")


def variants(left, right):
    return {(slip.link.left, slip.link.right) for slip in slips(Link(left, "=", right))}


def test_slips_cover_factor_sign_exponent_and_swap():
    found = {right for _, right in variants(x, x**2 + 3 * y)}
    assert {2 * (x**2 + 3 * y), -(x**2) + 3 * y, x**2 - 3 * y, x**2 + 4 * y, x**3 + 3 * y, y**2 + 3 * x} <= found


def test_slips_reach_into_sums_derivatives_and_functions():
    ys, mu = indexed("y"), indexed(r"\mu")
    found = {left for left, _ in variants(Sum((ys[i] - mu[i]) ** 2, (i, 1, n)), x)}
    assert Sum((ys[i] + mu[i]) ** 2, (i, 1, n)) in found
    assert Sum((ys[i] - mu[i]) ** 3, (i, 1, n)) in found
    assert any(
        left.has(Derivative) and left != Derivative(exp(2 * x), x) for left, _ in variants(Derivative(exp(2 * x), x), y)
    )


def test_a_slip_that_cannot_be_written_down_is_left_out():
    found = {left for left, _ in variants(Max(0, UnevaluatedExpr(x - y) - a), a)}
    assert Max(0, UnevaluatedExpr(x - y) + a) in found


def test_slips_swap_unnamed_functions_and_matrices():
    p, q = density("p"), density("q")
    assert (q(x) * log(q(x) / p(x)), x) in variants(p(x) * log(p(x) / q(x)), x)
    first, second = permutation("P", n), permutation("Q", n)
    assert (second * first, first) in variants(first * second, first)


def test_every_false_variant_of_a_true_step_is_refused():
    step = equal(log(1 + exp(x)) - x * y, log(1 + exp(-x)) + x * (1 - y), "shift by x")
    found = teeth(Proof("logistic", claim=step, steps=[step]))
    assert found.refused >= 8
    assert not found.accepted


def test_a_true_variant_is_harmless():
    step = at_least((x + y) ** 2, 0, "a square")
    found = teeth(Proof("square", claim=step, steps=[step]))
    assert found.harmless >= 1


def test_slips_turn_inequalities_around():
    assert Slip("turned", Link(a, "<=", y)) in list(slips(Link(a, ">=", y)))


def test_some_slips_are_drawn_from_all_kinds_by_a_seed():
    step = equal((x + y) ** 2, x**2 + 2 * x * y + y**2, "expand")
    square = Proof("square", claim=step, steps=[step])
    few, every = teeth(square, most=3), teeth(square)
    assert 1 <= few.refused + few.harmless <= 3 < every.refused
    drawn = {str(_drawn(list(slips(square.links[0])), 1, random.Random(seed))) for seed in range(20)}
    assert len(drawn) > 5
    in_turn = _drawn(list(slips(square.links[0])), 4, random.Random(1))
    assert len({slip.kind for slip in in_turn}) == 4


def test_a_slip_that_is_undefined_somewhere_is_not_accepted():
    root_ = equal(sqrt(x**2 * a), sqrt(a) * sqrt(x**2), "the root of a product")
    assert not teeth(Proof("root", claim=root_, steps=[root_])).accepted
