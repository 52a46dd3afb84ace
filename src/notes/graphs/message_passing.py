r"""Message passing along a list of edges, with features of the edges; and networks on many graphs at once.

Nodes are rows here, as in `framework` and in libraries for graphs.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_below, require_finite, require_sizes, require_widths
from notes.transformers.layers import EncoderLayer

Message = Callable[[Tensor, Tensor, Tensor], Tensor]
Update = Callable[[Tensor, Tensor], Tensor]


@jaxtyped(typechecker=beartype)
def message_passing(
    hidden: Float[Tensor, "nodes inputs"],
    edges: Int64[Tensor, "2 edges"],
    edge_features: Float[Tensor, "edges kinds"],
    message: Message,
    update: Update,
) -> Float[Tensor, "nodes outputs"]:
    r"""One round in which each edge carries a message of its own.

    $$h'_n = U\Big( h_n, \sum_{m \in \mathcal{N}(n)} M(h_n, h_m, e_{mn}) \Big)$$

    Args:
        hidden: one row per node.
        edges: who speaks, and below it who listens; an edge without direction stands in both.
        edge_features: one row per edge.
        message: $M$, of the rows of listeners, of speakers and of edges.
        update: $U$, of the rows of the nodes and of the sums of their messages.

    Returns:
        One row per node.

    Raises:
        ValueError: if an argument is NaN or infinite, or an edge names no node.

    Example:
        ```python
        import torch
        from notes.graphs.message_passing import message_passing

        h, edges = torch.tensor([[1.0], [10.0]]), torch.tensor([[0, 1], [1, 0]])
        lengths = torch.tensor([[2.0], [3.0]])
        print(message_passing(h, edges, lengths, lambda own, other, e: e * other, torch.add).tolist())
        #> [[31.0], [12.0]]
        ```

    Reference: J. Gilmer et al., Neural Message Passing for Quantum Chemistry, 2017, equations 1 and 2.
    """
    require_finite(hidden=hidden, edge_features=edge_features)
    require_below(len(hidden), edges=edges)
    speaker, listener = edges
    messages = message(hidden[listener], hidden[speaker], edge_features)
    sums = messages.new_zeros(len(hidden), messages.shape[1])
    return update(hidden, sums.index_add(0, listener, messages))


class MessageNetwork(nn.Module):
    """Rounds of gathering on many graphs of one size, and a linear head for each node.

    Args:
        widths: features of a node, from the input to the hidden layers and to what the head answers.

    Example:
        ```python
        import torch
        from notes.graphs.message_passing import MessageNetwork

        network = MessageNetwork([3, 8, 2])
        print(tuple(network(torch.ones(10, 5, 3), torch.eye(5)).shape))
        #> (10, 5, 2)
        ```
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, widths: Sequence[int]) -> None:
        require_widths(2, widths=widths)
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(*pair) for pair in pairwise(widths))

    @jaxtyped(typechecker=beartype)
    def forward(
        self, features: Float[Tensor, "graphs nodes inputs"], gather: Float[Tensor, "*graphs nodes nodes"]
    ) -> Float[Tensor, "graphs nodes outputs"]:
        """What the head answers for each node; of a graph as a whole, the mean over its nodes says it."""
        hidden = features
        for layer in self.layers[:-1]:
            hidden = (gather @ layer(hidden)).relu()
        answers: Tensor = self.layers[-1](hidden)
        return answers


class GraphTransformer(nn.Module):
    """Attention of every node over all nodes, and a linear head for each; what it knows of edges, the features tell.

    Args:
        inputs: features of a node, encodings of its place among them.
        width: hidden features.
        outputs: what the head answers.

    Reference: D. Kreuzer et al., Rethinking Graph Transformers with Spectral Attention, 2021, without what it tells of
    edges.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, width: int, outputs: int) -> None:
        require_sizes(inputs=inputs, width=width, outputs=outputs)
        super().__init__()
        self.embedding, self.head = nn.Linear(inputs, width), nn.Linear(width, outputs)
        self.layer = EncoderLayer(width, 1, width)

    @jaxtyped(typechecker=beartype)
    def forward(self, features: Float[Tensor, "graphs nodes inputs"]) -> Float[Tensor, "graphs nodes outputs"]:
        """What the head answers for each node."""
        answers: Tensor = self.head(self.layer(self.embedding(features)))
        return answers


@jaxtyped(typechecker=beartype)
def graph_logits(answers: Float[Tensor, "graphs nodes classes"]) -> Float[Tensor, "graphs classes"]:
    r"""Scores of whole graphs: of a linear head, the mean over the nodes is what it says of the mean column.

    Args:
        answers: what the head says of each node.

    Returns:
        One row per graph.

    Raises:
        ValueError: if `answers` is NaN or infinite, or a graph has no node.
    """
    require_finite(answers=answers)
    require_sizes(answers=answers.shape[1])
    return answers.mean(1)
