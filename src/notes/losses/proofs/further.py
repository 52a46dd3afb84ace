r"""Further rows of the recipe: Laplace, Poisson and von Mises."""

from sympy import Abs, Derivative, Eq, Expr, Sum, cos, exp, factorial, log, pi, sin

from notes.proof import (
    Proof,
    above,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    natural,
    positive,
    real,
    same_minimum,
)

n, i = natural("n"), index("i")
y, mu, f = real("y"), real(r"\mu"), real("f")
targets = indexed("y")


def laplace_nll() -> Proof:
    """The Laplace NLL is the absolute error over the scale, plus a constant."""
    b, phi = positive("b"), real(r"\phi")
    mean = function("f")(indexed("x")[i], phi)
    nll = -Sum(log(exp(-Abs(targets[i] - mean) / b) / (2 * b)), (i, 1, n))
    error = Sum(Abs(targets[i] - mean), (i, 1, n))

    def rescaled(total: Expr) -> Expr:
        return n * log(2 * b) + total / b

    return Proof(
        "Under a Laplace distribution maximum likelihood is least absolute error",
        claim=[equal(nll, rescaled(error)), same_minimum(error, nll, rescaled, over=[phi])],
        steps=[
            equal(nll, rescaled(error), "the logarithm of the density"),
            same_minimum(error, nll, rescaled, over=[phi], reason="the line before"),
        ],
        equation="eq:laplace-nll",
    )


def poisson_nll() -> Proof:
    """The Poisson NLL with a log-rate head, and its gradient."""
    events = count("y")
    nll = -log(exp(f) ** events * exp(-exp(f)) / factorial(events))
    written_out = exp(f) - events * f + log(factorial(events))
    return Proof(
        "The Poisson loss with the logarithm of the rate as output, its gradient and its convexity",
        claim=[
            equal(nll, written_out),
            equal(Derivative(written_out, f), exp(f) - events),
            above(Derivative(written_out, f, 2), 0),
        ],
        steps=[
            equal(nll, written_out, "the logarithm of the probability"),
            chain(Derivative(written_out, f, 2)).equals(exp(f), "differentiate twice").above(0, "convex"),
            equal(Derivative(written_out, f), exp(f) - events, "prediction minus target once more"),
        ],
        equation="eq:poisson-nll",
    )


def von_mises_nll() -> Proof:
    """The von Mises NLL is a constant minus the cosine of the angular error, weighted by the concentration."""
    kappa = positive(r"\kappa")
    bessel = density("I_0")(kappa)
    nll = -log(exp(kappa * cos(y - mu)) / (2 * pi * bessel))
    written_out = log(2 * pi) + log(bessel) - kappa * cos(y - mu)
    outputs = real("f_1"), real("f_2")
    steps = [
        equal(nll, written_out, "the logarithm of the density; the Bessel function is only known to be positive"),
        equal(Derivative(written_out, mu), -kappa * sin(y - mu), "the pull is greatest at a right angle"),
        equal(kappa * cos(y - mu), outputs[0] * cos(y) + outputs[1] * sin(y), "by the two outputs of the table"),
        equal(outputs[0] ** 2 + outputs[1] ** 2, kappa**2, "whose length is the concentration"),
    ]
    return Proof(
        "The von Mises loss measures an angular error by its cosine",
        claim=steps,
        steps=steps,
        given=(Eq(outputs[0], kappa * cos(mu)), Eq(outputs[1], kappa * sin(mu))),
        equation="eq:von-mises-nll",
    )
