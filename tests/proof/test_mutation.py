"""The engine plants slips of the kinds a hurried hand makes, and tells true variants from false ones."""

from sympy import Derivative, Sum, exp, log

from notes.proof import Proof, at_least, density, equal, index, indexed, natural, permutation, positive, real
from notes.proof.mutation import slips, teeth
from notes.proof.relations import Link

x, y, a = real("x"), real("y"), positive("a")
n, i = natural("n"), index("i")


def variants(left, right):
    return {(link.left, link.right) for link in slips(Link(left, "=", right))}


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
    assert Link(a, "<=", y) in list(slips(Link(a, ">=", y)))


def test_a_limit_spreads_the_slips_over_all_kinds():
    step = equal((x + y) ** 2, x**2 + 2 * x * y + y**2, "expand")
    few, all_ = (
        teeth(Proof("square", claim=step, steps=[step]), most=3),
        teeth(Proof("square", claim=step, steps=[step])),
    )
    assert 1 <= few.refused <= 3 < all_.refused
