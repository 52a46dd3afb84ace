r"""Where errors come from: noise, variance and bias, every cross term shown to vanish."""

from sympy import Eq, Expr, Integral

from notes.proof import (
    Expectation,
    Proof,
    chain,
    density,
    equal,
    function,
    real,
)

y, dataset = real("y"), real(r"\mathcal{D}")
fit, mean = real("f"), real(r"\mu")
target_density, dataset_density = density("p_y"), density(r"p_{\mathcal{D}}")
fits, mean_fit = function("f"), real(r"f_\mu")


def _over_targets(value: Expr) -> Expr:
    """The mean over the target at one input."""
    return Expectation(value, y, target_density(y))


def _over_datasets(value: Expr) -> Expr:
    """The mean over training sets."""
    return Expectation(value, dataset, dataset_density(dataset))


target_mean = (
    Eq(Integral(target_density(y), y), 1),
    Eq(_over_targets(y), mean, evaluate=False),
)
fit_mean = (
    Eq(Integral(dataset_density(dataset), dataset), 1),
    Eq(_over_datasets(fits(dataset)), mean_fit, evaluate=False),
)


def noise_apart() -> Proof:
    """The expected squared error of a fixed prediction is its distance from the mean, and the noise."""
    loss = _over_targets((fit - y) ** 2)
    cross = 2 * (fit - mean) * _over_targets(mean - y)
    noise = _over_targets((y - mean) ** 2)
    return Proof(
        "The noise adds to the error of any prediction",
        claim=equal(loss, (fit - mean) ** 2 + noise),
        given=target_mean,
        steps=[
            equal(cross, 0, "the cross term vanishes: targets less their mean have mean zero"),
            chain(loss)
            .equals(
                _over_targets((fit - mean) ** 2 + 2 * (fit - mean) * (mean - y) + (mean - y) ** 2),
                "put the mean of the target in between and square",
            )
            .equals((fit - mean) ** 2 + cross + noise, "the mean of a sum; neither fit nor mean depend on the target")
            .equals((fit - mean) ** 2 + noise, "and the cross term is gone"),
        ],
        equation="eq:noise-apart",
    )


def variance_apart() -> Proof:
    """The mean squared distance of the fits from the true mean is their variance and the square of their bias."""
    distance = _over_datasets((fits(dataset) - mean) ** 2)
    cross = 2 * (mean_fit - mean) * _over_datasets(fits(dataset) - mean_fit)
    squared = (
        (fits(dataset) - mean_fit) ** 2 + 2 * (fits(dataset) - mean_fit) * (mean_fit - mean) + (mean_fit - mean) ** 2
    )
    variance = _over_datasets((fits(dataset) - mean_fit) ** 2)
    return Proof(
        "The distance of the fits from the truth is their variance plus their squared bias",
        claim=equal(distance, variance + (mean_fit - mean) ** 2),
        given=fit_mean,
        steps=[
            equal(cross, 0, "the cross term vanishes: fits less their mean have mean zero"),
            chain(distance)
            .equals(_over_datasets(squared), "put the mean fit in between and square")
            .equals(
                variance + cross + (mean_fit - mean) ** 2, "the mean of a sum; neither mean depends on the data set"
            )
            .equals(variance + (mean_fit - mean) ** 2, "and the cross term is gone"),
        ],
        equation="eq:variance-apart",
    )


def bias_variance() -> Proof:
    """Expected squared error is variance plus squared bias plus noise. (Geman, Bienenstock and Doursat 1992.)"""
    loss = _over_datasets(_over_targets((fits(dataset) - y) ** 2))
    cross = _over_datasets(2 * (fits(dataset) - mean) * _over_targets(mean - y))
    distance = _over_datasets((fits(dataset) - mean) ** 2)
    noise = _over_targets((y - mean) ** 2)
    variance = _over_datasets((fits(dataset) - mean_fit) ** 2)
    second_cross = 2 * (mean_fit - mean) * _over_datasets(fits(dataset) - mean_fit)
    return Proof(
        "The expected squared error is variance plus squared bias plus noise",
        claim=equal(loss, variance + (mean_fit - mean) ** 2 + noise),
        given=(*target_mean, *fit_mean),
        steps=[
            equal(cross, 0, "the target is independent of the data set, so this cross term vanishes for every fit"),
            equal(second_cross, 0, "fits less their mean have mean zero, so this cross term vanishes too"),
            chain(loss)
            .equals(distance + cross + noise, "around the mean of the target; the noise is the same for every data set")
            .equals(distance + noise, "the first cross term is gone")
            .equals(variance + second_cross + (mean_fit - mean) ** 2 + noise, "around the mean fit")
            .equals(variance + (mean_fit - mean) ** 2 + noise, "the second cross term is gone"),
        ],
        equation="eq:bias-variance",
    )
