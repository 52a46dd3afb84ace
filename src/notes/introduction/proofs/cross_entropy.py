"""Proofs about binary cross entropy, the sigmoid and logistic regression."""

from sympy import Abs, Derivative, Expr, Limit, Max, S, Subs, exp, log, oo

from notes.proof import (
    Proof,
    above,
    at_least,
    at_most,
    cases,
    chain,
    equal,
    lemma,
    minimum,
    positive,
    probability,
    real,
    squeeze,
)

h, z, u, w, b = real("h"), probability("z"), positive("u"), real("w"), real("b")
label, feature = real("y"), real("x")
sigmoid = 1 / (1 + exp(-h))


def softplus(logit: Expr) -> Expr:
    """The logarithm of one plus the exponential."""
    return log(1 + exp(logit))


def cross_entropy(probability: Expr) -> Expr:
    """Binary cross entropy of a probability of the label 1."""
    return -(label * log(probability) + (1 - label) * log(1 - probability))


def cross_entropy_from_logits() -> Proof:
    """Binary cross entropy of a sigmoid in terms of its logit."""
    return Proof(
        "The two forms of binary cross entropy agree",
        claim=[
            equal(cross_entropy(sigmoid), label * softplus(-h) + (1 - label) * softplus(h)),
            equal(cross_entropy(sigmoid), softplus(h) - label * h),
        ],
        steps=[
            equal(log(sigmoid), -softplus(-h), "the logarithm of the sigmoid"),
            equal(log(1 - sigmoid), -softplus(h), "one minus the sigmoid is the sigmoid of the opposite logit"),
            equal(
                cross_entropy(sigmoid),
                label * softplus(-h) + (1 - label) * softplus(h),
                "put both logarithms into the cross entropy",
            ),
            chain(cross_entropy(sigmoid))
            .equals(label * softplus(-h) + (1 - label) * softplus(h), "as just shown")
            .equals(label * (softplus(h) - h) + (1 - label) * softplus(h), "the two softplus differ by the logit")
            .equals(softplus(h) - label * h, "collect terms"),
        ],
        equation="eq:binary-cross-entropy-from-logits",
    )


def softplus_without_overflow() -> Proof:
    """Softplus with an exponential that never exceeds one."""
    return Proof(
        "Softplus without overflow",
        claim=equal(softplus(h), Max(h, 0) + log(1 + exp(-Abs(h)))),
        steps=[
            cases(
                lambda h: chain(softplus(h)).equals(
                    Max(h, 0) + log(1 + exp(-Abs(h))), "draw the larger exponential out of the logarithm"
                ),
                h,
            )
        ],
        equation="eq:stable-softplus",
    )


def sigmoid_derivative() -> Proof:
    """The slope of the sigmoid is the sigmoid times one minus the sigmoid."""
    slope_of_sigmoid = Derivative(sigmoid, h)
    return Proof(
        "The derivative of the sigmoid",
        claim=equal(slope_of_sigmoid, sigmoid * (1 - sigmoid)),
        steps=[
            chain(slope_of_sigmoid)
            .equals(exp(-h) / (1 + exp(-h)) ** 2, "the chain rule on the reciprocal")
            .equals(sigmoid * (1 - sigmoid), "since one minus the sigmoid is the exponential over the denominator")
        ],
        equation="eq:sigmoid-derivative",
    )


def chain_rule_factors() -> Proof:
    """The three factors of the chain rule for one weight, and their product; b are the terms of the other weights."""
    logit = w * feature + b
    of_weight = cross_entropy(sigmoid.subs(h, logit))
    by_probability = Subs(Derivative(cross_entropy(z), z), z, sigmoid.subs(h, logit))
    product = by_probability * Subs(Derivative(sigmoid, h), h, logit) * Derivative(logit, w)
    return Proof(
        "The derivative of the loss by a weight is the product of the three factors of the chain rule",
        claim=[
            equal(Derivative(cross_entropy(z), z), (z - label) / (z * (1 - z))),
            equal(Derivative(sigmoid, h), sigmoid * (1 - sigmoid)),
            equal(Derivative(w * feature + b, w), feature),
            equal(Derivative(of_weight, w), product),
        ],
        steps=[
            chain(Derivative(cross_entropy(z), z))
            .equals(-label / z + (1 - label) / (1 - z), "the derivatives of the two logarithms")
            .equals((z - label) / (z * (1 - z)), "over a common denominator"),
            equal(Derivative(sigmoid, h), sigmoid * (1 - sigmoid), "shown above", lemma(sigmoid_derivative)),
            equal(Derivative(w * feature + b, w), feature, "the logit is linear in the weight"),
            equal(Derivative(of_weight, w), product, "the links one after the other"),
        ],
        equation="eq:chain-rule",
    )


def cross_entropy_gradient() -> Proof:
    """The product of the three factors: error times feature."""
    logit = w * feature + b
    probability_at = sigmoid.subs(h, logit)
    whole = Derivative(cross_entropy(probability_at), w)
    factors = Subs((z - label) / (z * (1 - z)), z, probability_at) * (probability_at * (1 - probability_at)) * feature
    return Proof(
        "The gradient of binary cross entropy is the error times the input",
        claim=equal(whole, (probability_at - label) * feature),
        steps=[
            chain(whole)
            .equals(factors, "the chain rule: the product of the three factors")
            .equals((probability_at - label) * feature, "the slope of the sigmoid cancels the denominator")
        ],
        equation="eq:bce-gradient",
    )


def cross_entropy_is_convex() -> Proof:
    """Along every line w + epsilon v of weights the second derivative is not negative; h is w x and eta is v x."""
    pull, t = real(r"\eta"), real(r"\epsilon")
    logit = h + t * pull
    loss, probability_at = softplus(logit) - label * logit, sigmoid.subs(h, logit)
    return Proof(
        "Binary cross entropy is convex in the weights",
        claim=at_least(Derivative(loss, (t, 2)), 0),
        steps=[
            equal(Derivative(loss, t), (probability_at - label) * pull, "the slope of softplus is the sigmoid"),
            chain(Derivative(loss, (t, 2)))
            .equals(probability_at * (1 - probability_at) * pull**2, "the slope of the sigmoid; the label is gone")
            .at_least(0, "a product of two probabilities and a square"),
        ],
        equation="eq:bce-hessian",
    )


def logarithm_bound() -> Proof:
    """The logarithm lies below its tangent at one."""
    return Proof(
        "The logarithm lies below its tangent at 1",
        claim=at_least(u - 1 - log(u), 0),
        steps=[minimum(u - 1 - log(u), {u: S.One}, "the gap between tangent and logarithm")],
    )


def separable_loss_vanishes() -> Proof:
    """Along separating weights the loss of every sample falls to zero exponentially, and never gets there."""
    scale, score = positive("c"), positive("t")
    loss = softplus(-scale * score)
    positive_loss = above(loss, 0, "the logarithm of a number greater than one")
    bound = at_most(
        loss,
        exp(-scale * score),
        "the logarithm lies below its tangent",
        lemma(logarithm_bound, {u: 1 + exp(-scale * score)}),
    )
    return Proof(
        "Along separating weights the loss goes to zero and does not reach it",
        claim=[above(loss, 0), at_most(loss, exp(-scale * score)), equal(Limit(loss, scale, oo), 0)],
        steps=[
            positive_loss,
            bound,
            squeeze(Limit(loss, scale, oo), S.Zero, positive_loss, bound, "an exponential falls to zero"),
        ],
        equation="eq:separable-loss",
    )
