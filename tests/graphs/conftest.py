import pytest
import torch

from notes.graphs.graph import SOURCE_EDGES, adjacency


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


@pytest.fixture
def source() -> torch.Tensor:
    """The source's graph in 64-bit floating point."""
    return adjacency(SOURCE_EDGES, 4).double()


@pytest.fixture
def hidden(generator: torch.Generator) -> torch.Tensor:
    """Three features of four nodes."""
    return torch.rand(3, 4, generator=generator, dtype=torch.float64).requires_grad_()
