"""Formulas of chapter 12 that the code implements, compared with it on random inputs."""

from random import Random

from notes.compression.distillation import soft_targets
from notes.compression.quantization import affine_grid
from notes.reading.formula import Case, doubles, drawn, formula


@formula("eq:affine", r"s = \frac{\beta - \alpha}{2^b - 1}")
def affine_scale(random: Random) -> Case:
    """The scale of the affine grid of values on both sides of zero."""
    low, high, bits = -random.uniform(0.5, 5), random.uniform(0.5, 5), random.randint(1, 8)
    return {r"\alpha": low, r"\beta": high, "b": bits}, affine_grid(doubles([low, 0, high]), bits).scale.item()


@formula(
    "eq:soft-targets",
    r"\pi_i = \frac{e^{v_i / T}}{\sum_j e^{v_j / T}}",
    notation={r"\sum_j #1": r"\sum_{j=1}^{4} #1"},
)
def softened_probability(random: Random) -> Case:
    """A probability of the teacher at a temperature."""
    logits, temperature, i = drawn(random, 4), random.uniform(0.5, 5), random.randint(1, 4)
    return {"v": logits, "T": temperature, "i": i}, soft_targets(doubles(logits), temperature)[i - 1].item()
