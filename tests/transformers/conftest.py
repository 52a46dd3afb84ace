"""What the tests of chapter 8 share: a seeded generator."""

import pytest
import torch


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(8)
