import pytest
import torch
from torch.nn.functional import conv1d, conv_transpose1d

from notes.convolution.transposed import copies_per_output, transposed_convolution

CASES = [(5, 3, 1), (4, 3, 2), (4, 4, 2), (3, 2, 3), (1, 1, 1)]


@pytest.mark.parametrize(("inputs", "kernel", "stride"), CASES)
def test_transposed_convolution_equals_pytorch(generator, inputs, kernel, stride):
    x, w = (torch.rand(size, generator=generator, dtype=torch.float64) for size in (inputs, kernel))

    def theirs(x, w, stride):
        return conv_transpose1d(x[None, None], w[None, None], stride=stride)[0, 0]

    slopes = []
    for function in (transposed_convolution, theirs):
        leaves = [tensor.clone().requires_grad_() for tensor in (x, w)]
        slopes.append(torch.autograd.grad(function(*leaves, stride).square().sum(), leaves))
    torch.testing.assert_close(transposed_convolution(x, w, stride), theirs(x, w, stride))
    torch.testing.assert_close(*slopes)


@pytest.mark.parametrize(("inputs", "kernel", "stride"), CASES)
def test_its_matrix_is_the_transpose_of_the_layers(generator, inputs, kernel, stride):
    w = torch.rand(kernel, generator=generator, dtype=torch.float64)
    up = torch.stack([transposed_convolution(e, w, stride) for e in torch.eye(inputs).double()], 1)
    down = conv1d(torch.eye(len(up)).double()[:, None], w[None, None], stride=stride)[:, 0].T
    torch.testing.assert_close(up, down.T)


def test_copies_are_even_where_the_stride_divides_the_kernel():
    assert copies_per_output(4, 3, 2).tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    assert copies_per_output(4, 4, 2).tolist() == [1, 1, 2, 2, 2, 2, 2, 2, 1, 1]
    for kernel in range(1, 8):
        for stride in range(1, 5):
            inside = copies_per_output(30, kernel, stride)[8:24]
            expected = [sum(0 <= j - stride * i < kernel for i in range(30)) for j in range(8, 24)]
            assert inside.tolist() == expected
            assert (len(set(expected)) == 1) == (kernel % stride == 0)


def test_refusals():
    for name in ("inputs", "kernel", "stride"):
        with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
            copies_per_output(**{"inputs": 1, "kernel": 1, "stride": 1, name: 0})
    assert copies_per_output(1, 1, 1).tolist() == [1]
    with pytest.raises(ValueError, match=r"^`x` must hold at least one entry, got shape \(0,\)$"):
        transposed_convolution(torch.ones(0), torch.ones(1), 1)
    with pytest.raises(ValueError, match=r"^`stride` must be at least 1, got 0$"):
        transposed_convolution(torch.ones(1), torch.ones(1), 0)
