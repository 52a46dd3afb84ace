"""Formulas of chapter 1 that the code implements, compared with it on random inputs."""

from random import Random

import torch

from notes.introduction.binary_cross_entropy import binary_cross_entropy
from notes.introduction.gradient_descent import gradient_descent_update
from notes.introduction.linear_probe import probe_loss
from notes.introduction.squared_error import mean_squared_error, sum_of_squared_errors
from notes.reading.formula import Case, doubles, drawn, formula


@formula("eq:sum-of-squared-errors", r"\sum_{i=1}^{n} \big((\theta_0 + \theta_1 x_i) - y_i\big)^2")
def squared_errors_of_a_line(random: Random) -> Case:
    """The sum of squared errors of a line."""
    x, y, (intercept, slope) = drawn(random, 5), drawn(random, 5), drawn(random, 2)
    found = sum_of_squared_errors(intercept + slope * doubles(x), doubles(y))
    return {"n": 5, "x": x, "y": y, r"\theta_0": intercept, r"\theta_1": slope}, found.item()


@formula(
    "eq:mean-squared-error",
    r"\frac1n \sum_{i=1}^{n} \big(f(x_i, \theta) - y_i\big)^2",
    notation={r"f(x_i, \theta)": "f_i"},
)
def mean_of_squared_errors(random: Random) -> Case:
    """The mean squared error of predictions."""
    f, y = drawn(random, 4), drawn(random, 4)
    return {"n": 4, "f": f, "y": y}, mean_squared_error(doubles(f), doubles(y)).item()


@formula("eq:binary-cross-entropy", r"J = -\big(y \log z + (1 - y) \log (1 - z)\big)")
def cross_entropy_of_a_probability(random: Random) -> Case:
    """The binary cross entropy of a probability and a label."""
    z, y = random.uniform(0.01, 0.99), random.randint(0, 1)
    return {"z": z, "y": y}, binary_cross_entropy(torch.tensor(z), torch.tensor(y)).item()


@formula("eq:gradient-descent-update", r"w - \alpha\, \nabla J(w)", notation={r"\nabla J(w)": "g"})
def step_of_gradient_descent(random: Random) -> Case:
    """One coordinate of a step of gradient descent."""
    w, g, (rate,) = drawn(random, 3), drawn(random, 3), drawn(random, 1, lower=0.01, upper=1)
    moved = gradient_descent_update(doubles(w), doubles(g), rate)
    return {"w": w[1], "g": g[1], r"\alpha": rate}, moved[1].item()


@formula(
    "eq:probe-loss",
    r"\frac1n \sum_{i=1}^{n} \big(\operatorname{softplus}(h_i) - y_i h_i\big) + \frac{\gamma}{2} \lVert w \rVert^2",
    notation={r"\operatorname{softplus}(#1)": r"\log(1 + e^{#1})", r"\lVert w \rVert^2": r"\sum_{j=1}^{d} w_j^2"},
)
def penalised_loss_of_a_probe(random: Random) -> Case:
    """The mean cross entropy of the logits of a probe, and half the penalty times its squared weights."""
    w, (rate,) = drawn(random, 3), drawn(random, 1, lower=0.01, upper=1)
    rows, y = [drawn(random, 2) for _ in range(4)], [random.randint(0, 1) for _ in range(4)]
    h = [w[0] + w[1] * first + w[2] * second for first, second in rows]
    found = probe_loss(doubles(w), torch.stack([doubles(row) for row in rows]), torch.tensor(y), rate)
    return {"n": 4, "d": 3, "h": h, "y": y, "w": w, r"\gamma": rate}, found.item()
