r"""Pruning: the best sparse approximation, and what the removal of a weight costs."""

from sympy import Derivative, Eq, Expr, Matrix, Rational, Subs, Sum

from notes.proof import (
    Proof,
    at_least,
    chain,
    count,
    equal,
    function,
    index,
    indexed,
    instances,
    matrix,
    minimum,
    natural,
    positive,
    real,
    symmetric,
)
from notes.proof.relations import Chain

w, v, delta, mask = real("w"), real("v"), real(r"\delta"), real("m")
a, b, c = positive("h_{11}"), positive("h_{22}"), real("h_{12}")


def kept_values_stay() -> Proof:
    """Whatever is kept is best kept as it is."""
    return Proof(
        "A weight that is kept is best kept at its value",
        claim=minimum((w - v) ** 2, {v: w}),
        steps=[minimum((w - v) ** 2, {v: w}, "one squared difference among the others")],
        equation="eq:kept-values",
    )


def magnitude_is_best() -> Proof:
    """No other choice of as many weights has a smaller squared error than that of the largest."""
    k, rest, i, j = natural("k"), natural("r"), index("i"), index("j")
    threshold = positive("t")
    excess, lack = indexed("a", nonnegative=True), indexed("b", nonnegative=True)
    dropped, taken = indexed("p", nonnegative=True), indexed("q", nonnegative=True)

    def over_large(value: Expr) -> Expr:
        return Sum(value, (i, 1, k))

    def over_small(value: Expr) -> Expr:
        return Sum(value, (j, 1, rest))

    difference = over_large(dropped[i] * (threshold + excess[i])) - over_small(taken[j] * (threshold - lack[j]))
    gains = over_large(dropped[i] * excess[i]) + over_small(taken[j] * lack[j])
    return Proof(
        "Keeping the k largest weights has the least squared error",
        claim=at_least(difference, 0),
        steps=[
            chain(difference)
            .equals(
                threshold * (over_large(dropped[i]) - over_small(taken[j])) + gains,
                "the k largest have squares t + a, the others t - b; drop the shares p of the former for shares q of "
                "the latter, and multiply out",
            )
            .equals(gains, "as many are taken in as are dropped")
            .at_least(0, "sums of products of numbers that are not negative")
        ],
        given=(Eq(over_large(dropped[i]), over_small(taken[j])),),
        equation="eq:magnitude-best",
    )


def gradient_of_a_mask() -> Proof:
    """The slope of the loss by a mask at one is weight times gradient."""
    loss = function("L")
    by_mask = Subs(Derivative(loss(mask * w), mask), mask, 1)
    return Proof(
        "The slope of the loss by a mask is weight times gradient",
        claim=equal(by_mask, w * Derivative(loss(w), w)),
        steps=[equal(by_mask, w * Derivative(loss(w), w), "the chain rule, at the mask one")],
        equation="eq:gradient-saliency",
    )


def damage() -> Proof:
    """At a minimum, in a quadratic model without cross terms, zeroing weights costs half h w squared each."""
    r, i = natural("r"), index("i")
    slope, curvature, weights = real("g"), indexed("h"), indexed("w")
    one = slope * delta + curvature[i] * delta**2 / 2
    held = Sum(Subs(one, (slope, delta), (0, -weights[i])), (i, 1, r))
    return Proof(
        "Optimal brain damage: the cost of zeroing weights at a minimum",
        claim=equal(held, Sum(curvature[i] * weights[i] ** 2, (i, 1, r)) / 2),
        steps=[
            equal(
                held,
                Sum(curvature[i] * weights[i] ** 2, (i, 1, r)) / 2,
                "the second-order model without cross terms, at a minimum, where the gradient is zero; each of r "
                "removed weights moves by minus itself, the others stay",
            )
        ],
        equation="eq:brain-damage",
    )


def surgeon_pair() -> Proof:
    """With one weight set to zero the other makes up for part of the cost, and the rest is w^2 / 2 over [H^-1]."""
    model = (a * w**2 - 2 * c * w * delta + b * delta**2) / 2
    place = {delta: c * w / b}
    inverse_entry = b / (a * b - c**2)
    least = Subs(model, delta, c * w / b)
    return Proof(
        "Optimal brain surgeon for two weights: the other weight moves",
        claim=[minimum(model, place), equal(least, w**2 / (2 * inverse_entry))],
        steps=[
            minimum(model, place, "the first weight goes to zero by a step of minus w, the second moves freely"),
            chain(least)
            .equals((a - c**2 / b) * w**2 / 2, "put it in")
            .equals(w**2 / (2 * inverse_entry), "the first diagonal entry of the inverse is b over the determinant"),
        ],
        equation="eq:surgeon-pair",
    )


def surgeon_is_the_minimum() -> Proof:
    """The quadratic cost of a step is that of a reference step, a square, and terms that the surgeon's step kills."""
    size = natural("n")
    hessian = symmetric("H", size)
    step, best = matrix(r"\delta", size, 1), matrix(r"\delta^*", size, 1)
    apart = step - best
    gap = Rational(1, 2) * step.T * hessian * step - Rational(1, 2) * best.T * hessian * best
    square = Rational(1, 2) * apart.T * hessian * apart
    cross = Rational(1, 2) * apart.T * hessian * best + Rational(1, 2) * best.T * hessian * apart
    return Proof(
        "What any other step costs above the surgeon's",
        claim=equal(gap, square + cross),
        steps=[
            equal(
                gap,
                square + cross,
                "multiply out; the surgeon's step has H times it along the removed coordinate, where all allowed steps "
                "agree, so the last two terms vanish and the square is left",
            )
        ],
        equation="eq:surgeon",
    )


def surgeon_cost() -> Proof:
    """The surgeon's step removes the weight and costs half its square over the diagonal entry of the inverse."""

    def claims(size: int) -> Chain:
        hessian = Matrix(size, size, lambda i, j: real(f"h_{{{min(i, j) + 1}{max(i, j) + 1}}}"))
        cofactors = hessian.adjugate()[:, 0]
        shares = [entry / cofactors[0] for entry in cofactors]
        cost = sum((w * shares[i]) * hessian[i, j] * (w * shares[j]) / 2 for i in range(size) for j in range(size))
        return equal(
            cost,
            w**2 * hessian.det() / (2 * cofactors[0]),
            "the inverse is the cofactors over the determinant; the step is minus w times its first column over its "
            "first entry",
        )

    return Proof(
        "What the surgeon's step costs",
        claim=instances(claims, (2, 3)),
        steps=[instances(claims, (2, 3))],
        equation="eq:surgeon-cost",
    )


def retraining_gains() -> Proof:
    """Letting the other weight move never costs, and gains the more the more the two are coupled."""
    determinant = positive("D")
    fixed, moved = a * w**2 / 2, determinant * w**2 / (2 * b)
    return Proof(
        "What retraining gains over removal alone, for two weights at a minimum",
        claim=[equal(fixed - moved, c**2 * w**2 / (2 * b)), at_least(c**2 * w**2 / (2 * b), 0)],
        steps=[
            equal(
                fixed - moved, c**2 * w**2 / (2 * b), "damage minus surgeon; put in the determinant of the two by two"
            ),
            at_least(c**2 * w**2 / (2 * b), 0, "a square over a positive number"),
        ],
        given=(Eq(determinant, a * b - c**2),),
        equation="eq:retraining-gain",
    )


def shares_in_rounds() -> Proof:
    """If every round keeps the n-th root of what is to be kept, n rounds keep what is to be kept: by induction."""
    rounds, r, share = natural("n"), count("r"), positive("s")
    left = positive("s_r")
    each = share ** (1 / rounds)
    return Proof(
        "Equal shares in every round reach the target",
        claim=[equal(each * left, share ** ((r + 1) / rounds)), equal(Subs(share ** (r / rounds), r, rounds), share)],
        steps=[
            chain(each * left)
            .equals(each * share ** (r / rounds), "one round more; put in the assumption, plain at r = 0")
            .equals(share ** ((r + 1) / rounds), "the statement for the next round"),
            equal(Subs(share ** (r / rounds), r, rounds), share, "after the last round"),
        ],
        given=(Eq(left, share ** (r / rounds)),),
        equation="eq:rounds",
    )


def halved_widths() -> Proof:
    """Keeping a share s of the units on both sides of a layer keeps s squared of its multiplications."""
    before, after, share = natural("D_k"), natural("D_{k+1}"), positive("s")
    products = Subs(v * w, (v, w), (share * before, share * after))
    return Proof(
        "A share of the units on both sides keeps its square of the products",
        claim=equal(products, share**2 * (before * after)),
        steps=[equal(products, share**2 * (before * after), "one product for every pair of units")],
        equation="eq:structured-gain",
    )


def sparse_break_even() -> Proof:
    """Compressed rows are smaller than the dense matrix exactly below this number of entries."""
    rows, columns, entries, i = natural("r"), natural("c"), natural("k"), index("i")
    dense = Sum(4 * columns, (i, 1, rows))
    sparse = Sum(8, (i, 1, entries)) + Sum(4, (i, 1, rows + 1))
    return Proof(
        "Where compressed rows save bytes",
        claim=equal(dense - sparse, 8 * ((rows * columns - rows - 1) / 2 - entries)),
        steps=[
            equal(
                dense - sparse,
                8 * ((rows * columns - rows - 1) / 2 - entries),
                "four bytes for every number: all entries, against value and column of k entries and r + 1 row starts",
            )
        ],
        equation="eq:sparse-bytes",
    )
