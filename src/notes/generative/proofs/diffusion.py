r"""Diffusion: marginals of the forward process, the posterior of a step, the bound by steps, noise and score."""

from sympy import Derivative, Eq, Expr, Integral, Sum, exp, log, pi, sqrt

from notes.proof import (
    Proof,
    chain,
    count,
    density,
    equal,
    index,
    indexed,
    induction,
    natural,
    positive,
    probability,
    real,
    trusted,
)

clean, before, after, guess = real("x_0"), real("x_{t-1}"), real("x_t"), real("f")
pull, shrunk = positive("a"), positive("c")
step_noise, noise_before = positive(r"\beta_t"), positive("V")
noise_after = pull**2 * noise_before + step_noise
alpha, share = probability(r"\alpha_t"), probability(r"\bar\alpha_{t-1}")
left = alpha * share


def log_normal(at: Expr, mean: Expr, variance: Expr) -> Expr:
    """The logarithm of a Gaussian density."""
    return -((at - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2


def posterior_of_a_step() -> Proof:
    """One more step of noise, split by what was before it: a Gaussian posterior times a Gaussian marginal.

    The root of alpha is a, that of the share before c, and V the variance of the noise before.
    """
    joint = log_normal(after, pull * before, step_noise) + log_normal(before, shrunk * clean, noise_before)
    mean = (shrunk * step_noise * clean + pull * noise_before * after) / noise_after
    variance = noise_before * step_noise / noise_after
    marginal = log_normal(after, pull * shrunk * clean, noise_after)
    return Proof(
        "In each coordinate a step of noise times what was before it is posterior times marginal",
        claim=equal(joint, log_normal(before, mean, variance) + marginal),
        steps=[
            equal(
                joint,
                log_normal(before, mean, variance) + marginal,
                "complete the square in the point before; the logarithms of the variances agree",
            )
        ],
        equation="eq:diffusion-posterior",
    )


def forward_marginals() -> Proof:
    """Mean and variance after any number of steps, from what one step does to both."""
    t = count("t")
    kept, each, centre, spread = (
        indexed(r"\bar\alpha", positive=True),
        indexed(r"\alpha", positive=True),
        indexed("m"),
        indexed("V"),
    )
    mean = equal(centre[t], sqrt(kept[t]) * clean)
    variance = equal(spread[t], 1 - kept[t])
    nearer = (
        chain(centre[t + 1])
        .equals(sqrt(each[t + 1]) * centre[t], "one step more")
        .equals(sqrt(each[t + 1]) * sqrt(kept[t]) * clean, "by the hypothesis")
        .equals(sqrt(kept[t + 1]) * clean, "the shares multiply")
    )
    wider = (
        chain(spread[t + 1])
        .equals(each[t + 1] * spread[t] + 1 - each[t + 1], "the old noise shrinks too, and new noise is added")
        .equals(each[t + 1] * (1 - kept[t]) + 1 - each[t + 1], "by the hypothesis")
        .equals(1 - kept[t + 1], "the shares multiply")
    )
    return Proof(
        "If every step shrinks the mean and renews the variance so, this is what t steps do",
        claim=[mean, variance],
        steps=[induction(mean, over=t, step=nearer), induction(variance, over=t, step=wider)],
        given=(
            Eq(kept[t + 1], each[t + 1] * kept[t]),
            Eq(kept[0], 1),
            Eq(centre[t + 1], sqrt(each[t + 1]) * centre[t]),
            Eq(centre[0], clean),
            Eq(spread[t + 1], each[t + 1] * spread[t] + 1 - each[t + 1]),
            Eq(spread[0], 0),
        ),
        equation="eq:diffusion-marginal",
    )


def bound_by_steps() -> Proof:
    """Along a noising path the logarithms of the marginals telescope.

    That a step forwards is as probable as the step back, b, times the quotient of the marginals q is put in.
    """
    n, k = natural("n"), index("t")
    backward, reached = indexed("b", positive=True), indexed("q", positive=True)

    def summed(term: Expr, last: Expr) -> Expr:
        return Sum(term, (k, 2, last))

    def forwards(last: Expr) -> Expr:
        return summed(log(backward[k] * reached[k] / reached[k - 1]), last)

    def backwards(last: Expr) -> Expr:
        return summed(log(backward[k]), last) + log(reached[last]) - log(reached[1])

    statement = equal(forwards(n + 1), backwards(n + 1))
    longer = (
        chain(forwards(n + 2))
        .equals(forwards(n + 1) + log(backward[n + 2] * reached[n + 2] / reached[n + 1]), "the last step apart")
        .equals(backwards(n + 1) + log(backward[n + 2] * reached[n + 2] / reached[n + 1]), "by the hypothesis")
        .equals(backwards(n + 2), "the marginal between the two cancels")
    )
    return Proof(
        "Along a path the quotients of the marginals leave only those of its two ends",
        claim=statement,
        steps=[induction(statement, over=n, step=longer)],
        equation="eq:diffusion-turned",
    )


def step_divergence() -> Proof:
    """Half the squared distance of two steps back, over their variance, is a weighted squared error of the denoiser.

    That the former is their divergence is the closed form of that of two Gaussians.
    """
    variance = (1 - share) * (1 - alpha) / (1 - left)

    def mean(origin: Expr) -> Expr:
        return (sqrt(share) * (1 - alpha) * origin + sqrt(alpha) * (1 - share) * after) / (1 - left)

    gap = (mean(clean) - mean(guess)) ** 2 / (2 * variance)
    weight = (share / (1 - share) - left / (1 - left)) / 2
    return Proof(
        "Half the squared distance of two steps back, over their variance, is a weighted squared error",
        claim=equal(gap, weight * (clean - guess) ** 2),
        steps=[
            chain(gap)
            .equals(
                share * (1 - alpha) ** 2 * (clean - guess) ** 2 / ((1 - left) ** 2 * 2 * variance),
                "the means differ by a multiple of the error",
            )
            .equals(weight * (clean - guess) ** 2, "put in the variance")
        ],
        equation="eq:diffusion-weight",
    )


def noise_is_the_score() -> Proof:
    """The mean of the noise, given the noisy point, is a multiple of the slope of its log density."""
    signal = probability(r"\bar\alpha")
    spread = sqrt(1 - signal)
    drawn = (
        density("p")(clean)
        * exp(-((after - sqrt(signal) * clean) ** 2) / (2 * (1 - signal)))
        / sqrt(2 * pi * (1 - signal))
    )
    reached = Integral(drawn, clean)
    noise = Integral((after - sqrt(signal) * clean) / spread * drawn, clean) / reached
    step = (
        chain(-spread * Derivative(log(reached), after))
        .equals(-spread * Derivative(reached, after) / reached, "the slope of a logarithm")
        .equals(
            noise,
            "differentiate under the integral",
            by=trusted("derivative under an integral", reached, after),
        )
    )
    return Proof(
        "On a line the mean of the noise in a noisy point is minus a multiple of the slope of the log density there",
        claim=equal(step.first, step.last),
        steps=[step],
        equation="eq:diffusion-score",
    )
