r"""The game between generator and discriminator: its value, its best replies, its equilibrium."""

from sympy import Derivative, Eq, Expr, Integral, Rational, S, Subs, exp, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Expectation,
    Proof,
    at_least,
    at_most,
    bounded,
    chain,
    density,
    equal,
    lemma,
    maximum,
    minimum,
    positive,
    probability,
    ratio,
    real,
)

x, f, t = real("x"), real("f"), positive("t")
a, b, y = positive("a"), positive("b"), probability("y")
data, generated, odds = density(r"p_{\text{data}}"), density("p_G"), density("r")
normalized = (Eq(Integral(data(x), x), 1), Eq(Integral(generated(x), x), 1))
total = data(x) + generated(x)
mixture = total / 2
judgement = odds(x) / (1 + odds(x))
tangent_at = positive(r"\xi")


def over_space(term: Expr) -> Expr:
    """An integral over the space of the data."""
    return Integral(term, x)


def divergence(first: Expr, second: Expr) -> Expr:
    """The Kullback-Leibler divergence of two densities."""
    return over_space(first * log(first / second))


criterion = over_space(data(x) * log(data(x) / total) + generated(x) * log(generated(x) / total))
jensen_shannon = (divergence(data(x), mixture) + divergence(generated(x), mixture)) / 2


def value_is_cross_entropy() -> Proof:
    """The value is minus twice the binary cross entropy of telling data (label 1) from generated (label 0)."""
    value = Expectation(log(judgement), x, data(x)) + Expectation(log(1 - judgement), x, generated(x))
    first, second = Rational(1, 2) * data(x), Rational(1, 2) * generated(x)
    cross_entropy = over_space(first * -log(judgement)) + over_space(second * -log(1 - judgement))
    return Proof(
        "The value of the game is minus twice a binary cross entropy",
        claim=equal(value, -2 * cross_entropy),
        steps=[
            chain(value)
            .equals(
                over_space(data(x) * log(judgement)) + over_space(generated(x) * log(1 - judgement)),
                "expectations are integrals; r are the odds by which the discriminator takes x for data",
            )
            .equals(-2 * cross_entropy, "half of the examples are data and half are generated")
        ],
        equation="eq:gan-cross-entropy",
    )


def generated_term() -> Proof:
    """A generated sample costs a good discriminator nearly nothing, and a fooled one without bound."""
    bound = lemma(log_bound, {tangent_at: 1 - y})
    return Proof(
        "What the discriminator gains and loses on a generated sample",
        claim=[at_most(log(1 - y), -y), equal(Subs(log(1 - y), y, 1 - exp(-t)), -t)],
        steps=[
            at_most(
                log(1 - y), -y, "the tangent bound at 1 - y: the term is negative, and zero only for y = 0", by=bound
            ),
            equal(Subs(log(1 - y), y, 1 - exp(-t)), -t, "as y goes to one the term falls below every bound"),
        ],
        equation="eq:fooled",
    )


def optimal_discriminator() -> Proof:
    """At every point the best answer is a / (a + b), and no other answer is as good."""
    gain = a * log(y) + b * log(1 - y)
    return Proof(
        "At one point the answer a / (a + b) earns more than any other",
        claim=maximum(gain, {y: a / (a + b)}),
        steps=[maximum(gain, {y: a / (a + b)}, "what the discriminator earns where the densities are a and b")],
        equation="eq:pointwise-optimum",
    )


def no_discriminator_does_better() -> Proof:
    """The pointwise best answer maximises the value over all discriminators, without any derivative of an integral."""
    best = data(x) / total
    at_data = lemma(log_bound, {tangent_at: judgement / best}, through=lambda gap: over_space(data(x) * gap))
    at_generated = lemma(
        log_bound, {tangent_at: (1 - judgement) / (1 - best)}, through=lambda gap: over_space(generated(x) * gap)
    )
    first = over_space(data(x) * log(best / judgement))
    second = over_space(generated(x) * log((1 - best) / (1 - judgement)))
    first_bound = over_space(data(x) * (1 - judgement / best))
    second_bound = over_space(generated(x) * (1 - (1 - judgement) / (1 - best)))
    value = over_space(data(x) * log(judgement) + generated(x) * log(1 - judgement))
    return Proof(
        "No discriminator does better than the pointwise best one",
        claim=at_least(criterion - value, 0),
        steps=[
            chain(criterion - value)
            .equals(first + second, "the difference of logarithms, term by term")
            .at_least(first_bound + second, "the tangent bound at D / D*, weighted with the data", by=at_data)
            .at_least(first_bound + second_bound, "the tangent bound at (1 - D) / (1 - D*)", by=at_generated)
            .equals(0, "the two integrands cancel at every point")
        ],
        equation="eq:optimal-discriminator",
    )


def criterion_as_divergences() -> Proof:
    """What is left for the generator is minus log 4 plus two divergences from the mixture, every line."""
    pulled = over_space(data(x) * (log(2) + log(data(x) / total))) + over_space(
        generated(x) * (log(2) + log(generated(x) / total))
    )
    mass = log(2) * (over_space(data(x)) + over_space(generated(x)))
    parts = divergence(data(x), mixture) + divergence(generated(x), mixture)
    return Proof(
        "The criterion of the generator is minus log 4 plus two divergences",
        claim=equal(criterion, -log(4) + parts),
        steps=[
            chain(criterion)
            .equals(-mass + pulled, "add log 2 and take it away again under both integrals")
            .equals(-2 * log(2) + pulled, "both densities integrate to one")
            .equals(-log(4) + parts, "log 2 goes into the quotient: the densities are divided by their mean")
        ],
        given=normalized,
        equation="eq:criterion-kl",
    )


def uneven_shares() -> Proof:
    """Two shares 1 + t and 1 - t gain by being uneven, and gain nothing only for t zero."""
    lead = bounded("t", -1, 1)
    gain = (1 + lead) * log(1 + lead) + (1 - lead) * log(1 - lead) - lead**2 / 2
    least = minimum(gain, {lead: S.Zero}, "the shares are 1 + t and 1 - t")
    return Proof("What uneven shares gain is at least half the square of the lead", claim=least, steps=[least])


def divergence_at_a_point() -> Proof:
    """What two densities a and b at one point add to the divergences from their mean is a squared difference at least.

    The lead of a is (a - b) / (a + b).
    """
    lead = (a - b) / (a + b)
    added = a * log(2 * a / (a + b)) + b * log(2 * b / (a + b))
    share, other = 1 + lead, 1 - lead
    shares = lemma(uneven_shares, {bounded("t", -1, 1): lead}, through=lambda gap: (a + b) / 2 * gap)
    return Proof(
        "At every point both divergences from the mixture add at least a squared difference of the densities",
        claim=at_least(added, (a - b) ** 2 / (4 * (a + b))),
        steps=[
            chain(added)
            .equals((a + b) / 2 * (share * log(share) + other * log(other)), "each is their mean times a share")
            .at_least((a + b) / 2 * lead**2 / 2, "what uneven shares gain", by=shares)
            .equals((a - b) ** 2 / (4 * (a + b)), "the lead is the difference over the sum")
        ],
    )


def global_optimum() -> Proof:
    """The criterion exceeds minus log 4 by a positive multiple of a squared distance of the densities."""
    distance = over_space((data(x) - generated(x)) ** 2 / (4 * total))
    at_points = lemma(divergence_at_a_point, {a: data(x), b: generated(x)}, through=over_space)
    agreed = over_space(data(x) * log(ratio(data(x), data(x) + data(x))) * 2)
    return Proof(
        "The criterion is minus log 4 if the densities agree, and else exceeds it by a squared distance at least",
        claim=[at_least(criterion + log(4), distance), equal(agreed, -log(4))],
        steps=[
            chain(criterion + log(4))
            .equals(
                over_space(data(x) * log(2 * data(x) / total) + generated(x) * log(2 * generated(x) / total)),
                "both densities integrate to one, so that log 4 goes into the quotients",
            )
            .at_least(distance, "point by point", by=at_points),
            equal(agreed, -log(4), "with equal densities the discriminator can only say one half"),
        ],
        given=normalized,
        equation="eq:global-optimum",
    )


def jensen_shannon_is_bounded() -> Proof:
    """The Jensen-Shannon divergence never exceeds log 2."""
    ours = over_space(data(x) * log(1 + generated(x) / data(x)))
    theirs = over_space(generated(x) * log(1 + data(x) / generated(x)))
    return Proof(
        "The Jensen-Shannon divergence is at most log 2",
        claim=at_most(jensen_shannon, log(2)),
        steps=[
            chain(jensen_shannon)
            .equals(log(2) - (ours + theirs) / 2, "take log 2 out of both divergences")
            .at_most(log(2), "logarithms of numbers above one")
        ],
        given=normalized,
        equation="eq:jsd-bound",
    )


def simultaneous_steps() -> Proof:
    """Simultaneous gradient steps on the product of two numbers move away from the equilibrium."""
    u, v, eta = real("u"), real("v"), positive(r"\eta")
    before, after = u**2 + v**2, (u - eta * v) ** 2 + (v + eta * u) ** 2
    next_u = u - eta * v
    next_v = v + eta * next_u
    kept = u**2 + v**2 - eta * u * v
    near_round = (1 - eta / 2) * (u + v) ** 2 / 2 + (1 + eta / 2) * (u - v) ** 2 / 2
    return Proof(
        "In the game of a product, simultaneous steps spiral outwards and alternating steps keep a quadratic form",
        claim=[
            equal(after, (1 + eta**2) * before),
            equal(next_u**2 + next_v**2 - eta * next_u * next_v, kept),
            equal(kept, near_round),
        ],
        steps=[
            equal(after, (1 + eta**2) * before, "the squared distance from the equilibrium grows in every step"),
            equal(
                next_u**2 + next_v**2 - eta * next_u * next_v,
                kept,
                "if the second player sees the first one's step, a quadratic form is kept",
            ),
            equal(kept, near_round, "which has an ellipse for every level, as long as eta is below two"),
        ],
        equation="eq:orbit",
    )


def non_saturating_gradients() -> Proof:
    """Both generator losses pull a sample the same way; they differ by the odds against the discriminator's belief."""
    belief = 1 / (1 + exp(-f))
    saturating, other = Derivative(log(1 - belief), f), Derivative(-log(belief), f)
    return Proof(
        "The gradients of the two losses of the generator, by the logit of the discriminator",
        claim=[
            equal(saturating, -belief),
            equal(other, -(1 - belief)),
            equal(other, (1 - belief) / belief * saturating),
            equal(Subs(other, f, 0), Subs(saturating, f, 0)),
        ],
        steps=[
            equal(saturating, -belief, "this vanishes where the discriminator is sure of itself"),
            equal(other, -(1 - belief), "this tends to minus one there"),
            equal(other, (1 - belief) / belief * saturating, "a positive multiple: the direction is the same"),
            equal(Subs(other, f, 0), Subs(saturating, f, 0), "where it believes one half, the two agree"),
        ],
        equation="eq:non-saturating",
    )
