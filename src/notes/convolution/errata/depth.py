"""Slips on depth, normalisation and gates."""

from collections.abc import Callable
from typing import Any

from sympy import Matrix, Rational, hadamard_product

from notes.errata import Erratum, Slip

CHAPTER = 6

DEPTH_AND_UNIVERSALITY = Erratum(
    chapter=CHAPTER,
    section="depth-problem",
    source="More layer, better approximation (Universal Approximation Theorem)",
    correction="The best known form is about the width of one hidden layer; a form for depth (chapter 2) says that deep enough networks "
    "of a certain width exist. That a deeper network can do what a shallower one does follows from setting the additional layers to "
    "the identity.",
    why="The theorems say what there is among all weights, and none says what training finds.",
    slip=Slip.HYPOTHESIS,
)


def _is_slope(slope: Callable[..., Any]) -> bool:
    """Whether a formula gives the slope of x -> 2 (3 (5 x))."""
    return slope((2, 3, 5)) == 30


SUM_OF_WEIGHTS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"$h_i = \underbrace{\sum_{j=1}^k w_j}_{\text{num layers}} \cdot \underbrace{h_i}_{\text{unit of weights}}$",
    correction=r"$h_i = \left( \prod_{j=1}^{i} w_j \right) x$",
    why="Layers are composed, so their weights are multiplied; only then do signals vanish or explode exponentially. And $h$ is the "
    "activation of a unit, not a weight; with $h_i$ on both sides the weights would have to sum to one.",
    slip=Slip.ERROR,
    check=_is_slope,
    written=lambda weights: sum(weights),
    corrected=lambda weights: weights[0] * weights[1] * weights[2],
)

TRAINED_STATISTICS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"Both y and $\sigma$ are trainable parameters. (Here y is the mean.)",
    correction=r"Trained are the scale $\gamma$ and the shift $\beta$; $\mu$ and $\sigma$ are computed from the batch.",
    why=r"If $\mu$ and $\sigma$ were free parameters, nothing would be normalised. The gradient does flow through them, since they "
    "depend on the activations.",
    slip=Slip.ERROR,
)


def _gates_every_unit(layer: Callable[..., Any]) -> bool:
    """Whether of three units the two whose transform gate is open are transformed, and the third is carried."""
    f, x, gate = Matrix([5, 6, 7]), Matrix([1, 2, 3]), Matrix([1, 0, 1])
    return bool(layer(f, gate, x, Matrix([1, 1, 1]) - gate) == Matrix([5, 2, 7]))


GATES_OF_ONE_SHAPE = Erratum(
    chapter=CHAPTER,
    section="highway-networks",
    source=r"$y = f(x, w_f) \cdot T(x, w_T) + x \cdot C(x, w_C)$",
    correction="The same, with all four of one shape and products taken entry by entry.",
    why="Input and output are added, so a highway layer keeps its width; where it should change, a plain layer goes between. And "
    "with the dot of vectors $y$ would be one number.",
    slip=Slip.HYPOTHESIS,
    check=_gates_every_unit,
    written=lambda f, T, x, C: f.dot(T) + x.dot(C),
    corrected=lambda f, T, x, C: hadamard_product(f, T) + hadamard_product(x, C),
)


def _normalises(statistics: Callable[..., tuple[Any, Any]]) -> bool:
    """Whether mean and variance make two layers, for three samples, of mean zero and mean square one."""
    layers = ((1, 3, 8), (10, 30, 50))
    places = [[(h, *statistics(layers, i, j)) for j, h in enumerate(layer)] for i, layer in enumerate(layers)]
    centred = all(sum(h - mean for h, mean, _ in layer) == 0 for layer in places)
    return centred and all(sum((h - mean) ** 2 / variance for h, mean, variance in layer) == 3 for layer in places)


def _moments(activations: tuple[int, ...], divisor: int) -> tuple[Rational, Rational]:
    mean = Rational(sum(activations), divisor)
    return mean, sum((h - mean) ** 2 for h in activations) / divisor


MEAN_OVER_LAYERS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"$y = \frac{1}{k} \sum_i H_i$ and $\sigma = \sqrt{s + \frac{1}{k} \sum_i (H_i - y)^2}$ (where $H_i$ is the activation of layer i "
    "for the minibatch of samples from 1 to k)",
    correction=r"$\mu_i = \frac1k \sum_{j=1}^{k} h_i^j$ and $\sigma_i = \sqrt{\epsilon + \frac1k \sum_{j=1}^{k} (h_i^j - \mu_i)^2}$: for "
    "each layer $i$ over the samples $j$.",
    why="The sums run over the layers, but are divided by the number of samples; the line below the first, a mean for each layer, has "
    "it right. Each unit of each layer has a mean and a deviation of its own.",
    slip=Slip.COPYING,
    check=_normalises,
    written=lambda layers, _, j: _moments(tuple(layer[j] for layer in layers), 3),
    corrected=lambda layers, i, _: _moments(layers[i], 3),
)

ONE_LETTER_FOR_TWO_NUMBERS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"$x \xrightarrow{w_1} f_1 \xrightarrow{w_2} f_2 \dots \xrightarrow{w_k} f_k$, \"the minibatch of samples from 1 to k\", "
    r"and $H_i^1 = \frac{h_i^1 - \mu_j}{\sigma_j}$",
    correction=r"Two letters for two numbers; and $\hat h_i^{1,j} = (h_i^{1,j} - \mu_j) / \sigma_j$ for every unit $j$.",
    why="A network has as many layers as it has, whatever the batch. And what is on the left has no $j$; the line below has it right.",
    slip=Slip.COPYING,
)

ADAPTIVE_PARAMETERIZATION = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source="Adaptive parameterization",
    correction="Adaptive *re*parametrisation.",
    why=r"With scale and shift a network can compute what it could before: $\gamma = \sigma$ and $\beta = \mu$ give $h$ back. New are the "
    "coordinates in which it is trained, not the functions.",
    slip=Slip.COPYING,
)

BOTH_FOR_BATCH = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source="Element 1 of the both j element of the hidden vector",
    correction="Element 1 of the *batch*, element $j$ of the hidden vector.",
    why=r"It explains $\hat h_i^{1,j}$, of which the 1 is the sample and $j$ the unit.",
    slip=Slip.COPYING,
)
