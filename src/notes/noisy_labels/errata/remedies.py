"""Slips about robust losses, early learning, and blended and selected examples."""

from collections.abc import Callable

from sympy import Expr, Matrix, Rational, diff, integrate, limit, log, simplify, symbols

from notes.errata import Erratum, Slip
from notes.noisy_labels.errata.noise import CHAPTER

f, p, q = symbols("f p q", positive=True)


def _keeps_the_order(admits: Callable[[Rational], bool]) -> bool:
    """Whether at all rates admitted, of symmetric noise in ten classes, fewer errors are fewer disagreements with the labels."""

    def disagreements(errors: Rational, rate: Rational) -> Rational:
        return errors * (1 - rate / 9) + (1 - errors) * rate

    rates = [Rational(n, 20) for n in range(20)]
    return all(disagreements(Rational(1, 10), r) < disagreements(Rational(1, 2), r) for r in rates if admits(r))


ROBUST_WITHOUT_CONDITION = Erratum(
    chapter=CHAPTER,
    section="robust-loss",
    source="Classifier trained on noisy dataset; Lead to the same even of the classifier trained on clean data",
    correction=r"It leads to the same *error*, if the noise is symmetric with a rate $\eta < 1 - 1/c$ and the sum of the loss "
    "over the classes is constant.",
    why=r"With ten classes and $\eta = 0.9$ the label says nothing. The noisy risk is $(1 - \eta c / (c - 1))$ times the clean "
    "one plus a constant: beyond the bound the factor is negative and training makes the error large.",
    slip=Slip.HYPOTHESIS,
    check=_keeps_the_order,
    written=lambda rate: True,  # noqa: ARG005
    corrected=lambda rate: rate < Rational(9, 10),
)

ROBOT_LOSS = Erratum(
    chapter=CHAPTER,
    section="robust-loss",
    source="Robot Loss",
    correction="Robust loss.",
    why="A loss is robust if wrong labels do not move its minimiser.",
    slip=Slip.COPYING,
)


def _is_generalized_cross_entropy(loss: Expr) -> bool:
    """Whether a loss falls with the label's probability and tends to cross entropy as q tends to zero."""
    falls = bool(diff(loss, f).subs({f: Rational(1, 2), q: Rational(1, 2)}) < 0)
    return falls and simplify(limit(loss, q, 0) + log(f)) == 0


SQUARE_IN_GENERALIZED_CROSS_ENTROPY = Erratum(
    chapter=CHAPTER,
    section="generalized-cross-entropy",
    source=r"$L_g(f(x), e_j) = -(1 - f_j(x))^2$",
    correction=r"$\ell_q(f, y) = \big(1 - p_y^q\big) / q$",
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
    chapter=CHAPTER,
    section="early-learning-regularization",
    source=r"$ELR = ECE + \lambda \sum_{i=1}^m \log \left(1 - \langle p_i^j, q_i^j \rangle \right)$",
    correction=r"$\ell_{CE} + \frac{\nu}{m} \sum_{i=1}^m \log(1 - \langle p_i, \tau_i \rangle)$",
    why=r"If the first part is a mean, as the other losses of the chapter, and the second a sum, the strength means something else at every size of "
    r"the data. (ECE is cross entropy, $\ell_{CE}$; the usual meaning of the letters, expected calibration error, is no loss of an example.)",
    slip=Slip.COPYING,
    check=_weighs_both_parts_alike,
    written=lambda m: log(2) + m * log(Rational(1, 2)),
    corrected=lambda m: log(2) + log(Rational(1, 2)) * m / m,
)

EARLY = ((Rational(8, 10), Rational(2, 10)), (Rational(9, 10), Rational(1, 10)))


def _resists(target: tuple[Rational, ...]) -> bool:
    """Whether the penalty rises with the probability of the second class, a wrong label, when it has come to one half."""
    penalty = log(1 - (1 - p) * target[0] - p * target[1])
    return bool(diff(penalty, p).subs(p, Rational(1, 2)) > 0)


TARGET_LEFT_UNDEFINED = Erratum(
    chapter=CHAPTER,
    section="early-learning-regularization",
    source=r"$\langle p_i^j, q_i^j \rangle$: prediction, target, sample $i$, steps in training [without a word on where the target comes from]",
    correction=r"$\tau_i \leftarrow \beta \tau_i + (1 - \beta) p_i$, without gradient: a running average of the network's predictions.",
    why="Were it the noisy label, the penalty would reward agreement with the noise: it is the memory of the early "
    "predictions that keeps the network from memorising.",
    slip=Slip.HYPOTHESIS,
    check=_resists,
    written=(0, 1),
    corrected=tuple(sum(early) / 2 for early in zip(*EARLY, strict=True)),
)

x = symbols("x", positive=True)

MIXUP_AT_ONE_HALF = Erratum(
    chapter=CHAPTER,
    section="mixup",
    source=r"$\lambda \approx 0.5$",
    correction=r"$\lambda \sim \operatorname{Beta}(\alpha, \alpha)$: the mean is one half, the variance "
    r"$1 / \big(4 (2 \alpha + 1)\big)$.",
    why=r"For $\alpha = 1$ the weight is uniform, and for the small $\alpha$ of practice most weights are near 0 or 1.",
    slip=Slip.ERROR,
    check=lambda weight: integrate((weight - Rational(1, 2)) ** 2, (x, 0, 1)) == Rational(1, 4 * (2 * 1 + 1)),
    written=Rational(1, 2),
    corrected=x,
)


def _one_hot(label: int) -> Matrix:
    return Matrix(3, 1, lambda k, _: int(k + 1 == label))


def _keeps_the_labels(mixed: Callable[[int, int], object]) -> bool:
    """Whether half of class 1 and half of class 3 is something else than class 2."""
    return mixed(1, 3) != mixed(2, 2)


NUMBERS_OF_CLASSES_MIXED = Erratum(
    chapter=CHAPTER,
    section="mixup",
    source=r"$y = \lambda y_1 + (1-\lambda) y_2$",
    correction="... with *one-hot* $y_1$ and $y_2$.",
    why=r"In the source $y$ is the number of a class, from $\{1..C\}$. Half of 1 and half of 3 would be 2, a third class; of one-hot vectors it "
    r"is $(\tfrac12, 0, \tfrac12)$.",
    slip=Slip.HYPOTHESIS,
    check=_keeps_the_labels,
    written=lambda one, other: Rational(one + other, 2),
    corrected=lambda one, other: (_one_hot(one) + _one_hot(other)) / 2,
)


def _smallest(losses: tuple[int, ...]) -> set[int]:
    return set(sorted(range(len(losses)), key=lambda i: losses[i])[: len(losses) // 2])


def _is_invariant_to_scale(selection: Callable[[tuple[int, ...]], set[int]]) -> bool:
    """Whether half of four examples are selected, in nats as in hundredths of a nat."""
    return selection((1, 2, 3, 4)) == selection((100, 200, 300, 400)) == {0, 1}


RATE_USED_AS_THRESHOLD = Erratum(
    chapter=CHAPTER,
    section="sample-selection",
    source=r"Select Sample with loss $< R(T)$; Update the threshold $R(T)$",
    correction=r"Select the share $R(T)$ of the samples with the smallest losses; the page calls it $\kappa(E)$.",
    why=r"$R(T)$ is a rate between 0 and 1. As a bound on the loss it would select by the unit of the loss. (Of its letters $R$ was the risk "
    "and $T$ the transition matrix.)",
    slip=Slip.ERROR,
    check=_is_invariant_to_scale,
    written=lambda losses: {i for i, loss in enumerate(losses) if loss < 0.5},
    corrected=_smallest,
)


def _hears_the_other(trained_on: Callable[[tuple[int, ...], tuple[int, ...]], set[int]]) -> bool:
    """Whether what the first network trains on depends on the losses of the second."""
    own = (1, 2, 3, 4)
    return trained_on(own, own) != trained_on(own, own[::-1])


UPDATES_NOT_CROSSED = Erratum(
    chapter=CHAPTER,
    section="co-teaching",
    source=r"Update $w_f = w_f - \alpha \nabla \ell(f, D_f)$, $w_g = w_g - \alpha \nabla \ell(g, \tilde{D}_g)$",
    correction=r"$\phi_f \leftarrow \phi_f - \rho \nabla \ell(f, D_g)$ and $\phi_g \leftarrow \phi_g - \rho \nabla \ell(g, D_f)$",
    why="As written the two networks never exchange anything: they are two runs of selecting for oneself.",
    slip=Slip.ERROR,
    check=_hears_the_other,
    written=lambda own, other: _smallest(own),  # noqa: ARG005
    corrected=lambda own, other: _smallest(other),  # noqa: ARG005
)

NOISE_MARK_ON_A_SELECTION = Erratum(
    chapter=CHAPTER,
    section="co-teaching",
    source=r"Select Sample with loss $< R(T)$ $D_f$ and $\tilde{D}_g$",
    correction=r"$D_f$ and $D_g$: both are selections from the same noisy data, made alike.",
    why=r"In this chapter a tilde marks what is noisy, as in $\tilde y$. On one of two sets it says that the other is clean.",
    slip=Slip.COPYING,
)


def _first_patterns_are_true(admits: Callable[[Matrix], bool]) -> bool:
    """Whether under all noise admitted the most frequent label of each of three classes is the right one."""
    flip = Matrix([[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    wrong = [flip, (Matrix.ones(3, 3) - Matrix.eye(3)) / 2]
    noises = [Matrix.eye(3) * (1 - rate) + other * rate for rate in (Rational(2, 5), Rational(3, 5)) for other in wrong]
    return all(max(noise[i, :]) == noise[i, i] for noise in noises if admits(noise) for i in range(3))


EASY_CALLED_CLEAN = Erratum(
    chapter=CHAPTER,
    section="early-learning-and-memorization",
    source="Learning easy pattern (clean samples)",
    correction="What is easy is learned first. That these are the clean samples needs wrong labels without a pattern of their "
    "own, as under symmetric noise.",
    why="Where a class is taken for the next one in six of ten examples, the easy pattern is the wrong label. Below one half "
    "it is learned early as well, beside the right one: small losses then tell the two less well apart.",
    slip=Slip.HYPOTHESIS,
    check=_first_patterns_are_true,
    written=lambda noise: True,  # noqa: ARG005
    corrected=lambda noise: noise[0, 1] == noise[0, 2],
)
