"""Slips of the source's chapter 13, each with a check where a machine can tell."""

from sympy import Rational, log

from notes.errata import Erratum, Slip

LOGARITHM_LOST = Erratum(
    chapter=13,
    section="supervised-vs-meta-learning",
    source=r"In terms of likelihood: $\arg\max_\theta \mathbb{E}_B [\sum_{(x, y) \in B} P_\theta(y \mid x)]$",
    correction=r"$\arg\max_\theta \mathbb{E}_B [\sum_{(x, y) \in B} \log P_\theta(y \mid x)]$",
    why="The likelihood of independent pairs is a product, and only logarithms of its factors add up. Probabilities of "
    "(0.9, 0.1) have the larger sum, (0.4, 0.5) the larger product.",
    slip=Slip.ERROR,
    check=lambda score: bool(score((Rational(9, 10), Rational(1, 10))) < score((Rational(2, 5), Rational(1, 2)))),
    written=sum,
    corrected=lambda pair: sum(map(log, pair)),
)

CLASSES_CALLED_DATASETS = Erratum(
    chapter=13,
    section="few-shot-learning",
    source=r"$S$ is the subset of $k$ samples used for training; $N$ classes tells the number of data sets available.",
    correction=r"$N$ is the number of classes in each task, and $k$ that of labelled examples of each class: "
    r"$S$ has $Nk$.",
    why="Of k samples in all, spread over N classes as evenly as can be, no class has k unless N is 1. And the number of "
    "data sets is that of the tasks, which is not bounded by the classes in one.",
    slip=Slip.ERROR,
    check=lambda labels: all(labels(5, k).count(c) == k for k in (1, 5) for c in range(5)),
    written=lambda ways, shots: [example % ways for example in range(shots)],
    corrected=lambda ways, shots: [c for c in range(ways) for _ in range(shots)],
)

SUBSETS_AS_MEMBERS = Erratum(
    chapter=13,
    section="supervised-vs-meta-learning",
    source=r"$B \in D$ and $S^L \in D$",
    correction=r"$B \subset D$ and $S^L \subset D$, disjoint, both with labels in $L$ only.",
    why="A batch is a set of members of the data set, not a member. If it overlapped the support set, the answers to "
    "it would have been given away.",
    slip=Slip.HYPOTHESIS,
)

KERNEL_NOT_NORMALISED = Erratum(
    chapter=13,
    section="metric-based",
    source=r"$P_\theta(y \mid x) = \sum_i k_\theta(x, x_i) \, y_i$, for any kernel.",
    correction=r"$P_\theta(y \mid x, S) = \sum_i k_\theta(x, x_i) \, y_i$ with $k_\theta \ge 0$, "
    r"$\sum_i k_\theta(x, x_i) = 1$ and one-hot $y_i$; it depends on $S$.",
    why="Without normalisation the right side need not sum to one over the classes.",
    slip=Slip.HYPOTHESIS,
    check=lambda weights: sum(weights) == 1,
    written=(1, Rational(1, 2)),
    corrected=(Rational(2, 3), Rational(1, 3)),
)

PARAMETERS_IN_PLACE_OF_THE_INPUT = Erratum(
    chapter=13,
    section="three-approaches",
    source=r"$P_{f_\theta(\theta, S^L)}(y \mid x)$",
    correction=r"$P_{g(\theta, S^L)}(y \mid x)$ with $\theta^* = g(\theta, S^L)$",
    why="The map from initial parameters and support set to adapted parameters is $g$, as the next line of the source says.",
    slip=Slip.COPYING,
)

LOSS_AFTER_TRAINING_ONLY = Erratum(
    chapter=13,
    section="learning-to-learn",
    source=r"The best parameters are $\theta^*(f_\phi, \phi)$.",
    correction=r"$\theta^*(f, \phi)$",
    why=r"The function $f$ to be minimised is a task; it does not depend on the parameters $\phi$ of the optimiser.",
    slip=Slip.COPYING,
)

SUM_OVER_THE_DISTRIBUTION = Erratum(
    chapter=13,
    section="maml",
    source=r"$\theta = \theta - \beta \nabla_\theta \sum_i L_i(f_{\theta_i'})$, with the same batch for both steps.",
    correction="The inner step uses the support set of each task, the outer one its query set.",
    why="The aim is a small loss on examples that were not adapted to; on the same batch, memorising would do.",
    slip=Slip.HYPOTHESIS,
)
