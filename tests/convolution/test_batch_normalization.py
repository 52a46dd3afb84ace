import pytest
import torch
from torch import nn

from notes.convolution.batch_normalization import BatchNormalization, batch_statistics, normalized

CASES = [(nn.BatchNorm1d, (6, 3)), (nn.BatchNorm1d, (4, 3, 5)), (nn.BatchNorm2d, (4, 3, 2, 5))]


@pytest.mark.parametrize(("oracle", "shape"), CASES)
def test_batch_normalization_equals_pytorch_while_training_and_after(generator, oracle, shape):
    ours = BatchNormalization(3, momentum=0.3).double()
    theirs = oracle(3, momentum=0.3).double()
    with torch.no_grad():
        for mine, other in ((ours.gamma, theirs.weight), (ours.beta, theirs.bias)):
            mine.copy_(torch.rand(3, generator=generator))
            other.copy_(mine)
    for mode in ("train", "train", "eval"):
        getattr(ours, mode)()
        getattr(theirs, mode)()
        x = torch.rand(*shape, generator=generator, dtype=torch.float64)
        weights = torch.rand(*shape, generator=generator, dtype=torch.float64)
        gradients = []
        for module in (ours, theirs):
            leaf = x.clone().requires_grad_()
            y = module(leaf)
            gradients.append(torch.autograd.grad((weights * y).sum(), [leaf, *module.parameters()]))
        for one, other in zip(*gradients, strict=True):
            torch.testing.assert_close(one, other)
        torch.testing.assert_close(ours(x), theirs(x))
        torch.testing.assert_close(ours.running_mean, theirs.running_mean)
        torch.testing.assert_close(ours.running_variance, theirs.running_var)


def test_only_gamma_and_beta_are_trained():
    assert [name for name, _ in BatchNormalization(3).named_parameters()] == ["gamma", "beta"]
    assert [name for name, _ in BatchNormalization(3).named_buffers()] == ["running_mean", "running_variance"]


def test_normalized_has_mean_zero_and_variance_one_without_epsilon(generator):
    x = torch.rand(8, 3, 2, generator=generator, dtype=torch.float64)
    mean, variance = batch_statistics(normalized(x, *batch_statistics(x), 0.0))
    torch.testing.assert_close(mean, torch.zeros(3).double(), atol=1e-12, rtol=0)
    torch.testing.assert_close(variance, torch.ones(3).double())


def test_output_does_not_change_when_the_weights_before_are_rescaled(generator):
    x = torch.rand(8, 4, generator=generator, dtype=torch.float64)
    layer, module = nn.Linear(4, 3, bias=False).double(), BatchNormalization(3, epsilon=0.0).double()
    before = module(layer(x))
    with torch.no_grad():
        layer.weight.mul_(7)
    torch.testing.assert_close(module(layer(x)), before)


def test_batch_statistics_equal_var_mean(generator):
    x = torch.rand(4, 3, 2, 5, generator=generator, dtype=torch.float64)
    variance, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0)
    torch.testing.assert_close(batch_statistics(x), (mean, variance))
    with pytest.raises(ValueError, match=r"^`x` must hold two values per channel, got \(1, 3\)$"):
        batch_statistics(torch.ones(1, 3))


def test_refusals():
    with pytest.raises(ValueError, match=r"^`epsilon` must not be negative, got -1.0$"):
        normalized(torch.ones(2, 1), torch.ones(1), torch.ones(1), -1.0)
    with pytest.raises(ValueError, match=r"^`momentum` must be above 0 and at most 1, got 0.0$"):
        BatchNormalization(3, momentum=0.0)


def test_a_new_module_neither_scales_nor_shifts(generator):
    x, module = torch.rand(5, 3, generator=generator), BatchNormalization(3)
    torch.testing.assert_close(module(x), normalized(x, *batch_statistics(x)))
    torch.testing.assert_close(BatchNormalization(3).eval()(x), x / (1 + 1e-5) ** 0.5)
