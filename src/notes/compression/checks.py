"""What ties the displayed equations of chapter 12 that no proof establishes to the code that implements them."""

import torch

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
