"""Slips of the source's chapter 15, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable

from sympy import Expr, Matrix, Rational, diff, integrate, limit, log, simplify, symbols

from notes.errata import Erratum, Slip

f, q = symbols("f q", positive=True)
T = Matrix([[8, 1, 1], [2, 7, 1], [1, 2, 7]]) / 10
CLEAN = Matrix([Rational(1, 2), Rational(3, 10), Rational(1, 5)])
SCORES = (Rational(1, 10), Rational(7, 10), Rational(2, 10))


def _predicts_a_class(prediction: Callable[[], int]) -> bool:
    """Whether the expression names the class of the largest score, for scores 0.1, 0.7, 0.2."""
    return prediction() == 1


ARGMAX_OVER_INPUTS = Erratum(
    chapter=15,
    section="empirical-risk",
    source=r"$\mathbb{I}\big(\hat y \ne \operatorname{argmax}_{x \in \{1..C\}} f(x), y\big)$",
    correction=r"$\mathbb{1}[\hat y(x) \ne y]$ with $\hat y(x) = \operatorname{argmax}_{k \in \{1..c\}} f_k(x)$.",
    why="The maximum is over the classes, not over inputs; and the prediction is compared with the label, not with itself.",
    slip=Slip.COPYING,
    check=_predicts_a_class,
    written=lambda: max((0,), key=lambda only_output: SCORES[only_output]),
    corrected=lambda: max(range(3), key=lambda k: SCORES[k]),
)

SET_EQUATED_WITH_VALUE = Erratum(
    chapter=15,
    section="empirical-risk",
    source=r"$\hat f^* \in \operatorname{argmin}_{\hat f} R_{\mathcal{D}}(\hat f) = \frac1m \sum_i \ell(f(x_i), y_i)$, where the "
    "risk was the share of errors one line before.",
    correction=r"$\hat f \in \operatorname{argmin}_f \hat R(f)$; what is minimised in training is the mean of a surrogate.",
    why=r"A minimiser is a function, its value a number: for $(w - 1)^2 + 2$ they are 1 and 2. And the 0-1 loss has no "
    "useful gradient, so that the loss trained on is another one.",
    slip=Slip.ERROR,
    check=lambda place: (place - 1) ** 2 + 2 == 2,
    written=2,
    corrected=1,
)


def _is_distribution(vector: Matrix) -> bool:
    """Whether entries are non-negative and sum to one."""
    return bool(all(entry >= 0 for entry in vector) and sum(vector) == 1)


TRANSITION_NOT_TRANSPOSED = Erratum(
    chapter=15,
    section="noise-transition-matrix",
    source=r"The observed probabilities are $T(x)\, p$ with $P(\tilde y = j \mid y = i, x)$ in row $j$ and column $i$; the example "
    r"is $T = \begin{bmatrix} 0.8 & 0.1 & 0.1 \\ 0.2 & 0.7 & 0.1 \\ 0.1 & 0.2 & 0.7 \end{bmatrix}$.",
    correction=r"The example transposed; or, with a row for each true class as on this page, $\tilde p = T^\top p$.",
    why=r"In the source's layout columns are distributions. Those of the example sum to $1.1$, $1$ and $0.9$, its rows to "
    r"one. For $p = (0.5, 0.3, 0.2)$ the product as written sums to $1.03$.",
    slip=Slip.ERROR,
    check=_is_distribution,
    written=T * CLEAN,
    corrected=T.T * CLEAN,
)

OBSERVATION_EQUATED_WITH_MATRICES = Erratum(
    chapter=15,
    section="noise-transition-matrix",
    source=r"Observation $=$ noise transition matrix $\times\, T(x)$",
    correction=r"Distribution of the observed label $= T(x)^\top \times$ distribution of the true class, with a row for each true "
    "class.",
    why=r"$T(x)$ is the matrix itself. And a label is drawn from the product; it is not the product.",
    slip=Slip.COPYING,
    check=_is_distribution,
    written=Matrix(list(T * T)),
    corrected=T.T * CLEAN,
)

TWO_PROBABILITIES = Erratum(
    chapter=15,
    section="noise-transition-matrix",
    source=r"$P_1(\tilde y = 1 \mid x = x)$ in the first row, $P_2(\tilde y = C \mid x = x)$ in the last",
    correction=r"$P(\tilde y = 1 \mid x)$ and $P(\tilde y = C \mid x)$: one distribution.",
    why="The index of the row is in the event already.",
    slip=Slip.COPYING,
)

ROBUST_WITHOUT_CONDITION = Erratum(
    chapter=15,
    section="robust-loss",
    source='"Classifier trained on noisy dataset lead to the same even of the classifier trained on clean data"',
    correction=r"It leads to the same *error*, if the noise is symmetric with a rate $\eta < 1 - 1/c$ and the sum of the loss "
    "over the classes is constant.",
    why=r"With ten classes and $\eta = 0.9$ the label says nothing. The noisy risk is $(1 - \eta c / (c - 1))$ times the clean "
    "one plus a constant: beyond the bound the factor is negative and training makes the error large.",
    slip=Slip.HYPOTHESIS,
    check=lambda rate: bool(1 - rate * 10 / 9 > 0),
    written=Rational(95, 100),
    corrected=Rational(6, 10),
)

ROBOT_LOSS = Erratum(
    chapter=15,
    section="robust-loss",
    source='"Robot Loss"',
    correction="Robust loss.",
    why="A loss is robust if wrong labels do not move its minimiser.",
    slip=Slip.COPYING,
)


def _is_generalized_cross_entropy(loss: Expr) -> bool:
    """Whether a loss falls with the label's probability and tends to cross entropy as q tends to zero."""
    falls = bool(diff(loss, f).subs({f: Rational(1, 2), q: Rational(1, 2)}) < 0)
    return falls and simplify(limit(loss, q, 0) + log(f)) == 0


SQUARE_IN_GENERALIZED_CROSS_ENTROPY = Erratum(
    chapter=15,
    section="generalized-cross-entropy",
    source=r"$L_g(f(x), e_j) = -(1 - f_j(x))^2$",
    correction=r"$\ell_q(f(x), e_j) = \big(1 - f_j(x)^q\big) / q$",
    why=r"The exponent $q$ was read as 2 and set outside the bracket, and $1/q$ became a sign. As written the loss is least "
    "where the label has probability zero.",
    slip=Slip.ERROR,
    check=_is_generalized_cross_entropy,
    written=-((1 - f) ** 2),
    corrected=(1 - f**q) / q,
)


def _weighs_both_parts_alike(loss: Callable[[int], Expr]) -> bool:
    """Whether a loss of equal examples is the same for one example and for ten."""
    return loss(1) == loss(10)


MEAN_AGAINST_SUM = Erratum(
    chapter=15,
    section="early-learning-regularization",
    source=r"$ELR = ECE + \lambda \sum_{i=1}^m \log \left(1 - \langle p_i^j, q_i^j \rangle \right)$",
    correction=r"$\ell_{CE} + \frac{\lambda}{m} \sum_{i=1}^m \log(1 - \langle p_i, t_i \rangle)$",
    why=r"With a mean in the first part and a sum in the second, $\lambda$ would mean something else at every size of the data.",
    slip=Slip.COPYING,
    check=_weighs_both_parts_alike,
    written=lambda m: log(2) + m * log(Rational(1, 2)),
    corrected=lambda m: log(2) + log(Rational(1, 2)) * m / m,
)

TARGET_LEFT_UNDEFINED = Erratum(
    chapter=15,
    section="early-learning-regularization",
    source=r"$q_i^j$ is the target of example $i$ at step $j$, without a word on where it comes from.",
    correction=r"$t_i \leftarrow \beta t_i + (1 - \beta) p_i$, without gradient: a running average of the network's predictions.",
    why="Were it the noisy label, the penalty would reward agreement with the noise: it is the memory of the early "
    "predictions that keeps the network from memorising.",
    slip=Slip.HYPOTHESIS,
)

x = symbols("x", positive=True)

MIXUP_AT_ONE_HALF = Erratum(
    chapter=15,
    section="mixup",
    source=r"$\lambda \approx 0.5$",
    correction=r"$\lambda \sim \operatorname{Beta}(\alpha, \alpha)$: the mean is one half, the variance "
    r"$1 / \big(4 (2 \alpha + 1)\big)$.",
    why=r"For $\alpha = 1$ the weight is uniform, and for the small $\alpha$ of practice most weights are near 0 or 1.",
    slip=Slip.ERROR,
    check=lambda variance: variance == integrate((x - Rational(1, 2)) ** 2, (x, 0, 1)),
    written=Rational(0),
    corrected=Rational(1, 12),
)


def _is_invariant_to_scale(selection: Callable[[tuple[int, ...]], set[int]]) -> bool:
    """Whether half of four examples are selected, in nats as in hundredths of a nat."""
    return selection((1, 2, 3, 4)) == selection((100, 200, 300, 400)) == {0, 1}


RATE_USED_AS_THRESHOLD = Erratum(
    chapter=15,
    section="sample-selection",
    source=r"Select Sample with loss $< R(T)$; Update the threshold $R(T)$",
    correction=r"Select the share $R(T)$ of the samples with the smallest losses; the page calls it $\kappa(E)$.",
    why=r"$R(T)$ is a rate between 0 and 1. As a bound on the loss it would select by the unit of the loss.",
    slip=Slip.ERROR,
    check=_is_invariant_to_scale,
    written=lambda losses: {i for i, loss in enumerate(losses) if loss < 0.5},
    corrected=lambda losses: set(sorted(range(len(losses)), key=lambda i: losses[i])[: len(losses) // 2]),
)


def _crosses(update: Callable[[str, str], tuple[str, str]]) -> bool:
    """Whether each network trains on the examples that the other one selected."""
    return update("D_f", "D_g") == ("D_g", "D_f")


UPDATES_NOT_CROSSED = Erratum(
    chapter=15,
    section="co-teaching",
    source=r"Update $w_f = w_f - \alpha \nabla \ell(f, D_f)$, $w_g = w_g - \alpha \nabla \ell(g, \tilde{D}_g)$",
    correction=r"$w_f \leftarrow w_f - \alpha \nabla \ell(f, D_g)$ and $w_g \leftarrow w_g - \alpha \nabla \ell(g, D_f)$",
    why="As written the two networks never exchange anything: they are two runs of selecting for oneself.",
    slip=Slip.ERROR,
    check=_crosses,
    written=lambda own, other: (own, other),
    corrected=lambda own, other: (other, own),
)

NETWORKS_UNDER_META_LEARNING = Erratum(
    chapter=15,
    section="ensembles",
    source='In the list of approaches "more than one network" stands under meta-learning.',
    correction="It describes ensembles; meta-learning learns how the training itself should treat each example.",
    why="The chapter's last page has the same words under ensembles. Learning to reweight trains a single network.",
    slip=Slip.COPYING,
)

NOISE_MARK_ON_A_SELECTION = Erratum(
    chapter=15,
    section="co-teaching",
    source=r"Select Sample with loss $< R(T)$ $D_f$ and $\tilde{D}_g$",
    correction=r"$D_f$ and $D_g$: both are selections from the same noisy data, made alike.",
    why=r"In this chapter a tilde marks what is noisy, as in $\tilde y$. On one of two sets it says that the other is clean.",
    slip=Slip.COPYING,
)

RISK_WITH_A_STRAY_INDEX = Erratum(
    chapter=15,
    section="empirical-risk",
    source=r"$\hat{R}_{\mathcal{D}, \epsilon}(f) = \frac{1}{m} \sum_{i=1}^m \ell(f(x_i), \tilde{y}_i)$",
    correction=r"$\frac1m \sum_{i=1}^m \ell(f(x_i), \tilde y_i)$, the empirical risk on the noisy sample, with no other parameter.",
    why=r"There is no $\epsilon$ on the right, nor anywhere else in the chapter: what changes is the sample, not the mean.",
    slip=Slip.COPYING,
)


def _first_pattern_is_true(row: tuple[int, ...]) -> bool:
    """Whether of the labels of the first class, given by their counts, the most frequent one is right."""
    return row.index(max(row)) == 0


EASY_CALLED_CLEAN = Erratum(
    chapter=15,
    section="early-learning-and-memorization",
    source='"Learning easy pattern (clean samples)"',
    correction="What is easy is learned first. That these are the clean samples needs wrong labels without a pattern of their "
    "own, as under symmetric noise.",
    why="Where a class is taken for the next one in six of ten examples, the easy pattern is the wrong label. Below one half "
    "it is learned early as well, beside the right one: small losses then tell the two less well apart.",
    slip=Slip.HYPOTHESIS,
    check=_first_pattern_is_true,
    written=(4, 6, 0),
    corrected=(6, 2, 2),
)
