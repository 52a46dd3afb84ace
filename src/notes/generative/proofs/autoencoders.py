r"""The linear, the denoising and the sparse autoencoder."""

from sympy import Derivative, Eq, Expr, Integral, KroneckerDelta, Subs, Sum, Symbol, exp, log, pi, sqrt

from notes.proof import (
    Proof,
    at_least,
    chain,
    count,
    density,
    equal,
    function,
    index,
    indexed,
    minimum,
    natural,
    positive,
    probability,
    real,
    trusted,
    whole_line,
)
from notes.proof.relations import Chain


def linear_autoencoder() -> Proof:
    """Of all directions the one of the largest variance loses least, whatever the dimension."""
    axis, others, k, largest = natural("j"), count("M"), index("k"), positive("v")
    less, share = indexed("t", nonnegative=True), indexed("s", nonnegative=True)

    def over_axes(term: Expr) -> Expr:
        return Sum(term, (k, 1, axis + others))

    loss = over_axes(largest - less[k]) - over_axes(share[k] * (largest - less[k]))
    least = over_axes(largest - less[k]) - largest
    along = equal(
        over_axes(largest - less[k]) - over_axes(KroneckerDelta(k, axis) * (largest - less[k])),
        least + less[axis],
        "axis j, one of j + M, has a cosine with itself only: if its t is zero, as little is lost",
    )
    return Proof(
        "Of all projections on a line, none loses less than that on the axis of the largest variance",
        claim=[at_least(loss, least), along],
        steps=[
            chain(loss)
            .equals(
                least + over_axes(share[k] * less[k]),
                "the variances along the principal axes are v - t, none above v; a direction has the square s of its "
                "cosine with each axis, which sum to one, and keeps the variance with these shares",
            )
            .at_least(least, "nothing in the last sum is negative"),
            along,
        ],
        given=(Eq(over_axes(share[k]), 1),),
        equation="eq:linear-autoencoder",
    )


def denoising_points_uphill() -> Proof:
    """The best denoiser of Gaussian data of mean zero steps up the slope of the log density of the noisy data."""
    x, noisy, v, s = real("x"), real(r"\tilde{x}"), positive("v"), positive("s")

    def log_normal(at: Expr, mean: Expr, variance: Expr) -> Expr:
        return -((at - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2

    def over_data(value: Expr, exponent: Expr) -> Expr:
        return Integral(value * exp(exponent), whole_line(x))

    mean, variance = v * noisy / (v + s), v * s / (v + s)
    joint = log_normal(x, 0, v) + log_normal(noisy, x, s)
    factors = log_normal(x, mean, variance) + log_normal(noisy, 0, v + s)
    best = over_data(x, joint) / over_data(1, joint)
    slope = Derivative(log_normal(noisy, 0, v + s), noisy)
    steps = [
        equal(joint, factors, "given the noisy point, the clean one is Gaussian with this mean"),
        equal(best, mean, "so this is the mean of the clean point, which is the best reconstruction"),
        equal(noisy + s * slope, mean, "it is a step from the noisy point up the slope of its log density"),
    ]
    return Proof(
        "Under Gaussian noise the best denoiser of Gaussian data of mean zero steps up the slope of the log density of "
        "the noisy data",
        claim=steps,
        steps=steps,
        equation="eq:denoiser",
    )


def _uphill(clean: Expr, point: Symbol, words: str) -> Chain:
    """The step up the slope of the log density of noisy data, in a coordinate in which the clean data are `clean`."""
    noisy, s = real(r"\tilde{x}"), positive("s")
    joint = density("p")(point) * exp(-((noisy - clean) ** 2) / (2 * s)) / sqrt(2 * pi * s)
    evidence = Integral(joint, point)
    return (
        chain(noisy + s * Derivative(log(evidence), noisy))
        .equals(noisy + s * Derivative(evidence, noisy) / evidence, words)
        .equals(
            noisy + Integral((clean - noisy) * joint, point) / evidence,
            "differentiate under the integral: the bound that this needs is there, since a Gaussian falls fast",
            by=trusted("derivative under an integral", evidence, noisy),
        )
        .equals(
            Integral(clean * joint, point) / evidence, "split the integral; the second part cancels the noisy point"
        )
    )


def denoising_any_density() -> Proof:
    """Whatever the density of the data, the best denoiser steps up the slope of the log density of the noisy data."""
    x, z = real("x"), real("z")
    steps = [
        _uphill(x, x, "numbers x: the slope of a logarithm"),
        _uphill(
            function("X")(z),
            z,
            "points z of any number of dimensions, of which X is a coordinate, p their density times that of the noise "
            "in all others: likewise",
        ),
    ]
    return Proof(
        "Under Gaussian noise the best denoiser of data of any density steps up the slope of the log density of the "
        "noisy data, in each coordinate",
        claim=[equal(step.first, step.last) for step in steps],
        steps=steps,
        equation="eq:tweedie",
    )


def sparsity_penalty() -> Proof:
    """The penalty is zero exactly at the target rate, and its slope."""
    rho, rate = probability(r"\rho"), probability(r"\hat\rho")
    penalty = rho * log(rho / rate) + (1 - rho) * log((1 - rho) / (1 - rate))
    slope = (rate - rho) / (rate * (1 - rate))
    return Proof(
        "The sparsity penalty is smallest, and zero, exactly at the target rate",
        claim=[
            minimum(penalty, {rate: rho}),
            equal(Subs(penalty, rate, rho), 0),
            equal(Derivative(penalty, rate), slope),
        ],
        steps=[
            minimum(penalty, {rate: rho}, "the divergence of two coins"),
            equal(Subs(penalty, rate, rho), 0, "two equal coins"),
            equal(Derivative(penalty, rate), slope, "its slope: it grows without bound as a unit dies or saturates"),
        ],
        equation="eq:sparsity",
    )
