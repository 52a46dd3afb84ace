r"""Pruning: the best sparse approximation, and what the removal of a weight costs."""

from sympy import (
    Derivative,
    Determinant,
    Eq,
    Expr,
    Gt,
    KroneckerDelta,
    MatMul,
    Ne,
    Subs,
    Sum,
    Transpose,
    UnevaluatedExpr,
)

from notes.proof import (
    Proof,
    at_least,
    chain,
    count,
    equal,
    function,
    index,
    indexed,
    induction,
    matrix,
    minimum,
    natural,
    nonnegative,
    positive,
    real,
    symmetric,
    unit,
)

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
    threshold = nonnegative("t")
    excess, lack = indexed("a", nonnegative=True), indexed("b", nonnegative=True)
    dropped, taken = indexed(r"\mu", nonnegative=True), indexed(r"\varepsilon", nonnegative=True)

    def over_large(value: Expr) -> Expr:
        return Sum(value, (i, 1, k))

    def over_small(value: Expr) -> Expr:
        return Sum(value, (j, 1, rest))

    difference = over_large(dropped[i] * (threshold + excess[i])) - over_small(taken[j] * (threshold - lack[j]))
    gains = over_large(dropped[i] * excess[i]) + over_small(taken[j] * lack[j])
    return Proof(
        "Keeping the k weights of the largest squares has the least squared error",
        claim=at_least(difference, 0),
        steps=[
            chain(difference)
            .equals(
                threshold * (over_large(dropped[i]) - over_small(taken[j])) + gains,
                "the k of the largest squares have t + a, the others t - b; drop shares mu of the former for shares "
                "epsilon of the latter, and multiply out",
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
        "At the mask one, the slope of the loss by a mask is weight times gradient",
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
        "Optimal brain damage: what zeroing weights costs at a minimum, in a quadratic model without cross terms",
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
    determinant = a * b - c**2
    first, second = b / determinant, -c / determinant
    least = Subs(model, delta, c * w / b)
    steps = [
        minimum(model, place, "the first weight goes to zero by a step of minus w, the second moves freely"),
        equal(UnevaluatedExpr(a) * first + c * second, 1, "the first column of the inverse, times the first row"),
        equal(UnevaluatedExpr(c) * first + b * second, 0, "and times the second: it is the column of the inverse"),
        chain(least)
        .equals((a - c**2 / b) * w**2 / 2, "put it in")
        .equals(w**2 / (2 * first), "its first entry is the second curvature over the determinant"),
    ]
    return Proof(
        "Optimal brain surgeon for two weights: the other weight moves",
        claim=[*steps[:3], equal(least, w**2 / (2 * first))],
        steps=steps,
        given=(Gt(determinant, 0),),
        equation="eq:surgeon-pair",
    )


def surgeon_cost() -> Proof:
    """The surgeon's step removes the weight and costs half its square over the diagonal entry of the inverse."""
    size, q, others, i = natural("n"), natural("q"), count("r"), index("i")
    hessian, removed = symmetric("H", size), unit("e_q", size)
    column, entry = indexed("g"), positive("h")
    here = KroneckerDelta(i, q)
    step, pull = -w * (column[i] * (1 - here) + entry * here) / entry, -w * here / entry
    along = equal(
        MatMul(hessian, -w / entry * (hessian.I * removed), evaluate=False),
        -w / entry * removed,
        "the step is minus w over h times column q of the inverse, so the Hessian takes it to minus w over h times the "
        "unit vector of the removed weight",
    )
    held = Sum(step * pull, (i, 1, q + others)) / 2
    cost = equal(
        held,
        w**2 / (2 * entry),
        "half the product of both: of the step only entry q counts, which is minus w; h is its own, "
        "g are the others of the column",
    )
    return Proof(
        "What the surgeon's step costs",
        claim=[along, cost],
        steps=[along, cost],
        given=(Ne(Determinant(hessian), 0),),
        equation="eq:surgeon-cost",
    )


def surgeon_is_the_minimum() -> Proof:
    """Another step that removes the same weight costs no less: the cross terms vanish, and a square is left.

    G is the inverse of the Hessian.
    """
    size, factor, step = natural("n"), real("c"), matrix("t", natural("n"), 1)
    best, apart, hessian = matrix(r"\delta^*", size, 1), matrix(r"\tau", size, 1), symmetric("H", size)
    inverse, removed, root_of = symmetric("G", size), unit("e_q", size), matrix("R", size, size)
    surgeon, free = factor * (inverse * removed), step - removed * (removed.T * step)

    def cost(change: Expr, curvature: Expr) -> Expr:
        return change.T * curvature * change

    steps = [
        equal(
            cost(best + apart, hessian) - cost(best, hessian),
            cost(apart, hessian) + apart.T * (hessian * best) + (best.T * hessian) * apart,
            "multiply out, for the step that differs by tau from the surgeon's",
        ),
        equal(
            cost(surgeon + free, inverse.I) - cost(surgeon, inverse.I),
            cost(free, inverse.I),
            "the surgeon's step is c times column q of the inverse, so the Hessian takes it to c times the unit vector "
            "of q; both steps remove weight q, so that tau, any t less its entry q, is zero there: no cross terms",
        ),
        equal(
            MatMul(apart.T, MatMul(root_of.T * root_of, apart), evaluate=False),
            MatMul(Transpose(root_of * apart), root_of * apart, evaluate=False),
            "and what is left is the square of a length, for a Hessian that is the transpose of a matrix R times R",
        ),
    ]
    return Proof(
        "If the Hessian has no negative eigenvalue, no other step that removes the weight costs less than the "
        "surgeon's: the difference is a squared length",
        claim=steps,
        steps=steps,
        given=(Ne(Determinant(inverse), 0),),
        equation="eq:surgeon",
    )


def retraining_gains() -> Proof:
    """Letting the other weight move never costs, and gains the more the more the two are coupled."""
    determinant = positive("D")
    fixed, moved = a * w**2 / 2, determinant * w**2 / (2 * b)
    return Proof(
        "What retraining gains over removal alone, for two weights at a minimum of a quadratic loss",
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
    """If every round keeps the E-th root of what is to be kept, E rounds keep what is to be kept: by induction."""
    rounds, j, share, left = natural("E"), count("j"), positive(r"\sigma"), indexed("k")
    each = share ** (1 / rounds)
    after = equal(left[j], share ** (j / rounds))
    more = equal(each * share ** (j / rounds), share ** ((j + 1) / rounds), "the exponents add up")
    step = (
        chain(left[j + 1])
        .equals(each * left[j], "one round more")
        .equals(each * share ** (j / rounds), "by the hypothesis")
        .equals(share ** ((j + 1) / rounds), "likewise")
    )
    target = equal(Subs(share ** (j / rounds), j, rounds), share, "after the last of the E rounds")
    return Proof(
        "Equal shares in every round reach the target",
        claim=[more, after, target],
        steps=[more, induction(after, over=j, step=step), target],
        given=(Eq(left[j + 1], each * left[j]), Eq(left[0], 1)),
        equation="eq:rounds",
    )


def halved_widths() -> Proof:
    """Keeping a share of the units on both sides of a layer keeps its square of the multiplications."""
    before, after, share = natural("D_1"), natural("D_2"), positive(r"\sigma")
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
