"""What ties the displayed equations of chapter 12 that no proof establishes to the code that implements them."""

import torch

from notes.compression.layerwise import inverse_factor, output_hessian, settled
from notes.compression.pruning import gradient_saliency
from notes.compression.quantization import Grid
from notes.compression.stacked import Networks
from notes.compression.straight_through import straight_through
from notes.ledger import check

DEFINITIONS = {
    "eq:mask": "notes.compression.pruning.masked",
    "eq:unit-saliency": "notes.compression.structure.unit_saliency",
    "eq:ticket": "notes.compression.lottery.one_shot_masks",
    "eq:codes": "notes.compression.quantization.codes",
    "eq:affine": "notes.compression.quantization.affine_grid",
    "eq:symmetric": "notes.compression.quantization.symmetric_grid",
    "eq:soft-targets": "notes.compression.distillation.soft_targets",
    "eq:distillation-loss": "notes.compression.distillation.distillation_loss",
    "eq:least-error": "notes.compression.calibration.least_error_grid",
    "eq:normal-float": "notes.compression.normal_float.normal_float",
    "eq:quantised-adapter": "notes.compression.normal_float.quantised_adapter",
    "eq:hint": "notes.compression.hints.hint_loss",
}


@check("eq:first-order")
def removal_costs_its_saliency_to_first_order() -> None:
    """Shrinking a weight by a small share changes the loss by that share of its saliency."""
    weight = torch.tensor([[[0.5, -2.0]]], dtype=torch.float64)
    bias = (torch.zeros(1, 1, dtype=torch.float64),)

    def loss(networks: Networks, rows: torch.Tensor) -> torch.Tensor:
        return (networks.weights[0] @ torch.tensor([1.0, 3.0], dtype=torch.float64)).square().sum().expand(len(rows))

    rows, share = torch.zeros(1, dtype=torch.int64), 1e-6
    (saliency,) = gradient_saliency(Networks((weight,), bias), loss, rows)
    for place in range(2):
        smaller = weight.clone()
        smaller[0, 0, place] *= 1 - share
        change = loss(Networks((weight,), bias), rows) - loss(Networks((smaller,), bias), rows)
        assert abs(change.abs().item() / share - saliency[0, 0, place].item()) < 1e-4


@check("eq:straight-through")
def gradient_passes_inside_the_grid_only() -> None:
    """A loss sees the rounded value, the weight gets the gradient of the loss there, or none beyond the grid."""
    grid = Grid(torch.tensor(0.5), torch.tensor(2, dtype=torch.int32), -3, 7)
    values = (3 * torch.randn(200, generator=torch.Generator().manual_seed(0))).requires_grad_()
    found = straight_through(values, grid)
    (slopes,) = torch.autograd.grad(found.square().sum(), values)
    codes = (values.detach() / 0.5).round() + 2
    inside = (codes >= -3) & (codes <= 7)
    assert {0, 1} == set(inside.int().tolist())
    assert torch.equal(found, 0.5 * (codes.clamp(-3, 7) - 2))
    assert torch.equal(slopes, 2 * found * inside)


@check("eq:rounding-step")
def a_rounded_weight_moves_the_others_as_the_surgeon_does() -> None:
    """Of the steps that take a weight to its value none among many tried costs less, and the cost is as displayed."""
    random = torch.Generator().manual_seed(0)
    inputs = torch.randn(20, 4, generator=random, dtype=torch.float64)
    hessian, weights = output_hessian(inputs), torch.randn(1, 4, generator=random, dtype=torch.float64)
    value = torch.zeros(1, dtype=torch.float64) + 0.25
    step = (settled(weights, 0, value, inverse_factor(hessian)) - weights)[0]
    inverse = torch.linalg.inv(hessian)
    error = (weights[0, 0] - value[0]).item()
    assert torch.allclose(step, -error / inverse[0, 0] * inverse[:, 0])
    cost = (step @ hessian @ step / 2).item()
    assert abs(cost - error**2 / (2 * inverse[0, 0].item())) < 1e-9
    for _ in range(200):
        other = step + torch.cat([torch.zeros(1, dtype=torch.float64), torch.randn(3, generator=random).double()])
        assert other @ hessian @ other / 2 > cost


@check("eq:inverse-rows")
def rows_of_the_factor_are_those_of_the_inverses() -> None:
    """Row q of the factor, times its own diagonal, is the first row of the inverse of what is left from q on."""
    inputs = torch.randn(30, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    hessian = output_hessian(inputs)
    factor = inverse_factor(hessian)
    assert torch.allclose(factor.T @ factor, torch.linalg.inv(hessian))
    for q in range(7):
        assert torch.allclose(factor[q, q] * factor[q, q:], torch.linalg.inv(hessian[q:, q:])[0])
