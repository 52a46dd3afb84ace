"""Classes of nodes from few labels: training, and what depth does to the columns."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int64, jaxtyped
from torch import Tensor
from torch.nn.functional import cross_entropy, one_hot

from notes.domain import beartype, require_below, require_finite, require_some, require_squares
from notes.graphs.convolution import GraphNetwork
from notes.graphs.graph import block_model
from notes.losses.training import trained


@jaxtyped(typechecker=beartype)
def node_classifier(
    network: GraphNetwork,
    features: Float[Tensor, "features nodes"],
    gather: Float[Tensor, "nodes nodes"],
    classes: Int64[Tensor, "nodes"],
    known: Bool[Tensor, "nodes"],
    *,
    steps: int = 100,
) -> GraphNetwork:
    """The network trained on the nodes whose class is known; all nodes pass through it.

    Args:
        network: the network to start from.
        features: one column per node.
        gather: the matrix of the aggregation.
        classes: class of every node; only those known are looked at.
        known: where the class may be looked at.
        steps: number of updates of Adam.

    Returns:
        The trained network.

    Raises:
        ValueError: if no class is known, or `features` is empty or an argument is NaN or infinite, or a class is none
            of the network's.
    """
    require_some(features=features)
    require_below(len(network(features, gather)), classes=classes)
    require_finite(features=features, gather=gather)
    if not bool(known.any()):
        raise ValueError("`known` must be true for at least one node, got none")

    def loss(model: torch.nn.Module) -> Tensor:
        return cross_entropy(model(features, gather).T[known], classes[known])

    model = trained(network, loss, steps=steps, learning_rate=0.02)
    assert isinstance(model, GraphNetwork)
    return model


@jaxtyped(typechecker=beartype)
def accuracy(
    logits: Float[Tensor, "classes nodes"], classes: Int64[Tensor, "nodes"], asked: Bool[Tensor, "nodes"]
) -> float:
    """Share of the nodes asked about whose class is the one with the largest logit.

    Args:
        logits: one column per node.
        classes: class of every node.
        asked: which nodes count.

    Returns:
        The share, between 0 and 1.

    Raises:
        ValueError: if `logits` is empty or no node is asked.
    """
    if not bool(asked.any()):
        raise ValueError("`asked` must be true for at least one node, got none")
    require_some(logits=logits)
    return (logits.argmax(0) == classes)[asked].float().mean().item()


@jaxtyped(typechecker=beartype)
def smoothed(
    features: Float[Tensor, "features nodes"], gather: Float[Tensor, "nodes nodes"], times: int
) -> Float[Tensor, "features nodes"]:
    """Features after gathering again and again, without weights or activations.

    Args:
        features: one column per node.
        gather: the matrix of the aggregation.
        times: how often.

    Returns:
        One column per node.

    Raises:
        ValueError: if `features` or `gather` has no finite sum of squares.
    """
    require_squares(features=features, gather=gather)
    for _ in range(times):
        features = features @ gather
    return features


class Communities(NamedTuple):
    """A graph of three blocks with faint features and few labels.

    Attributes:
        adjacency: the graph.
        features: eight rows, of which three hint at the block.
        blocks: the block of every node.
        known: true for eight nodes of each block.
    """

    adjacency: Float[Tensor, "nodes nodes"]
    features: Float[Tensor, "8 nodes"]
    blocks: Int64[Tensor, "nodes"]
    known: Bool[Tensor, "nodes"]


def communities(generator: torch.Generator) -> Communities:
    """Three blocks of 60 nodes; of the pairs within a block 12 % are linked, of those between blocks 1 %.

    The features are standard Gaussian noise, plus 0.6 in the row of the block's number.

    Args:
        generator: source of the graph, the features and the choice of labels.

    Returns:
        The task.
    """
    adjacency, blocks = block_model([60, 60, 60], 0.12, 0.01, generator)
    features = torch.randn(8, 180, generator=generator)
    features[:3] += 0.6 * one_hot(blocks, 3).T
    known = torch.zeros(180, dtype=torch.bool)
    for block in range(3):
        known[60 * block + torch.randperm(60, generator=generator)[:8]] = True
    return Communities(adjacency, features, blocks, known)
