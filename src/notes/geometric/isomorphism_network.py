"""The graph isomorphism network: sums of neighbours, which keep how often each occurs."""

from beartype import beartype
from jaxtyping import Float, jaxtyped
from torch import Tensor


@jaxtyped(typechecker=beartype)
def isomorphism_aggregate(
    x: Float[Tensor, "n d"], adjacency: Float[Tensor, "n n"], epsilon: float
) -> Float[Tensor, "n d"]:
    r"""What a layer of the graph isomorphism network hands to its multilayer perceptron.

    $$z_i = (1 + \epsilon) x_i + \sum_{j \in N(i)} x_j$$

    Args:
        x: one row of features per node.
        adjacency: entry (i, j) is 1 where j is a neighbour of i.
        epsilon: what sets the node itself apart from its neighbours.

    Returns:
        One row per node.

    Reference: K. Xu et al., How Powerful are Graph Neural Networks?, 2019, equation 4.1.
    """
    return (1 + epsilon) * x + adjacency @ x
