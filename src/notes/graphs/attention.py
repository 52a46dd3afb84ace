r"""Graph attention: how much a node listens to each neighbour is computed from what both say."""

from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import leaky_relu

from notes.domain import beartype, require_finite, require_shape, require_sizes, require_some
from notes.graphs.aggregation import sum_matrix


class Head(NamedTuple):
    r"""Parameters of one head.

    Attributes:
        bias: $\beta$, one entry per output.
        weights: $\Omega$, outputs by inputs.
        listener: $\phi_1$, what of the listening node enters the score.
        speaker: $\phi_2$, what of the node that is listened to enters it.
    """

    bias: Tensor
    weights: Tensor
    listener: Tensor
    speaker: Tensor


@jaxtyped(typechecker=beartype)
def attention_weights(
    projected: Float[Tensor, "outputs nodes"],
    adjacency: Float[Tensor, "nodes nodes"],
    listener: Float[Tensor, "outputs"],
    speaker: Float[Tensor, "outputs"],
) -> Float[Tensor, "nodes nodes"]:
    r"""Share of each node in what another hears: a softmax over the neighbours and the node itself.

    $$\alpha_{mn} = \frac{\exp s_{mn}}{\sum_{k \in \mathcal{N}(n) \cup \{n\}} \exp s_{kn}}, \qquad
    s_{mn} = \operatorname{LeakyReLU}\big( \phi_1^\top h'_n + \phi_2^\top h'_m \big)$$

    Args:
        projected: $H'$, one column per node, before the activation.
        adjacency: the graph.
        listener: $\phi_1$.
        speaker: $\phi_2$.

    Returns:
        A matrix whose columns sum to one; entry (m, n) is zero unless m is n or a neighbour of it.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.graphs.attention import attention_weights
        from notes.graphs.graph import adjacency

        path, one = adjacency([(0, 1), (1, 2)], 3), torch.ones(1)
        print(attention_weights(torch.zeros(1, 3), path, one, one)[:, 0].tolist())
        #> [0.5, 0.5, 0.0]
        ```

    Reference: P. Veličković et al., Graph Attention Networks, 2018, equation 3.
    """
    require_finite(projected=projected, listener=listener, speaker=speaker)
    scores = leaky_relu((listener @ projected) + (speaker @ projected)[:, None], 0.2)
    return scores.where(sum_matrix(adjacency) > 0, -torch.inf).softmax(dim=0)


@jaxtyped(typechecker=beartype)
def attend(
    hidden: Float[Tensor, "inputs nodes"], adjacency: Float[Tensor, "nodes nodes"], head: Head
) -> Float[Tensor, "outputs nodes"]:
    r"""What one head hears: $H' \alpha$ with $H' = \beta \mathbf{1}^\top + \Omega H$.

    Args:
        hidden: $H$, one column per node.
        adjacency: the graph.
        head: the head's parameters.

    Returns:
        One column per node, before the activation.

    Raises:
        ValueError: if `hidden` is empty, or `hidden` is NaN or infinite, or `hidden` does not fit the head and the
            graph.
    """
    require_shape((head.weights.shape[1], len(adjacency)), hidden=hidden)
    require_some(hidden=hidden)
    require_finite(hidden=hidden)
    projected = head.bias[:, None] + head.weights @ hidden
    return projected @ attention_weights(projected, adjacency, head.listener, head.speaker)


class GraphAttention(nn.Module):
    """Several heads, one above the other, each with parameters of its own.

    Args:
        inputs: rows of the incoming features.
        outputs: rows of the outgoing ones per head.
        heads: number of heads.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, heads: int, generator: torch.Generator) -> None:
        require_sizes(inputs=inputs, outputs=outputs, heads=heads)
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(heads, outputs))
        self.weights = nn.Parameter(torch.empty(heads, outputs, inputs))
        self.scores = nn.Parameter(torch.empty(heads, 2, outputs))
        for parameter in (self.weights, self.scores):
            nn.init.xavier_uniform_(parameter, generator=generator)

    def forward(self, hidden: Tensor, adjacency: Tensor) -> Tensor:
        """What all heads hear, one column per node."""
        heads = (
            Head(bias, weights, *scores)
            for bias, weights, scores in zip(self.bias, self.weights, self.scores, strict=True)
        )
        return torch.cat([attend(hidden, adjacency, head) for head in heads])
