"""Formulas of chapter 4 that the code implements, compared with it on random inputs."""

from random import Random

from notes.reading.formula import Case, doubles, drawn, formula
from notes.training.clipping import clipped_gradients
from notes.training.gabor import gabor
from notes.training.schedules import step_decay, warmed_up, warmup_stable_decay
from notes.training.toy import toy_forward


@formula("eq:gabor-model", r"f(x, \phi) = \sin(u)\, e^{-u^2 / 32}", notation={"u": r"(\phi_0 + 0.06 \phi_1 x)"})
def gabor_of_a_number(random: Random) -> Case:
    """The Gabor model."""
    phi, (x,) = drawn(random, 2, lower=-9, upper=9), drawn(random, 1, lower=-9, upper=9)
    return {r"\phi_0": phi[0], r"\phi_1": phi[1], "x": x}, gabor(doubles(phi), doubles([x])).item()


@formula("eq:step-decay", r"\alpha_t = \alpha\, \kappa^{\lfloor t/s \rfloor}")
def rate_of_a_step(random: Random) -> Case:
    """The learning rate of a step under step decay."""
    rate, factor = drawn(random, 2, lower=0.1, upper=1)
    t, every = random.randint(0, 19), random.randint(1, 7)
    return {r"\alpha": rate, r"\kappa": factor, "t": t, "s": every}, step_decay(rate, 20, every, factor)[t].item()


@formula("eq:warm-up", r"\min\Big(1, \frac{t + 1}{T_0}\Big)\, \alpha_t")
def rate_of_a_warm_step(random: Random) -> Case:
    """The learning rate of a step under a warm-up."""
    rates, t, warmup = drawn(random, 9, lower=0.1, upper=1), random.randint(0, 8), random.randint(1, 9)
    found = warmed_up(doubles(rates), warmup)[t].item()
    return {r"\alpha": dict(enumerate(rates)), "t": t, "T_0": warmup}, found


@formula("eq:warmup-stable-decay", r"\alpha \min\Big(1, \frac{t + 1}{T_0}, \frac{T - t}{T_1}\Big)")
def rate_of_a_step_of_three_phases(random: Random) -> Case:
    """The learning rate of a step under warm-up, stable phase and decay."""
    (rate,), t, warmup, decay = drawn(random, 1, lower=0.1, upper=1), *(random.randint(0, 9) for _ in range(3))
    found = warmup_stable_decay(rate, 20, warmup + 1, decay + 1)[2 * t].item()
    return {r"\alpha": rate, "t": 2 * t, "T": 20, "T_0": warmup + 1, "T_1": decay + 1}, found


@formula(
    "eq:clipping",
    r"\min\Big(1, \frac{C}{\lVert g \rVert}\Big)\, g",
    notation={r"\lVert g \rVert": r"\sqrt{g^2}"},
)
def clipped_number(random: Random) -> Case:
    """A gradient of one number, clipped."""
    (slope,), (largest,) = drawn(random, 1), drawn(random, 1, lower=0.1, upper=2)
    return {"g": slope, "C": largest}, clipped_gradients([doubles([slope])], largest)[0].item()


@formula(
    "eq:toy-model",
    r"f[x, \phi] = \beta_3 + w_3 \cos\big[\beta_2 + w_2 \exp[\beta_1 + w_1 \sin[\beta_0 + w_0 x]]\big]",
)
def toy_model_of_a_number(random: Random) -> Case:
    """The toy model."""
    parameters, (x,) = drawn(random, 8), drawn(random, 1)
    names = [rf"{name}_{k}" for k in range(4) for name in (r"\beta", "w")]
    found = toy_forward(doubles(parameters), doubles([x])).f3
    return dict(zip(names, parameters, strict=True)) | {"x": x}, found.item()
