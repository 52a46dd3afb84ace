r"""From likelihood to loss, and the Gaussian rows of the recipe."""

from sympy import Derivative, Expr, Product, Sum, exp, log, pi

from notes.proof import (
    Proof,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    maximum_as_minimum,
    minimum,
    natural,
    positive,
    ratio,
    real,
    root,
    same_maximum,
    same_minimum,
)

n, i = natural("n"), index("i")
y, mu, phi = real("y"), real(r"\mu"), real(r"\phi")
targets, inputs = indexed("y"), indexed("x")
variance = positive(r"\sigma^2")


def normal_density(value: Expr, mean: Expr, spread: Expr) -> Expr:
    """The Gaussian density with variance `spread`, as it is usually written."""
    return ratio(exp(-((value - mean) ** 2) / (2 * spread)), root(2 * pi * spread))


def summed_over_targets(term: Expr) -> Expr:
    """A sum over the examples."""
    return Sum(term, (i, 1, n))


def three_criteria() -> Proof:
    """Likelihood, log likelihood and negative log likelihood have one optimum; independence makes the product."""
    example = density("p")(targets[i], inputs[i], phi)
    likelihood = Product(example, (i, 1, n))
    log_likelihood = summed_over_targets(log(example))
    steps = [
        same_maximum(likelihood, log_likelihood, log, over=[phi], reason="the logarithm turns a product into a sum"),
        maximum_as_minimum(
            log_likelihood, -log_likelihood, lambda t: -t, over=[phi], reason="a change of sign, by definition"
        ),
    ]
    return Proof(
        "Likelihood of independent examples, log likelihood and negative log likelihood share their optimum",
        claim=steps,
        steps=steps,
        equation=("eq:log-likelihood", "eq:nll"),
    )


def least_squares_from_gaussian() -> Proof:
    """With one variance for all examples, the Gaussian NLL is least where the sum of squares is."""
    mean = function("f")(inputs[i], phi)
    squares = summed_over_targets((targets[i] - mean) ** 2)
    nll = -summed_over_targets(log(normal_density(targets[i], mean, variance)))

    def rescaled(total: Expr) -> Expr:
        return n * log(2 * pi * variance) / 2 + total / (2 * variance)

    return Proof(
        "With a constant variance, maximum likelihood is least squares",
        claim=[equal(nll, rescaled(squares)), same_minimum(squares, nll, rescaled, over=[phi])],
        steps=[
            chain(nll)
            .equals(
                -summed_over_targets(-log(2 * pi * variance) / 2 - (targets[i] - mean) ** 2 / (2 * variance)),
                "the logarithm of the density",
            )
            .equals(rescaled(squares), "the terms without an index add up; the constant factor comes out"),
            same_minimum(squares, nll, rescaled, over=[phi], reason="the line before: affine in the sum of squares"),
        ],
        equation=("eq:gaussian-nll", "eq:least-squares"),
    )


def optimal_variance() -> Proof:
    """The likelihood's own estimate of the variance is the mean squared residual."""
    squares = positive("Q")
    nll = n * log(2 * pi * variance) / 2 + squares / (2 * variance)
    return Proof(
        "The variance that minimises the Gaussian NLL is the mean squared residual",
        claim=minimum(nll, {variance: squares / n}),
        steps=[minimum(nll, {variance: squares / n}, "with Q for the sum of squared residuals")],
        equation="eq:optimal-variance",
    )


def heteroscedastic_gradients() -> Proof:
    """The two gradients of the Gaussian NLL with a log-variance head. (Nix and Weigend 1994.)"""
    s = real("s")
    loss = -log(normal_density(y, mu, exp(s)))
    written_out = log(2 * pi) / 2 + s / 2 + (y - mu) ** 2 * exp(-s) / 2
    by_mean, by_log_variance = -(y - mu) * exp(-s), (1 - (y - mu) ** 2 * exp(-s)) / 2
    return Proof(
        "The gradients of the heteroscedastic loss by the mean and by the log variance",
        claim=[
            equal(loss, written_out),
            equal(Derivative(written_out, mu), by_mean),
            equal(Derivative(written_out, s), by_log_variance),
        ],
        steps=[
            equal(loss, written_out, "the logarithm of the density, with s for the log variance"),
            equal(Derivative(written_out, mu), by_mean, "the residual, weighted by the precision"),
            equal(Derivative(written_out, s), by_log_variance, "zero when the variance matches the squared residual"),
        ],
        equation=("eq:heteroscedastic-nll", "eq:heteroscedastic-gradients"),
    )
