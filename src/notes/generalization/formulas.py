"""Formulas of chapter 5 that the code implements, compared with it on random inputs."""

from random import Random

from notes.generalization.benign_overfitting import effective_ranks
from notes.generalization.power_law import power_law
from notes.reading.formula import Case, doubles, drawn, formula


@formula("eq:effective-ranks", r"R_k = \frac{\big( \sum_{j=k+1}^{d} \nu_j \big)^2}{\sum_{j=k+1}^{d} \nu_j^2}")
def second_effective_rank(random: Random) -> Case:
    """How many directions beyond the first ones share their variance evenly."""
    variances, k = sorted(drawn(random, 7, lower=0.1, upper=2), reverse=True), random.randint(0, 6)
    return {r"\nu": variances, "k": k, "d": 7}, effective_ranks(doubles(variances), k)[1]


@formula(
    "eq:power-law",
    r"\chi = -\frac{\sum_{i=1}^{N} (\psi_i - \bar\psi) \log L_i}{\sum_{i=1}^{N} (\psi_i - \bar\psi)^2}",
    notation={r"\bar\psi": r"\frac1N \sum_{l=1}^{N} \psi_l"},
)
def exponent_of_a_line(random: Random) -> Case:
    """The exponent of the line through the logarithms."""
    logs, errors = drawn(random, 5, lower=0, upper=4), drawn(random, 5, lower=0.1, upper=1)
    found = power_law(doubles(logs).exp(), doubles(errors)).exponent
    return {r"\psi": logs, "L": errors, "N": 5}, found
