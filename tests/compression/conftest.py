"""What the tests of chapter 12 share."""

import pytest
import torch

from notes.compression.study import Study, study


@pytest.fixture
def generator() -> torch.Generator:
    """A seeded source of randomness."""
    return torch.Generator().manual_seed(0)


@pytest.fixture(scope="session")
def task() -> Study:
    """Digits and three networks, trained briefly."""
    return study(3, torch.Generator().manual_seed(0), steps=80)
