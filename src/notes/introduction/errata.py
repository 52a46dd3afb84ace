"""Slips of the source's chapter 1, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from sympy import Derivative, Expr, Function, IndexedBase, Rational, S, Sum, diff, exp, log, simplify, symbols

from notes.errata import Erratum, Slip

i, n = symbols("i n", integer=True, positive=True)
x1, x2, theta, w, w0, x, h = symbols("x_1 x_2 theta w w_0 x h", real=True)
f, y, z = Function("f"), IndexedBase("y"), symbols("z", positive=True)


def _is_a_mean(criterion: Callable[[Sequence[int]], Fraction]) -> bool:
    """Whether a criterion of residuals stays the same when every sample is written down twice."""
    residuals = [1, -2, 4]
    return criterion(residuals * 2) == criterion(residuals)


SUM_CALLED_A_MEAN = Erratum(
    chapter=1,
    section="mean-squared-error",
    source=r"Under the heading *mean squared error*: $L(\theta) = \sum_{i=1}^{n} [f(x, \theta) - y_i]^2$.",
    correction=r"That is the *sum* of squared errors; the mean is $\frac1n$ times it.",
    why="The minimiser is the same, but the sum grows with the number of samples, and so does its gradient: a learning "
    "rate that suits ten samples is too large for a thousand.",
    slip=Slip.ERROR,
    check=_is_a_mean,
    written=lambda residuals: sum(Fraction(r) ** 2 for r in residuals),
    corrected=lambda residuals: sum(Fraction(r) ** 2 for r in residuals) / len(residuals),
)


def _uses_every_input(residuals: Sequence[Expr]) -> bool:
    """Whether each residual of two samples depends on the input of its own sample."""
    return all(diff(residual, place) != 0 for residual, place in zip(residuals, (x1, x2), strict=True))


INPUT_WITHOUT_INDEX = Erratum(
    chapter=1,
    section="mean-squared-error",
    source=r"$\sum_{i=1}^{n} [f(x, \theta) - y_i]^2$: the target has an index and the input has none.",
    correction=r"$\sum_{i=1}^{n} [f(x_i, \theta) - y_i]^2$.",
    why="Each prediction is made from the input of its own sample; with one input for all, all predictions would agree.",
    slip=Slip.COPYING,
    check=_uses_every_input,
    written=(f(x, theta), f(x, theta)),
    corrected=(f(x1, theta), f(x2, theta)),
)


def _counts_the_samples(first: int) -> bool:
    """Whether a sum from `first` to n has n terms."""
    return bool((Sum(1, (i, first, n)).doit() - n).equals(0))


SUM_FROM_ZERO = Erratum(
    chapter=1,
    section="binary-cross-entropy",
    source=r"The sum of the binary cross entropy runs from $i = 0$ to $n$.",
    correction=r"It runs from $i = 1$ to $n$, as that of the squared error does.",
    why=r"From 0 to $n$ there are $n + 1$ terms for $n$ samples.",
    slip=Slip.COPYING,
    check=_counts_the_samples,
    written=0,
    corrected=1,
)


def _is_a_sum_over_all(loss: Expr) -> bool:
    """Whether nothing of a sum over samples is left outside of it, with an index that has no value there."""
    return i not in loss.free_symbols


SUM_WITHOUT_BRACKETS = Erratum(
    chapter=1,
    section="binary-cross-entropy",
    source=r"$L(\theta) = \sum_{i=0}^n - (1 - y_i) \log \left[1 - \frac{1}{1 + e^{-h}} \right] - y_i \log "
    r"\left[\frac{1}{1 + e^{-h}} \right]$.",
    correction=r"Brackets around both terms: $\sum_i \big(-(1 - y_i) \log [\dots] - y_i \log [\dots]\big)$.",
    why="A sum reaches to the next plus or minus outside of brackets. As written the second term stands behind it, "
    "with an index that no longer has a value.",
    slip=Slip.COPYING,
    check=_is_a_sum_over_all,
    written=Sum(-(1 - y[i]) * log(1 - z), (i, 1, n)) - y[i] * log(z),
    corrected=Sum(-(1 - y[i]) * log(1 - z) - y[i] * log(z), (i, 1, n)),
)


def _is_never_negative(labels: tuple[int, ...]) -> bool:
    """Whether the loss is a surprise, which is never negative, if the two labels are written as these numbers."""
    chances = [Rational(k, 10) for k in range(1, 10)]
    return all(-(label * log(p) + (1 - label) * log(1 - p)) >= 0 for label in labels for p in chances)


TWO_CLASSES_ONLY = Erratum(
    chapter=1,
    section="binary-cross-entropy",
    source="*BINARY CROSS ENTROPY : For classification Problems*, without a word on what the two labels are.",
    correction="For classification into two classes, with the labels 0 and 1.",
    why=r"The labels enter as numbers. Written as $-1$ and 1, which is as usual, the first would have the loss $\log z - 2 \log (1 - z)$, which "
    "falls without a bound as $z$ goes to 0: nothing is measured any more. Chapter 3 has the loss of several classes.",
    slip=Slip.HYPOTHESIS,
    check=_is_never_negative,
    written=(-1, 1),
    corrected=(0, 1),
)


def _depends_on_the_parameters(logit: Expr) -> bool:
    """Whether the loss of a sample with this logit and the label 1 has a derivative by the parameter."""
    return diff(log(1 + exp(-logit)), theta) != 0


LOGIT_WITHOUT_PARAMETERS = Erratum(
    chapter=1,
    section="binary-cross-entropy",
    source=r"$L(\theta)$ is a sum over $i$ of terms in $h$, which has neither an index nor a parameter. In the next "
    r"line the parameters are called $w$, and the input $X$.",
    correction=r"$h_i = \theta^\top x_i$: each sample has its own logit, which depends on the parameters, here $w$ "
    "throughout; the input of one sample is a vector.",
    why=r"As written, no term depends on $\theta$, and there would be nothing to optimise.",
    slip=Slip.COPYING,
    check=_depends_on_the_parameters,
    written=h,
    corrected=theta * x,
)


def _is_free_at_zero(logit: Expr) -> bool:
    """Whether the probability at the input zero can be anything but one half."""
    return logit.subs(x, 0) != 0


BIAS_LEFT_OUT = Erratum(
    chapter=1,
    section="bce-gradient",
    source=r"$h = w^\top X$.",
    correction=r"$h = w^\top \tilde x$ with $\tilde x = (1, x)$, or $h = w_0 + w^\top x$.",
    why=r"Without a bias the probability at $x = 0$ is one half whatever the weights, and every boundary passes through "
    "the origin. The line of the section before has its intercept. (Many texts let the input begin with a one; the source "
    "does not say so.)",
    slip=Slip.HYPOTHESIS,
    check=_is_free_at_zero,
    written=w * x,
    corrected=w0 + w * x,
)


def _vanishes_at_the_minimum(gradient: Callable[[Sequence[Expr]], Expr]) -> bool:
    """Whether it is zero at the minimum, weight 0, of the loss of two samples with x = 1, one of each label."""
    return gradient([(S.Half - label) * 1 for label in (S.One, S.Zero)]) == 0


ONE_SAMPLE_FOR_ALL = Erratum(
    chapter=1,
    section="bce-gradient",
    source=r"The loss $L(\theta)$ is a sum over samples; the loss $J(w)$, whose gradient is descended, is that of one.",
    correction=r"Descent follows the gradient of the whole loss, $\frac1n \sum_i (z_i - y_i)\, x_i$.",
    why="To derive the gradient of one sample is usual, and right; that the mean over the samples is to follow is left out. "
    "At the minimum the gradients of the samples cancel, and none of them vanishes by itself. Following one sample at a "
    "time is another method, the stochastic gradient descent of chapter 4.",
    slip=Slip.HYPOTHESIS,
    check=_vanishes_at_the_minimum,
    written=lambda gradients: gradients[0],
    corrected=lambda gradients: sum(gradients) / len(gradients),
)


def _always_descends(allowed: Callable[[Expr, Expr], bool]) -> bool:
    """Whether every learning rate that is allowed decreases a parabola of curvature 3 from the point 1."""
    curvature, rates = S(3), [Rational(k, 12) for k in range(1, 25)]
    return all((1 - rate * curvature) ** 2 < 1 for rate in rates if allowed(rate, curvature))


LEARNING_RATE_WITHOUT_BOUND = Erratum(
    chapter=1,
    section="gradient-descent-update",
    source=r"$\text{Gradient Descent} = w - \alpha\, \partial J / \partial w$, with no word on $\alpha$.",
    correction=r"An assignment, $w \leftarrow w - \alpha \nabla J(w)$, which decreases a loss of curvature at most "
    r"$\lambda$ if $0 < \alpha < 2 / \lambda$.",
    why="A method is not equal to an expression; and with a larger step each iterate lands higher than the one before.",
    slip=Slip.HYPOTHESIS,
    check=_always_descends,
    written=lambda rate, curvature: rate > 0,  # noqa: ARG005
    corrected=lambda rate, curvature: 0 < rate < 2 / curvature,
)


def _recovers_every_cause(invertible: Callable[[Mapping[int, int]], bool]) -> bool:
    """Whether each map that is called invertible is undone by a table of its values."""
    causes = range(-2, 3)
    maps = [{y: y**3 for y in causes}, {y: y**2 for y in causes}, {y: 1 - y for y in causes}]
    tables = [(g, {value: y for y, value in g.items()}) for g in maps if invertible(g)]
    return all(table[g[y]] == y for g, table in tables for y in causes)


INVERSE_WITHOUT_INJECTIVITY = Erratum(
    chapter=1,
    section="discriminative-vs-generative",
    source=r"With $x = g(y, \theta)$, inference of $y$ requires the inversion $y = g^{-1}(x, \theta)$.",
    correction=r"The inverse exists only if $g$ is injective in $y$ (and only for $x$ in its range); in general "
    r"inference is Bayes' rule, $p(y \mid x) \propto p(x \mid y)\, p(y)$.",
    why="Two causes with one observation cannot both be recovered from it; and a model of data with noise gives no "
    "observation but a distribution over observations.",
    slip=Slip.HYPOTHESIS,
    check=_recovers_every_cause,
    written=lambda g: True,  # noqa: ARG005
    corrected=lambda g: len(set(g.values())) == len(g),
)

READING_LIST_LOST = Erratum(
    chapter=1,
    section="suggested-reading",
    source="The index announces *suggested reading*; the chapter suggests none.",
    correction="An annotated list stands at the end of this chapter.",
    why="The page was not copied.",
    slip=Slip.COPYING,
)


VERSUS_MISREAD = Erratum(
    chapter=1,
    section="discriminative-vs-generative",
    source="The heading is *DISCRIMINATIVE JS GENERATIVE*.",
    correction="Discriminative *versus* (vs) generative, as the index has it.",
    why="A V was read as a J. JS is the name of a divergence, which chapter 9 compares distributions with; here two kinds of model are compared.",
    slip=Slip.COPYING,
)


label = symbols("l", real=True)
logit, chance = Function("h")(w), Function("z")(h)


def _is_the_gradient(slope: Expr) -> bool:
    """Whether this is the slope of the loss of one sample by its weight, with nothing left to differentiate."""
    probability = 1 / (1 + exp(-w * x))
    loss = -(label * log(probability) + (1 - label) * log(1 - probability))
    return not slope.has(Derivative) and simplify(slope - diff(loss, w)) == 0


GRADIENT_LEFT_AS_A_PRODUCT = Erratum(
    chapter=1,
    section="bce-gradient",
    source=r"*Optimization of BCE, computation of gradient*: $\frac{\partial J(w)}{\partial w} = \frac{\partial J(w)}{\partial z} "
    r"\frac{\partial z}{\partial h} \frac{\partial h}{\partial w}$, and there it ends.",
    correction=r"$\frac{z - y}{z (1 - z)} \cdot z (1 - z) \cdot x = (z - y)\, x$.",
    why="The chain rule is named and none of its three factors is worked out, so nothing is computed with which the descent of the "
    "next line could be carried out.",
    slip=Slip.COPYING,
    check=_is_the_gradient,
    written=Derivative(Function("J")(z), z) * Derivative(chance, h) * Derivative(logit, w),
    corrected=(1 / (1 + exp(-w * x)) - label) * x,
)
