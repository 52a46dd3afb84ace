"""The exercises of chapter 10: what is a right answer, and what to think of next."""

import random

from notes.exercises import Exercise, all_near, all_whole, chosen, expression, function, near, ranked, whole

Rows = list[list[float]]


def renumbered(adjacency: Rows, order: list[int]) -> Rows:
    """The adjacency of a graph whose new node k is the old node `order[k]`."""
    return [[adjacency[m][n] for n in order] for m in order]


def numbered_graph(source: random.Random) -> tuple[Rows, list[int]]:
    """A random directed graph, and a new order of its nodes."""
    return [[float(source.randrange(2)) for _ in range(4)] for _ in range(4)], source.sample(range(4), 4)


def gathered(adjacency: Rows, features: list[float]) -> list[float]:
    """For each node its own feature and the mean of its neighbours'; nothing comes from nobody."""
    found = []
    for row, own in zip(adjacency, features, strict=True):
        heard = [feature for edge, feature in zip(row, features, strict=True) if edge]
        found.append(own + (sum(heard) / len(heard) if heard else 0.0))
    return found


def graph_with_features(source: random.Random) -> tuple[Rows, list[float]]:
    """A random undirected graph, and a number for each of its nodes."""
    edges = {(m, n): float(source.randrange(2)) for n in range(5) for m in range(n)}
    rows = [[edges.get((min(m, n), max(m, n)), 0.0) for n in range(5)] for m in range(5)]
    return rows, [source.gauss(0, 1) for _ in range(5)]


def passed(features: list[float], edges: list[list[int]], lengths: list[float]) -> list[float]:
    """Each node's number plus those of its neighbours, each divided by the length of the edge."""
    found = list(features)
    for (m, n), length in zip(edges, lengths, strict=True):
        found[n] += features[m] / length
        found[m] += features[n] / length
    return found


def graph_with_lengths(source: random.Random) -> tuple[list[float], list[list[int]], list[float]]:
    """A number for each of five nodes, some edges, each listed once in either order, and their lengths."""
    pairs = source.sample([[m, n] for m in range(5) for n in range(m)], 6)
    edges = [pair if source.randrange(2) else pair[::-1] for pair in pairs]
    return [source.gauss(0, 1) for _ in range(5)], edges, [source.uniform(0.5, 3) for _ in edges]


def returns(adjacency: Rows, steps: int) -> Rows:
    """For each node the probabilities that a random walk is back after one step, two, ..."""
    nodes = range(len(adjacency))
    walk = [[float(m == n) for n in nodes] for m in nodes]
    step = [[edge / sum(row) for edge in row] if sum(row) else list(walk[m]) for m, row in enumerate(adjacency)]
    found: Rows = [[] for _ in nodes]
    for _ in range(steps):
        walk = [[sum(row[k] * step[k][n] for k in nodes) for n in nodes] for row in walk]
        for n in nodes:
            found[n].append(walk[n][n])
    return found


def graph_and_steps(source: random.Random) -> tuple[Rows, int]:
    """A random undirected graph, and a number of steps."""
    return graph_with_features(source)[0], source.randint(1, 5)


TRIANGLE = [[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]

EXERCISES = (
    Exercise("10.1", whole(2), "list the nodes between them: by which can one go from node 2 to node 4 in two steps?"),
    Exercise(
        "10.2",
        function(
            renumbered,
            [([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], [1, 0, 2]), ([[0.0, 1.0], [0.0, 0.0]], [1, 0])],
            numbered_graph,
        ),
        "between which old nodes runs the edge from the new node j to the new node k?",
        "code",
    ),
    Exercise("10.3", chosen("abcd", "bc"), "swap the two nodes in the formula, and then renumber all nodes", "choose"),
    Exercise("10.4", all_whole([11, 111, 110]), "what does each of the three nodes of the path hear, itself included?"),
    Exercise(
        "10.5",
        expression("min(2 * R + 1, N)", R=range(0, 12), N=range(13, 20)),
        "who is heard after one layer, in the middle of the path?",
        "derive",
    ),
    Exercise("10.6", near(2.5), "how many neighbours stand for each one that was drawn?"),
    Exercise(
        "10.7",
        chosen("abcd", "acd"),
        "whose degrees enter the weights, and which of those nodes have lost a neighbour in the cut?",
        "choose",
    ),
    Exercise(
        "10.8",
        function(
            gathered,
            [([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], [1.0, 2.0, 4.0]), ([[0.0]], [3.0])],
            graph_with_features,
        ),
        "try a star: what does the middle hear, and what does a leaf hear?",
        "repair",
    ),
    Exercise("10.9", near(0.5), "a softmax of equal scores gives equal shares; over how many nodes?"),
    Exercise(
        "10.10",
        function(
            passed,
            [([1.0, 2.0, 4.0], [[0, 1], [2, 1]], [1.0, 2.0]), ([3.0], [], [])],
            graph_with_lengths,
        ),
        "an edge is listed once: who hears over it, and what does a node hear that stands second in none?",
        "code",
    ),
    Exercise(
        "10.11", chosen("abcd", "acd"), "which of them asks for the eigenvectors of one particular graph?", "choose"
    ),
    Exercise("10.12", whole(3), "how many independent functions are constant on every component?"),
    Exercise("10.13", near(4), "at which turn per step do all neighbours have the opposite sign?"),
    Exercise(
        "10.14", all_near([0.5, 0, 0.5]), "the second polynomial is twice the square minus one; solve for the square"
    ),
    Exercise("10.15", near(0.9**20), "by which factor does the part of a wave shrink in one layer, and its square?"),
    Exercise(
        "10.16",
        ranked("graphs.layers", four="plain 4", sixteen="plain 16", thirtytwo="plain 32"),
        "within how many hops can a block be read, and what does a layer more do to the columns?",
        "predict",
    ),
    Exercise(
        "10.17",
        expression("1 / (sqrt(2 * (b + 1)) * (b + 2)**(r - 1))", b=range(2, 6), r=range(1, 7)),
        "how many edges has the only walk, and in how many factors does a node between stand?",
        "derive",
    ),
    Exercise(
        "10.18",
        chosen("abcd", "bd"),
        "does all become alike, is it out of reach, or does what is within reach not arrive?",
        "choose",
    ),
    Exercise(
        "10.19",
        expression("(d - 1) / (2 * d)", d=range(1, 12)),
        "what do d neighbours add in the mean, and when does it cancel the node's own feature?",
        "derive",
    ),
    Exercise(
        "10.20",
        function(returns, [(TRIANGLE, 4), ([[0.0]], 2), ([[0.0, 1.0], [1.0, 0.0]], 3)], graph_and_steps),
        "write one step as a matrix, and look at the diagonal of its powers; what does a node alone do?",
        "code",
    ),
)
