import numpy as np
import pytest
import scipy.signal
import torch

from notes.convolution.planar import KERNELS, convolution_2d, cross_correlation_2d


@pytest.fixture
def pair(generator):
    return [torch.rand(*shape, generator=generator, dtype=torch.float64) for shape in ((7, 9), (3, 4))]


def test_convolution_2d_equals_scipy(pair):
    np.testing.assert_allclose(convolution_2d(*pair), scipy.signal.convolve2d(*pair, mode="valid"), rtol=1e-12)


def test_cross_correlation_2d_equals_scipy_and_what_a_layer_computes(pair):
    ours = cross_correlation_2d(*pair)
    np.testing.assert_allclose(ours, scipy.signal.correlate2d(*pair, mode="valid"), rtol=1e-12)
    torch.testing.assert_close(ours, torch.nn.functional.conv2d(*(t[None, None] for t in pair))[0, 0])


@pytest.mark.parametrize("operation", [convolution_2d, cross_correlation_2d])
def test_gradients(pair, operation):
    assert torch.autograd.gradcheck(operation, [t.requires_grad_() for t in pair])


def test_both_agree_on_symmetric_kernels(pair):
    image, _ = pair
    for name in ("blur", "sharpen", "Laplacian"):
        kernel = KERNELS[name].double()
        torch.testing.assert_close(convolution_2d(image, kernel), cross_correlation_2d(image, kernel))


def test_kernels_on_a_constant_image():
    constant = torch.ones(8, 8)
    sums = {name: convolution_2d(constant, kernel)[0, 0].item() for name, kernel in KERNELS.items()}
    assert sums == pytest.approx({name: 1.0 if name in ("blur", "sharpen") else 0.0 for name in KERNELS}, abs=1e-6)


def test_differences_are_positive_where_the_image_grows_brighter():
    rightwards = torch.arange(5.0).expand(5, 5)
    assert convolution_2d(rightwards, KERNELS["horizontal difference"])[0, 0] == 8
    assert convolution_2d(rightwards.T.contiguous(), KERNELS["vertical difference"])[0, 0] == 8


def test_cross_correlation_2d_refuses_a_large_kernel_and_nan():
    with pytest.raises(ValueError, match=r"^`kernel` must fit \(2, 2\), got \(3, 1\)$"):
        cross_correlation_2d(torch.ones(2, 2), torch.ones(3, 1))
    with pytest.raises(ValueError, match=r"^`image` must be finite, got inf$"):
        convolution_2d(torch.full((2, 2), torch.inf), torch.ones(1, 1))
