r"""Agreement of two views without negatives, its collapse, and the redundancy that Barlow Twins removes."""

from sympy import Derivative, Eq, Expr, Gt, Integer, KroneckerDelta, Subs, Sum

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import (
    Proof,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    minimum,
    natural,
    nonnegative,
    positive,
    probability,
    ratio,
    real,
    root,
)

d, n, k = natural("d"), natural("n"), index("k")
q, z = indexed("q"), indexed("z")
first_square, second_square = positive("Q"), positive("Z")


def over_units(term: Expr) -> Expr:
    """A sum over the entries of an embedding."""
    return Sum(term, (k, 1, d))


squares = (Eq(over_units(q[k] ** 2), first_square), Eq(over_units(z[k] ** 2), second_square))
lengths = root(first_square), root(second_square)
cosine = ratio(over_units(q[k] * z[k]), lengths[0] * lengths[1])


def distance_is_cosine() -> Proof:
    """Between vectors of length one the squared distance is two minus twice the cosine."""
    apart = over_units((q[k] / lengths[0] - z[k] / lengths[1]) ** 2)
    return Proof(
        "The squared distance of two normalised vectors is two minus twice their cosine",
        claim=equal(apart, 2 - 2 * cosine),
        steps=[
            chain(apart)
            .equals(
                over_units(q[k] ** 2) / first_square + over_units(z[k] ** 2) / second_square - 2 * cosine,
                "multiply out; the squared lengths Q and Z are positive: no vector is zero",
            )
            .equals(2 - 2 * cosine, "each vector has length one")
        ],
        given=squares,
        equation="eq:byol-loss",
    )


def constant_networks_agree() -> Proof:
    """A network that says the same of every image has no loss, and the moving average keeps it."""
    scale, fixed, decay = positive("a"), real(r"\theta^{*}"), probability(r"\beta")
    loss = 2 - 2 * ratio(over_units(q[k] * scale * q[k]), lengths[0] * root(over_units((scale * q[k]) ** 2)))
    average = decay * fixed + (1 - decay) * fixed
    steps = [
        equal(
            loss,
            0,
            "prediction and target are the vectors q and a q for every image: one direction, so the cosine is one; "
            "as a squared distance no loss can be less",
        ),
        equal(average, fixed, "with both networks there, the moving average changes nothing"),
    ]
    return Proof(
        "A constant network has no loss, and a target that equals it stays",
        claim=steps,
        steps=steps,
        given=squares[:1],
        equation="eq:byol-collapse",
    )


def length_does_not_count() -> Proof:
    """The loss does not change with the length of a prediction, so its gradient has no part along the prediction."""
    scale, j = positive("a"), index("j")
    scaled = ratio(over_units(scale * q[k] * z[k]), root(over_units((scale * q[k]) ** 2)) * lengths[1])
    own, target, product, rest = real("x"), real("y"), real("M"), nonnegative("R")
    of_one = 2 - 2 * ratio(own * target + product, root(own**2 + rest) * lengths[1])

    def slope(entry: Expr, wanted: Expr, products: Expr, square: Expr) -> Expr:
        return -2 / lengths[1] * (ratio(wanted, root(square)) - ratio(entry * products, square * root(square)))

    products = Sum(q[j] * z[j], (j, 1, d))
    steps = [
        equal(2 - 2 * scaled, 2 - 2 * cosine, "the factor a, which is positive, cancels"),
        equal(
            Derivative(of_one, own),
            slope(own, target, own * target + product, own**2 + rest),
            "the slope by one coordinate x of the prediction, where the target has y; M and R are what the others add",
        ),
        equal(
            over_units(q[k] * slope(q[k], z[k], products, first_square)),
            0,
            "so along the prediction the slope is zero: the gradient turns it and does not shrink it",
        ),
    ]
    return Proof(
        "The loss of agreement does not depend on the length of the prediction",
        claim=steps,
        steps=steps,
        given=(*squares, Gt(own**2 + rest, 0)),
        equation="eq:byol-scale",
    )


def moving_average_unrolled() -> Proof:
    """The target is a weighted mean of all former online parameters, with weights that fall geometrically."""
    theta, target, decay = indexed(r"\theta"), indexed(r"\xi"), probability(r"\beta")
    J = count("J")

    def mean(steps: Expr) -> Expr:
        return decay**steps * target[0] + (1 - decay) * Sum(decay ** (steps - k) * theta[k], (k, 1, steps))

    def total(steps: Expr) -> Expr:
        return decay**steps + (1 - decay) * Sum(decay ** (steps - k), (k, 1, steps))

    unrolled = (
        chain(target[J + 1])
        .equals(decay * target[J] + (1 - decay) * theta[J + 1], "one update")
        .equals(mean(J + 1), "by the hypothesis: every weight falls by the decay, and the newest joins")
    )
    return Proof(
        "The target is a geometrically weighted mean of the past",
        claim=[equal(target[J], mean(J)), equal(total(J), 1)],
        steps=[
            induction(equal(target[J], mean(J)), over=J, step=unrolled),
            equal(total(J), 1, "a geometric sum: the weights are those of a mean"),
        ],
        given=(Eq(target[J + 1], decay * target[J] + (1 - decay) * theta[J + 1]),),
        equation="eq:byol-average",
    )


def invariance_is_distance() -> Proof:
    """For two views of a unit, centred and of length one over the batch, one minus the correlation is a distance."""
    first, second = indexed("a"), indexed("b")
    first_spread, second_spread = positive("A"), positive("B")

    def over_batch(term: Expr) -> Expr:
        return Sum(term, (k, 1, n))

    spreads = root(first_spread), root(second_spread)
    correlation = ratio(over_batch(first[k] * second[k]), spreads[0] * spreads[1])
    apart = over_batch((first[k] / spreads[0] - second[k] / spreads[1]) ** 2)
    together = over_batch((first[k] / spreads[0] + second[k] / spreads[1]) ** 2)
    steps = [
        equal(
            apart / 2,
            1 - correlation,
            "multiply out, both views have length one over the batch, and neither is constant; a sum of squares, so no "
            "correlation is above one",
        ),
        equal(together / 2, 1 + correlation, "the same with a plus, so none is below minus one"),
    ]
    return Proof(
        "One minus a diagonal entry is half the squared distance between the two views of a unit",
        claim=steps,
        steps=steps,
        given=(Eq(over_batch(first[k] ** 2), first_spread), Eq(over_batch(second[k] ** 2), second_spread)),
        equation="eq:barlow-invariance",
    )


def identity_is_best() -> Proof:
    """The loss of Barlow Twins is a sum of terms, one an entry, each least at the entry of the identity."""
    same, other, weight = real("x"), real("y"), positive(r"\lambda")
    diagonal, off = (1 - same) ** 2, weight * other**2
    C, i, j = indexed("C"), index("i"), index("j")

    def on(term: Expr) -> Expr:
        return Sum(term, (i, 1, n))

    def beside(term: Expr) -> Expr:
        return Sum(Sum(weight * (1 - KroneckerDelta(i, j)) ** 2 * term, (j, 1, n)), (i, 1, n))

    loss = on((1 - C[i, i]) ** 2) + beside(C[i, j] ** 2)
    squares = [
        lemma(square_is_not_negative, {real("r"): entry}, through=over)
        for entry, over in ((1 - C[i, i], on), (C[i, j], beside))
    ]
    steps = [
        chain(loss)
        .at_least(beside(C[i, j] ** 2), "a square for each entry of the diagonal", squares[0])
        .at_least(0, "and for each other entry", squares[1]),
        minimum(diagonal, {same: Integer(1)}, "an entry x of the diagonal, alone in its term"),
        minimum(off, {other: Integer(0)}, "an entry y off the diagonal, alone in its term"),
        equal(Subs(diagonal, same, 1) + Subs(off, other, 0), 0, "and there every term is zero"),
    ]
    return Proof(
        "The loss of Barlow Twins is least, and zero, at the identity and nowhere else",
        claim=steps,
        steps=steps,
        equation="eq:barlow-twins",
    )
