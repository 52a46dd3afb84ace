"""How to call what chapter 3 teaches."""

import torch
from tests.inputs.case import case, given, seed
from torch import Tensor
from torch.distributions import Bernoulli, Normal

from notes.losses import calibration, heteroscedastic, recipe, scoring

FEATURES = given([[0.5, 1.0], [2.0, 0.25], [1.5, 3.0], [4.0, 2.0], [3.0, 0.5], [0.25, 2.5]])
LABELS = given([0, 0, 0, 1, 1, 1])
LINE, ANSWERS = given([0.5, 2.0, 1.5, 4.0]), given([1.0, 3.0, 2.5, 7.0])
BINARY, PAIR, WEIGHTS = given([0, 1, 1, 0]), given([0.5, -1.5]), given([0.25, -1.0, 0.5])
SHARES, OTHERS = given([[0.25, 0.75], [0.5, 0.5]]), given([[0.5, 0.5], [0.125, 0.875]])


def filled_bins(confidences: Tensor, correct: Tensor, bins: int) -> list[Tensor]:
    """The bins that hold examples: the means of the others are NaN, as is said of them."""
    found = calibration.reliability_diagram(confidences, correct, bins)
    return [found.confidence[found.counts > 0], found.accuracy[found.counts > 0], found.counts]


REAL = {"targets": ANSWERS}
NETWORK = given(torch.nn.Linear(1, 1))
COLUMN = given([[0.25], [0.5], [0.75]])
DIAGRAM = {"confidences": given([0.25, 0.5, 0.75, 1.0]), "correct": given([True, False, True, True])}
GIVEN = {"distribution": lambda: Normal(torch.zeros(4), torch.ones(4)), "targets": ANSWERS}
CASES = {
    "bernoulli.bernoulli_mass": case(probability=given([0.0, 0.25, 0.5, 1.0]), targets=BINARY),
    "bernoulli.multilabel_nll": case(logits=FEATURES, targets=given([[0, 1], [1, 1], [0, 0], [1, 0], [1, 1], [0, 1]])),
    "bernoulli.bernoulli_nll": case(logits=LINE, targets=BINARY),
    "calibration.reliability_diagram": case(**DIAGRAM, bins=given(5), call=filled_bins),
    "calibration.expected_calibration_error": case(
        diagram=lambda: calibration.reliability_diagram(**{name: make() for name, make in DIAGRAM.items()})
    ),
    "calibration.band_coverage": case(mean=LINE, standard_deviation=LINE, **REAL, width=given(2.0)),
    "calibration.gaussian_coverage": case(width=given(2.0)),
    "categorical.log_softmax": case(logits=FEATURES),
    "categorical.softmax": case(logits=FEATURES),
    "categorical.categorical_nll": case(logits=FEATURES, targets=LABELS),
    "categorical.soft_target_nll": case(logits=given([[0.5, 1.0], [2.0, 0.25]]), targets=SHARES),
    "circular.log_bessel_i0": case(values=LINE),
    "circular.von_mises_nll": case(direction=LINE, concentration=LINE, **REAL),
    "circular.von_mises_vector_nll": case(vector=SHARES, targets=given([1.0, 3.0])),
    "counts.poisson_nll": case(log_rate=LINE, targets=BINARY),
    "gaussian.gaussian_nll": case(mean=LINE, variance=lambda: torch.tensor(2.0), **REAL),
    "gaussian.optimal_variance": case(mean=LINE, **REAL),
    "gaussian.heteroscedastic_nll": case(mean=LINE, log_variance=LINE, **REAL),
    "gaussian.beta_nll": case(mean=LINE, log_variance=LINE, **REAL, beta=given(0.5)),
    "exponential_family.exponential_family_nll": case(
        log_normaliser=given(torch.exp), outputs=LINE, statistics=ANSWERS
    ),
    "label_smoothing.smoothed_targets": case(targets=LABELS, classes=given(2), smoothing=given(0.25)),
    "label_smoothing.smoothed_margin": case(classes=given(4), smoothing=given(0.25)),
    "scoring.logarithmic_score": case(probabilities=SHARES, targets=given([0, 1])),
    "scoring.brier_score": case(probabilities=SHARES, targets=given([0, 1])),
    "scoring.linear_score": case(probabilities=SHARES, targets=given([0, 1])),
    "scoring.expected_score": case(score=given(scoring.brier_score), p=SHARES, q=OTHERS),
    "focal.focal_loss": case(logits=FEATURES, targets=LABELS, gamma=given(2.0)),
    "quantile.quantile_loss": case(predictions=LINE, **REAL, level=given(0.75)),
    "mixture.mixture_nll": case(
        logits=FEATURES, mean=FEATURES, log_variance=FEATURES, targets=given([0.5, 1.0, 2.0, -1.0, 0.0, 3.0])
    ),
    "mixture.mixture_variance": case(weights=SHARES, means=given([[1.0, 2.0], [0.5, 3.0]]), variances=OTHERS),
    "conformal.conformal_quantile": case(scores=LINE, miscoverage=given(0.5)),
    "conformal.split_conformal_interval": case(
        model=given(lambda x: x.squeeze(-1)),
        inputs=COLUMN,
        targets=given([0.5, 1.0, 2.0]),
        new_inputs=given([[1.0], [3.0]]),
        miscoverage=given(0.5),
    ),
    "heteroscedastic.true_mean": case(inputs=COLUMN, entrywise=True),
    "heteroscedastic.true_standard_deviation": case(inputs=COLUMN, entrywise=True),
    "heteroscedastic.noisy_sine": case(examples=given(3), generator=seed),
    "heteroscedastic.HomoscedasticNetwork": case(generator=seed, width=given(4)),
    "heteroscedastic.HeteroscedasticNetwork": case(generator=seed, width=given(4)),
    "heteroscedastic.fitted": case(
        network=lambda: heteroscedastic.HomoscedasticNetwork(seed(), 2),
        sample=lambda: heteroscedastic.noisy_sine(5, seed()),
        steps=given(2),
    ),
    "inference.predictive_distribution": case(family=given(Bernoulli), model=given(torch.sigmoid)),
    "inference.mode": case(distribution=lambda: Bernoulli(torch.tensor([0.25, 1.0]))),
    "recipe.Recipe": case(
        call=lambda inputs, targets: recipe.GAUSSIAN.loss(lambda x: x.mean(-1, keepdim=True), inputs, targets),
        inputs=COLUMN,
        targets=given([0.5, 1.0, 2.0]),
    ),
    "information.entropy": case(p=SHARES),
    "information.cross_entropy": case(p=SHARES, q=OTHERS),
    "information.kl_divergence": case(p=SHARES, q=OTHERS),
    "robust.huber_loss": case(predictions=LINE, **REAL, threshold=given(1.0)),
    "robust.student_t_nll": case(location=LINE, scale=lambda: torch.tensor(2.0), **REAL, degrees=given(3.0)),
    "robust.laplace_nll": case(location=LINE, scale=lambda: torch.tensor(2.0), **REAL),
    "training.empirical_risk": case(mismatch=given(lambda f, y: (f - y) ** 2), predictions=LINE, **REAL),
    "training.minimiser": case(loss=given(lambda x: (x - 1).square().sum()), start=PAIR),
    "training.trained": case(
        model=NETWORK, loss=given(lambda m: m.weight.square().sum()), steps=given(2), learning_rate=given(0.5)
    ),
}
