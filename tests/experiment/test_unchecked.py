"""Without the checks of shapes a wrong shape is not told; with them, before and afterwards, it is."""

import pytest
import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype
from notes.experiment.trial import Experiment
from notes.experiment.unchecked import without_checks_of_shapes

VECTOR, MATRIX = torch.ones(2), torch.ones(2, 2)


@jaxtyped(typechecker=beartype)
def mean(x: Float[Tensor, " n"]) -> Float[Tensor, ""]:
    """Of the entries of a vector."""
    return x.mean()


def refuses() -> bool:
    try:
        mean(MATRIX)
    except TypeError:
        return True
    return False


def test_checks_are_left_out_meanwhile_and_then_made_again() -> None:
    assert refuses()
    with without_checks_of_shapes():
        assert not refuses()
        with without_checks_of_shapes():
            pass
        assert not refuses()
    with pytest.raises(ValueError, match="on the way"), without_checks_of_shapes():
        raise ValueError("on the way")
    assert refuses()


def test_a_run_of_an_experiment_is_made_without_them() -> None:
    assert refuses()
    run = Experiment("one", lambda _: {"refuses": float(refuses())}, (), {})
    run.function.__module__, run.function.__name__ = "notes.losses.experiments", "one"
    assert run(0) == {"refuses": 0.0}
    assert refuses()
