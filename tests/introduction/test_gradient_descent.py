"""The update against torch.optim, the path by hand, the guaranteed decrease against what happens."""

import pytest
import torch

from notes.introduction.gradient_descent import descent_path, gradient_descent_update, guaranteed_decrease


def quadratic() -> tuple[torch.Tensor, torch.Tensor]:
    """A positive definite matrix and a linear term."""
    root, linear = torch.rand(5, 4, generator=torch.Generator().manual_seed(2), dtype=torch.float64).split([4, 1])
    return root @ root.T + 0.1 * torch.eye(4), linear.squeeze(0)


def loss(point: torch.Tensor, matrix: torch.Tensor, linear: torch.Tensor) -> torch.Tensor:
    return point @ matrix @ point / 2 - linear @ point


def test_descent_path_matches_torch_sgd():
    matrix, linear = quadratic()
    point = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([point], lr=0.3)
    path = descent_path(lambda w: matrix @ w - linear, torch.zeros(4, dtype=torch.float64), 0.3, 50)
    for iterate in path[1:]:
        optimizer.zero_grad()
        loss(point, matrix, linear).backward()
        optimizer.step()
        torch.testing.assert_close(iterate, point.detach(), rtol=1e-12, atol=1e-12)


def test_gradient_descent_update_by_hand():
    assert gradient_descent_update(torch.tensor([1.0, -1.0]), torch.tensor([2.0, 4.0]), 0.25).tolist() == [0.5, -2.0]


def test_descent_path_holds_the_start_alone_without_steps():
    path = descent_path(lambda w: w, torch.tensor([3.0, 4.0]), learning_rate=0.1, steps=0)
    assert path.tolist() == [[3.0, 4.0]]


@pytest.mark.parametrize("share", [0.01, 0.3, 1.0, 1.7, 1.99])
def test_guaranteed_decrease_bounds_the_decrease_of_a_quadratic(share):
    matrix, linear = quadratic()
    smoothness = torch.linalg.eigvalsh(matrix)[-1].item()
    generator = torch.Generator().manual_seed(3)
    for _ in range(20):
        point = torch.rand(4, generator=generator, dtype=torch.float64) * 10 - 5
        gradient = matrix @ point - linear
        moved = gradient_descent_update(point, gradient, share / smoothness)
        decrease = loss(point, matrix, linear) - loss(moved, matrix, linear)
        bound = guaranteed_decrease(gradient, share / smoothness, smoothness)
        assert decrease >= bound - 1e-12
        assert bound > 0


def test_guaranteed_decrease_is_attained_along_the_steepest_eigenvector():
    matrix, linear = quadratic()
    eigenvalues, eigenvectors = torch.linalg.eigh(matrix)
    smoothness = eigenvalues[-1].item()
    gradient = eigenvectors[:, -1]
    point = torch.linalg.solve(matrix, gradient + linear)
    moved = gradient_descent_update(point, gradient, 0.7 / smoothness)
    decrease = loss(point, matrix, linear) - loss(moved, matrix, linear)
    torch.testing.assert_close(decrease, guaranteed_decrease(gradient, 0.7 / smoothness, smoothness))


@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan")])
def test_gradient_descent_update_refuses_rates_that_are_not_positive(rate):
    with pytest.raises(ValueError, match=f"`learning_rate` must be positive, got {rate}"):
        gradient_descent_update(torch.zeros(1), torch.zeros(1), rate)


def test_descent_path_refuses_negative_steps():
    with pytest.raises(ValueError, match="`steps` must be at least 0, got -1"):
        descent_path(lambda w: w, torch.zeros(1), learning_rate=0.1, steps=-1)


def test_descent_path_tells_of_overflow():
    with pytest.raises(ValueError, match=r"`learning_rate` must be small enough .* got 10.0"):
        descent_path(lambda w: 2 * w, torch.ones(1), learning_rate=10.0, steps=1000)


@pytest.mark.parametrize(("rate", "smoothness", "name"), [(0.0, 1.0, "learning_rate"), (1.0, 0.0, "smoothness")])
def test_guaranteed_decrease_refuses_what_is_not_positive(rate, smoothness, name):
    with pytest.raises(ValueError, match=f"`{name}` must be positive, got 0.0"):
        guaranteed_decrease(torch.ones(1), rate, smoothness)
