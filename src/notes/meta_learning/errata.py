"""Slips of the source's chapter 13, each with a check where a machine can tell."""

from sympy import Rational, exp, log

from notes.errata import Erratum, Slip

SUPPORT = ((0, 1), (1, 0), (3, 1))

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
    source=r"$S$ is the subset of $D_i$ of $k$ sample used for training; $N$ classes tells the number of Dataset available.",
    correction=r"$N$ is the number of classes in each task, and $k$ that of labelled examples of each class: "
    r"$S$ has $Nk$.",
    why="As it is written, of k samples in all, spread over N classes as evenly as can be, no class has k unless N is 1. And the number of "
    "data sets is that of the tasks, which is not bounded by the classes in one.",
    slip=Slip.ERROR,
    check=lambda labels: all(labels(5, k).count(c) == k for k in (1, 5) for c in range(5)),
    written=lambda ways, shots: [example % ways for example in range(shots)],
    corrected=lambda ways, shots: [c for c in range(ways) for _ in range(shots)],
)

SUBSETS_AS_MEMBERS = Erratum(
    chapter=13,
    section="supervised-vs-meta-learning",
    source=r"$B \in D$, $S^L \in D$ and $|S^c \in S^L|$",
    correction=r"$B \subset D$ and $S^L \subset D$, disjoint, both with labels in $L$ only; $|S^c|$ with $S^c \subset S^L$.",
    why="A batch is a set of members of the data set, not a member, and so is what the support set has of one class. If "
    "the batch overlapped the support set, the answers to it would have been given away.",
    slip=Slip.HYPOTHESIS,
)

KERNEL_NOT_NORMALISED = Erratum(
    chapter=13,
    section="metric-based",
    source=r"$P_\theta(y|x) = \sum_{(x_i, y_i) \in S^L} K_\theta(x, x_i) \cdot y_i$",
    correction=r"$P_\theta(y \mid x, S) = \sum_i a_\theta(x, x_i) \, y_i$ with $a_\theta \ge 0$, "
    r"$\sum_i a_\theta(x, x_i) = 1$ and one-hot $y_i$; it depends on $S$.",
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

TASK_WITH_PARAMETERS_OF_THE_OPTIMISER = Erratum(
    chapter=13,
    section="learning-to-learn",
    source=r"$\theta^*(f_\phi, \phi)$",
    correction=r"$\theta^*(f, \phi)$",
    why=r"The function $f$ to be minimised is a task; it does not depend on the parameters $\phi$ of the optimiser.",
    slip=Slip.COPYING,
)

ONE_BATCH_FOR_BOTH_STEPS = Erratum(
    chapter=13,
    section="maml",
    source=r"$\theta_i' = \theta - \alpha \nabla_\theta \mathcal{L}_{\mathcal{Z}_i}(f_\theta)$ and "
    r"$\theta = \theta - \beta \nabla_\theta \sum_{\mathcal{Z}_i \sim P(\mathcal{Z})} \mathcal{L}_{\mathcal{Z}_i}(f_{\theta_i'})$",
    correction="The inner step uses the support set of each task, the outer one its query set.",
    why="The aim is a small loss on examples that were not adapted to; on the same batch, memorising would do.",
    slip=Slip.HYPOTHESIS,
)

SUPPORT_NAMED_LIKE_THE_QUERY = Erratum(
    chapter=13,
    section="three-approaches",
    source=r"$\sum_{(x, y) \in S^L} k_\theta(x, x_i) \cdot y_i$",
    correction=r"$\sum_{(x_i, y_i) \in S^L} a_\theta(x, x_i) \, y_i$",
    why="Summed over $(x, y)$, the $x$ of the query is hidden by that of the sum, and all queries get one answer.",
    slip=Slip.COPYING,
    check=lambda predict: predict(0) != predict(2),
    written=lambda _: sum(y * exp(-((x - 1) ** 2)) for x, y in SUPPORT),
    corrected=lambda x: sum(y_i * exp(-((x - x_i) ** 2)) for x_i, y_i in SUPPORT),
)

CLASS_EQUATED_WITH_A_DISTRIBUTION = Erratum(
    chapter=13,
    section="matching-networks",
    source=r"$\text{class}_{S^L}(x) = P(y|x, S^L) = \sum_{i=1}^K a(x, x_i) y_i$",
    correction=r"$\text{class}_{S^L}(x) = \arg\max_y P(y \mid x, S^L)$, and the sum is over all examples of $S^L$.",
    why="A weighted mean of one-hot labels is a distribution over the classes. The predicted class is where it is largest.",
    slip=Slip.COPYING,
    check=lambda predict: predict([Rational(1, 5), Rational(1, 2), Rational(3, 10)]) in range(3),
    written=lambda distribution: distribution,
    corrected=lambda distribution: distribution.index(max(distribution)),
)

SET_AS_ITS_OWN_MEMBER = Erratum(
    chapter=13,
    section="supervised-vs-meta-learning",
    source=r"The final optimization would be $\mathbb{E}_{\mathcal{L} \in \mathcal{L}} \left[ \ldots \right]$",
    correction=r"$\theta^* = \arg\max_\theta \mathbb{E}_{L \subset \mathcal{L}} [\ldots]$",
    why="What is drawn is a set of labels $L$ out of all of them, and an expectation is not yet an optimisation.",
    slip=Slip.COPYING,
)

LEARNER_IN_PLACE_OF_LEARNING = Erratum(
    chapter=13,
    section="maml",
    source="MAML : Model Agnostic Meta-Learner",
    correction="Model-Agnostic Meta-Learning",
    why="It is a way to learn, for any model with a gradient, and not a model of its own.",
    slip=Slip.COPYING,
)

TASK_CALLED_Z = Erratum(
    chapter=13,
    section="maml",
    source=r"a given task $\mathcal{Z}_i$, and $\mathcal{Z}_i \sim P(\mathcal{Z})$",
    correction=r"a task $\mathcal{T}_i$ with $\mathcal{T}_i \sim p(\mathcal{T})$, which the chapter called $D_i \sim p(D)$ before",
    why="One thing has one letter. Tasks were data sets $D_i$ from $p(D)$ when the problem was stated.",
    slip=Slip.COPYING,
)
