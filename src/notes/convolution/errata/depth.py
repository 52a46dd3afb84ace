"""Slips on depth, normalisation and gates."""

from collections.abc import Callable
from typing import Any

from sympy import Rational

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
    source=r"$h_i = \sum_{j=1}^{k} w_j \cdot h_i$",
    correction=r"$h_i = \left( \prod_{j=1}^{i} w_j \right) x$",
    why="Layers are composed, so their weights are multiplied; only then do signals vanish or explode exponentially.",
    slip=Slip.ERROR,
    check=_is_slope,
    written=lambda weights: sum(weights),
    corrected=lambda weights: weights[0] * weights[1] * weights[2],
)

TRAINED_STATISTICS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"Both $y$ and $\sigma$ are trainable parameters. ($y$ stands for the mean, $s$ for $\epsilon$.)",
    correction=r"Trained are the scale $\gamma$ and the shift $\beta$; $\mu$ and $\sigma$ are computed from the batch.",
    why=r"If $\mu$ and $\sigma$ were free parameters, nothing would be normalised. The gradient does flow through them, since they "
    "depend on the activations.",
    slip=Slip.ERROR,
)

GATES_OF_ONE_SHAPE = Erratum(
    chapter=CHAPTER,
    section="highway-networks",
    source=r"$y = f(x, w_f) \cdot T(x, w_T) + x \cdot C(x, w_C)$",
    correction="The same, with all four of one shape and products taken entry by entry.",
    why="Input and output are added, so a highway layer keeps its width; where it should change, a plain layer goes between.",
    slip=Slip.HYPOTHESIS,
)


def _centres(mean: Callable[..., Any]) -> bool:
    """Whether subtracting it from the activations of two layers for three samples leaves each layer a sum of zero."""
    layers = ((1, 3, 8), (10, 30, 50))
    return all(sum(h - mean(layers, i, j) for j, h in enumerate(layer)) == 0 for i, layer in enumerate(layers))


MEAN_OVER_LAYERS = Erratum(
    chapter=CHAPTER,
    section="batch-normalization",
    source=r"$y = \frac{1}{k} \sum_i H_i$ (where $H_i$ is the activation of layer i for the samples from 1 to k)",
    correction=r"$\mu_i = \frac1k \sum_{j=1}^{k} h_i^j$: for each layer $i$ the mean over the samples $j$.",
    why="The sum runs over the layers, but is divided by the number of samples; the line below it, a mean for each layer, has it "
    "right. Each unit of each layer has a mean of its own.",
    slip=Slip.COPYING,
    check=_centres,
    written=lambda layers, _, j: Rational(sum(layer[j] for layer in layers), 3),
    corrected=lambda layers, i, _: Rational(sum(layers[i]), 3),
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
