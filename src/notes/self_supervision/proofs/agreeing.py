r"""Agreement of two views without negatives, its collapse, and the redundancy that Barlow Twins removes."""

from sympy import Derivative, Expr, Integer, Subs, Sum

from notes.proof import (
    Proof,
    chain,
    equal,
    index,
    indexed,
    minimum,
    natural,
    positive,
    probability,
    ratio,
    real,
    root,
)

d, n, k = natural("d"), natural("n"), index("k")
q, z = indexed("q"), indexed("z")


def over_units(term: Expr) -> Expr:
    """A sum over the entries of an embedding."""
    return Sum(term, (k, 1, d))


def distance_is_cosine() -> Proof:
    """Between vectors of length one the squared distance is two minus twice the cosine."""
    lengths = [root(over_units(vector[k] ** 2)) for vector in (q, z)]
    inner = over_units(q[k] * z[k])
    cosine = ratio(inner, lengths[0] * lengths[1])
    apart = over_units((q[k] / lengths[0] - z[k] / lengths[1]) ** 2)
    return Proof(
        "The squared distance of two normalised vectors is two minus twice their cosine",
        claim=equal(apart, 2 - 2 * cosine),
        steps=[
            chain(apart)
            .equals(
                ratio(over_units(q[k] ** 2), lengths[0] ** 2)
                + ratio(over_units(z[k] ** 2), lengths[1] ** 2)
                - 2 * cosine,
                "multiply out; the lengths do not depend on the entry",
            )
            .equals(2 - 2 * cosine, "each vector has length one")
        ],
        equation="eq:byol-loss",
    )


def constant_networks_agree() -> Proof:
    """A network that says the same of every image has no loss, and the moving average keeps it."""
    c = indexed("c")
    norm = root(over_units(c[k] ** 2))
    fixed, decay = real(r"\theta^{*}"), probability(r"\tau")
    average = decay * fixed + (1 - decay) * fixed
    scale = positive("a")
    return Proof(
        "A constant network has no loss, and a target that equals it stays",
        claim=[
            equal(2 - 2 * ratio(over_units(c[k] * scale * c[k]), norm * (scale * norm)), 0),
            equal(average, fixed),
        ],
        steps=[
            equal(
                2 - 2 * ratio(over_units(c[k] * scale * c[k]), norm * (scale * norm)),
                0,
                "prediction and target are the vectors c and a c for every image: one direction, so the cosine is one, "
                "and no loss can be less",
            ),
            equal(average, fixed, "with both networks there, the moving average changes nothing"),
        ],
        equation="eq:byol-collapse",
    )


def length_does_not_count() -> Proof:
    """The loss does not change with the length of a prediction, so its gradient has no part along the prediction."""
    scale = positive("a")
    target = root(over_units(z[k] ** 2))
    cosine = ratio(over_units(scale * q[k] * z[k]), root(over_units((scale * q[k]) ** 2)) * target)
    plain = ratio(over_units(q[k] * z[k]), root(over_units(q[k] ** 2)) * target)
    return Proof(
        "The loss of agreement does not depend on the length of the prediction",
        claim=[equal(2 - 2 * cosine, 2 - 2 * plain), equal(Derivative(2 - 2 * cosine, scale), 0)],
        steps=[
            equal(2 - 2 * cosine, 2 - 2 * plain, "the factor a, which is positive, cancels"),
            equal(
                Derivative(2 - 2 * cosine, scale),
                0,
                "so along the prediction the slope is zero: the gradient turns it and does not shrink it",
            ),
        ],
        equation="eq:byol-scale",
    )


def moving_average_unrolled() -> Proof:
    """The target is a weighted mean of all former online parameters, with weights that fall geometrically."""
    theta, tau = indexed(r"\theta"), probability(r"\tau")
    start, t, s = real(r"\xi_0"), natural("t"), index("s")
    before = tau**t * start + (1 - tau) * Sum(tau ** (t - s) * theta[s], (s, 1, t))
    after = tau ** (t + 1) * start + (1 - tau) * (Sum(tau ** (t + 1 - s) * theta[s], (s, 1, t)) + theta[t + 1])
    return Proof(
        "The target is a geometrically weighted mean of the past",
        claim=equal(tau * before + (1 - tau) * theta[t + 1], after),
        steps=[
            equal(
                tau * before + (1 - tau) * theta[t + 1],
                after,
                "the update, applied to the formula for t steps: every weight falls by the decay, and the newest "
                "parameters join the sum with weight one: the formula for t + 1 steps. For t = 0 it is the start",
            )
        ],
        equation="eq:byol-average",
    )


def invariance_is_distance() -> Proof:
    """For two views of a unit, centred and of length one over the batch, one minus the correlation is a distance."""
    first, second = indexed("a"), indexed("b")

    def over_batch(term: Expr) -> Expr:
        return Sum(term, (k, 1, n))

    lengths = [root(over_batch(view[k] ** 2)) for view in (first, second)]
    correlation = ratio(over_batch(first[k] * second[k]), lengths[0] * lengths[1])
    apart = over_batch((first[k] / lengths[0] - second[k] / lengths[1]) ** 2)
    together = over_batch((first[k] / lengths[0] + second[k] / lengths[1]) ** 2)
    return Proof(
        "One minus a diagonal entry is half the squared distance between the two views of a unit",
        claim=[equal(apart / 2, 1 - correlation), equal(together / 2, 1 + correlation)],
        steps=[
            equal(
                apart / 2,
                1 - correlation,
                "multiply out, both views have length one over the batch; a sum of squares, so no correlation is "
                "above one",
            ),
            equal(together / 2, 1 + correlation, "the same with a plus, so none is below minus one"),
        ],
        equation="eq:barlow-invariance",
    )


def identity_is_best() -> Proof:
    """The loss of Barlow Twins is a sum of terms, one an entry, each least at the entry of the identity."""
    same, other, weight = real("C_{ii}"), real("C_{ij}"), positive(r"\lambda")
    diagonal, off = (1 - same) ** 2, weight * other**2
    return Proof(
        "The loss of Barlow Twins is least, and zero, at the identity and nowhere else",
        claim=[
            minimum(diagonal, {same: Integer(1)}, "a diagonal entry"),
            minimum(off, {other: Integer(0)}, "an entry off the diagonal"),
            equal(Subs(diagonal, same, 1) + Subs(off, other, 0), 0),
        ],
        steps=[
            minimum(diagonal, {same: Integer(1)}, "a diagonal entry, alone in its term"),
            minimum(off, {other: Integer(0)}, "an entry off the diagonal, alone in its term"),
            equal(Subs(diagonal, same, 1) + Subs(off, other, 0), 0, "and there every term is zero"),
        ],
        equation="eq:barlow-twins",
    )
