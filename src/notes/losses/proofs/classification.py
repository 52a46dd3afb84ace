r"""The Bernoulli and the categorical row of the recipe."""

from sympy import Derivative, Expr, Sum, Symbol, exp, log

from notes.proof import (
    Proof,
    above,
    chain,
    equal,
    index,
    indexed,
    natural,
    nonnegative,
    probability,
    ratio,
    real,
)

K, k = natural("K"), index("k")
y, f = real("y"), real("f")
logit = indexed("f")


def sigmoid(logit: Expr) -> Expr:
    """The logistic function as it is usually written."""
    return 1 / (1 + exp(-logit))


def softmax(shift: Expr, j: Symbol) -> Expr:
    """The softmax probability of class j when `shift` is added to every logit."""
    return ratio(exp(logit[j] + shift), Sum(exp(logit[k] + shift), (k, 1, K)))


def bernoulli_is_binary_cross_entropy() -> Proof:
    """The Bernoulli NLL is chapter 1's binary cross entropy, from the probability and from the logit."""
    rate = probability(r"\lambda")
    nll = -log(rate**y * (1 - rate) ** (1 - y))
    cross_entropy = -y * log(rate) - (1 - y) * log(1 - rate)
    from_logit = -y * log(sigmoid(f)) - (1 - y) * log(1 - sigmoid(f))
    return Proof(
        "The negative log likelihood of a Bernoulli variable is the binary cross entropy",
        claim=[equal(nll, cross_entropy), equal(from_logit, log(1 + exp(f)) - y * f)],
        steps=[
            equal(nll, cross_entropy, "the logarithm of a product of powers"),
            chain(from_logit)
            .equals(
                y * log(1 + exp(-f)) + (1 - y) * log(1 + exp(f)),
                "the sigmoid's complement is the sigmoid of the opposite logit",
            )
            .equals(
                log(1 + exp(f)) - y * f, "the two logarithms differ by the logit: no exponential is left to overflow"
            ),
        ],
        equation=("eq:bernoulli-nll", "eq:bernoulli-logit"),
    )


def bernoulli_gradient() -> Proof:
    """The gradient of the binary cross entropy by the logit is prediction minus target, and the loss is convex."""
    loss = log(1 + exp(f)) - y * f
    curvature = exp(f) / (1 + exp(f)) ** 2
    return Proof(
        "The gradient by the logit is the predicted probability minus the target, and the loss is strictly convex",
        claim=[equal(Derivative(loss, f), sigmoid(f) - y), above(Derivative(loss, f, 2), 0)],
        steps=[
            chain(Derivative(loss, f))
            .equals(exp(f) / (1 + exp(f)) - y, "differentiate")
            .equals(sigmoid(f) - y, "divide numerator and denominator by the exponential"),
            chain(Derivative(loss, f, 2))
            .equals(curvature, "differentiate twice")
            .above(0, "exponentials are positive"),
        ],
        equation="eq:bernoulli-gradient",
    )


def multiclass_cross_entropy() -> Proof:
    """The categorical NLL is log-sum-exp minus the logit of the observed class."""
    observed = index("y")
    nll = -log(softmax(0, observed))
    log_sum = log(Sum(exp(logit[k]), (k, 1, K)))
    return Proof(
        "The negative logarithm of a softmax probability is log-sum-exp minus the logit",
        claim=equal(nll, log_sum - logit[observed]),
        steps=[equal(nll, log_sum - logit[observed], "the logarithm of a quotient, and of an exponential")],
        equation="eq:categorical-nll",
    )


def softmax_gradient() -> Proof:
    """The gradient of the multiclass cross entropy is softmax minus the one-hot target; its Hessian is a covariance."""
    own, second, others = real("f_j"), real("f_k"), nonnegative("R")
    target, of_second, elsewhere = real("t_j"), real("t_k"), real("T")
    total = exp(own) + exp(second) + others
    loss = log(total) - (target * own + of_second * second + elsewhere)
    share, share_of_second = exp(own) / total, exp(second) / total
    return Proof(
        "By the logits the gradient of cross entropy is softmax minus the target, its Hessian the covariance of a draw",
        claim=[
            equal(Derivative(loss, own), share - target),
            equal(Derivative(loss, own, 2), share * (1 - share)),
            equal(Derivative(loss, own, second), -share * share_of_second),
        ],
        steps=[
            equal(
                Derivative(loss, own),
                share - target,
                "t is the one-hot target; neither R, the sum of the exponentials of all classes but two, nor T, their "
                "part of the observed logit, contains this logit or the second",
            ),
            equal(Derivative(loss, own, 2), share * (1 - share), "once more by the same logit: a variance"),
            equal(Derivative(loss, own, second), -share * share_of_second, "by another logit: a covariance"),
        ],
        equation="eq:softmax-gradient",
    )


def softmax_shift_invariance() -> Proof:
    """Adding one number to every logit changes no probability; subtracting the largest therefore is free."""
    c, j = real("c"), index("j")
    common = ratio(exp(c) * exp(logit[j]), exp(c) * Sum(exp(logit[k]), (k, 1, K)))
    return Proof(
        "Softmax does not change when all logits are shifted together",
        claim=equal(softmax(c, j), softmax(0, j)),
        steps=[
            chain(softmax(c, j))
            .equals(common, "the shift is a factor of every exponential")
            .equals(softmax(0, j), "and cancels")
        ],
        equation="eq:softmax-shift",
    )


def softmax_of_two_classes() -> Proof:
    """With two classes, softmax is the sigmoid of the difference of the logits."""
    first, second = real("f_0"), real("f_1")
    return Proof(
        "For two classes softmax is the sigmoid of the difference of the logits",
        claim=equal(exp(second) / (exp(first) + exp(second)), sigmoid(second - first)),
        steps=[
            equal(
                exp(second) / (exp(first) + exp(second)),
                sigmoid(second - first),
                "divide numerator and denominator by the exponential of the second logit",
            )
        ],
        equation="eq:softmax-sigmoid",
    )
