"""Slips in what the source says of backpropagation, computation graphs and initialisation."""

from collections.abc import Sequence

from sympy import Expr, Integral, Rational, Symbol, cos, diff, exp, expand, pi, simplify, sin, sqrt, symbols

from notes.errata import Erratum, Slip

D, D_next = symbols("D_h D_h'", positive=True)

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
    source=r"*It includes a forward pass*, *computing the derivatives*, and *a backward pass that uses the derivatives to update the weights*.",
    correction=r"The forward pass computes the values and keeps them; the backward pass computes the derivatives; the update is the "
    r"optimiser's.",
    why=r"No derivative is known before the forward pass has reached the loss.",
    slip=Slip.ERROR,
)

UPDATE_CALLED_BACKPROPAGATION = Erratum(
    chapter=4,
    section="backpropagation",
    source=r"Of $\phi_{t+1} = \phi_t - \alpha \sum_{i=1}^B \frac{\partial l_i(\phi_t)}{\partial \phi}$: *This algorithm is called Back propagation*.",
    correction=r"It is stochastic gradient descent; backpropagation is how the derivatives in it are computed.",
    why=r"Any optimiser may use what backpropagation returns, and any way to differentiate would serve the update.",
    slip=Slip.COPYING,
)


def _names_each_once(parameters: Sequence[str]) -> bool:
    """Whether no parameter is named twice."""
    return len(set(parameters)) == len(parameters)


DERIVATIVE_NAMED_TWICE = Erratum(
    chapter=4,
    section="backpropagation",
    source=r"The derivatives are $\frac{\partial l_i}{\partial \phi_k}$ and $\frac{\partial l_i}{\partial \phi_k}$.",
    correction=r"$\frac{\partial l_i}{\partial \beta_k}$ and $\frac{\partial l_i}{\partial \phi_k}$.",
    why="A layer has biases and weights, and each needs its derivative.",
    slip=Slip.COPYING,
    check=_names_each_once,
    written=("phi_k", "phi_k"),
    corrected=("beta_k", "phi_k"),
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


NODE_NAMED_TWICE = Erratum(
    chapter=4,
    section="computation-graph",
    source=r"The graph is $x_i \to f_0 \to h_1 \to f_1 \to h_2 \to f_2 \to h_3 \to f_3 \to h_3 \to \ell_i$.",
    correction=r"$\dots \to h_3 \to f_3 \to \ell_i$.",
    why="A computation graph has no cycle: nothing can be computed from what it is needed for.",
    slip=Slip.COPYING,
    check=_names_each_once,
    written=("x", "f0", "h1", "f1", "h2", "f2", "h3", "f3", "h3", "l"),
    corrected=("x", "f0", "h1", "f1", "h2", "f2", "h3", "f3", "l"),
)


def _keeps_fifty_layers(share: Rational) -> bool:
    """Whether weights of this share of He's variance keep the expected power of 50 layers within a thousandfold."""
    return bool(Rational(1, 1000) < share**50 < 1000)


SMALL_VARIANCE_AS_REMEDY = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"*Depend from where you start from a place where the variance of the pesos is small to do not oscillate too much or to low*.",
    correction=r"The variance of the weights (*pesos*) is to be neither small nor large: it is to be $2/D_h$.",
    why=r"A small variance is what the same section names as the cause of vanishing gradients.",
    slip=Slip.ERROR,
    check=_keeps_fifty_layers,
    written=Rational(1, 2),
    corrected=Rational(1),
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


def _keeps_the_gradients(variance: Expr) -> bool:
    """Whether the weights of a rectified layer from D_h units to D_h' keep the power of the gradients going back."""
    return simplify(D_next * variance / 2 - 1) == 0


SECOND_CONDITION_OF_ANOTHER_MATRIX = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"$\sigma^2 \Omega = \frac{2}{D_h}$; *If we have 2 adjacent hidden layer*, $\sigma^2 \Omega' = \frac{2}{D_{h'}}$.",
    correction=r"Both are conditions on one matrix $\Omega$, from $D_h$ units to $D_{h'}$: the first keeps the signal, the second the gradient.",
    why=r"For two matrices there would be nothing to compromise. With $2/D_h$ alone the gradients are multiplied by $D_{h'}/D_h$.",
    slip=Slip.HYPOTHESIS,
    check=_keeps_the_gradients,
    written=2 / D,
    corrected=2 / D_next,
)

VARIANCE_TIMES_MATRIX = Erratum(
    chapter=4,
    section="parameter-initialization",
    source=r"$\sigma^2 \Omega = \frac{2}{D_h}$.",
    correction=r"$\sigma_\Omega^2 = \frac{2}{D_h}$.",
    why=r"$\Omega$ is a subscript, what the variance is of, and no factor: the right-hand side is a number, a matrix is none.",
    slip=Slip.COPYING,
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
    source=r"*With Ω very small variance there will be no update.* *Because RELU*, and there it breaks off.",
    correction=r"Because each layer multiplies the power of the signal by a factor below one; a linear network vanishes too.",
    why=r"The factor is $D\sigma^2$ for linear and $D\sigma^2/2$ for rectified linear units: the ReLU contributes the half.",
    slip=Slip.COPYING,
    check=_names_what_vanishes,
    written={"rectified"},
    corrected={"rectified", "linear"},
)

EXPLOSION_BEFORE_ANY_UPDATE = Erratum(
    chapter=4,
    section="vanishing-and-exploding-gradients",
    source=r'"High variance $\sigma^2$ = Big Weights, huge jump in update thus leads to Exploding Gradients"',
    correction=r"Big weights make the gradients explode, and these make the updates jump.",
    why=r"The gradients of a deep network at initialisation are already huge, before any update was made.",
    slip=Slip.ERROR,
)


inner, weight, offset, given, target = symbols("f_0 w_0 beta_0 x y", real=True)
_toy = (cos(1 + 2 * exp(3 + sin(inner))) - target) ** 2
_by_node = diff(_toy, inner).subs(inner, offset + weight * given)


def _is_the_derivative_by_the_weight(slope: Expr) -> bool:
    """Whether this is the derivative of the toy model's loss by the first weight."""
    return expand(slope - diff(_toy.subs(inner, offset + weight * given), weight)) == 0


PARAMETERS_NOT_REACHED = Erratum(
    chapter=4,
    section="computation-graph",
    source=r"The derivatives on the graph are those by $f_2, h_2, f_1, h_1, f_0$, and end with $\frac{\partial \ell_i}{\partial f_0} = \dots$",
    correction=r"One factor more leads to the parameters: $\frac{\partial \ell_i}{\partial \beta_k} = \frac{\partial \ell_i}{\partial f_k}$ and "
    r"$\frac{\partial \ell_i}{\partial w_k} = h_k \frac{\partial \ell_i}{\partial f_k}$, with $h_0 = x_i$.",
    why=r"The eight derivatives that were to be computed are by $\beta_k$ and $w_k$, and none of them is among the five.",
    slip=Slip.COPYING,
    check=_is_the_derivative_by_the_weight,
    written=_by_node,
    corrected=_by_node * given,
)
