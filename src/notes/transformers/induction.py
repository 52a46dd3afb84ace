"""Patterns that are new in every sequence and come again: what a model can only learn while it reads."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_sizes
from notes.losses.training import trained
from notes.transformers.language_model import LanguageModel, Sizes, new_language_model

TOKENS, SHORTEST, LONGEST = 16, 4, 8


class Repetitions(NamedTuple):
    """Sequences that begin with a pattern and repeat it.

    Attributes:
        tokens: the sequences, one a row.
        known: true where the next token has stood after this one before.
    """

    tokens: Int64[Tensor, "batch time"]
    known: Bool[Tensor, "batch time"]


@jaxtyped(typechecker=beartype)
def repetitions(
    count: int, time: int, generator: torch.Generator, *, shortest: int = SHORTEST, longest: int = LONGEST
) -> Repetitions:
    """Sequences that repeat a random pattern, of a length of its own in each, in which no token comes twice.

    Args:
        count: how many sequences.
        time: their length.
        generator: source of patterns and lengths.
        shortest: the least length of a pattern, at least 1.
        longest: the largest length, at most the 16 tokens that there are.

    Returns:
        The sequences.

    Raises:
        ValueError: if `count` or `time` is below 1, or a length is out of its range.

    Example:
        ```python
        import torch
        from notes.transformers.induction import repetitions

        tokens, known = repetitions(1, 8, torch.Generator().manual_seed(0), shortest=3, longest=3)
        print(bool((tokens[:, 3:] == tokens[:, :-3]).all()), known[0].int().tolist())
        #> True [0, 0, 0, 1, 1, 1, 1, 1]
        ```

    Reference: C. Olsson et al., In-context Learning and Induction Heads, 2022.
    """
    require_sizes(count=count, time=time, shortest=shortest)
    if not shortest <= longest <= TOKENS:
        raise ValueError(f"`longest` must be from {shortest} to {TOKENS}, got {longest}")
    periods = torch.randint(shortest, longest + 1, (count, 1), generator=generator, device=generator.device)
    patterns = torch.rand(count, TOKENS, generator=generator, device=generator.device).argsort(dim=1)
    places = torch.arange(time, device=generator.device)
    return Repetitions(patterns.gather(1, places % periods), places >= periods)


@jaxtyped(typechecker=beartype)
def trained_copier(layers: int, generator: torch.Generator, *, steps: int = 120) -> LanguageModel:
    """A language model that was trained to predict what is known, on fresh patterns at every step.

    Args:
        layers: number of layers.
        generator: source of weights and patterns.
        steps: updates, each of 32 sequences of 17 tokens.

    Returns:
        The trained model.

    Raises:
        ValueError: if `layers` or `steps` is below 1.
    """
    sizes = Sizes(TOKENS, width=32, layers=layers, heads=2, groups=2, hidden=32)

    def loss(network: nn.Module) -> Tensor:
        tokens, known = repetitions(32, 17, generator)
        scores, _ = network(tokens[:, :-1])
        return cross_entropy(scores[known[:, :-1]], tokens[:, 1:][known[:, :-1]])

    model = trained(new_language_model(sizes, generator), loss, steps=steps, learning_rate=0.02)
    assert isinstance(model, LanguageModel)
    return model


@jaxtyped(typechecker=beartype)
@torch.no_grad()
def shares_known(model: LanguageModel, sequences: Repetitions) -> Float[Tensor, "2"]:
    """How often the next token is the likeliest one: where it was not known yet, and where it was.

    Args:
        model: the language model.
        sequences: patterns and their repetitions, both at least one token long.

    Returns:
        The share of right next tokens where the present one is new, and where it was read before.

    Raises:
        ValueError: if nothing is known, or everything.
    """
    scores, _ = model(sequences.tokens[:, :-1])
    right = scores.argmax(dim=-1) == sequences.tokens[:, 1:]
    known = sequences.known[:, :-1]
    if known.all() or not known.any():
        raise ValueError("`sequences` must hold both what is known and what is not, got only one of them")
    return torch.stack([right[~known].float().mean(), right[known].float().mean()])
