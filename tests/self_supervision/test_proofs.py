"""What was proved is what the code does: expressions against the implementation, derivatives against autograd."""

import sympy
import torch

from notes.self_supervision.angular import psi
from notes.self_supervision.center import center_loss, moved_centers
from notes.self_supervision.contrastive import contrastive_loss, nt_xent, triplet_loss
from notes.self_supervision.redundancy import barlow_twins_loss, cross_correlation


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_contrastive_gradients_equal_autograd() -> None:
    left, right = draw(4, 3).requires_grad_(), draw(4, 3, seed=1)
    offset = left.detach() - right
    distance = offset.norm(dim=1, keepdim=True)
    for same, expected in ((True, 2 * offset), (False, -2 * (5 - distance) * offset / distance)):
        loss = contrastive_loss(left, right, torch.full((4,), same), margin=5.0).sum()
        torch.testing.assert_close(torch.autograd.grad(loss, left)[0], expected)


def test_triplet_gradients_equal_autograd() -> None:
    z, p, n = (draw(3, seed=seed).requires_grad_() for seed in range(3))
    loss = triplet_loss(z[None], p[None], n[None], margin=50.0).sum()
    gradients = torch.autograd.grad(loss, (z, p, n))
    for gradient, expected in zip(gradients, (2 * (n - p), 2 * (p - z), 2 * (z - n)), strict=True):
        torch.testing.assert_close(gradient, expected)


def test_nt_xent_gradient_is_probability_minus_target() -> None:
    logits = draw(7).requires_grad_()
    tau = 0.3
    loss = torch.logsumexp(logits / tau, 0) - logits[2] / tau
    expected = ((logits / tau).softmax(0) - torch.eye(7)[2]) / tau
    torch.testing.assert_close(torch.autograd.grad(loss, logits)[0], expected.detach())
    alike = torch.ones(5, 3, dtype=torch.float64)
    torch.testing.assert_close(nt_xent(alike, alike, temperature=tau), torch.full((10,), 9.0).double().log())


def test_barlow_invariance_is_half_a_squared_distance() -> None:
    first, second = draw(20, 4), draw(20, 4, seed=1)
    units = [(view - view.mean(0)) / (view - view.mean(0)).norm(dim=0) for view in (first, second)]
    apart = (units[0] - units[1]).square().sum(0) / 2
    torch.testing.assert_close(1 - cross_correlation(first, second).diagonal(), apart)
    assert barlow_twins_loss(torch.eye(4), redundancy=0.1).item() == 0


def test_center_gradient_and_update_equal_the_proof() -> None:
    features, centers = draw(6, 2).requires_grad_(), draw(1, 2, seed=1)
    labels = torch.zeros(6, dtype=torch.int64)
    gradient = torch.autograd.grad(center_loss(features, centers, labels).sum(), features)[0]
    torch.testing.assert_close(gradient, features.detach() - centers)
    share = 0.5 * 6 / 7
    moved = moved_centers(centers, features, labels)
    torch.testing.assert_close(moved, (1 - share) * centers + share * features.detach().mean(0, keepdim=True))


def test_psi_equals_its_pieces() -> None:
    theta, m = sympy.symbols("theta m")
    for k in range(4):
        piece = sympy.lambdify((theta, m), (-1) ** k * sympy.cos(m * theta) - 2 * k)
        angles = torch.linspace(k * torch.pi / 4 + 0.01, (k + 1) * torch.pi / 4 - 0.01, 20, dtype=torch.float64)
        expected = torch.tensor([piece(angle, 4) for angle in angles.tolist()], dtype=torch.float64)
        torch.testing.assert_close(psi(angles, 4), expected)
