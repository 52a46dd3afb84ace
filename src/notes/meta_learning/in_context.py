"""Learning in context: linear functions from examples in the input, by layers of linear attention."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require, require_decomposable, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def linear_functions(
    tasks: int, examples: int, size: int, generator: torch.Generator, *, scale: float = 1.0
) -> tuple[Tensor, Tensor]:
    """Tokens of input and target of random linear functions; the last token is asked, its target is zero.

    Args:
        tasks: number of functions, each of standard normal weights.
        examples: number of tokens with their target.
        size: number of inputs.
        generator: source of the draws.
        scale: standard deviation of the inputs.

    Returns:
        Tokens, `tasks examples+1 size+1`, and the right answers, `tasks`.

    Raises:
        ValueError: if a number is too small, or `scale` is NaN or infinite.
    """
    require_sizes(0, tasks=tasks)
    require_sizes(examples=examples, size=size)
    require_finite(scale=scale)
    inputs = scale * torch.randn(tasks, examples + 1, size, generator=generator, device=generator.device)
    weights = torch.randn(tasks, size, 1, generator=generator, device=generator.device)
    targets = inputs @ weights
    shown = torch.cat([targets[:, :-1], torch.zeros_like(targets[:, -1:])], 1)
    return torch.cat([inputs, shown], -1), targets[:, -1, 0]


@jaxtyped(typechecker=beartype)
def linear_attention(
    tokens: Float[Tensor, "*batch tokens width"],
    query_key: Float[Tensor, "width width"],
    value: Float[Tensor, "width width"],
) -> Float[Tensor, "*batch tokens width"]:
    r"""A layer of attention without a softmax, in which every token attends to all but the last one.

    $$e_i \leftarrow e_i + \frac1n \sum_{j=1}^{n} (e_i^\top A \, e_j) \, V^\top e_j$$

    Args:
        tokens: $e$, rows; the last one is asked. At least two.
        query_key: $A$, the product of the matrices for queries and for keys.
        value: $V$, that for values.

    Returns:
        The tokens after the layer.

    Raises:
        ValueError: if there are fewer than two tokens, or an argument is NaN or infinite.
    """
    require(tokens.shape[-2] > 1, "tokens", "at least two", tokens.shape[-2])
    require_finite(tokens=tokens, query_key=query_key, value=value)
    examples = tokens[..., :-1, :]
    scores = tokens @ query_key @ examples.mT / examples.shape[-2]
    return tokens + scores @ examples @ value


@jaxtyped(typechecker=beartype)
def descent_layer(size: int, rate: float) -> tuple[Tensor, Tensor]:
    r"""The matrices with which a layer of linear attention is a step of gradient descent.

    Args:
        size: number of inputs.
        rate: $\alpha$ of the step.

    Returns:
        $A$, which compares the inputs, and $V$, which takes the targets away at the rate; both `size+1 size+1`.

    Raises:
        ValueError: if `size` is not positive, or `rate` is NaN or infinite.
    """
    require_sizes(size=size)
    require_finite(rate=rate)
    query_key, value = torch.eye(size + 1), torch.zeros(size + 1, size + 1)
    query_key[-1, -1], value[-1, -1] = 0, -rate
    return query_key, value


class LinearTransformer(nn.Module):
    """Layers of linear attention over tokens of input and target; the answer is minus what is left of the last target.

    Args:
        size: number of inputs.
        layers: number of layers.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, size: int, layers: int) -> None:
        require_sizes(size=size, layers=layers)
        super().__init__()
        shape = (layers, size + 1, size + 1)
        self.query_keys, self.values = (nn.Parameter(0.2 * torch.randn(shape)) for _ in range(2))

    def forward(self, tokens: Tensor) -> Tensor:
        """What is answered for the last token.

        Args:
            tokens: `tasks examples+1 size+1`.

        Returns:
            Answers, `tasks`.
        """
        for query_key, value in zip(self.query_keys, self.values, strict=True):
            tokens = linear_attention(tokens, query_key, value)
        return -tokens[..., -1, -1]


@jaxtyped(typechecker=beartype)
def trained_in_context(
    generator: torch.Generator, *, layers: int, steps: int, examples: int = 10, size: int = 3
) -> LinearTransformer:
    """A transformer trained by Adam to answer for linear functions, none of which comes twice.

    Args:
        generator: source of the functions.
        layers: of linear attention.
        steps: number of updates.
        examples: number of tokens with their target.
        size: number of inputs.

    Returns:
        The transformer.

    Raises:
        ValueError: if a number is too small.
    """
    require_sizes(layers=layers, steps=steps, examples=examples, size=size)
    model = LinearTransformer(size, layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        tokens, answers = linear_functions(256, examples, size, generator)
        optimizer.zero_grad()
        (model(tokens) - answers).square().mean().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model


@jaxtyped(typechecker=beartype)
def least_squares_answers(tokens: Float[Tensor, "tasks tokens width"]) -> Float[Tensor, "tasks"]:
    """What least squares on the tokens with a target answers for the last one.

    Args:
        tokens: input and target; at least as many examples as inputs.

    Returns:
        Answers, one a task.

    Raises:
        ValueError: if `tokens` is of half precision, NaN or infinite, or has fewer examples than inputs.
    """
    require_decomposable(tokens=tokens)
    examples, inputs = tokens.shape[-2] - 1, tokens.shape[-1] - 1
    require(examples >= inputs > 0, "tokens", "as many examples as inputs at least, and one input", examples)
    weights = torch.linalg.lstsq(tokens[:, :-1, :-1], tokens[:, :-1, -1:]).solution
    return (tokens[:, -1:, :-1] @ weights)[:, 0, 0]
