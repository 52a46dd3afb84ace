r"""Regularisation as a prior: which density is which penalty."""

from sympy import Abs, Expr, Product, Sum, exp, log, pi

from notes.proof import (
    Proof,
    chain,
    density,
    equal,
    function,
    index,
    indexed,
    maximum_as_minimum,
    natural,
    positive,
    ratio,
    real,
    root,
    same_maximum,
    same_minimum,
)
from notes.proof.relations import Chain
from notes.proof.steps import Rescaling

i, j = index("i"), index("j")
size, count = natural("n"), natural("J")
targets, inputs, means, weights = indexed("y"), indexed("x"), indexed("f"), indexed(r"\phi")
prior_variance, scale, noise_variance = positive(r"\sigma_\phi^2"), positive("b"), positive(r"\sigma^2")
likelihood = density(r"\Pr")(targets[i], means[i])


def _over_samples(term: Expr) -> Expr:
    """A sum over the samples."""
    return Sum(term, (i, 1, size))


def _over_weights(term: Expr) -> Expr:
    """A sum over the parameters."""
    return Sum(term, (j, 1, count))


def _normal_density(value: Expr, centre: Expr, variance: Expr) -> Expr:
    """The Gaussian density, as it is usually written."""
    return ratio(exp(-((value - centre) ** 2) / (2 * variance)), root(2 * pi * variance))


def maximum_a_posteriori() -> Proof:
    """The most probable parameters minimise negative log likelihood minus log prior; phi stands for all parameters."""
    parameters, evidence = real(r"\phi"), positive("Z")
    prior = density(r"p_\phi")(parameters)
    fitted = density(r"\Pr")(targets[i], function("f")(inputs[i], parameters))
    joint = Product(fitted, (i, 1, size)) * prior
    log_posterior = _over_samples(log(fitted)) + log(prior)
    over = [parameters]
    steps = [
        same_maximum(
            joint,
            joint / evidence,
            lambda t: t / evidence,
            over=over,
            reason="Bayes' rule: the posterior is likelihood times prior, over a number Z without the parameters",
        ),
        same_maximum(
            joint,
            log_posterior,
            log,
            over=over,
            reason="the logarithm of likelihood times prior; the prior enters once, whatever the number of samples",
        ),
        maximum_as_minimum(
            log_posterior, -log_posterior, lambda t: -t, over=over, reason="a change of sign makes it a loss"
        ),
    ]
    return Proof("Maximum a posteriori is maximum likelihood with a penalty", steps, steps, equation="eq:map")


def _prior_steps(prior: Expr, log_prior: Expr, penalty: Expr, constant: Expr, reason: str) -> tuple[Chain, Rescaling]:
    """That minus the logarithm of likelihood and prior is a penalised loss and a constant, which moves no minimum."""
    nll = _over_samples(-log(likelihood))
    penalised = nll + penalty
    return (
        chain(nll - log(Product(prior, (j, 1, count))))
        .equals(nll - _over_weights(log_prior), "the logarithm of each factor of the prior")
        .equals(penalised + constant, reason),
        same_minimum(
            penalised,
            penalised + constant,
            lambda t: t + constant,
            over=[weights[j]],
            reason="a constant moves no minimum",
        ),
    )


def gaussian_prior_is_l2() -> Proof:
    """A Gaussian prior is an L2 penalty of strength one over twice its variance."""
    steps = _prior_steps(
        prior=_normal_density(weights[j], 0, prior_variance),
        log_prior=-(weights[j] ** 2) / (2 * prior_variance) - log(2 * pi * prior_variance) / 2,
        penalty=_over_weights(weights[j] ** 2) / (2 * prior_variance),
        constant=count * log(2 * pi * prior_variance) / 2,
        reason="a strength of one over twice the prior variance, and a constant",
    )
    return Proof("A Gaussian prior is an L2 penalty", claim=steps, steps=steps, equation="eq:gaussian-prior")


def laplace_prior_is_l1() -> Proof:
    """A Laplace prior is an L1 penalty of strength one over its scale."""
    steps = _prior_steps(
        prior=ratio(exp(-Abs(weights[j]) / scale), 2 * scale),
        log_prior=-Abs(weights[j]) / scale - log(2 * scale),
        penalty=_over_weights(Abs(weights[j])) / scale,
        constant=count * log(2 * scale),
        reason="a strength of one over the scale of the prior, and a constant",
    )
    return Proof("A Laplace prior is an L1 penalty", claim=steps, steps=steps, equation="eq:laplace-prior")


def ridge_strength() -> Proof:
    """With Gaussian noise and a Gaussian prior, the sum of squares is penalised by the ratio of the variances."""
    squares = _over_samples((targets[i] - means[i]) ** 2)
    objective = -_over_samples(log(_normal_density(targets[i], means[i], noise_variance))) + _over_weights(
        weights[j] ** 2
    ) / (2 * prior_variance)
    ridge = squares + noise_variance / prior_variance * _over_weights(weights[j] ** 2)

    def rescaled(value: Expr) -> Expr:
        return value / (2 * noise_variance) + size * log(2 * pi * noise_variance) / 2

    return Proof(
        "The strength for a sum of squares is noise variance over prior variance",
        claim=[equal(objective, rescaled(ridge)), same_minimum(ridge, objective, rescaled, over=[weights[j]])],
        steps=[
            equal(
                objective, rescaled(ridge), "the logarithm of the density; draw out one over twice the noise variance"
            ),
            same_minimum(ridge, objective, rescaled, over=[weights[j]], reason="the line before"),
        ],
        equation="eq:ridge-strength",
    )
