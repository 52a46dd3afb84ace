"""Slips about where noise comes from, about risks, and about the matrix that describes noise."""

from collections.abc import Callable

from sympy import Expr, Matrix, Rational, diff, log, symbols

from notes.errata import Erratum, Slip

CHAPTER = 15
T = Matrix([[8, 1, 1], [2, 7, 1], [1, 2, 7]]) / 10
CLEAN = Matrix([Rational(1, 2), Rational(3, 10), Rational(1, 5)])
TABLE = ((Rational(1, 10), Rational(7, 10), Rational(2, 10)), (Rational(6, 10), Rational(3, 10), Rational(1, 10)))

ARGMAX_OVER_INPUTS = Erratum(
    chapter=CHAPTER,
    section="empirical-risk",
    source=r"$R_{\mathcal{D}}(\hat{f}) = E_{\mathcal{D}} \mathbb{I}(\hat{y} \neq \underset{x \in \{1..C\}}{\text{argmax}} f(x), y)$",
    correction=r"$\mathbb{1}[\hat y(x) \ne y]$ with $\hat y(x) = \operatorname{argmax}_{k \in \{1..c\}} f_k(x)$.",
    why="The maximum is over the classes, not over inputs; and the prediction is compared with the label, not with itself.",
    slip=Slip.COPYING,
    check=lambda predicted: [predicted(x) for x in range(2)] == [1, 0],
    written=lambda _: max(range(2), key=lambda x: max(TABLE[x])),
    corrected=lambda x: max(range(3), key=lambda k: TABLE[x][k]),
)

g, g_hat = symbols("g g_hat", positive=True)
SAMPLE = (1, 1, 0)


def _share(loss: Callable[[Expr], Expr]) -> Expr:
    """The mean of a loss of the label's probability over the sample, where class 1 has the probability 3/4."""
    return sum((loss(Rational(3, 4) if label else Rational(1, 4)) for label in SAMPLE), Rational(0)) / len(SAMPLE)


TWO_RISKS_OF_ONE_NAME = Erratum(
    chapter=CHAPTER,
    section="empirical-risk",
    source=r"$R_{\mathcal{D}}(\hat{f}) = E_{\mathcal{D}} \mathbb{I}(\ldots)$, then $R_{\mathcal{D}}(\hat{f}) = \frac{1}{m} \sum_{i=1}^m "
    r"\ell(f(x_i), y_i)$",
    correction=r"They are one only if $\ell$ counts errors. What is minimised in training is the mean of a *surrogate*, which is another number.",
    why="The 0-1 loss has no useful gradient, so the loss trained on is another one. Where one of three labels is wrong and the right ones "
    "have the probability 3/4, the share of errors is 1/3, the mean cross entropy 0.65.",
    slip=Slip.HYPOTHESIS,
    check=lambda loss: _share(loss) == Rational(SAMPLE.count(0), len(SAMPLE)),
    written=lambda probability: -log(probability),
    corrected=lambda probability: Rational(0 if probability > Rational(1, 2) else 1),
)

RISK_OF_ANOTHER_FUNCTION = Erratum(
    chapter=CHAPTER,
    section="empirical-risk",
    source=r"minimize the empirical risk ($E_{\mathcal{D}}$); $\arg \min_{\hat{f}} R_{\mathcal{D}}(\hat{f}) = \frac{1}{m} \sum_{i=1}^m "
    r"\ell(f(x_i), y_i)$",
    correction=r"$\hat f \in \operatorname{argmin}_f \hat R(f)$ with $\hat R(f) = \frac1m \sum_i \ell(f(x_i), y_i)$: one letter for the "
    r"function on both sides, the hat for the minimiser. $E_{\mathcal{D}}$ is the mean, and the risk its result.",
    why=r"As written $\hat f$ is not on the right side, so whatever it is the risk is the same, and every function is a minimiser.",
    slip=Slip.COPYING,
    check=lambda of: diff(sum((of - y) ** 2 for y in SAMPLE), g_hat) != 0,
    written=g,
    corrected=g_hat,
)


def _is_best(rates: tuple[Rational, ...]) -> bool:
    """Whether the class that is likeliest by some rates errs least where class 0 has the probability 3/5."""
    errors = (Rational(2, 5), Rational(3, 5))
    return errors[rates.index(max(rates))] == min(errors)


BEST_OF_THE_SAMPLE = Erratum(
    chapter=CHAPTER,
    section="empirical-risk",
    source=r"the best classifier will be $\hat{f}^* \in \arg \min_{\hat{f}} R_{\mathcal{D}}(\hat{f})$",
    correction="That is what training looks for. The *best* classifier minimises the expected risk.",
    why="On a sample the table that repeats the labels is never beaten, wrong labels included, and this is what noisy labels are about. Where "
    "the classes 0 and 1 have the probabilities 3/5 and 2/5, and the sample 1, 1, 0, its minimiser says 1 and errs in three of five cases; the "
    "best says 0, and errs in two.",
    slip=Slip.ERROR,
    check=_is_best,
    written=tuple(Rational(SAMPLE.count(k), len(SAMPLE)) for k in range(2)),
    corrected=(Rational(3, 5), Rational(2, 5)),
)

SEVERAL_LABELS_AS_NOISE = Erratum(
    chapter=CHAPTER,
    section="sources-of-noise",
    source="SOURCE OF NOISE: Multiple correct labels",
    correction="Where several labels are correct none of them is noise: the task asks for a set, and the form has room for one.",
    why=r"The transition matrix takes one true class $y$ for each example. A photograph of a cat and a dog has two, and the label *dog* is "
    "right; a matrix could only say that cats are called dogs.",
    slip=Slip.HYPOTHESIS,
)


def _is_distribution(vector: Matrix) -> bool:
    """Whether entries are non-negative and sum to one."""
    return bool(all(entry >= 0 for entry in vector) and sum(vector) == 1)


TRANSITION_NOT_TRANSPOSED = Erratum(
    chapter=CHAPTER,
    section="noise-transition-matrix",
    source=r"[observed probabilities $= T(x)\, p$, with $P(\tilde{y}=j|y=i, x=x)$ in row $j$ and column $i$] "
    r"$T(x) = \begin{bmatrix} 0.8 & 0.1 & 0.1 \\ 0.2 & 0.7 & 0.1 \\ 0.1 & 0.2 & 0.7 \end{bmatrix}$.",
    correction=r"The example transposed; or, with a row for each true class as on this page, $\tilde p = T^\top p$.",
    why=r"In the source's layout columns are distributions. Those of the example sum to $1.1$, $1$ and $0.9$, its rows to "
    r"one. For $p = (0.5, 0.3, 0.2)$ the product as written sums to $1.03$.",
    slip=Slip.ERROR,
    check=_is_distribution,
    written=T * CLEAN,
    corrected=T.T * CLEAN,
)

OBSERVATION_EQUATED_WITH_MATRICES = Erratum(
    chapter=CHAPTER,
    section="noise-transition-matrix",
    source=r"Observation = Noise transition Matrix $\times T(x)$",
    correction=r"Distribution of the observed label $= T(x)^\top \times$ distribution of the true class, with a row for each true "
    "class.",
    why=r"$T(x)$ is the matrix itself. And a label is drawn from the product; it is not the product.",
    slip=Slip.COPYING,
    check=lambda seen: seen.shape == CLEAN.shape and _is_distribution(seen),
    written=T * T,
    corrected=T.T * CLEAN,
)

ESTIMATE_WITHOUT_CORRECTION = Erratum(
    chapter=CHAPTER,
    section="loss-correction",
    source="APPROACHES TO DEAL WITH NOISE: Estimate the Transition matrix",
    correction="... *and correct the loss, or the predictions, by it*.",
    why="An estimate alone changes no classifier. Trained by cross entropy on noisy labels, with the matrix in a drawer, it tends to their "
    r"distribution $T^\top p$. Undone by the matrix, this is $p$.",
    slip=Slip.HYPOTHESIS,
    check=lambda learnt: learnt == CLEAN,
    written=T.T * CLEAN,
    corrected=T.T.inv() * (T.T * CLEAN),
)

TWO_PROBABILITIES = Erratum(
    chapter=CHAPTER,
    section="noise-transition-matrix",
    source=r"$\begin{bmatrix} P_1(\tilde{y}=1|x=x) \\ \vdots \\ P_2(\tilde{y}=C|x=x) \end{bmatrix}$",
    correction=r"$P(\tilde y = 1 \mid x)$ and $P(\tilde y = c \mid x)$: one distribution.",
    why="The index of the row is in the event already.",
    slip=Slip.COPYING,
)
