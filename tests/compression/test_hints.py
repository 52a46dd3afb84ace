"""Features as targets, against torch's own squared error in values and gradients."""

import pytest
import torch
from torch.nn.functional import mse_loss

from notes.compression.hints import hint_loss

F64 = torch.float64


def test_hint_loss_is_half_the_squared_error(generator: torch.Generator):
    student, teacher, regressor = (
        torch.randn(*shape, generator=generator, dtype=F64, requires_grad=True) for shape in ((5, 2), (5, 3), (3, 2))
    )
    losses = hint_loss(student, teacher, regressor)
    expected = mse_loss(student @ regressor.T, teacher, reduction="none").sum(-1) / 2
    torch.testing.assert_close(losses, expected)
    both = [torch.autograd.grad(one.sum(), (student, teacher, regressor)) for one in (losses, expected)]
    for ours, theirs in zip(*both, strict=True):
        torch.testing.assert_close(ours, theirs)


def test_hint_loss_refuses_what_has_no_squares():
    with pytest.raises(ValueError, match=r"^`teacher` must be finite, got inf$"):
        hint_loss(torch.ones(1, 2), torch.full((1, 3), torch.inf), torch.ones(3, 2))
