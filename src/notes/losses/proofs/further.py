r"""Further rows of the recipe: Laplace, Poisson and von Mises; exponential families and several outputs."""

from sympy import Abs, Derivative, Eq, Expr, Product, Sum, cos, exp, factorial, log, pi, sin

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
    ratio,
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
        "Under Laplace distributions of one scale maximum likelihood is least absolute error",
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


def exponential_family() -> Proof:
    """In an exponential family of finitely many outcomes the gradient is the mean statistic minus the observed one."""
    h, u, k, y, K = indexed("h", positive=True), indexed("u"), index("k"), index("y"), natural("K")
    log_normaliser = log(Sum(h[k] * exp(f * u[k]), (k, 1, K)))
    chance, observed = h[k] * exp(f * u[k] - log_normaliser), h[y] * exp(f * u[y] - log_normaliser)
    loss, expected = log_normaliser - f * u[y] - log(h[y]), Sum(chance * u[k], (k, 1, K))
    weighted = ratio(Sum(h[k] * exp(f * u[k]) * u[k], (k, 1, K)), Sum(h[k] * exp(f * u[k]), (k, 1, K)))
    return Proof(
        "In an exponential family with finitely many outcomes the gradient is prediction minus target",
        claim=[
            equal(-log(observed), loss),
            equal(Derivative(loss, f), Derivative(log_normaliser, f) - u[y]),
            equal(Derivative(log_normaliser, f), expected),
        ],
        steps=[
            equal(-log(observed), loss, "the logarithm of the probability"),
            equal(Derivative(loss, f), Derivative(log_normaliser, f) - u[y], "differentiate"),
            chain(Derivative(log_normaliser, f))
            .equals(weighted, "differentiate the logarithm of the sum")
            .equals(expected, "each term is a probability times its statistic"),
        ],
        equation="eq:exponential-family",
    )


def several_outputs() -> Proof:
    """The loss of outputs that are independent given the input is the sum of their losses."""
    J, j, p, theta = natural("J"), index("j"), density("p"), indexed(r"\theta")
    example = p(targets[j], theta[j])
    return Proof(
        "The loss of several outputs that are independent given the input is the sum of their losses",
        claim=equal(-log(Product(example, (j, 1, J))), -Sum(log(example), (j, 1, J))),
        steps=[
            equal(
                -log(Product(example, (j, 1, J))), -Sum(log(example), (j, 1, J)), "the logarithm of a product is a sum"
            )
        ],
        equation="eq:several-outputs",
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
