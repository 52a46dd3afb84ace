"""Two ways to compute one thing: the code that is taught, and what PyTorch has for it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from benchmarks.measurement import Call

Inputs = Callable[[int], Sequence[Tensor]]


class Pair(NamedTuple):
    """Two ways to compute one thing.

    Attributes:
        name: the function or class of the notes, with its module.
        reference: what PyTorch has for it.
        ours: the call of the notes.
        theirs: the call of PyTorch.
        inputs: what both are called with, of a given size.
        sizes: a small one and a large one.
        learns: how many of the inputs, from the first on, are differentiated by; none for a rule of descent.
    """

    name: str
    reference: str
    ours: Call
    theirs: Call
    inputs: Inputs
    sizes: tuple[int, int]
    learns: int = 1


def pair(function: Call, reference: str, theirs: Call, inputs: Inputs, sizes: tuple[int, int], learns: int = 1) -> Pair:
    """A function of the notes next to one of PyTorch that takes the same arguments."""
    return Pair(name(function), reference, function, theirs, inputs, sizes, learns)


def name(function: Call | type) -> str:
    """The name of a function or class of the notes, with its module."""
    return f"{function.__module__.removeprefix('notes.')}.{function.__name__}"


def normal(*shape: int, seed: int = 0) -> Tensor:
    """Draws of a standard normal distribution."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def bits(n: int) -> Tensor:
    """Zeros and ones."""
    return normal(n, seed=1).gt(0).float()
