r"""Which losses forgive symmetric noise, and what lies between them."""

from collections.abc import Callable

from sympy import Derivative, Eq, Expr, Integer, Integral, Limit, Rational, Subs, Sum, exp, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Expectation,
    Proof,
    above,
    at_least,
    at_most,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    lemma,
    minimum,
    natural,
    positive,
    probability,
    real,
    same_minimum,
)

rest, k = natural("c'"), index("k")
p, q = probability("p_y"), positive("q")
phi = real(r"\phi")


def absolute_error_sums_to_a_constant() -> Proof:
    """Over all classes the mean absolute errors of one prediction sum to the same number, whatever it is."""
    p, c, j = indexed("p", nonnegative=True), natural("c"), index("j")
    whole = Sum(p[j], (j, 1, c))
    total = Sum((1 - p[k]) + (whole - p[k]), (k, 1, c))
    return Proof(
        "The absolute errors of a prediction, summed over all classes, do not depend on the prediction",
        claim=equal(total, 2 * (c - 1)),
        steps=[
            chain(total)
            .equals(
                Sum(2 * (1 - p[k]), (k, 1, c)),
                "what the probability of class k lacks to one, and those of all other classes: they sum to one",
            )
            .equals(2 * c - 2 * Sum(p[k], (k, 1, c)), "sum term by term")
            .equals(2 * (c - 1), "the probabilities sum to one")
        ],
        given=(Eq(whole, 1),),
        equation="eq:mae-sum",
    )


def absolute_error_is_robust() -> Proof:
    """Under symmetric noise below 1 - 1/c the noisy risk of a loss of constant sum has the clean risk's minimiser."""
    replaced, total, x = probability(r"\eta'"), real("S"), real("x")
    inputs, classes, loss = density("P"), function("p"), function(r"\ell")
    rate = replaced * rest / (rest + 1)

    def over_first(term: Expr) -> Expr:
        return Sum(term, (k, 1, rest))

    def risk(of_class: Callable[[Expr], Expr]) -> Expr:
        last = total - over_first(loss(k, x, phi))
        first = over_first(classes(k, x) * of_class(loss(k, x, phi)))
        return Expectation(first + (1 - over_first(classes(k, x))) * of_class(last), x, inputs(x))

    def seen(own: Expr) -> Expr:
        return (1 - rate) * own + rate / rest * (total - own)

    clean, noisy = risk(lambda own: own), risk(seen)

    def scaled(level: Expr) -> Expr:
        return (1 - replaced) * level + replaced * total / (rest + 1)

    mixed = (1 - rate) * clean + rate / rest * (total - clean)

    return Proof(
        "A loss whose sum over the classes is constant has the same minimiser with and without symmetric noise below "
        "1 - 1/c",
        claim=[equal(noisy, scaled(clean)), same_minimum(clean, noisy, scaled, over=[phi])],
        steps=[
            chain(noisy)
            .equals(
                mixed,
                "there are c' + 1 classes; at an input x the losses of the first c' depend on the parameter phi, the "
                "last makes the sum S, and p are the probabilities of the classes. A label is kept with probability "
                "one minus the rate, and else any of the others. The rate is the fraction eta' of c' / (c' + 1)",
            )
            .equals(scaled(clean), "collect what multiplies the clean risk"),
            same_minimum(
                clean,
                noisy,
                scaled,
                over=[phi],
                reason="the noisy risk is a rising straight line of the clean one because eta' is below one",
            ),
        ],
        given=(Eq(Integral(inputs(x), x), 1),),
        equation="eq:mae-robust",
    )


def cross_entropy_is_not_robust() -> Proof:
    """Where the class is certain, clean cross entropy pushes the prediction to one; noisy does not."""
    rate = probability(r"\eta")
    noisy = -(1 - rate) * log(p) - rate * log(1 - p)
    return Proof(
        "With two classes, of which one is certain, cross entropy has another minimiser on noisy labels; and it has no "
        "constant sum",
        claim=[
            minimum(noisy, {p: 1 - rate}),
            above(0, Derivative(-log(p), p)),
            above(-log(Rational(1, 4)) - log(Rational(3, 4)), -2 * log(Rational(1, 2))),
        ],
        steps=[
            above(0, Derivative(-log(p), p), "clean: the loss falls as long as the prediction can rise"),
            above(
                -log(Rational(1, 4)) - log(Rational(3, 4)),
                -2 * log(Rational(1, 2)),
                "the sum over two classes is not the same for the predictions 1/4 and 1/2",
            ),
            minimum(
                noisy, {p: 1 - rate}, "noisy: the loss is least at one minus the rate, for a class that is certain"
            ),
        ],
    )


def generalized_lies_between() -> Proof:
    """Generalised cross entropy is squeezed between cross entropy and its multiple by p^q, so it tends to it."""
    generalized = (1 - p**q) / q
    one, exponent = positive(r"\xi"), positive("q'")
    vanishing = equal(Limit(p**exponent, exponent, 0), 1, "as the exponent tends to zero the factor tends to one")
    return Proof(
        "Generalised cross entropy lies below cross entropy and above its multiple by a factor that tends to one",
        claim=[at_most(generalized, -log(p)), at_least(generalized, -(p**q) * log(p)), vanishing],
        steps=[
            vanishing,
            at_most(
                generalized,
                -log(p),
                "the tangent bound of the logarithm at the probability to the power q, divided by q",
                by=lemma(log_bound, {one: p**q}, through=lambda gap: gap / q),
            ),
            at_least(
                generalized,
                -(p**q) * log(p),
                "the same bound at the inverse: the loss is between cross entropy and its multiple by the factor",
                by=lemma(log_bound, {one: p ** (-q)}, through=lambda gap: p**q * gap / q),
            ),
        ],
        equation="eq:gce-limit",
    )


def generalized_at_one() -> Proof:
    """At q = 1 generalised cross entropy is half the mean absolute error."""
    generalized = Subs((1 - p**q) / q, q, Integer(1))
    return Proof(
        "At the exponent one, twice the generalised cross entropy is the absolute error",
        claim=equal(2 * generalized, 2 * (1 - p)),
        steps=[equal(2 * generalized, 2 * (1 - p), "put one for the exponent")],
    )


def generalized_gradient() -> Proof:
    """The gradient of generalised cross entropy is that of cross entropy times a power of the probability."""
    loss = function(r"\ell")(phi)
    probability_of_label = exp(-loss)

    def descent(term: Expr) -> Expr:
        return Derivative(term, phi)

    generalized = (1 - probability_of_label**q) / q
    return Proof(
        "The gradient of generalised cross entropy is that of cross entropy times the probability to the power q",
        claim=equal(descent(generalized), probability_of_label**q * Derivative(loss, phi)),
        steps=[
            equal(
                descent(generalized),
                probability_of_label**q * Derivative(loss, phi),
                "l is cross entropy, minus the logarithm of the label's probability",
            )
        ],
        equation="eq:gce-gradient",
    )
