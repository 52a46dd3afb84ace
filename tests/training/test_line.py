import pytest
import torch

from notes.introduction.line import line_gradient
from notes.training.line import line_gradients, line_losses

PARAMETERS = torch.tensor([0.3, -1.2], dtype=torch.float64)
INPUTS = torch.linspace(-2, 3, 9, dtype=torch.float64)
TARGETS = INPUTS.sin()


def test_line_gradients_equal_autograd_sample_by_sample():
    expected = torch.func.jacrev(line_losses)(PARAMETERS, INPUTS, TARGETS)
    torch.testing.assert_close(line_gradients(PARAMETERS, INPUTS, TARGETS), expected)


def test_line_gradients_add_up_to_the_gradient_of_chapter_one():
    total = line_gradients(PARAMETERS, INPUTS, TARGETS).sum(0)
    torch.testing.assert_close(total, line_gradient(PARAMETERS, INPUTS, TARGETS))


def test_line_losses_at_a_hand_value():
    assert line_losses(torch.tensor([1.0, 2.0]), torch.tensor([3.0]), torch.tensor([4.0])).tolist() == [9.0]


@pytest.mark.parametrize("function", [line_losses, line_gradients])
@pytest.mark.parametrize(("place", "name"), list(enumerate(["parameters", "inputs", "targets"])))
def test_line_refuses_what_is_not_finite(function, place, name):
    arguments = [PARAMETERS, INPUTS, TARGETS]
    arguments[place] = arguments[place] * torch.nan
    with pytest.raises(ValueError, match=f"`{name}` must be finite"):
        function(*arguments)
