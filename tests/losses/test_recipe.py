"""Each row of the recipe against PyTorch's distribution, in values and gradients, and the four steps together."""

import pytest
import torch
from jaxtyping import TypeCheckError
from torch import Tensor

from notes.losses.bernoulli import bernoulli_nll
from notes.losses.categorical import categorical_nll
from notes.losses.circular import von_mises_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll, heteroscedastic_nll
from notes.losses.likelihood import negative_log_likelihood
from notes.losses.recipe import (
    BERNOULLI,
    CATEGORICAL,
    GAUSSIAN,
    HETEROSCEDASTIC_GAUSSIAN,
    LAPLACE,
    POISSON,
    RECIPES,
    VON_MISES,
    Recipe,
)
from notes.losses.robust import laplace_nll
from notes.losses.training import trained

ONE = torch.tensor(1.0, dtype=torch.float64)
NUMBERS = torch.tensor([-1.0, 0.3, 2.0, 0.5], dtype=torch.float64)
LABELS, CLASSES, COUNTS = (
    torch.tensor([0.0, 1, 1, 0]).double(),
    torch.tensor([0, 2, 1, 2]),
    torch.tensor([0.0, 3, 1, 7]),
)

ROWS = [
    (GAUSSIAN, 1, NUMBERS, lambda f: gaussian_nll(f[:, 0], ONE, NUMBERS)),
    (HETEROSCEDASTIC_GAUSSIAN, 2, NUMBERS, lambda f: heteroscedastic_nll(f[:, 0], f[:, 1], NUMBERS)),
    (BERNOULLI, 1, LABELS, lambda f: bernoulli_nll(f[:, 0], LABELS)),
    (CATEGORICAL, 3, CLASSES, lambda f: categorical_nll(f, CLASSES)),
    (LAPLACE, 1, NUMBERS, lambda f: laplace_nll(f[:, 0], ONE, NUMBERS)),
    (POISSON, 1, COUNTS, lambda f: poisson_nll(f[:, 0], COUNTS)),
    (VON_MISES, 2, NUMBERS, lambda f: von_mises_nll(torch.atan2(f[:, 1], f[:, 0]), f.norm(dim=1), NUMBERS)),
]
WRITTEN_OUT = {
    GAUSSIAN: lambda f, y: (y - f[:, 0]) ** 2 / 2,
    HETEROSCEDASTIC_GAUSSIAN: lambda f, y: (f[:, 1] + (y - f[:, 0]) ** 2 * torch.exp(-f[:, 1])) / 2,
    BERNOULLI: lambda f, y: torch.log(1 + torch.exp((1 - 2 * y) * f[:, 0])),
    CATEGORICAL: lambda f, y: torch.log(torch.exp(f).sum(1)) - f[torch.arange(len(y)), y],
    LAPLACE: lambda f, y: (y - f[:, 0]).abs(),
    POISSON: lambda f, y: torch.exp(f[:, 0]) - y * f[:, 0],
    VON_MISES: lambda f, y: torch.special.i0(f.norm(dim=1)).log() - f[:, 0] * y.cos() - f[:, 1] * y.sin(),
}


def inputs_and_model(outputs: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Four inputs with three features, and the weights of a linear model on them."""
    inputs = torch.rand(4, 3, generator=generator, dtype=torch.float64) - 0.5
    weights = torch.rand(3, outputs, generator=generator, dtype=torch.float64) - 0.5
    return inputs, weights.requires_grad_()


def test_recipes_hold_every_row_once():
    assert tuple(row[0] for row in ROWS) == RECIPES
    assert len({recipe.name for recipe in RECIPES}) == len(RECIPES)


@pytest.mark.parametrize(
    ("recipe", "outputs", "targets"), [row[:3] for row in ROWS], ids=lambda x: getattr(x, "name", "")
)
def test_loss_is_that_of_the_distribution(recipe: Recipe, outputs: int, targets: Tensor, generator):
    inputs, weights = inputs_and_model(outputs, generator)
    ours = recipe.loss(lambda x: x @ weights, inputs, targets)
    expected = negative_log_likelihood(recipe.predictive(lambda x: x @ weights, inputs), targets)
    tolerance = {"rtol": 1e-5, "atol": 1e-5} if recipe is VON_MISES else {}  # PyTorch's Bessel function is a fit
    torch.testing.assert_close(ours, expected, **tolerance)
    slope, expected_slope = (torch.autograd.grad(loss, weights)[0] for loss in (ours, expected))
    torch.testing.assert_close(slope, expected_slope, **tolerance)


@pytest.mark.parametrize(("recipe", "outputs", "targets", "by_hand"), ROWS, ids=lambda x: getattr(x, "name", ""))
def test_mismatch_of_the_table_differs_from_the_loss_by_a_constant(recipe, outputs, targets, by_hand, generator):
    f = torch.rand(2, 4, outputs, generator=generator, dtype=torch.float64)
    constants = [by_hand(f[i]) - WRITTEN_OUT[recipe](f[i], targets) for i in (0, 1)]
    torch.testing.assert_close(*constants)


@pytest.mark.parametrize(("recipe", "outputs"), [row[:2] for row in ROWS], ids=lambda x: getattr(x, "name", ""))
def test_prediction_is_one_supported_value_per_example(recipe: Recipe, outputs: int, generator: torch.Generator):
    inputs, weights = inputs_and_model(outputs, generator)
    predicted = recipe.prediction(lambda x: x @ weights, inputs)
    assert predicted.shape == (4,)
    assert recipe.predictive(lambda x: x @ weights, inputs).support.check(predicted).all()


def test_prediction_of_directions_is_the_angle_of_the_outputs():
    angles = torch.tensor([-3.0, -1.0, 0.5, 2.0])
    outputs = 2 * torch.stack([angles.cos(), angles.sin()], dim=1)
    torch.testing.assert_close(VON_MISES.prediction(lambda x: x, outputs), angles)
    torch.testing.assert_close(VON_MISES.predictive(lambda x: x, outputs).concentration, torch.full((4,), 2.0))


def test_recipe_learns_poisson_rates(generator: torch.Generator):
    inputs = torch.rand(2000, 1, generator=generator)
    counts = torch.poisson((1 + 2 * inputs.squeeze(1)).exp(), generator=generator)

    def loss(model: torch.nn.Module) -> Tensor:
        return POISSON.loss(model, inputs, counts) / 2000

    model = trained(torch.nn.Linear(1, 1), loss, steps=300, learning_rate=0.1)
    assert model.bias.item() == pytest.approx(1, abs=0.1)
    assert model.weight.item() == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize("recipe", [GAUSSIAN, BERNOULLI, LAPLACE, POISSON])
def test_loss_refuses_outputs_that_no_parameter_takes(recipe: Recipe):
    with pytest.raises(TypeCheckError, match=r"(?s)'outputs'.*Actual value: f32\[4,2\]"):
        recipe.loss(lambda x: x, torch.zeros(4, 2), torch.zeros(4))


@pytest.mark.parametrize(
    ("recipe", "outputs", "rule", "bad"),
    [
        (BERNOULLI, 1, "0 or 1", 0.5),
        (CATEGORICAL, 3, "a class from 0 to 2", 3),
        (POISSON, 1, r"a count \(0, 1, 2, ...\)", -1.0),
        (GAUSSIAN, 1, "finite", float("nan")),
    ],
)
def test_loss_refuses_targets_outside_the_support(recipe: Recipe, outputs: int, rule: str, bad: float):
    with pytest.raises(ValueError, match=rf"^`targets` must be {rule}, got {bad}$"):
        recipe.loss(lambda x: x, torch.ones(2, outputs), torch.tensor([0, bad]))


EXTREMES = [
    (POISSON, [[-1e4]], 0.0, 0.0, [0.0]),
    (POISSON, [[-1e4]], 1.0, 1e4, [-1.0]),
    (POISSON, [[100.0]], 1.0, float("inf"), [float("inf")]),  # e^100 is beyond single precision, and so is the loss
    (BERNOULLI, [[1e4]], 0.0, 1e4, [1.0]),
    (CATEGORICAL, [[1e4, -1e4]], 1, 2e4, [1.0, -1.0]),
    (HETEROSCEDASTIC_GAUSSIAN, [[1.0, 1e4]], 0.0, 5000.918939, [0.0, 0.5]),
    (HETEROSCEDASTIC_GAUSSIAN, [[1.0, -170.0]], 1.0, -84.081061, [0.0, 0.5]),
    (VON_MISES, [[0.0, 0.0]], 0.0, 1.837877, [-1.0, 0.0]),
    (VON_MISES, [[1e4, 0.0]], 0.0, -3.686231, [-5e-5, 0.0]),
]


@pytest.mark.parametrize(("recipe", "outputs", "target", "loss", "slope"), EXTREMES)
def test_loss_has_its_value_at_extreme_outputs(recipe, outputs, target, loss, slope):
    f = torch.tensor(outputs, requires_grad=True)
    found = recipe.loss(lambda x: x, f, torch.tensor([target]))
    assert found.item() == pytest.approx(loss, rel=1e-4)
    assert torch.autograd.grad(found, f)[0][0].tolist() == pytest.approx(slope, rel=1e-3, abs=1e-5)


def test_vector_without_length_stands_for_the_uniform_distribution():
    predicted = VON_MISES.predictive(lambda x: x, torch.zeros(1, 2))
    assert predicted.log_prob(torch.tensor([2.0])).item() == pytest.approx(-1.837877, rel=1e-5)


def test_loss_refuses_a_column_of_targets():
    with pytest.raises(TypeCheckError, match=r"(?s)'targets'.*Actual value: f32\[4,1\].*examples=4"):
        GAUSSIAN.loss(lambda x: x, torch.zeros(4, 1), torch.zeros(4, 1))
