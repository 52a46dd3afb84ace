"""Slips in what the source says of descent, batches and the rules of the step."""

from collections.abc import Callable, Sequence
from itertools import combinations

from sympy import Expr, Interval, Matrix, Rational, Set, sign, simplify, sqrt, symbols, sympify

from notes.errata import Erratum, Slip

alpha, beta, m, phi = symbols("alpha beta m phi", real=True)


def _fits_the_identity(inputs: Sequence[int]) -> bool:
    """Whether the line of intercept 0 and slope 1 has no error on the points (0, 0) and (1, 1)."""
    return sum((x - y) ** 2 for x, y in zip(inputs, (0, 1), strict=True)) == 0


PARAMETERS_FROM_ZERO_TO_N = Erratum(
    chapter=4,
    section="gradient-descent",
    source=r"$\frac{\partial L}{\partial \phi} = \begin{bmatrix} \frac{\partial L}{\partial \phi_0} \\ \vdots \\ "
    r"\frac{\partial L}{\partial \phi_N} \end{bmatrix}$, with no word on $N$.",
    correction=r"$\phi_0$ to $\phi_N$ are $N + 1$ parameters: $N$ is one less than their number.",
    why=r"The line that follows has two, $\phi_0$ and $\phi_1$, and there $N$ is 1. (On this page $N$ is the number of samples.)",
    slip=Slip.COPYING,
)

INPUT_WITHOUT_INDEX = Erratum(
    chapter=4,
    section="linear-regression-gradient",
    source=r"The loss of a line is $\sum_i (f(x, \phi) - y_i)^2$.",
    correction=r"$\sum_i (f(x_i, \phi) - y_i)^2$: every target is compared with the prediction at its own input.",
    why=r"With one $x$ for all samples the best prediction is the mean of the targets, whatever the inputs are.",
    slip=Slip.COPYING,
    check=_fits_the_identity,
    written=(1, 1),
    corrected=(0, 1),
)


def _estimates_the_sum(scale: Expr) -> bool:
    """Whether the scaled sum over a batch of two, averaged over all batches, is the sum over all four samples."""
    gradients = symbols("g_1:5", real=True)
    sums = [sum(batch) for batch in combinations(gradients, 2)]
    return simplify(scale * sum(sums) / len(sums) - sum(gradients)) == 0


BATCH_SUM_FOR_THE_WHOLE = Erratum(
    chapter=4,
    section="stochastic-gradient-descent",
    source=r"The step is $\alpha \sum_{i=1}^{B_c} \frac{\partial \ell_i[\phi_t]}{\partial \phi}$, a *batch instead of the entire dataset*; "
    r"likewise in the momentum, in Nesterov's and under *back propagation*, with $\sum_{i=1}^B$.",
    correction=r"Take the mean over the batch, or scale the sum by $N/B$.",
    why=r"The sum over a batch estimates only the share $B/N$ of the full sum, so the same $\alpha$ means another step for "
    r"every batch size. (The estimate is unbiased only up to that factor.)",
    slip=Slip.HYPOTHESIS,
    check=_estimates_the_sum,
    written=1,
    corrected=Rational(4, 2),
)


def _reaches_every_sample(batch: Callable[[Sequence[int], int], Sequence[int]]) -> bool:
    """Whether the two batches of an epoch hold each of four samples, which were shuffled."""
    return {sample for t in (0, 1) for sample in batch((3, 1, 4, 2), t)} == {1, 2, 3, 4}


BATCH_OF_THE_FIRST = Erratum(
    chapter=4,
    section="stochastic-gradient-descent",
    source=r"The sum over a batch runs over $i=1, \dots, B_c$.",
    correction=r"Over $i \in \mathcal{B}_t$, the batch that was drawn for step $t$.",
    why=r"From 1 to $B$ every step would see the same first samples, and the others never.",
    slip=Slip.COPYING,
    check=_reaches_every_sample,
    written=lambda order, t: range(1, 3),  # noqa: ARG005
    corrected=lambda order, t: order[2 * t : 2 * t + 2],
)

ESCAPE_WITHOUT_WARRANT = Erratum(
    chapter=4,
    section="stochastic-gradient-descent",
    source='Pros of stochastic descent: "Escape local minima", "Allows generalization over unseen data".',
    correction=r"It *can* leave a minimum that holds full-batch descent; whether it does depends on the noise, that is on the "
    r"learning rate, the batch size and the minimum. Generalisation is an observation, not a consequence of the rule.",
    why=r"On the Gabor loss every run leaves one minimum, and from another start no run reaches the best; see this section.",
    slip=Slip.HYPOTHESIS,
)


SAMPLES_BY_TWO_LETTERS = Erratum(
    chapter=4,
    section="gradient-descent",
    source=r"$L(\phi) = \sum_{i=1}^D \ell_i$, later $L(\phi) = \sum_{i=1}^n l_i$; and $D_h$ is the width of a layer.",
    correction=r"One letter for the number of samples, $N$ here, and $D$ for widths only.",
    why=r"In $\frac{2}{D_h}$ the width counts, whatever the number of samples is.",
    slip=Slip.COPYING,
)

RATE_WITHOUT_TIME = Erratum(
    chapter=4,
    section="learning-rate-schedules",
    source=r"*SGD and Scheduler of LR*, and under it: Remember $LR = \alpha \quad \phi_{t+1} = \phi_t - \alpha \cdot \frac{\partial L}{\partial \phi_t}$",
    correction=r"$\phi_{t+1} = \phi_t - \alpha_t \frac{\partial L(\phi_t)}{\partial \phi}$, and a rule for $\alpha_t$. This section supplies some.",
    why="A schedule is a rate that changes with the step. The rule is recalled with one rate for all steps, and no schedule follows.",
    slip=Slip.COPYING,
)


def _is_faster_with_momentum(condition: int) -> bool:
    """Whether momentum with decay 0.9 can shrink the slower of two directions faster than plain descent can."""
    return bool(sqrt(Rational(9, 10)) < Rational(condition - 1, condition + 1))


MOMENTUM_IS_NOT_ALWAYS_FAST = Erratum(
    chapter=4,
    section="momentum",
    source=r"Momentum *makes the convergence fast*.",
    correction=r"It does where curvatures differ much, and with a decay that suits them.",
    why=r"With $\beta = 0.9$ no step shrinks the distance below the factor $\sqrt{0.9}$ in the long run. Plain descent with the best rate has a "
    r"smaller factor unless the largest curvature is about 38 times the smallest or more; in the race on this page momentum is no faster.",
    slip=Slip.HYPOTHESIS,
    check=_is_faster_with_momentum,
    written=10,
    corrected=100,
)


def _uses_the_gradient(decays: Set) -> bool:
    """Whether the weights of a running average sum to something positive for every decay that is allowed."""
    return all(1 - decay**5 > 0 for decay in (Rational(1, 2), Rational(99, 100), 1) if decay in decays)


DECAY_OF_ONE = Erratum(
    chapter=4,
    section="momentum",
    source=r"The weight $\beta$ of the momentum lies in $[0, 1]$.",
    correction=r"$\beta \in [0, 1)$.",
    why=r"At $\beta = 1$ the gradient has weight zero, nothing ever moves, and Adam's correction divides by zero.",
    slip=Slip.HYPOTHESIS,
    check=_uses_the_gradient,
    written=Interval(0, 1),
    corrected=Interval.Ropen(0, 1),
)


def _is_the_step_of_the_momentum(look_ahead: Expr) -> bool:
    """Whether the look-ahead is where the step without a new gradient would lead."""
    without_gradient = phi - alpha * (beta * m)
    return simplify(look_ahead - without_gradient) == 0


LOOK_AHEAD_WITHOUT_DECAY = Erratum(
    chapter=4,
    section="nesterov-momentum",
    source=r"Nesterov's gradient is taken at $\phi_t - \alpha m_t$.",
    correction=r"At $\phi_t - \alpha \beta m_t$.",
    why=r"The next step is $-\alpha m_{t+1}$, and what of it is known beforehand is $-\alpha \beta m_t$. With the source's point "
    r"the rule is not the one that Sutskever et al. and torch write with a velocity; with the corrected one it is.",
    slip=Slip.ERROR,
    check=_is_the_step_of_the_momentum,
    written=phi - alpha * m,
    corrected=phi - alpha * beta * m,
)

GRADIENT_CALLED_MOMENTUM = Erratum(
    chapter=4,
    section="normalized-gradients",
    source=r"*Normalize the momentum by the scale of the gradient*, with $m_{t+1} = \frac{\partial L(\phi_t)}{\partial \phi}$.",
    correction=r"What is normalised there is the gradient; nothing is averaged.",
    why=r"A momentum remembers. That both, numerator and denominator, become averages is the step from this rule to Adam.",
    slip=Slip.COPYING,
)


def _comes_to_rest(rate: Callable[[int], Rational]) -> bool:
    """Whether normalised descent on a parabola is soon within a hundredth of the minimum, and stays there."""
    places = [Rational(1, 3)]
    for t in range(1, 200):
        places.append(places[-1] - rate(t) * sign(places[-1]))
    return bool(max(map(abs, places[-50:])) < Rational(1, 100))


NORMALISED_IS_NOT_CONVERGENT = Erratum(
    chapter=4,
    section="normalized-gradients",
    source="*Solution 1: Normalize the momentum by the scale of the gradient to avoid huge updates*, with no word on the rate, whose choice is the "
    "second problem named above it.",
    correction=r"It bounds the step, but then the step never shrinks either: with a constant $\alpha$ it does not converge. On a parabola "
    r"it does with one that falls as $1/t$.",
    why=r"The step has the length $\alpha$ in every coordinate, at the minimum's door as far away from it.",
    slip=Slip.HYPOTHESIS,
    check=_comes_to_rest,
    written=lambda _: Rational(1),
    corrected=lambda t: Rational(1, t),
)


def _recovers_a_constant_gradient(kept: str) -> bool:
    """Whether the second corrected average of a constant gradient is the gradient, if this is what is gone on with."""
    memory = corrected = sympify(0)
    for t in (1, 2):
        average = beta * memory + (1 - beta) * m
        corrected = average / (1 - beta**t)
        memory = {"stored": average, "corrected": corrected}[kept]
    return simplify(corrected - m) == 0


MOMENT_REPLACED_BY_ITS_CORRECTION = Erratum(
    chapter=4,
    section="adam",
    source=r"*At each timestep* $m_{t+1}$ *is* $\tilde m_{t+1} = \frac{m_{t+1}}{1 - \beta^{t+1}}$, and $v_{t+1}$ likewise.",
    correction=r"$\tilde m_{t+1}$ is a number beside $m_{t+1}$, for the step alone; the next average is made of $m_{t+1}$.",
    why=r"Put in the place of $m_{t+1}$ it would be corrected again: under a constant gradient $g$ the second is $g / (1 - \beta^2)$.",
    slip=Slip.HYPOTHESIS,
    check=_recovers_a_constant_gradient,
    written="corrected",
    corrected="stored",
)


def _corrects_the_first(start: Expr) -> bool:
    """Whether the first corrected average of a constant gradient is the gradient, if the average starts so."""
    return simplify((beta * start + (1 - beta) * m) / (1 - beta) - m) == 0


AVERAGES_WITHOUT_A_START = Erratum(
    chapter=4,
    section="adam",
    source=r"$\tilde{m}_{t+1} = \frac{m_{t+1}}{1-\beta^{t+1}}$ and $\tilde{v}_{t+1} = \frac{v_{t+1}}{1-\gamma^{t+1}}$, without a word on $m_0$ and $v_0$",
    correction=r"They are right if $m_0 = v_0 = 0$ and the first step is $t = 0$.",
    why=r"The divisor is the sum of the gradients' weights, and what is missing to one is the weight of the start. Started at the first gradient $g$, "
    r"as an average may well be, $m_1 = g$ needs no correction, and is made $g / (1 - \beta)$: ten times too large with $\beta = 0.9$.",
    slip=Slip.HYPOTHESIS,
    check=_corrects_the_first,
    written=m,
    corrected=sympify(0),
)


RATE_MISREAD = Erratum(
    chapter=4,
    section="learning-rate-schedules",
    source='The index names "SGD Scheduler LA".',
    correction="SGD, scheduler of the **LR**, the learning rate, as the head of the chapter has it.",
    why="An R was read as an A.",
    slip=Slip.COPYING,
)


GABOR_LOST = Erratum(
    chapter=4,
    section="gabor-model",
    source='The index, and the list at the head of the chapter, name "Gabor Model and SGD"; the chapter has no text on the Gabor model.',
    correction="This section supplies it.",
    why='Of the two only the second was copied. Without a loss of several minima nothing shows what is meant by "Escape local minima".',
    slip=Slip.COPYING,
)


def _moves_each_by_the_rate(step: Callable[[Matrix], Matrix]) -> bool:
    """Whether a coordinate moves by the rate whatever the slope along another one is."""
    return all(abs(entry) == 1 for entry in step(Matrix([3, -400])))


SQUARE_OF_A_VECTOR = Erratum(
    chapter=4,
    section="normalized-gradients",
    source=r"$v_{t+1} = \left(\frac{\partial L(\phi_t)}{\partial \phi} \right)^2$ and $\frac{m_{t+1}}{\sqrt{v_{t+1}} + \epsilon}$, of gradients that are vectors",
    correction="Square, root and quotient are taken entry by entry.",
    why="A vector has no square; taken as that of its length, which is usual, the gradient is made one of length 1 and keeps its direction. That is "
    r"another rule: of the gradient $(3, -400)$ the first coordinate moves by $0.0075\, \alpha$, and not by $\alpha$.",
    slip=Slip.HYPOTHESIS,
    check=_moves_each_by_the_rate,
    written=lambda gradient: gradient / sqrt(gradient.dot(gradient)),
    corrected=lambda gradient: gradient.applyfunc(lambda entry: entry / sqrt(entry**2)),
)
