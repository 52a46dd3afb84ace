"""Tensors are followed to the device where they live: nothing is made beside them on another one.

No other device is at hand where this runs, so the test turns it round: the arguments live on the processor, and new
tensors go to the device `meta`, which holds shapes and no numbers, unless they are told where to live. What a function
makes without following its arguments then breaks, or shows in its result. Random draws follow their generator.
"""

from typing import Any

import pytest
import torch
from tests.inputs.case import Case, case, ramp, seed
from tests.inputs.outcome import numbers
from tests.inputs.table import table
from torch import Tensor

from notes.chapters import CHAPTERS
from notes.proof.checking import TimeLimitError, time_limit

SECONDS = 20  # of processor time, for loops that wait for a number that never comes

NETWORK = "makes a network of its own, where PyTorch makes layers"
LAYERS = "makes layers around a given network, where PyTorch makes layers; `to` moves the whole"
DATA = "makes its data itself"
WORDS = "makes numbers of words, for a reader that need not say where it lives"
MAKES_ITS_OWN = {
    "convolution.highway.deep_classifier": LAYERS,
    "convolution.mixing.MixingNetwork": NETWORK,
    "self_supervision.masking.masked_autoencoder": NETWORK,
    "self_supervision.metric_training.metric_encoder": NETWORK,
    "self_supervision.planar.planar_classifier": NETWORK,
    "transformers.elmo.trained_language_model": NETWORK,
    "transformers.fusion.FusionReader": LAYERS,
    "transformers.heads.WordHead": LAYERS,
    "transformers.heads.SequenceClassifier": LAYERS,
    "transformers.heads.TokenClassifier": LAYERS,
    "transformers.heads.SpanFinder": LAYERS,
    "transformers.neural_database.trained_fact_reader": NETWORK,
    "transformers.neural_database.derived": WORDS,
    "transformers.pretraining.Pretrainer": LAYERS,
    "transformers.pretraining.fine_tuned": LAYERS,
    "transformers.pretraining.linear_readout": LAYERS,
    "noisy_labels.task.digits_task": DATA,
}


def has_tensors(value: Any) -> bool:
    """Whether an argument is, holds or is made of tensors."""
    if isinstance(value, dict):
        return has_tensors(list(value.values()))
    if isinstance(value, list | tuple):
        return any(has_tensors(one) for one in value)
    return isinstance(value, Tensor | torch.nn.Module)


def fault(case: Case) -> str:
    """What is made beside the arguments: the words of the error that this ends in, or that the result shows it."""
    assert case.call is not None
    arguments = case.arguments()
    try:
        with time_limit(SECONDS), torch.device("meta"):
            result = case.call(**arguments)
    except TimeLimitError:
        return f"no end within {SECONDS} s"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "a result on another device" if any(one.is_meta for one in numbers(result)) else ""


FOLLOWING = [
    f"{chapter.slug}.{name}"
    for chapter in CHAPTERS
    for name, one in table(chapter.slug).items()
    if has_tensors(list(one.arguments().values()))
]


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_is_made_beside_tensors_lives_where_they_do(name: str) -> None:
    chapter, _, function = name.partition(".")
    found = fault(table(chapter)[function])
    if name in MAKES_ITS_OWN:
        assert found, "it follows its arguments, and needs no reason any more"
    else:
        assert found == ""


def test_every_exception_is_a_function_that_is_given_tensors() -> None:
    assert set(MAKES_ITS_OWN) <= set(FOLLOWING)


def eternal(x: Tensor) -> Tensor:
    while (torch.zeros_like(x, device="cpu") == 0).all():
        pass
    return x


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda x: x + torch.zeros(3, device=x.device), ""),
        (lambda x: x + torch.rand(3, generator=seed(), device="cpu"), ""),
        (lambda x: x + torch.zeros(3), "RuntimeError: "),
        (lambda x: torch.eye(len(x)).to(x), "NotImplementedError: Cannot copy out of meta"),
        (lambda x: {"ones": [torch.ones(len(x))]}, "a result on another device"),
        (eternal, "no end within"),
    ],
)
def test_what_does_not_follow_is_noticed(call: Any, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_devices.SECONDS", 0.2)
    assert fault(case(call=call, x=ramp(3))).startswith(told)
    assert bool(fault(case(call=call, x=ramp(3)))) == bool(told)
