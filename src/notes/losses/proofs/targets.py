r"""Where a loss has its minimum, and where it has none: labels, counts, soft and smoothed targets."""

from sympy import Derivative, Eq, Limit, Subs, Sum, exp, log, oo

from notes.proof import (
    Proof,
    above,
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
    squeeze,
)

f = real("f")


def finite_minima() -> Proof:
    """A share strictly between 0 and 1, and a positive count, are reached by one logit and one log rate."""
    share, events = probability("t"), positive("y")
    label, rate = log(1 + exp(f)) - share * f, exp(f) - events * f
    minima = [minimum(label, {f: log(share / (1 - share))}), minimum(rate, {f: log(events)})]
    return Proof(
        "The losses of a share strictly between 0 and 1 and of a positive count are least at one finite output",
        claim=minima,
        steps=[
            minimum(label, {f: log(share / (1 - share))}, "the slope is the predicted probability minus the share"),
            minimum(rate, {f: log(events)}, "the slope is the rate minus the count"),
        ],
        equation="eq:finite-minima",
    )


def no_minimum() -> Proof:
    """The loss of the label 1 falls for ever, towards a zero that it does not reach."""
    loss = log(1 + exp(f)) - f
    limit = Limit(loss, f, oo)
    return Proof(
        "The loss of the label 1 falls as the logit rises, towards zero",
        claim=[equal(Derivative(loss, f), -1 / (1 + exp(f))), above(0, -1 / (1 + exp(f))), equal(limit, 0)],
        steps=[
            equal(Derivative(loss, f), -1 / (1 + exp(f)), "differentiate"),
            chain(-1 / (1 + exp(f))).below(0, "an exponential is positive"),
            squeeze(limit, 0, equal(loss, log(1 + exp(-f))), reason="the exponential vanishes, and log 1 is 0"),
        ],
        equation="eq:no-minimum",
    )


def soft_target() -> Proof:
    """The cross entropy under a soft target is least, in each logit, where its softmax probability is its share."""
    own, others, share, elsewhere = real("f_j"), positive("R"), probability("t_j"), real("T")
    loss = log(exp(own) + others) - (share * own + elsewhere)
    predicted, best = exp(own) / (exp(own) + others), log(share * others / (1 - share))
    return Proof(
        "Whatever the others are, each logit is best where its softmax probability is its share, if not zero or one",
        claim=[
            equal(Derivative(loss, own), predicted - share),
            minimum(loss, {own: best}),
            equal(Subs(predicted, own, best), share),
        ],
        steps=[
            equal(
                Derivative(loss, own),
                predicted - share,
                "neither R, the sum of the other exponentials, nor T, the part of the other shares, has this logit",
            ),
            minimum(loss, {own: best}, "the slope rises with the logit"),
            equal(Subs(predicted, own, best), share, "put the place in"),
        ],
        equation="eq:soft-optimum",
    )


def soft_target_loss() -> Proof:
    """The cross entropy of softmax under a soft target is log-sum-exp minus the mean logit."""
    K, k, j, logit, share = natural("K"), index("k"), index("j"), indexed("f"), indexed("t", nonnegative=True)
    log_sum = log(Sum(exp(logit[k]), (k, 1, K)))
    predicted = ratio(exp(logit[k]), Sum(exp(logit[j]), (j, 1, K)))
    loss = -Sum(share[k] * log(predicted), (k, 1, K))
    written_out = log_sum - Sum(share[k] * logit[k], (k, 1, K))
    return Proof(
        "The cross entropy under a soft target is log-sum-exp minus the mean logit",
        claim=equal(loss, written_out),
        steps=[
            chain(loss)
            .equals(
                log_sum * Sum(share[k], (k, 1, K)) - Sum(share[k] * logit[k], (k, 1, K)),
                "the logarithm of a quotient; the sum of exponentials is the same for all classes",
            )
            .equals(written_out, "the shares sum to one")
        ],
        given=(Eq(Sum(share[k], (k, 1, K)), 1),),
        equation="eq:soft-cross-entropy",
    )


def smoothed_margin() -> Proof:
    """Where softmax is the smoothed target, this is what the true logit leads each other one by."""
    classes, smoothing = natural("K"), probability(r"\varepsilon")
    true, other = 1 - smoothing + smoothing / classes, smoothing / classes
    margin = log(1 + classes * (1 - smoothing) / smoothing)
    return Proof(
        "The logarithm of the ratio of the shares of a smoothed target",
        claim=equal(log(true) - log(other), margin),
        steps=[
            chain(log(true) - log(other))
            .equals(log(true / other), "one logarithm")
            .equals(margin, "divide by the share of the others")
        ],
        equation="eq:smoothed-margin",
    )
