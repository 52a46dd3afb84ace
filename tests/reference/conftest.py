"""Libraries that are no dependency of the notes as second references: `make references` installs and asks them."""

from collections.abc import Callable
from importlib.util import find_spec

import pytest
import torch
from torch import Tensor

LIBRARIES = (
    "bm25s",
    "cleanlab",
    "faiss",
    "ot",
    "pytorch_metric_learning",
    "statsmodels",
    "torch_geometric",
    "torchmetrics",
    "transformers",
)
INSTALLED = all(find_spec(name) for name in LIBRARIES)
collect_ignore_glob = [] if INSTALLED else ["test_*.py"]

Differentiable = Callable[..., Tensor]


def pytest_report_header() -> str | None:
    """Say why the references are left out, if they are."""
    return None if INSTALLED else "tests/reference is left out: `make references` installs its libraries"


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


@pytest.fixture
def normal(generator: torch.Generator) -> Callable[..., Tensor]:
    """Draws of a standard normal distribution in double precision, of a given shape."""
    return lambda *shape: torch.randn(shape, generator=generator, dtype=torch.float64)


@pytest.fixture
def agree(normal: Callable[..., Tensor]) -> Callable[..., None]:
    """An assertion that two functions have the same values, and the same gradients with respect to all inputs."""

    def compare(ours: Differentiable, theirs: Differentiable, *inputs: Tensor, rounding: float = 1e-12) -> None:
        leaves = [one.detach().clone().requires_grad_() for one in inputs]
        found, expected = ours(*leaves), theirs(*leaves)
        assert found.dtype == torch.float64
        torch.testing.assert_close(found, expected.to(found.dtype), rtol=rounding, atol=rounding)
        weights = normal(*found.shape)
        slopes, wanted = (torch.autograd.grad((weights * one).sum(), leaves) for one in (found, expected))
        torch.testing.assert_close(slopes, wanted, rtol=10 * rounding, atol=10 * rounding)
        assert all(bool(one.any()) for one in wanted)

    return compare
