"""Proofs about linear probes: what a penalty makes of the minimum of a convex loss."""

from sympy import Derivative, Expr, Subs, Sum, exp, log

from notes.introduction.proofs.cross_entropy import logarithm_bound, sigmoid, softplus
from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import Proof, at_least, chain, index, indexed, lemma, natural, positive, real

i, j, n, m = index("i"), index("j"), natural("n"), natural("m")
h, u = real("h"), positive("u")
logit, pull, label = indexed("h"), indexed(r"\eta"), indexed("y")
weight, way = indexed("w"), indexed("v")
penalty, step = positive(r"\gamma"), real(r"\epsilon")


def mean(summand: Expr) -> Expr:
    """The mean of a summand over the samples."""
    return Sum(summand, (i, 1, n)) / n


def over_weights(summand: Expr) -> Expr:
    """The sum of a summand over the weights, the bias among them."""
    return Sum(summand, (j, 1, m))


moved = logit[i] + step * pull[i]
loss = mean(softplus(moved) - label[i] * moved) + penalty / 2 * over_weights((weight[j] + step * way[j]) ** 2)


def probability_of(number: Expr) -> Expr:
    """The sigmoid of a logit."""
    return sigmoid.subs(h, number)


def tangent_of_softplus() -> Proof:
    """Softplus lies above its tangents: at the logit h, and at one that is further by eta."""
    further = real(r"\eta")
    z = probability_of(h)
    mixed = 1 - z + z * exp(further)
    gap = softplus(h + further) - softplus(h) - z * further
    stay = lemma(logarithm_bound, {u: 1 / mixed}, through=lambda one: (1 - z) * one)
    move = lemma(logarithm_bound, {u: exp(further) / mixed}, through=lambda one: z * one)
    return Proof(
        "Softplus lies above its tangents",
        claim=at_least(softplus(h + further), softplus(h) + z * further),
        steps=[
            chain(gap)
            .equals(log(mixed) - z * further, "one exponential is a mixture of the other one with 1")
            .equals(stay.consequence() + move.consequence(), "mixed alike, the two gaps below a tangent")
            .at_least(move.consequence(), "the logarithm lies below its tangent", stay)
            .at_least(0, "and here too", move)
        ],
    )


def penalty_curves_the_loss() -> Proof:
    """Along every line w + epsilon v the penalised loss curves up; h_i and eta_i are the logits of w and of v."""
    slopes = exp(-moved) / (1 + exp(-moved)) ** 2
    whole, parabola = Derivative(loss, (step, 2)), penalty * over_weights(way[j] ** 2)
    return Proof(
        "The penalised loss of a probe curves up by the penalty at least, in every direction",
        claim=at_least(whole, parabola),
        steps=[
            chain(whole)
            .equals(mean(slopes * pull[i] ** 2) + parabola, "slopes of sigmoids, as without a penalty, and a parabola")
            .at_least(parabola, "slopes and squares are not negative")
        ],
        equation="eq:probe-curvature",
    )


def loss_above_its_tangent() -> Proof:
    """The loss at w + v; h_i and eta_i are the logits of w and of v."""
    there, here = loss.subs(step, 1), loss.subs(step, 0)
    slope = Subs(Derivative(loss, step), step, 0)
    parabola = penalty / 2 * over_weights(way[j] ** 2)
    apart = mean(softplus(logit[i] + pull[i]) - softplus(logit[i]) - probability_of(logit[i]) * pull[i])
    tangents = lemma(
        tangent_of_softplus, {h: logit[i], real(r"\eta"): pull[i]}, through=lambda gap: Sum(gap / n, (i, 1, n))
    )
    return Proof(
        "The penalised loss lies above its tangent by a parabola at least",
        claim=at_least(there, here + slope + parabola),
        steps=[
            chain(there - here - slope)
            .equals(apart + parabola, "labels cancel, and of the squares of the weights the parabola is left")
            .at_least(parabola, "softplus lies above its tangents", tangents)
        ],
        equation="eq:probe-tangent",
    )


def parabola_bounds_a_slope() -> Proof:
    """What a slope xi along v can take away, the parabola gives back but for a known amount."""
    gradient = indexed(r"\xi")
    along = over_weights(gradient[j] * way[j])
    parabola = penalty / 2 * over_weights(way[j] ** 2)
    least = -over_weights(gradient[j] ** 2) / (2 * penalty)
    squares = lemma(
        square_is_not_negative,
        {real("r"): way[j] + gradient[j] / penalty},
        through=lambda gap: over_weights(penalty / 2 * gap),
    )
    return Proof(
        "A slope and a parabola: how low they can lead",
        claim=at_least(along + parabola, least),
        steps=[
            chain(along + parabola)
            .equals(penalty / 2 * over_weights((way[j] + gradient[j] / penalty) ** 2) + least, "complete the squares")
            .at_least(least, "squares are not negative", squares)
        ],
        equation="eq:probe-squares",
    )
