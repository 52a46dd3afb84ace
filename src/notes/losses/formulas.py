"""Formulas of chapter 3 that the code implements, compared with it on random inputs."""

from random import Random

import torch

from notes.losses.bernoulli import bernoulli_mass
from notes.losses.categorical import softmax
from notes.losses.information import cross_entropy, entropy, kl_divergence
from notes.reading.formula import Case, doubles, drawn, formula, shares

OUTCOMES = {r"\sum_{k} #1": r"\sum_{k=1}^{4} #1"}


@formula("eq:bernoulli-mass", r"p(y \mid \lambda) = (1 - \lambda)^{1 - y} \, \lambda^{y}")
def mass_of_a_label(random: Random) -> Case:
    """The probability of a label under a Bernoulli distribution."""
    (rate,), label = drawn(random, 1, lower=0.01, upper=0.99), random.randint(0, 1)
    return {r"\lambda": rate, "y": label}, bernoulli_mass(torch.tensor(rate), torch.tensor(label)).item()


@formula("eq:softmax", r"\frac{e^{f_k}}{\sum_{k'=1}^{K} e^{f_{k'}}}")
def softmax_of_logits(random: Random) -> Case:
    """One of the probabilities of softmax."""
    logits, k = drawn(random, 5), random.randint(1, 5)
    return {"K": 5, "k": k, "f": logits}, softmax(doubles(logits))[k - 1].item()


@formula("eq:entropy", r"H(p) = -\sum_{k} p_k \log p_k", notation=OUTCOMES)
def entropy_of_shares(random: Random) -> Case:
    """The entropy of a distribution."""
    p = shares(random, 4)
    return {"p": p}, entropy(doubles(p)).item()


@formula("eq:cross-entropy", r"H(p, q) = -\sum_{k} p_k \log q_k", notation=OUTCOMES)
def cross_entropy_of_shares(random: Random) -> Case:
    """The cross entropy of two distributions."""
    p, q = shares(random, 4), shares(random, 4)
    return {"p": p, "q": q}, cross_entropy(doubles(p), doubles(q)).item()


@formula("eq:kl-divergence", r"\sum_k p_k \log \frac{p_k}{q_k}", notation=OUTCOMES)
def divergence_of_shares(random: Random) -> Case:
    """The Kullback-Leibler divergence of two distributions."""
    p, q = shares(random, 4), shares(random, 4)
    return {"p": p, "q": q}, kl_divergence(doubles(p), doubles(q)).item()
