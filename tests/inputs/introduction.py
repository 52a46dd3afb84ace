"""How to call what chapter 1 teaches."""

from tests.inputs.case import case, given, seed
from torch import Tensor, nn

from notes.introduction import gaussian_classifier
from notes.introduction.frozen_features import small_network

FEATURES = given([[0.5, 1.0], [2.0, 0.25], [1.5, 3.0], [4.0, 2.0], [3.0, 0.5], [0.25, 2.5]])
LABELS = given([0, 0, 0, 1, 1, 1])
LINE, ANSWERS = given([0.5, 2.0, 1.5, 4.0]), given([1.0, 3.0, 2.5, 7.0])
BINARY, PAIR, WEIGHTS = given([0, 1, 1, 0]), given([0.5, -1.5]), given([0.25, -1.0, 0.5])


def bowl(x: Tensor) -> Tensor:
    return 2 * (x - 1)


def gaussians(features: Tensor) -> gaussian_classifier.GaussianClassifier:
    return gaussian_classifier.shared_covariance_gaussians(FEATURES().to(features.dtype), LABELS())


def network() -> nn.Sequential:
    return small_network(2, 3, seed()).float()


LABELLED = {"features": FEATURES, "labels": LABELS}
SAMPLED = {"inputs": LINE, "targets": ANSWERS}
WEIGHED = {"weights": WEIGHTS, "features": FEATURES}
SEVERAL = given([[0, 1, 3, 4], [1, 2, 4, 5]])
GIVEN = {}
CASES = {
    "bayes_rule.bayes_posterior": case(prior=given([0.25, 0.75]), likelihood=given([[0.5, 0.25]])),
    "binary_cross_entropy.softplus": case(values=LINE, entrywise=True),
    "binary_cross_entropy.binary_cross_entropy": case(probabilities=given([0.25, 0.5]), targets=given([0, 1])),
    "binary_cross_entropy.binary_cross_entropy_from_logits": case(logits=LINE, targets=BINARY),
    "divisions.divisions": case(labels=LABELS, size=given(4), count=given(2), generator=seed),
    "divisions.naive_fits": case(**LABELLED, training=SEVERAL),
    "divisions.logistic_fits": case(**LABELLED, training=SEVERAL, steps=given(3), penalty=given(0.5)),
    "divisions.error_rates": case(
        weights=given([[0.5, -1.0, 0.25], [1.0, 0.5, -0.5]]), **LABELLED, test=given([[2, 5], [0, 3]])
    ),
    "gaussian_classifier.GaussianClassifier": case(
        features=FEATURES, call=lambda features: gaussians(features).posterior(features)
    ),
    "gaussian_classifier.class_moments": case(**LABELLED),
    "gaussian_classifier.class_covariance_gaussians": case(**LABELLED),
    "gaussian_classifier.shared_covariance_gaussians": case(**LABELLED),
    "gaussian_classifier.naive_gaussians": case(**LABELLED),
    "gaussian_classifier.sigmoid_weights": case(model=lambda: gaussians(FEATURES())),
    "gradient_descent.gradient_descent_update": case(
        parameters=PAIR, gradient=PAIR, learning_rate=given(0.5), entrywise=True
    ),
    "gradient_descent.descent_path": case(gradient=given(bowl), start=PAIR, learning_rate=given(0.25), steps=given(3)),
    "gradient_descent.guaranteed_decrease": case(gradient=PAIR, learning_rate=given(0.5), smoothness=given(1.0)),
    "control_task.control_task": case(classes=given(5), generator=seed),
    "frozen_features.small_network": case(inputs=given(2), width=given(3), generator=seed),
    "frozen_features.trained_network": case(
        network=network, inputs=FEATURES, targets=LABELS, steps=given(3), learning_rate=given(0.25)
    ),
    "frozen_features.frozen_features": case(network=network, inputs=FEATURES),
    "linear_probe.probe_loss": case(**WEIGHED, targets=LABELS, penalty=given(0.5)),
    "linear_probe.probe_gradient": case(**WEIGHED, targets=LABELS, penalty=given(0.5)),
    "linear_probe.excess_bound": case(gradient=PAIR, penalty=given(0.5)),
    "linear_probe.linear_probe": case(features=FEATURES, targets=LABELS, penalty=given(0.5)),
    "line.line": case(parameters=PAIR, inputs=LINE),
    "line.design_matrix": case(inputs=LINE),
    "line.line_gradient": case(parameters=PAIR, **SAMPLED),
    "line.line_hessian": case(inputs=LINE),
    "line.normal_equations_fit": case(**SAMPLED),
    "line.least_squares_fit": case(**SAMPLED),
    "linear_regression.normal_equations_weights": case(
        features=FEATURES, targets=given([1.0, 3.0, 2.5, 7.0, 4.0, 0.5])
    ),
    "logistic_regression.with_ones": case(features=FEATURES),
    "logistic_regression.logits": case(**WEIGHED),
    "logistic_regression.logistic_loss": case(**WEIGHED, targets=LABELS),
    "logistic_regression.logistic_gradient": case(**WEIGHED, targets=LABELS),
    "logistic_regression.logistic_hessian": case(**WEIGHED),
    "logistic_regression.logistic_smoothness": case(features=FEATURES),
    "logistic_regression.logistic_descent": case(features=FEATURES, targets=LABELS, steps=given(3)),
    "scaling.standardised": case(features=FEATURES),
    "scaling.whitened": case(features=FEATURES),
    "separability.widest_hyperplane": case(**LABELLED),
    "separability.margins": case(**WEIGHED, labels=LABELS),
    "separability.separability": case(**LABELLED),
    "squared_error.sum_of_squared_errors": case(predictions=LINE, targets=ANSWERS),
    "squared_error.mean_squared_error": case(predictions=LINE, targets=ANSWERS),
}
