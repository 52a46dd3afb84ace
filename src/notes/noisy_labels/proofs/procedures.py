r"""Early-learning regularisation, mixup, ensembles and reweighting."""

from collections.abc import Callable

from sympy import Derivative, Eq, Expr, Integral, Rational, S, Subs, Sum, exp, log

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import (
    Expectation,
    Proof,
    above,
    at_least,
    bounded,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    instances,
    lemma,
    natural,
    nonnegative,
    positive,
    probability,
    real,
    trusted,
)
from notes.proof.relations import Chain

own, others, agreeing = real("f_k"), positive("Z_{-}"), positive("Z_{+}")
target = probability(r"\tau_k")


def penalty_gradient() -> Proof:
    """The gradient of the early-learning penalty by a logit compares the target with the agreement."""
    share = exp(own) / (exp(own) + others + agreeing)
    agreement = (target * exp(own) + agreeing) / (exp(own) + others + agreeing)
    penalty = log(1 - agreement)
    return Proof(
        "The gradient of the early-learning penalty by a logit has the sign of the agreement minus the target",
        claim=equal(Derivative(penalty, own), share * (agreement - target) / (1 - agreement)),
        steps=[
            equal(
                Derivative(penalty, own),
                share * (agreement - target) / (1 - agreement),
                "of the sum of the other exponentials the target agrees with a part, Z with a plus, and not with the "
                "rest, Z with a minus; neither contains this logit",
            )
        ],
        equation="eq:elr-gradient",
    )


def penalty_keeps_clean_labels_alive_and_stops_wrong_ones() -> Proof:
    """With a target sure of the true class the penalty adds to the pull of a right label and cancels a wrong one's."""
    rest = positive("Z")
    share = exp(own) / (exp(own) + rest)
    strength = positive(r"\nu")
    penalty = strength * log(1 - share)
    named = exp(real("f_y")) / (exp(own) + rest)
    right, wrong = -log(share) + penalty, -log(named) + penalty
    excess = positive(r"\Delta")
    return Proof(
        "If the target is sure of the true class, a right label and the penalty raise it; against a wrong label a "
        "penalty of strength above one wins",
        claim=[
            equal(Derivative(right, own), -(1 - share) - strength * share),
            equal(Derivative(wrong, own), share - strength * share),
            above(0, Subs(Derivative(wrong, own), strength, 1 + excess)),
        ],
        steps=[
            equal(
                Derivative(right, own),
                -(1 - share) - strength * share,
                "the label is the true class k: where the first part fades, the second is at its largest",
            ),
            equal(
                Derivative(wrong, own),
                share - strength * share,
                "the label y is one of the other classes, whose exponentials sum to Z: its cross entropy pushes the "
                "true class down, the penalty up",
            ),
            above(
                0,
                Subs(Derivative(wrong, own), strength, 1 + excess),
                "for a strength of one and Delta the logit of the true class rises although the label says otherwise",
            ),
        ],
        equation="eq:elr-signs",
    )


def mixed_label_mixes_losses() -> Proof:
    """Cross entropy is linear in its label, so a blended label has the blend of the losses."""
    c, k, weight = natural("c"), index("k"), real(r"\lambda")
    y, p = indexed("y"), indexed("p", positive=True)

    def cross_entropy(label: Expr) -> Expr:
        return -Sum(label * log(p[k]), (k, 1, c))

    mixed = cross_entropy(weight * y[1, k] + (1 - weight) * y[2, k])
    parts = weight * cross_entropy(y[1, k]) + (1 - weight) * cross_entropy(y[2, k])
    return Proof(
        "The cross entropy of a blended label is the blend of the cross entropies",
        claim=equal(mixed, parts),
        steps=[equal(mixed, parts, "the label enters the loss linearly")],
        equation="eq:mixup-loss",
    )


def expected_mixed_loss() -> Proof:
    """A weight as likely as what it lacks to one averages two losses, and that of a Beta distribution has this spread.

    The variable Delta is the distance of the weight from one half; P says how likely it is, on either side alike.
    """
    away, more, weight = real(r"\Delta"), nonnegative(r"\alpha'"), probability(r"\lambda")
    first, second = real(r"\ell_1"), real(r"\ell_2")
    law = density("P")(away)
    half, alpha = Rational(1, 2), 1 + more

    def over_both_sides(value: Callable[[Expr], Expr]) -> Expr:
        return Expectation(half * value(half + away) + half * value(half - away), away, law)

    def mixed(share: Expr) -> Expr:
        return share * first + (1 - share) * second

    def over_weights(value: Expr) -> Expr:
        return Integral(value * (weight * (1 - weight)) ** more, (weight, 0, 1))

    edge = 4 * (weight * (1 - weight)) ** alpha * (half - weight)
    mean = equal(
        over_both_sides(mixed), (first + second) / 2, "the weights one half plus Delta and minus Delta are alike"
    )
    spread = equal(
        4 * (2 * alpha + 1) * over_weights((weight - half) ** 2),
        over_weights(S.One),
        "alpha is 1 + alpha'. The difference of both integrands is the slope of a function that is zero at the weights "
        "zero and one",
        trusted("fundamental theorem of calculus", edge, weight, 0, 1),
    )
    return Proof(
        "Averaged over a symmetric weight the mixed loss is the mean of both; how far a Beta weight spreads, for an "
        "alpha of one or more",
        claim=[mean, spread],
        steps=[mean, spread],
        given=(Eq(Integral(law, away), 1),),
        equation="eq:mixup-expected",
    )


def majority_of_three_is_better() -> Proof:
    """Three independent voters, each right more often than not, are right more often together."""
    right = bounded("r", Rational(1, 2), 1)
    majority = right**3 + 3 * right**2 * (1 - right)
    return Proof(
        "A majority of three independent classifiers, each right equally often, more than half of the time but not "
        "always, beats each of them",
        claim=above(majority - right, 0),
        steps=[
            chain(majority - right)
            .equals(right * (2 * right - 1) * (1 - right), "all three right, or two of them")
            .above(0, "each factor is positive between one half and one"),
        ],
        equation="eq:majority",
    )


def average_is_better_than_the_mean_member() -> Proof:
    """The squared error of an averaged prediction is at most the mean of the members' squared errors."""
    members, a, f = natural("M"), index("a"), indexed("f")
    y, mean = real("y"), real(r"\bar f")

    def averaged(term: Expr) -> Expr:
        return Sum(term, (a, 1, members)) / members

    errors, disagreement = averaged((f[a] - y) ** 2), averaged((f[a] - mean) ** 2)
    squares = lemma(
        square_is_not_negative, {real("r"): f[a] - mean}, through=lambda gap: Sum(gap / members, (a, 1, members))
    )
    return Proof(
        "The squared error of the averaged prediction is below the members' mean by the mean square of their "
        "disagreement",
        claim=[equal(errors - (mean - y) ** 2, disagreement), at_least(errors, (mean - y) ** 2)],
        steps=[
            equal(errors - (mean - y) ** 2, disagreement, "multiply out; the M predictions have this mean"),
            chain(errors)
            .equals((mean - y) ** 2 + disagreement, "the same")
            .at_least((mean - y) ** 2, "squares are not negative", squares),
        ],
        given=(Eq(averaged(f[a]), mean),),
        equation="eq:ambiguity",
    )


def meta_gradient_compares_gradients() -> Proof:
    """The derivative of the clean loss by a weight is minus the rate times the product of two gradients."""
    rate, weight = positive(r"\rho"), real(r"\varepsilon")

    def compared(size: int) -> Chain:
        numbers = range(1, size + 1)
        parameters, slopes = ([real(f"{name}_{k}") for k in numbers] for name in (r"\phi", r"\ell'"))
        clean = function(f"V_{size}")
        ahead = clean(*(by - rate * weight * slope for by, slope in zip(parameters, slopes, strict=True)))
        products = [slope * Derivative(clean(*parameters), by) for by, slope in zip(parameters, slopes, strict=True)]
        return equal(
            Subs(Derivative(ahead, weight), weight, 0),
            -rate * sum(products),
            "the chain rule; l' are the slopes of the example's loss, V is the loss of the clean set",
        )

    step = instances(compared, range(1, 4))
    return Proof(
        "A small weight on an example helps if its gradient points the same way as that of the clean set, for up to "
        "three parameters",
        claim=step,
        steps=[step],
        equation="eq:meta-gradient",
    )
