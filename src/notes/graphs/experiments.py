"""Experiments of chapter 10: what neighbours are good for, how many layers of listening, and what a filter costs.

The last three are of what came since: far leaves of a tree, neighbours of another class, places in a regular graph.

Sizes and numbers of steps were chosen on seeds below 100, for all rivals alike, so that a run takes seconds.
"""

from collections.abc import Callable

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import cross_entropy

from notes.experiment import always, experiment, mean, often, order
from notes.graphs.aggregation import renormalised_matrix
from notes.graphs.batching import sampled_adjacency, two_parts, within_parts
from notes.graphs.classification import Communities, accuracy, communities, node_classifier, smoothed
from notes.graphs.convolution import GraphNetwork, InitialResidualNetwork
from notes.graphs.graph import block_model, karate_club
from notes.graphs.heterophily import SeparatedNetwork, two_blocks
from notes.graphs.laplacian import dirichlet_energy, laplacian
from notes.graphs.message_passing import GraphTransformer, MessageNetwork, graph_logits
from notes.graphs.over_squashing import binary_tree, leaf_matching
from notes.graphs.positional_encoding import PLACES, random_signs, skip_link_graphs
from notes.graphs.spectral import chebyshev_filter, scaled_laplacian, spectral_filter, spectrum
from notes.losses.training import trained
from notes.transformers.initialization import initialized


@experiment(
    "Two labels and their friends tell the sides of the karate club",
    always("listening is right more often than alone", lambda run: run["listening"] > run["alone"]),
    mean("listening", above=0.9),
    mean("alone", above=0.4, below=0.6),
    panels={"share of the 32 others that are right": ("alone", "listening")},
)
def club(seed: int) -> dict[str, float]:
    """Accuracy on the members without a label, of networks of two layers that listen to friends and that do not."""
    graph, sides = karate_club()
    known = torch.zeros(34, dtype=torch.bool).index_fill(0, torch.tensor([0, 33]), True)
    numbers = {}
    for name, gather in (("alone", torch.eye(34)), ("listening", renormalised_matrix(graph))):
        network = GraphNetwork([34, 8, 2], Generator().manual_seed(seed))
        fit = node_classifier(network, torch.eye(34), gather, sides, known)
        with torch.no_grad():
            numbers[name] = accuracy(fit(torch.eye(34), gather), sides, ~known)
    return numbers


@experiment(
    "A sample of the neighbours needs weights; two parts mostly keep most edges",
    mean("with weights", above=0.95, below=1.05),
    always("without weights more than a third of the sum is lost", lambda run: run["without weights"] < 2 / 3),
    often("two parts keep more than three quarters of the edges", lambda run: run["edges kept"] > 0.75),
    panels={
        "mean of sampled sums over mean of whole sums": ("with weights", "without weights"),
        "share of the edges within the two parts": ("edges kept",),
    },
)
def batches(seed: int) -> dict[str, float]:
    """The sums over two drawn friends, over a hundred draws, against those over all; and the edges that a cut keeps."""
    random, (graph, _) = Generator().manual_seed(seed), karate_club()
    hidden = torch.rand(1, 34, generator=random)
    drawn = torch.stack([sampled_adjacency(graph, 2, random) for _ in range(100)])
    whole = (hidden @ graph).mean()
    return {
        "with weights": ((hidden @ drawn).mean() / whole).item(),
        "without weights": ((hidden @ (drawn > 0).float()).mean() / whole).item(),
        "edges kept": (within_parts(graph, two_parts(graph, seed=seed)).sum() / graph.sum()).item(),
    }


def answered(network: GraphNetwork, task: Communities, gather: Tensor) -> float:
    """Accuracy of a network on the nodes without a label, after fifty steps on those with one.

    Args:
        network: to be trained.
        task: the nodes and what is known of them.
        gather: the matrix of the aggregation.

    Returns:
        The share that is right.
    """
    fit = node_classifier(network, task.features, gather, task.blocks, task.known, steps=50)
    with torch.no_grad():
        return accuracy(fit(task.features, gather), task.blocks, ~task.known)


@experiment(
    "Neighbours make faint features readable",
    always("listening is right on more nodes than alone", lambda run: run["listening"] > run["alone"]),
    mean("alone", below=0.5),
    mean("listening", above=0.8),
    panels={"share of 156 nodes that are right": ("alone", "listening")},
)
def neighbours(seed: int) -> dict[str, float]:
    """Accuracy on `communities` of two layers, with every node alone and with its neighbours."""
    task = communities(Generator().manual_seed(seed))
    gathers = {"alone": torch.eye(len(task.blocks)), "listening": renormalised_matrix(task.adjacency)}
    return {
        name: answered(GraphNetwork([8, 16, 3], Generator().manual_seed(seed)), task, gather)
        for name, gather in gathers.items()
    }


@experiment(
    "Deep plain graph networks fall back; with the first layer added again they do not",
    order("plain 4", "plain 2"),
    order("plain 4", "plain 16", "plain 32"),
    always("with 32 layers the first layer added again helps", lambda run: run["first 32"] > run["plain 32"]),
    mean("first 32", above=0.9),
    mean("plain 32", below=0.6),
    panels={
        "share of 156 nodes that are right": (
            "plain 2", "plain 4", "plain 8", "plain 16", "plain 32", "first 4", "first 32"
        )
    },
)  # fmt: skip
def layers(seed: int) -> dict[str, float]:
    """Accuracy on `communities` by depth, of plain networks and of those to which the first layer is added again."""
    task, numbers = communities(Generator().manual_seed(seed)), {}
    gather = renormalised_matrix(task.adjacency)
    for name, kind, depths in (("plain", GraphNetwork, (2, 4, 8, 16, 32)), ("first", InitialResidualNetwork, (4, 32))):
        for depth in depths:
            network = kind([8, *[16] * (depth - 1), 3], Generator().manual_seed(seed))
            numbers[f"{name} {depth}"] = answered(network, task, gather)
    return numbers


@experiment(
    "Gathering alone smooths; one matrix of weights can prevent it",
    always("gathering alone smooths by more than three powers of ten", lambda run: run["after"] < run["before"] - 3),
    always(
        "with the surviving columns projected out it stays above a hundredth",
        lambda run: run["after with weights"] > -2,
    ),
    often("the graph is connected", lambda run: run["components"] == 1),
    panels={
        "roughness over squared norm (power of ten)": ("before", "after", "after with weights"),
        "parts of the graph": ("components",),
    },
)
def smoothing(seed: int) -> dict[str, float]:
    """Roughness of features before and after 32 gatherings, as they are and with first weights chosen against it.

    The weights project out, in the space of features, the columns that gathering would leave.
    """
    task = communities(Generator().manual_seed(seed))
    gather, features = renormalised_matrix(task.adjacency).double(), task.features.double()
    values, waves = torch.linalg.eigh(gather)
    surviving = waves[:, values > 1 - 1e-9]
    directions, _ = torch.linalg.qr(features @ surviving)
    projected = features - directions @ (directions.T @ features)
    return {
        "before": _roughness(features, gather),
        "after": _roughness(smoothed(features, gather, 32), gather),
        "after with weights": _roughness(smoothed(projected, gather, 32), gather),
        "components": surviving.shape[1],
    }


def _roughness(features: Tensor, gather: Tensor) -> float:
    roughening = torch.eye(len(gather)).to(gather) - gather
    return (dirichlet_energy(features, roughening) / features.square().sum()).log10().item()


@experiment(
    "A Chebyshev filter equals the filter through the waves, and costs less",
    always("they agree to a ten-thousandth of the largest entry", lambda run: run["difference"] < -4),
    always(
        "the recursion multiplies less than a tenth of what two products with the waves do",
        lambda run: run["recursion"] < run["waves"] - 1,
    ),
    panels={
        "largest difference over largest entry (power of ten)": ("difference",),
        "multiplications (power of ten)": ("recursion", "waves"),
    },
)
def filters(seed: int) -> dict[str, float]:
    """Difference and multiplications of two ways to filter, on random graphs of 400 nodes with about eight neighbours.

    For the recursion the stored entries of the sparse matrix are counted, once for each of three products with it, and
    the coefficients; for the waves two products with their matrix, and not what it takes to find them.
    """
    random, theta = Generator().manual_seed(seed), [0.5, -1.0, 0.3, 0.1]
    graph, _ = block_model([400], 8 / 400, 0.0, random)
    scaled = scaled_laplacian(laplacian(graph), 2 * graph.sum(0).max().item())
    signal, sparse = torch.rand(400, generator=random) - 0.5, scaled.to_sparse()
    cheap = chebyshev_filter(sparse, signal, theta)
    through = spectral_filter(
        spectrum(scaled), signal, lambda frequencies: chebyshev_filter(frequencies.diag(), torch.ones(400), theta)
    )
    counted = 3 * len(sparse.coalesce().values()) + 4 * 400
    return {
        "difference": ((cheap - through).abs().max() / through.abs().max()).clamp(min=1e-9).log10().item(),
        "recursion": torch.tensor(float(counted)).log10().item(),
        "waves": torch.tensor(2.0 * 400**2).log10().item(),
    }


def matched(network: nn.Module, answer: Callable[[nn.Module, Tensor], Tensor], depth: int, random: Generator) -> float:
    """Share of 1,000 new trees in which the root names the bit that it asks for, after 200 batches of 32 trees.

    Args:
        network: to be trained.
        answer: what a network says of all nodes of many trees; of the roots it counts.
        depth: edges from the root to each leaf.
        random: source of the trees.

    Returns:
        The share that is right.
    """

    def loss(model: nn.Module) -> Tensor:
        features, bits = leaf_matching(depth, 32, random)
        return cross_entropy(answer(model, features)[:, 0], bits)

    fit = trained(network, loss, steps=200, learning_rate=0.02)
    features, bits = leaf_matching(depth, 1000, random)
    with torch.no_grad():
        return (answer(fit, features)[:, 0].argmax(1) == bits).float().mean().item()


def told(depth: int, seed: int) -> float:
    """Accuracy at the root by messages, with one round more than there are edges from a leaf to it.

    Args:
        depth: edges from the root to each leaf.
        seed: of the network and the trees.

    Returns:
        The share that is right.
    """
    random, gather = Generator().manual_seed(seed), renormalised_matrix(binary_tree(depth))
    network = initialized(MessageNetwork([2**depth + 1, *[16] * (depth + 1), 2]), random)
    return matched(network, lambda f, x: f(x, gather), depth, random)


@experiment(
    "Messages up a tree tell the root less the more leaves there are; with 16, attention over all nodes tells it more",
    order("messages 2", "messages 3", "messages 4"),
    mean("messages 4", above=0.45, below=0.6),
    always("with 16 leaves attention is right more often", lambda run: run["attention 4"] > run["messages 4"] + 0.1),
    mean("attention 4", above=0.9),
    panels={"share of 1,000 trees that are right": ("messages 2", "messages 3", "messages 4", "attention 4")},
)
def matching(seed: int) -> dict[str, float]:
    """Accuracy at the root of trees of 4, 8 and 16 leaves, by messages and, for 16, by attention over all nodes."""
    random = Generator().manual_seed(seed)
    attention = initialized(GraphTransformer(17, 16, 2), random)
    return {
        **{f"messages {depth}": told(depth, seed) for depth in (2, 3, 4)},
        "attention 4": matched(attention, lambda f, x: f(x), 4, random),
    }


@experiment(
    "Neighbours of the other class harm a layer that adds them to the node, and help one that keeps them apart",
    always("of nine tenths alike, adding helps", lambda run: run["added 0.9"] > run["alone 0.9"]),
    always("of a tenth alike, adding harms", lambda run: run["added 0.1"] < run["alone 0.1"]),
    always("of a tenth alike, keeping apart helps", lambda run: run["apart 0.1"] > run["alone 0.1"]),
    mean("apart 0.1", above=0.9),
    order("apart 0.9", "apart 0.5"),
    panels={
        "share of 160 nodes that are right": (
            "alone 0.1", "added 0.1", "apart 0.1", "alone 0.5", "added 0.5", "apart 0.5",
            "alone 0.9", "added 0.9", "apart 0.9",
        )
    },
)  # fmt: skip
def unlike(seed: int) -> dict[str, float]:
    """Accuracy on `two_blocks` for three shares of neighbours alike; who has no neighbour hears nothing."""
    numbers = {}
    for share in (0.1, 0.5, 0.9):
        task = two_blocks(share, Generator().manual_seed(seed))
        means = task.adjacency / task.adjacency.sum(0).clamp(min=1)
        alone = torch.eye(len(means))
        for name, kind, gather in (
            ("alone", GraphNetwork, alone),
            ("added", GraphNetwork, means + alone),
            ("apart", SeparatedNetwork, means),
        ):
            network = kind([8, 16, 2], Generator().manual_seed(seed))
            numbers[f"{name} {share}"] = answered(network, task, gather)
    return numbers


@experiment(
    "Regular graphs are told apart by encodings, not by messages or attention alone",
    always("messages about constants answer one in four", lambda run: abs(run["messages constant"] - 0.25) < 1e-6),
    always("attention to constants answers one in four", lambda run: abs(run["attention constant"] - 0.25) < 1e-6),
    mean("messages walks", above=0.95),
    mean("attention walks", above=0.95),
    order("messages waves", "attention waves"),
    mean("messages waves", above=0.9),
    panels={
        "share of 100 new graphs that are right": (
            "messages constant", "messages walks", "messages waves",
            "attention constant", "attention walks", "attention waves",
        )
    },
)  # fmt: skip
def places(seed: int) -> dict[str, float]:
    """Accuracy on new orders of four kinds of graphs with four neighbours a node, by encoding and by network."""
    random = Generator().manual_seed(seed)
    (graphs, kinds), (new, wanted) = skip_link_graphs(8, random), skip_link_graphs(25, random)
    gather, others = (torch.stack([renormalised_matrix(graph) for graph in some]) for some in (graphs, new))
    numbers = {}
    for name, encoding in PLACES.items():
        features, asked = (torch.stack([encoding(graph) for graph in some]) for some in (graphs, new))
        width = features.shape[2]
        rivals = {"messages": MessageNetwork([width, 16, 16, 4]), "attention": GraphTransformer(width, 16, 4)}
        for who, network in rivals.items():
            around, about = ((gather,), (others,)) if who == "messages" else ((), ())
            shown = (lambda x: random_signs(x, random)) if name == "waves" else (lambda x: x)

            def loss(model: nn.Module, x=features, rest=around, shown=shown) -> Tensor:  # type: ignore[no-untyped-def]
                return cross_entropy(graph_logits(model(shown(x), *rest)), kinds)

            fit = trained(initialized(network, random), loss, steps=100, learning_rate=0.02)
            with torch.no_grad():
                right = graph_logits(fit(asked, *about)).argmax(1) == wanted
            numbers[f"{who} {name}"] = right.float().mean().item()
    return numbers
