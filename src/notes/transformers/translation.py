"""Training of models that read one sequence and write another, and how often they get all of it right."""

from collections.abc import Callable
from typing import TypeVar

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn import functional

from notes.domain import beartype
from notes.losses.training import trained

Translator = TypeVar("Translator", bound=nn.Module)


def trained_translator(
    model: Translator, batches: Callable[[], tuple[Tensor, Tensor]], *, steps: int = 200, learning_rate: float = 0.01
) -> Translator:
    r"""A copy of a model trained on batches of sources and targets, each word given the true words before it.

    $$L = -\frac1{BT} \sum_{i=1}^{B} \sum_{t=1}^{T} \log p(y_{it} \mid y_{i,<t}, x_i)$$

    Args:
        model: from sources and targets to the scores of every word of the target; it stays as it is.
        batches: gives a new batch of sources and targets at every call.
        steps: number of updates.
        learning_rate: size of the first updates.

    Returns:
        The trained copy.

    Example:
        ```python
        import torch
        from notes.transformers.encoder_decoder import AttentiveEncoderDecoder
        from notes.transformers.tasks import reversals
        from notes.transformers.translation import trained_translator

        generator = torch.Generator().manual_seed(0)
        model = trained_translator(AttentiveEncoderDecoder(4, 8), lambda: reversals(2, 3, 4, generator), steps=1)
        print(tuple(model(*reversals(2, 3, 4, generator)).shape))
        #> (2, 3, 4)
        ```

    Reference: I. Sutskever, O. Vinyals and Q. V. Le, Sequence to Sequence Learning with Neural Networks, 2014.
    """

    def loss(translator: nn.Module) -> Tensor:
        source, target = batches()
        return functional.cross_entropy(translator(source, target).flatten(0, 1), target.flatten())

    model_after = trained(model, loss, steps=steps, learning_rate=learning_rate)
    assert isinstance(model_after, type(model))
    return model_after


@jaxtyped(typechecker=beartype)
def exact_match(written: Int[Tensor, "batch length"], target: Int[Tensor, "batch length"]) -> Float[Tensor, ""]:
    """Share of the sequences that are right in every word.

    Args:
        written: what was written.
        target: what is right.

    Returns:
        A number from 0 to 1.

    Example:
        ```python
        import torch
        from notes.transformers.translation import exact_match

        print(exact_match(torch.tensor([[1, 2], [3, 4]]), torch.tensor([[1, 2], [3, 0]])).item())
        #> 0.5
        ```
    """
    return (written == target).all(dim=1).to(torch.get_default_dtype()).mean()
