"""How to call what chapter 5 teaches."""

import torch
from tests.inputs.case import case, given, seed, used
from torch import Tensor, nn

from notes.generalization import double_descent, early_stopping, ensembles, weight_decay
from notes.training.descent import GradientDescent, optimizer_path

START = given([0.5, -1.5])
SQUARES = given([[[0.5, 1.0], [2.0, 0.25]], [[1.5, 3.0], [4.0, 2.0]]])
CURVATURE = given([[2.0, 0.5], [0.5, 1.0]])


def split() -> double_descent.LabelledSplit:
    images, labels = torch.linspace(-1, 1, 12, dtype=torch.float64).reshape(4, 3), torch.tensor([0, 3, 9, 1])
    return double_descent.LabelledSplit(images, labels, images.flip(0), labels)


def ensemble() -> ensembles.ShallowEnsemble:
    return ensembles.ShallowEnsemble(2, 2, 3, 2, seed())


def outputs(networks: nn.Module) -> Tensor:
    members, inputs, _ = networks.inner.shape
    return networks(networks.inner.new_ones(3, 2, 3)[:members, :, :inputs])


def decided(stopping: early_stopping.EarlyStopping) -> list[bool]:
    return [stopping.should_stop(loss) for loss in (2.0, 1.0, 1.5, 1.75, 0.5)]


def descent_with_early_stopping(steps: int) -> list[tuple[float, float]]:
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = [lambda m: m.weight.square().sum(), lambda m: (m.weight - 0.25).square().sum()]
    return early_stopping.stopped_descent(early_stopping.EarlyStopping(model, 2), *losses, optimizer, steps)


def slope(parameters: Tensor) -> Tensor:
    return 2 * (parameters - 1)


def quartic(parameters: Tensor) -> Tensor:
    return (parameters.sum() ** 2 + (parameters**2).sum()) ** 2


def two_decayed_steps(decay: float, rates: Tensor) -> Tensor:
    return optimizer_path(weight_decay.WeightDecay(GradientDescent(), decay), slope, START(), rates)


def penalized_slope(strength: float) -> Tensor:
    return weight_decay.penalized_gradient(slope, strength)(START())


def mean_square(networks: nn.Module) -> Tensor:
    return outputs(networks).square().mean((1, 2))


LABELS = given([[0, 1, 1], [1, 0, 1]])
LOGITS = given([[[0.5, 1.0], [2.0, 0.25], [1.0, 3.0]], [[1.5, 3.0], [4.0, 2.0], [0.5, 0.0]]])
GIVEN = {"split": split, "hessian": CURVATURE}
CASES = {
    "augmentation.shifted": case(images=SQUARES, largest=given(1)),
    "augmentation.rotated": case(
        images=SQUARES, angles=given([30.0, -75.0]), known={"angles: large": "of the sine of 1e38 no digit is right"}
    ),
    "cross_validation.folds": case(samples=given(5), count=given(2), drawn=True),
    "cross_validation.cross_validation_error": case(
        fit=given(lambda x, y: lambda new: new.sum(-1) + x.mean() + y.mean()),
        inputs=given([[0.5, 1.0], [2.0, -0.25], [1.0, 3.0]]),
        targets=given([1.0, -0.5, 2.0]),
        parts=lambda: [torch.tensor([2]), torch.tensor([0, 1])],
    ),
    "decomposition.hinge_fits": case(points=lambda: torch.linspace(0, 1, 3).double(), sets=given(2)),
    "benign_overfitting.interpolating_weights": case(
        features=given([[0.5, 1.0, -1.0], [2.0, 0.25, 1.0]]),
        targets=given([0.5, 1.5]),
        known={"features: offset": "of rows that are nearly parallel single precision does not tell the rank"},
    ),
    "benign_overfitting.spiked_variances": case(large=given(2), small=given(3)),
    "benign_overfitting.effective_ranks": case(variances=given([2.0, 1.0, 0.5]), large=given(1)),
    "double_descent.mnist1d_split": case(train=given(3), test=given(2)),
    "double_descent.random_features": case(drawn=True),
    "double_descent.random_feature_errors": case(noisy_labels=given([0, 3, 9, 2]), drawn=True),
    "double_descent.random_feature_sweep": case(widths=lambda: [2, 3], drawn=True),
    "dropout.subnetwork_outputs": case(head=given(lambda thinned: 2 * thinned)),
    "early_stopping.EarlyStopping": case(
        call=used(early_stopping.EarlyStopping, decided), model=given(nn.Linear(1, 1)), patience=given(2)
    ),
    "early_stopping.stopped_descent": case(call=descent_with_early_stopping),
    "early_stopping.descent_iterate": case(minimiser=START),
    "ensembles.ShallowEnsemble": case(call=used(ensembles.ShallowEnsemble, outputs)),
    "ensembles.ensemble_cross_entropy": case(logits=LOGITS, labels=LABELS),
    "ensembles.ensemble_error": case(logits=LOGITS, labels=LABELS),
    "ensembles.trained_ensemble": case(networks=ensemble, loss=given(mean_square), steps=given(2)),
    "power_law.power_law": case(sizes=given([1.0, 4.0, 8.0]), errors=given([2.0, 1.5, 0.5])),
    "regression.minimum_norm_weights": case(
        known={
            "features: offset": "of rows that are nearly parallel single precision does not tell the rank",
            "features: small": "the inverse of numbers as small as 1e-38 is too large for single precision",
        }
    ),
    "ridge.ridge_weights": case(known={"features: offset": "the penalty is lost where features have squares of 1e10"}),
    "sharpness.unit_outputs": case(
        x=given([[0.5, 1.0], [2.0, -0.25]]), inner=given([[1.0, 0.5], [-0.5, 1.0]]), outer=given([1.0, -0.5])
    ),
    "sharpness.sharpness": case(loss=given(quartic), parameters=START),
    "sharpness.adaptive_sharpness": case(loss=given(quartic), parameters=START),
    "weight_decay.penalized_gradient": case(call=penalized_slope),
    "weight_decay.WeightDecay": case(call=two_decayed_steps, decay=given(0.5), rates=given([0.25, 0.5])),
}
