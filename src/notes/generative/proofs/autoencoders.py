r"""The linear, the denoising and the sparse autoencoder."""

from sympy import Derivative, Expr, Integral, cos, exp, log, pi, sin, sqrt

from notes.proof import Proof, at_least, chain, density, equal, minimum, positive, probability, real


def linear_autoencoder() -> Proof:
    """In the plane, projecting on the direction of larger variance loses least."""
    small, more, angle = positive("v"), positive("t"), real(r"\alpha")
    kept = (small + more) * cos(angle) ** 2 + small * sin(angle) ** 2
    loss = (small + more) + small - kept
    return Proof(
        "A linear autoencoder with one code unit keeps the direction of the larger variance",
        claim=at_least(loss, small),
        steps=[
            chain(loss)
            .equals(
                small + more * sin(angle) ** 2, "the variances are v + t and v; the code keeps that along its direction"
            )
            .at_least(small, "a square is not negative; it is zero only along the principal axis")
        ],
        equation="eq:linear-autoencoder",
    )


def denoising_points_uphill() -> Proof:
    """For Gaussian data, the best denoiser moves a point along the slope of the log density of the noisy data."""
    x, noisy, v, s = real("x"), real(r"\tilde{x}"), positive("v"), positive("s")

    def log_normal(at: Expr, mean: Expr, variance: Expr) -> Expr:
        return -((at - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2

    mean, variance = v * noisy / (v + s), v * s / (v + s)
    slope = Derivative(log_normal(noisy, 0, v + s), noisy)
    return Proof(
        "The best denoiser of Gaussian data",
        claim=[
            equal(
                log_normal(x, 0, v) + log_normal(noisy, x, s),
                log_normal(x, mean, variance) + log_normal(noisy, 0, v + s),
            ),
            equal(noisy + s * slope, mean),
        ],
        steps=[
            equal(
                log_normal(x, 0, v) + log_normal(noisy, x, s),
                log_normal(x, mean, variance) + log_normal(noisy, 0, v + s),
                "given the noisy point, the clean one is Gaussian with this mean, which is the best reconstruction",
            ),
            equal(noisy + s * slope, mean, "it is a step from the noisy point up the slope of its log density"),
        ],
        equation="eq:denoiser",
    )


def denoising_any_density() -> Proof:
    """Whatever the density of the data, the best denoiser steps up the slope of the log density of the noisy data."""
    x, noisy, s = real("x"), real(r"\tilde{x}"), positive("s")
    joint = density("p")(x) * exp(-((noisy - x) ** 2) / (2 * s)) / sqrt(2 * pi * s)
    evidence = Integral(joint, x)
    start = noisy + s * Derivative(log(evidence), noisy)
    best = Integral(x * joint, x) / evidence
    return Proof(
        "The best denoiser of any data steps up the slope of the log density of the noisy data",
        claim=equal(start, best),
        steps=[
            chain(start)
            .equals(noisy + s * Derivative(evidence, noisy) / evidence, "the slope of a logarithm")
            .equals(
                noisy + Integral((x - noisy) * joint, x) / evidence,
                "differentiate under the integral: the bound that this needs is there, since a Gaussian falls fast",
            )
            .equals(best, "split the integral; the second part cancels the noisy point")
        ],
        equation="eq:tweedie",
    )


def sparsity_penalty() -> Proof:
    """The penalty is zero exactly at the target rate, and its slope."""
    rho, rate = probability(r"\rho"), probability(r"\hat\rho")
    penalty = rho * log(rho / rate) + (1 - rho) * log((1 - rho) / (1 - rate))
    slope = (rate - rho) / (rate * (1 - rate))
    return Proof(
        "The sparsity penalty is smallest, and zero, exactly at the target rate",
        claim=[minimum(penalty, {rate: rho}), equal(Derivative(penalty, rate), slope)],
        steps=[
            minimum(penalty, {rate: rho}, "the divergence of two coins"),
            equal(Derivative(penalty, rate), slope, "its slope: it grows without bound as a unit dies or saturates"),
        ],
        equation="eq:sparsity",
    )
