import math

import pytest
import torch
from torch.nn.functional import cross_entropy, normalize

from notes.self_supervision.angular import arcface_loss, psi, sphereface_loss


@pytest.mark.parametrize("multiplier", [1, 2, 3, 4])
def test_psi_is_continuous_and_decreasing_between_its_ends(multiplier: int) -> None:
    angles = torch.linspace(0, math.pi, 10_001, dtype=torch.float64)
    values = psi(angles, multiplier)
    steps = values.diff()
    assert bool((steps < 0).all())
    assert float(steps.abs().max()) <= multiplier * math.pi / 10_000 * 1.0001
    torch.testing.assert_close(values[[0, -1]], torch.tensor([1.0, 1.0 - 2 * multiplier], dtype=torch.float64))


def test_psi_of_one_is_the_cosine() -> None:
    angles = torch.linspace(0, math.pi, 101, dtype=torch.float64)
    torch.testing.assert_close(psi(angles, 1), angles.cos())


def test_sphereface_loss_without_margin_is_the_modified_softmax() -> None:
    generator = torch.Generator().manual_seed(0)
    features = torch.randn(8, 3, generator=generator, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(5, 3, generator=generator, dtype=torch.float64)
    labels = torch.arange(8) % 5
    ours = sphereface_loss(features, weights, labels, multiplier=1)
    theirs = cross_entropy(features @ normalize(weights, dim=1).T, labels, reduction="none")
    torch.testing.assert_close(ours, theirs)
    gradients = [torch.autograd.grad(loss.sum(), features)[0] for loss in (ours, theirs)]
    torch.testing.assert_close(*gradients)
    assert bool((sphereface_loss(features, weights, labels, multiplier=4) > ours).all())


def test_psi_refuses_a_multiplier_below_one() -> None:
    with pytest.raises(ValueError, match="`multiplier` must be at least 1, got 0"):
        psi(torch.zeros(1), 0)


def test_psi_refuses_what_is_no_angle_between_two_vectors() -> None:
    for bad in (-0.5, 3.5):
        with pytest.raises(ValueError, match=f"^`angles` must be from 0 to pi, got {bad}$"):
            psi(torch.tensor([1.0, bad]), 2)


@pytest.mark.parametrize("multiplier", [1, 2, 3])
def test_sphereface_loss_has_a_slope_at_the_ends_of_the_arc_cosine(multiplier: int) -> None:
    features = torch.tensor([[3.0, 0.0], [-3.0, 0.0], [0.0, 2.0]], requires_grad=True)
    weights = torch.eye(2, requires_grad=True)
    loss = sphereface_loss(features, weights, torch.tensor([0, 0, 1]), multiplier=multiplier)
    for gradient in torch.autograd.grad(loss.sum(), (features, weights)):
        assert bool(gradient.isfinite().all())


def test_sphereface_loss_keeps_the_cosine_four_roundings_from_its_ends() -> None:
    length = 1 / torch.finfo(torch.float64).eps  # makes each of them one nat
    features, weights = torch.tensor([[length, 0.0]], dtype=torch.float64), torch.eye(2)[[0, 0]].double()
    loss = sphereface_loss(features, weights, torch.tensor([0]), multiplier=1)
    assert loss.item() == pytest.approx(math.log1p(math.exp(4)), abs=0.51)


def arcs() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    features, weights = (torch.randn(n, 3, generator=generator, dtype=torch.float64) for n in (9, 4))
    return features.requires_grad_(), weights.requires_grad_(), torch.arange(9) % 4


def test_arcface_loss_adds_its_margin_to_the_own_angle() -> None:
    features, weights, labels = arcs()
    cosines = torch.nn.functional.normalize(features, dim=1) @ torch.nn.functional.normalize(weights, dim=1).T
    own = torch.nn.functional.one_hot(labels, 4).bool()
    logits = 8 * torch.where(own, torch.cos(cosines.acos() + 0.4), cosines)
    theirs = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
    ours = arcface_loss(features, weights, labels, margin=0.4, scale=8.0)
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(
        *(torch.autograd.grad(loss.sum(), (features, weights), retain_graph=True) for loss in (ours, theirs)),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


def test_arcface_loss_without_margin_is_the_softmax_of_scaled_cosines_and_has_a_slope_at_angle_zero() -> None:
    features, weights, labels = arcs()
    unit = torch.nn.functional.normalize(weights, dim=1)
    plain = sphereface_loss(5 * torch.nn.functional.normalize(features, dim=1), unit, labels, multiplier=1)
    torch.testing.assert_close(arcface_loss(features, weights, labels, margin=0.0, scale=5.0), plain)
    same = weights[labels].detach().requires_grad_()
    (gradient,) = torch.autograd.grad(arcface_loss(same, weights, labels, margin=0.5, scale=5.0).sum(), same)
    assert gradient.isfinite().all()


def test_arcface_loss_refuses() -> None:
    features, weights, labels = (part.detach() for part in arcs())
    for margin in (-0.1, 3.2):
        with pytest.raises(ValueError, match=f"^`margin` must be from 0 to pi, got {margin}$"):
            arcface_loss(features, weights, labels, margin=margin, scale=1.0)
    with pytest.raises(ValueError, match=r"^`scale` must be positive, got 0.0$"):
        arcface_loss(features, weights, labels, margin=0.5, scale=0.0)
    with pytest.raises(ValueError, match=r"^`labels` must be from 0 to 3, got 4$"):
        arcface_loss(features, weights, labels + 1, margin=0.5, scale=1.0)
    assert arcface_loss(features, weights, labels, margin=3.14159, scale=1.0).isfinite().all()
