"""Slips about tasks, what is maximised over them, and the three approaches."""

from sympy import Rational, diff, exp, log, solve, symbols

from notes.errata import Erratum, Slip

CHAPTER = 13
SUPPORT = ((0, 1), (1, 0), (3, 1))
phi, theta, mean = symbols("phi theta a")
reached = symbols("theta_1 theta_2")

CLASSES_CALLED_DATASETS = Erratum(
    chapter=CHAPTER,
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

LOGARITHM_LOST = Erratum(
    chapter=CHAPTER,
    section="supervised-vs-meta-learning",
    source=r"In terms of likelihood; with minibatches $\underset{\theta}{\operatorname{argmax}} \mathbb{E}_{B \in D} \left[ "
    r"\sum_{(x, y) \in B} \mathbb{P}_\theta(y|x) \right]$",
    correction=r"$\operatorname{argmax}_\theta \mathbb{E}_{B \subset D} [\sum_{(x, y) \in B} \log P_\theta(y \mid x)]$",
    why="The likelihood of independent pairs is a product, and only logarithms of its factors add up. Probabilities of "
    "(0.9, 0.1) have the larger sum, (0.4, 0.5) the larger product.",
    slip=Slip.ERROR,
    check=lambda score: bool(score((Rational(9, 10), Rational(1, 10))) < score((Rational(2, 5), Rational(1, 2)))),
    written=sum,
    corrected=lambda pair: sum(map(log, pair)),
)

SUBSETS_AS_MEMBERS = Erratum(
    chapter=CHAPTER,
    section="supervised-vs-meta-learning",
    source=r"$B \in D$; $L \in \mathcal{L}$, $S^L \in D$, $B^L \in D$; $|S^c \in S^L|$",
    correction=r"$B \subset D$; $L \subset \mathcal{L}$, $S^L \subset D$ and $B^L \subset D$, disjoint, both with labels in $L$ only; "
    r"$|S^c|$ with $S^c \subset S^L$.",
    why="A batch is a set of members of the data set, not a member, and so is what the support set has of one class; $L$ is a set of "
    "labels. If the batch overlapped the support set, the answers to it would have been given away.",
    slip=Slip.HYPOTHESIS,
    check=lambda admits: admits(SUPPORT[:2], SUPPORT),
    written=lambda batch, examples: batch in examples,
    corrected=lambda batch, examples: set(batch) <= set(examples),
)

SET_AS_ITS_OWN_MEMBER = Erratum(
    chapter=CHAPTER,
    section="supervised-vs-meta-learning",
    source=r"The final optimization would be $\mathbb{E}_{\mathcal{L} \in \mathcal{L}} \left[ \ldots \right]$",
    correction=r"$\operatorname{argmax}_{\theta, \phi} \mathbb{E}_{L \subset \mathcal{L}} [\ldots]$, with $\phi$ where the adaptation $g$ "
    "has parameters.",
    why="What is drawn is a set of labels $L$ out of all of them, and an expectation is not yet an optimisation.",
    slip=Slip.COPYING,
)

LABELS_AND_LOSS_IN_ONE_LETTER = Erratum(
    chapter=CHAPTER,
    section="supervised-vs-meta-learning",
    source=r"$L \in \mathcal{L}$, later $\nabla_{\theta} \mathcal{L}_{\mathcal{Z}_i}(f_{\theta})$ and the loss $L(\phi)$; "
    r"$D_i = \langle S, B \rangle$, then $\mathbb{E}_{B \in D}$",
    correction=r"$\mathcal{L}^{\text{label}}$ for the set of all labels, $\mathcal{L}_i$ for the loss of a task; $B$ for the query set of a "
    "task, and a minibatch by another name.",
    why=r"With the letter's first meaning $\mathcal{L}_{\mathcal{Z}_i}$ would be a set, of which no gradient can be taken. And a query set is "
    "what a task leaves beside its support set, while a minibatch is any few examples.",
    slip=Slip.COPYING,
)


def _step(start: object, at: object, rate: object) -> object:
    """Where one step of descent on the squared distance to a place leads."""
    return start - 2 * rate * (start - at)  # type: ignore[operator]


START_AND_ADAPTED_IN_ONE_LETTER = Erratum(
    chapter=CHAPTER,
    section="three-approaches",
    source=r"$\theta^* = \underset{\theta}{\operatorname{argmax}} \mathbb{E}_{D \sim p(D)} [\ell_\theta(D)]$, then "
    r"$\theta^* = g(\theta, S^L)$",
    correction=r"$\theta' = g(\theta, S^L)$: the parameters adapted to one task have a mark of their own.",
    why=r"The first $\theta^*$ is the best start, one for all tasks; the second is another one for every task. Were both one, no task would "
    r"need adapting: for the losses $(\theta - 1)^2$ and $(\theta + 1)^2$ no $\theta$ is what a step of descent makes of it on either.",
    slip=Slip.COPYING,
    check=lambda adapted: (
        solve([_step(theta, 1, Rational(1, 4)) - adapted[0], _step(theta, -1, Rational(1, 4)) - adapted[1]]) != []
    ),
    written=(theta, theta),
    corrected=reached,
)

UPDATE_WITHOUT_PARAMETERS = Erratum(
    chapter=CHAPTER,
    section="three-approaches",
    source=r"$\theta^* = g(\theta, S^L)$ and $\mathbb{P}_{g(\theta, S^L)}(y|x)$ [later: the parameter of the meta learner itself, $\phi$]",
    correction=r"$\theta' = g_\phi(\theta, S^L)$ and $P_{g_\phi(\theta, S^L)}(y \mid x)$, made largest over $\theta$ *and* $\phi$.",
    why=r"A learned update has parameters. If they are not in the objective its derivative by them is zero, and the meta-learner is never "
    r"trained. (Where the update is descent at a fixed rate, as in MAML, there are none, and $g(\theta, S^L)$ is right.)",
    slip=Slip.COPYING,
    check=lambda rate: diff((_step(theta, mean, rate) - mean) ** 2, phi) != 0,
    written=symbols("alpha"),
    corrected=phi,
)

PARAMETERS_IN_PLACE_OF_THE_INPUT = Erratum(
    chapter=CHAPTER,
    section="three-approaches",
    source=r"$P_{f_\theta(\theta, S^L)}(y|x)$",
    correction=r"$P_{g_\phi(\theta, S^L)}(y \mid x)$ with $\theta' = g_\phi(\theta, S^L)$",
    why="The map from initial parameters and support set to adapted parameters is $g$, as the next line of the source says.",
    slip=Slip.COPYING,
)

SUPPORT_NAMED_LIKE_THE_QUERY = Erratum(
    chapter=CHAPTER,
    section="three-approaches",
    source=r"$\sum_{(x, y) \in S^L} k_\theta(x, x_i) \cdot y_i$",
    correction=r"$\sum_{(x_i, y_i) \in S^L} a_\theta(x, x_i) \, y_i$",
    why="Summed over $(x, y)$, the $x$ of the query is hidden by that of the sum, and all queries get one answer.",
    slip=Slip.COPYING,
    check=lambda predict: predict(0) != predict(2),
    written=lambda _: sum(y * exp(-((x - 1) ** 2)) for x, y in SUPPORT),
    corrected=lambda x: sum(y_i * exp(-((x - x_i) ** 2)) for x_i, y_i in SUPPORT),
)
