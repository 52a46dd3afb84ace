import pytest
import torch

from notes.introduction.gradient_descent import descent_path
from notes.training.descent import GradientDescent, gradient_of, optimizer_path
from notes.training.schedules import constant_rate


def quadratic(parameters):
    curvatures = torch.tensor([1.0, 10.0], dtype=torch.float64)
    return (curvatures * parameters**2).sum(-1) / 2


START = torch.tensor([3.0, -1.0], dtype=torch.float64)


def test_optimizer_path_of_gradient_descent_equals_torch_sgd():
    parameters = START.clone().requires_grad_()
    torch_sgd = torch.optim.SGD([parameters], lr=0.05)
    expected = [START]
    for _ in range(100):
        torch_sgd.zero_grad()
        quadratic(parameters).backward()
        torch_sgd.step()
        expected.append(parameters.detach().clone())
    path = optimizer_path(GradientDescent(), gradient_of(quadratic), START, constant_rate(0.05, 100))
    torch.testing.assert_close(path, torch.stack(expected), atol=1e-12, rtol=0)


def test_optimizer_path_of_gradient_descent_equals_chapter_one():
    path = optimizer_path(GradientDescent(), gradient_of(quadratic), START, constant_rate(0.05, 20))
    torch.testing.assert_close(path, descent_path(gradient_of(quadratic), START, 0.05, 20))


def test_optimizer_path_on_a_quadratic_shrinks_each_coordinate_by_its_own_factor():
    path = optimizer_path(GradientDescent(), gradient_of(quadratic), START, constant_rate(0.05, 10))
    factors = 1 - 0.05 * torch.tensor([1.0, 10.0], dtype=torch.float64)
    torch.testing.assert_close(path[10], START * factors**10)


def test_optimizer_path_takes_runs_side_by_side():
    starts = torch.stack([START, -2 * START])
    together = optimizer_path(GradientDescent(), gradient_of(quadratic), starts, constant_rate(0.1, 5))
    alone = [optimizer_path(GradientDescent(), gradient_of(quadratic), s, constant_rate(0.1, 5)) for s in starts]
    torch.testing.assert_close(together, torch.stack(alone, dim=1))


def test_optimizer_path_follows_the_rate_of_each_step():
    path = optimizer_path(GradientDescent(), torch.ones_like, torch.zeros(1), torch.tensor([1.0, 0.5, 0.0]))
    assert path.flatten().tolist() == [0.0, -1.0, -1.5, -1.5]


def test_optimizer_path_tells_of_overflow():
    with pytest.raises(ValueError, match=r"`rates` must keep .* got 1e\+200 at step 2"):
        optimizer_path(GradientDescent(), gradient_of(quadratic), START, constant_rate(1e200, 5))


@pytest.mark.parametrize("rates", [torch.tensor([0.1, -0.1]), torch.tensor([float("nan")])])
def test_optimizer_path_refuses_bad_rates(rates):
    with pytest.raises(ValueError, match="`rates` must be"):
        optimizer_path(GradientDescent(), gradient_of(quadratic), START, rates)


def test_optimizer_path_refuses_a_start_that_is_not_a_number():
    with pytest.raises(ValueError, match="`start` must be finite"):
        optimizer_path(GradientDescent(), torch.ones_like, torch.tensor([float("nan")]), constant_rate(0.1, 1))


def test_gradient_of_keeps_runs_apart():
    points = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)
    torch.testing.assert_close(gradient_of(quadratic)(points), points * torch.tensor([1.0, 10.0]))
