"""Formulas of chapter 8 that the code implements, compared with it on random inputs."""

from random import Random

from notes.reading.formula import Case, formula
from notes.transformers.positional import sinusoidal_encoding


@formula("eq:sinusoidal-encoding", r"p_{t, 2i} = \sin(\omega_i t)", notation={r"\omega_i": r"10\,000^{-2i/d}"})
def sine_of_a_position(random: Random) -> Case:
    """An even column of the encoding of a position."""
    t, i = random.randint(0, 30), random.randint(0, 3)
    return {"t": t, "i": i, "d": 8}, sinusoidal_encoding(31, 8)[t, 2 * i].item()
