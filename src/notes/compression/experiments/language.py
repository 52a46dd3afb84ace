"""What few bits and zeros cost a small language model, and what an adapter on few bits learns."""

from copy import deepcopy
from functools import partial

import torch
from torch import Generator, Tensor

from notes.compression.activation_aware import activation_aware
from notes.compression.layerwise import gptq, output_hessian
from notes.compression.low_bits import Rewriting, adapted, rewritten
from notes.compression.normal_float import normal_float, quantised_adapter
from notes.compression.quantization import rounded, symmetric_grid
from notes.compression.semi_structured import surgeon_two_of_four, two_of_four
from notes.experiment import always, difference, experiment
from notes.transformers.byte_pairs import Tokenizer
from notes.transformers.corpus import help_texts
from notes.transformers.language_model import (
    LanguageModel,
    Sizes,
    new_language_model,
    perplexity,
    token_losses,
    trained_on_text,
)
from notes.transformers.low_rank import LowRankLinear

TIME = 64


def encoded(text: str) -> Tensor:
    """A text as its bytes."""
    return torch.tensor(Tokenizer([]).encoded(text))


def pretrained(generator: Generator) -> LanguageModel:
    """A model of one layer that has read help topics of Python, byte by byte."""
    model = new_language_model(Sizes(256, layers=1), generator)
    return trained_on_text(model, encoded(help_texts()[0][:200_000]), generator, time=TIME, steps=100)


def perplexity_on(model: LanguageModel, text: str) -> float:
    """Perplexity a byte in passages that follow one another."""
    passages = encoded(text).unfold(0, TIME + 1, TIME + 1)
    with torch.no_grad():
        losses = token_losses(model, passages)
    return perplexity(losses, losses.numel())


def nearest(bits: int, weights: Tensor, _: Tensor) -> Tensor:
    """Each weight to the nearest value."""
    return rounded(weights, symmetric_grid(weights, bits, per_channel=True))


def by_gptq(bits: int, weights: Tensor, inputs: Tensor) -> Tensor:
    """Each weight to the nearest value, the later ones making up for it."""
    return gptq(weights, output_hessian(inputs), symmetric_grid(weights, bits, per_channel=True))


def by_awq(bits: int, weights: Tensor, inputs: Tensor) -> Tensor:
    """Each weight to the nearest value after scaling by what it meets."""
    return activation_aware(weights, inputs, bits)


REWRITINGS: dict[str, Rewriting] = {
    "nearest 4": partial(nearest, 4),
    "nearest 3": partial(nearest, 3),
    "GPTQ 3": partial(by_gptq, 3),
    "AWQ 3": partial(by_awq, 3),
    "nearest 2": partial(nearest, 2),
    "GPTQ 2": partial(by_gptq, 2),
    "AWQ 2": partial(by_awq, 2),
    "2:4 by magnitude": lambda weights, _: weights * two_of_four(weights.abs()),
    "2:4 by the surgeon": lambda weights, inputs: surgeon_two_of_four(weights, output_hessian(inputs)),
}


@experiment(
    "A small language model, the maps of its layer in few bits or with half of their weights",
    always("four bits cost less than two per cent", lambda run: run["nearest 4"] < 1.02 * run["whole"]),
    difference("nearest 3", "GPTQ 3"),
    always("at two bits GPTQ is better than the nearest values", lambda run: run["GPTQ 2"] < run["nearest 2"]),
    difference("2:4 by magnitude", "2:4 by the surgeon"),
    panels={"perplexity a byte on topics that were kept apart": ("whole", *REWRITINGS)},
)
def low_bits(seed: int) -> dict[str, float]:
    """Perplexity of a language model whose maps are rounded or pruned, knowing 16 passages of its text."""
    generator = Generator().manual_seed(seed)
    model, (train, test) = pretrained(generator), help_texts()
    starts = torch.randint(100_000, (16, 1), generator=generator)
    calibration = encoded(train[:200_000])[starts + torch.arange(TIME)]
    models = {name: rewritten(model, calibration, one) for name, one in REWRITINGS.items()}
    return {name: perplexity_on(one, test[:6000]) for name, one in {"whole": model, **models}.items()}


@experiment(
    "An adapter beside weights of four bits learns as much as beside those of 32",
    always("an adapter on NF4 takes away two thirds of the perplexity", lambda run: run["on NF4"] < run["NF4"] / 3),
    difference("on float32", "on NF4", above=-2),
    always("training all weights gets farther", lambda run: run["all trained"] < min(run["on NF4"], run["on float32"])),
    panels={
        "perplexity a byte on topics that were kept apart, in capitals": ("float32", "NF4"),
        "after 30 steps": ("on float32", "on NF4", "all trained"),
    },
)
def adapters(seed: int) -> dict[str, float]:
    """Perplexity on a text in capitals, before and after adapters of rank 8 in the attention have learned it."""
    generator = Generator().manual_seed(seed)
    model, (train, test) = pretrained(generator), help_texts()
    capitals, kept_apart = encoded(train[:200_000].upper()), test[:6000].upper()
    coarse = rewritten(model, capitals[None, :TIME], lambda weights, _: normal_float(weights))
    learners = {"on float32": adapted(model, LowRankLinear, 8, generator)}
    learners |= {"on NF4": adapted(coarse, quantised_adapter, 8, generator), "all trained": deepcopy(model)}
    numbers = {"float32": perplexity_on(model, kept_apart), "NF4": perplexity_on(coarse, kept_apart)}
    for name, learner in learners.items():
        found = trained_on_text(learner, capitals, generator, time=TIME, steps=30)
        numbers[name] = perplexity_on(found, kept_apart)
    return numbers
