"""Slips of the source's chapter 4, each with a check that refutes the form as written where a machine can."""

from collections.abc import Sequence
from itertools import combinations

from sympy import Expr, Integral, Interval, Rational, Set, Symbol, exp, pi, simplify, sqrt, symbols

from notes.errata import Erratum, Slip

alpha, beta, m, phi, velocity = symbols("alpha beta m phi v", real=True)
D, D_next = symbols("D_h D_h'", positive=True)


def _fits_the_identity(inputs: Sequence[int]) -> bool:
    """Whether the line of intercept 0 and slope 1 has no error on the points (0, 0) and (1, 1)."""
    return sum((x - y) ** 2 for x, y in zip(inputs, (0, 1), strict=True)) == 0


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
    source=r"The step is $\alpha \sum_{i \in \mathcal{B}_t} \partial \ell_i / \partial \phi$, in the place of the sum over all samples.",
    correction=r"Take the mean over the batch, or scale the sum by $N/B$.",
    why=r"The sum over a batch estimates only the share $B/N$ of the full sum, so the same $\alpha$ means another step for "
    r"every batch size. (The estimate is unbiased only up to that factor.)",
    slip=Slip.HYPOTHESIS,
    check=_estimates_the_sum,
    written=1,
    corrected=Rational(4, 2),
)

ESCAPE_WITHOUT_WARRANT = Erratum(
    chapter=4,
    section="stochastic-gradient-descent",
    source=r"Stochastic gradient descent escapes local minima, and generalises to unseen data.",
    correction=r"It *can* leave a minimum that holds full-batch descent; whether it does depends on the noise, that is on the "
    r"learning rate, the batch size and the minimum. Generalisation is an observation, not a consequence of the rule.",
    why=r"On the Gabor loss every run leaves one minimum, and from another start no run reaches the best; see this section.",
    slip=Slip.HYPOTHESIS,
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

NORMALISED_IS_NOT_CONVERGENT = Erratum(
    chapter=4,
    section="normalized-gradients",
    source=r"Dividing the gradient by its size is offered as a solution to choosing a learning rate.",
    correction=r"It bounds the step, but then the step never shrinks either: with a constant $\alpha$ it does not converge.",
    why=r"The step has the length $\alpha$ in every coordinate, at the minimum's door as far away from it.",
    slip=Slip.HYPOTHESIS,
)

OUTPUT_BIAS_WITHOUT_INDEX = Erratum(
    chapter=4,
    section="backpropagation",
    source=r"The output is $f(x, \phi) = \beta + \phi_3 h_3$.",
    correction=r"$\beta_3 + \phi_3 h_3$.",
    why=r"The layers are numbered from 0 to 3, and this one has a bias of its own.",
    slip=Slip.COPYING,
)

PASSES_AND_THEIR_WORK = Erratum(
    chapter=4,
    section="backpropagation",
    source=r"The SGD update is called backpropagation; its forward pass computes the derivatives and its backward pass uses "
    r"them to update the weights. The derivatives are $\partial \ell_i / \partial \phi_k$ and $\partial \ell_i / \partial \phi_k$.",
    correction=r"The forward pass computes the values and keeps them; the backward pass computes the derivatives, "
    r"$\partial \ell_i / \partial \beta_k$ and $\partial \ell_i / \partial \phi_k$; the update is the optimiser's.",
    why=r"Backpropagation is a way to differentiate, and any optimiser may use what it returns. No derivative is known before "
    r"the forward pass has reached the loss.",
    slip=Slip.ERROR,
)

ALPHA_AND_PHI_TWICE = Erratum(
    chapter=4,
    section="backpropagation",
    source=r"$\alpha$ is the learning rate and the activation function; $\phi$ all the parameters and one layer's weights.",
    correction=r"$\alpha$ is the learning rate, $\Omega_k$ and $\beta_k$ are a layer's weights and biases, $\phi$ all of them.",
    why="In one section the two readings meet in one formula.",
    slip=Slip.COPYING,
)

EIGHT_DERIVATIVES_AS_ONE = Erratum(
    chapter=4,
    section="toy-backpropagation",
    source=r"Compute $\partial \ell_i / (\partial \beta_0, \partial \beta_1, \partial \beta_2, \partial \beta_3)$.",
    correction=r"Compute $\partial \ell_i / \partial \beta_0$, $\partial \ell_i / \partial \beta_1$, and so on: eight numbers.",
    why="As written it reads as one mixed derivative of the fourth order.",
    slip=Slip.COPYING,
)


def _visits_every_node_once(nodes: Sequence[str]) -> bool:
    """Whether a path through a graph without cycles names no node twice."""
    return len(set(nodes)) == len(nodes)


NODE_NAMED_TWICE = Erratum(
    chapter=4,
    section="computation-graph",
    source=r"The graph is $x_i \to f_0 \to h_1 \to f_1 \to h_2 \to f_2 \to h_3 \to f_3 \to h_3 \to \ell_i$.",
    correction=r"$\dots \to h_3 \to f_3 \to \ell_i$.",
    why="A computation graph has no cycle: nothing can be computed from what it is needed for.",
    slip=Slip.COPYING,
    check=_visits_every_node_once,
    written=("x", "f0", "h1", "f1", "h2", "f2", "h3", "f3", "h3", "l"),
    corrected=("x", "f0", "h1", "f1", "h2", "f2", "h3", "f3", "l"),
)


def _centres_preactivations(mean: Expr) -> bool:
    """Whether weights of this mean give pre-activations of mean zero, for activations of any mean."""
    return simplify(D * mean * Symbol("E[h]", positive=True)) == 0


WEIGHTS_CENTRED_ELSEWHERE = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"$\Omega$ is drawn from $\mathcal{N}(y, \sigma^2)$.",
    correction=r"From $\mathcal{N}(0, \sigma^2)$.",
    why="Every variance formula below supposes weights of mean zero; no target has anything to do with them.",
    slip=Slip.COPYING,
    check=_centres_preactivations,
    written=Symbol("y", positive=True),
    corrected=0,
)


def _halves_the_mean_square(mean: Expr) -> bool:
    """Whether rectifying a Gaussian of this mean and variance one halves its mean square, to twelve digits."""
    f = Symbol("f", real=True)
    density = exp(-((f - mean) ** 2) / 2) / sqrt(2 * pi)
    return bool(abs(Integral(f**2 * density, (f, 0, 12)).evalf() - Rational(1 + mean**2, 2)) < 1e-12)


HE_WITHOUT_HYPOTHESES = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"$\sigma_\Omega^2 = 2/D_h$, without saying for which network.",
    correction=r"For rectified linear units, zero biases, independent weights of mean zero, and hence pre-activations symmetric "
    r"about zero.",
    why=r"The 2 makes up for the half of the power that the unit drops, and it drops half only if $f$ is symmetric about zero: "
    r"of a Gaussian of mean one and variance one it keeps more.",
    slip=Slip.HYPOTHESIS,
    check=_halves_the_mean_square,
    written=1,
    corrected=0,
)


def _lies_between_its_parts(variance: Expr) -> bool:
    """Whether a compromise lies between the two variances it is made of, for widths 300 and 100."""
    value = variance.subs({D: 300, D_next: 100})
    return bool(Rational(2, 300) < value < Rational(2, 100))


COMPROMISE_WITHOUT_FRACTION = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"The variance for both directions is $4 (D_h + D_{h'})$.",
    correction=r"$4 / (D_h + D_{h'})$.",
    why=r"A compromise between $2/D_h$ and $2/D_{h'}$ lies between them; for widths 300 and 100 the source's form is 1600.",
    slip=Slip.COPYING,
    check=_lies_between_its_parts,
    written=4 * (D + D_next),
    corrected=4 / (D + D_next),
)

GAINS = {"rectified": Rational(1, 2), "linear": Rational(1)}


def _names_what_vanishes(units: set[str]) -> bool:
    """Whether these are the units through which 50 layers with D sigma^2 = 1/10 shrink a signal below 10^-40."""
    return units == {unit for unit, gain in GAINS.items() if (gain / 10) ** 50 < Rational(1, 10**40)}


VANISHING_BLAMED_ON_RELU = Erratum(
    chapter=4,
    section="vanishing-and-exploding-gradients",
    source=r"With weights of very small variance there is no update, because of the ReLU.",
    correction=r"Because each layer multiplies the power of the signal by a factor below one; a linear network vanishes too.",
    why=r"The factor is $D\sigma^2$ for linear and $D\sigma^2/2$ for rectified linear units: the ReLU contributes the half.",
    slip=Slip.ERROR,
    check=_names_what_vanishes,
    written={"rectified"},
    corrected={"rectified", "linear"},
)

EXPLOSION_BEFORE_ANY_UPDATE = Erratum(
    chapter=4,
    section="vanishing-and-exploding-gradients",
    source=r"Big weights make huge jumps in the updates, and these lead to exploding gradients.",
    correction=r"Big weights make the gradients explode, and these make the updates jump.",
    why=r"The gradients of a deep network at initialisation are already huge, before any update was made.",
    slip=Slip.ERROR,
)
