"""Formulas of chapter 15 that the code implements, compared with it on random inputs."""

from random import Random

import torch

from notes.noisy_labels.correction import forward_loss
from notes.noisy_labels.early_learning import ensembled_targets
from notes.noisy_labels.mixing import mixed_inputs
from notes.noisy_labels.reweighting import example_weights
from notes.noisy_labels.robust import generalized_cross_entropy
from notes.noisy_labels.selection import keep_rate
from notes.noisy_labels.transition import symmetric_noise
from notes.reading.formula import Case, doubles, drawn, formula, shares


@formula("eq:symmetric-noise", r"\begin{cases} 1 - \eta & i = j,\\ \dfrac{\eta}{c - 1} & i \ne j, \end{cases}")
def entry_of_symmetric_noise(random: Random) -> Case:
    """An entry of the transition matrix of symmetric noise."""
    rate, i, j = random.uniform(0, 0.7), random.randint(1, 4), random.randint(1, 4)
    return {r"\eta": rate, "c": 4, "i": i, "j": j}, symmetric_noise(4, rate)[i - 1, j - 1].item()


@formula("eq:forward-loss", r"-\log \sum_{i=1}^{c} T_{i \tilde y}\, p_i")
def forward_loss_of_a_label(random: Random) -> Case:
    """The forward loss of a noisy label."""
    logits, label, transition = drawn(random, 3), random.randint(1, 3), [shares(random, 3) for _ in range(3)]
    found = forward_loss(doubles([logits]), torch.tensor([label - 1]), doubles(transition))
    probabilities = doubles(logits).softmax(0).tolist()
    return {"c": 3, r"\tilde y": label, "T": transition, "p": probabilities}, found.item()


@formula("eq:gce", r"\ell_q(f, y) = \frac{1 - p_y^{\,q}}{q}", notation={"p_y": "p"})
def loss_of_a_probability(random: Random) -> Case:
    """The generalised cross entropy, from the probability of the label."""
    logits, q = drawn(random, 3), random.uniform(0.1, 1)
    found = generalized_cross_entropy(doubles([logits]), torch.tensor([0]), q)
    return {"p": doubles(logits).softmax(0)[0].item(), "q": q}, found.item()


@formula("eq:elr-targets", r"\beta\, \tau_i + (1 - \beta)\, p_i")
def averaged_target(random: Random) -> Case:
    """A target after one more prediction has been averaged in."""
    targets, predicted, momentum = shares(random, 3), shares(random, 3), random.uniform(0.1, 0.9)
    found = ensembled_targets(doubles(targets), doubles(predicted), momentum)
    return {r"\beta": momentum, r"\tau": targets, "p": predicted, "i": 2}, found[1].item()


@formula("eq:mixup", r"x = \lambda x_1 + (1 - \lambda)\, x_2")
def mixed_feature(random: Random) -> Case:
    """A feature of a mixed input."""
    first, second, weight = drawn(random, 2), drawn(random, 2), random.uniform(0, 1)
    found = mixed_inputs(doubles([first]), doubles([second]), doubles([weight]))
    return {r"\lambda": weight, "x_1": first[0], "x_2": second[0]}, found[0, 0].item()


@formula("eq:keep-rate", r"\kappa(E) = 1 - \eta \min\Big( \frac{E}{E_0},\, 1 \Big)")
def share_that_is_kept(random: Random) -> Case:
    """The share of examples that is kept in an epoch."""
    epoch, noise, warm_up = random.randint(0, 30), random.uniform(0, 0.8), random.randint(1, 20)
    return {"E": epoch, r"\eta": noise, "E_0": warm_up}, keep_rate(epoch, torch.tensor(noise), warm_up).item()


@formula(
    "eq:example-weights",
    r"w_i = \frac{\max(-z_i, 0)}{\sum_j \max(-z_j, 0)}",
    notation={r"\sum_j #1": r"\sum_{j=1}^{5} #1"},
)
def weight_of_an_example(random: Random) -> Case:
    """The weight of an example, from the gradient by its weight; one gradient at least is negative."""
    gradient = [-1.0, *drawn(random, 4)]
    return {"z": gradient, "i": 2}, example_weights(doubles(gradient))[1].item()
