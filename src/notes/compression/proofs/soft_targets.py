r"""Distillation: the gradient at a temperature, and what it becomes when the temperature is high."""

from sympy import Derivative, Eq, Expr, Subs, Sum, exp, log

from notes.proof import Proof, chain, equal, index, indexed, natural, positive, real

z, v, x = real("z"), real("v"), real("x")
temperature = positive("T")
classes, j = natural("K"), index("j")


def gradient_at_a_temperature() -> Proof:
    """The slope of the soft cross entropy by one logit is the difference of probabilities over the temperature."""
    target, m, targets, logits = real("Y"), natural("m"), indexed("t"), indexed("u")

    def over_others(term: Expr) -> Expr:
        return Sum(term, (j, 1, m))

    whole = exp(z / temperature) + over_others(exp(logits[j] / temperature))
    share = exp(z / temperature) / whole
    loss = -target * log(share) - over_others(targets[j] * log(exp(logits[j] / temperature) / whole))
    return Proof(
        "The gradient of the soft loss by one logit",
        claim=equal(Derivative(loss, z), (share - target) / temperature),
        steps=[
            chain(Derivative(loss, z))
            .equals(
                ((target + over_others(targets[j])) * share - target) / temperature,
                "z and Y are this logit and its target, u and t those of m others; all probabilities have one "
                "denominator",
            )
            .equals((share - target) / temperature, "the targets sum to one")
        ],
        given=(Eq(target, 1 - over_others(targets[j])),),
        equation="eq:soft-gradient",
    )


def high_temperature() -> Proof:
    """To first order in one over the temperature, a probability is its share plus its centred logit over K."""
    logits, believed = indexed("z"), indexed("v")

    def slope(one: Expr, all_of: Expr) -> Expr:
        return Subs(Derivative(exp(one * x) / Sum(exp(all_of * x), (j, 1, classes)), x), x, 0)

    def centred(one: Expr, all_of: Expr) -> Expr:
        return one / classes - Sum(all_of, (j, 1, classes)) / classes**2

    def at_zero(one: Expr, all_of: Expr) -> Expr:
        return Subs(exp(one * x) / Sum(exp(all_of * x), (j, 1, classes)), x, 0)

    difference = slope(z, logits[j]) - slope(v, believed[j])
    return Proof(
        "For logits of mean zero the difference of two softmaxes is zero at 1/T = 0 and has there the slope of the "
        "logits' difference over K",
        claim=[equal(at_zero(z, logits[j]) - at_zero(v, believed[j]), 0), equal(difference, (z - v) / classes)],
        steps=[
            equal(
                at_zero(z, logits[j]) - at_zero(v, believed[j]),
                0,
                "at an infinite temperature both are one over K, so T times the difference tends to its slope",
            ),
            equal(slope(z, logits[j]), centred(z, logits[j]), "the student's probability, by x = 1/T at zero"),
            chain(difference)
            .equals(centred(z, logits[j]) - centred(v, believed[j]), "the same for the teacher's")
            .equals((z - v) / classes, "the logits of both have mean zero"),
        ],
        given=(Eq(Sum(logits[j], (j, 1, classes)), 0), Eq(Sum(believed[j], (j, 1, classes)), 0)),
        equation="eq:matched-logits",
    )


def matching_logits() -> Proof:
    """The derivative of half the squared difference of logits, over K."""
    matched = (z - v) ** 2 / (2 * classes)
    return Proof(
        "The difference of logits over their number is the gradient of a squared error",
        claim=equal(Derivative(matched, z), (z - v) / classes),
        steps=[equal(Derivative(matched, z), (z - v) / classes, "differentiate one square")],
        equation="eq:logit-error",
    )
