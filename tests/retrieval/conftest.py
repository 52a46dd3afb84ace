"""What the tests of chapter 14 share: a seeded generator, a task, and the sections of these notes."""

import pytest
import torch

from notes.retrieval.ask import Notes
from notes.retrieval.pages import sections
from notes.retrieval.system import System, warm_start
from notes.retrieval.task import Task, task


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(14)


@pytest.fixture(scope="session")
def drawn() -> Task:
    return task(torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def start(drawn: Task) -> System:
    return warm_start(drawn, torch.Generator().manual_seed(0))


@pytest.fixture(scope="session")
def notes() -> Notes:
    return Notes(sections(chapters=range(1, 7)))
