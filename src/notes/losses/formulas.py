"""Formulas of chapter 3 that the code implements, compared with it on random inputs."""

from random import Random

import torch

from notes.losses.bernoulli import bernoulli_mass
from notes.losses.categorical import softmax
from notes.losses.focal import focal_loss
from notes.losses.information import cross_entropy, entropy, kl_divergence
from notes.losses.mixture import mixture_nll
from notes.losses.robust import huber_loss
from notes.reading.formula import Case, doubles, drawn, formula, shares

OUTCOMES = {r"\sum_{k} #1": r"\sum_{k=1}^{4} #1"}
OF_FIVE = {r"\operatorname{softmax}_k(f / \tau)": r"\frac{e^{f_k / \tau}}{\sum_{j=1}^{5} e^{f_j / \tau}}"}


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


@formula("eq:temperature", r"\lambda_k = \operatorname{softmax}_k(f / \tau)", notation=OF_FIVE)
def softmax_of_divided_logits(random: Random) -> Case:
    """One of the probabilities of softmax at a temperature."""
    logits, (tau,), k = drawn(random, 5), drawn(random, 1, lower=0.3, upper=3.0), random.randint(1, 5)
    return {"k": k, "f": logits, r"\tau": tau}, softmax(doubles(logits) / tau)[k - 1].item()


@formula("eq:focal-loss", r"\ell_\gamma = -(1 - \lambda_y)^\gamma \log \lambda_y")
def focal_loss_of_logits(random: Random) -> Case:
    """The focal loss of an example."""
    logits, (gamma,), y = drawn(random, 4), drawn(random, 1, lower=0.0, upper=4.0), random.randint(1, 4)
    found = focal_loss(doubles(logits), torch.tensor(y - 1), gamma).item()
    return {r"\lambda": softmax(doubles(logits)).tolist(), "y": y, r"\gamma": gamma}, found


@formula("eq:huber", r"\ell_\delta(r) = \tilde r \left( r - \tfrac12 \tilde r \right)")
def huber_loss_of_a_residual(random: Random) -> Case:
    """Huber's loss of a residual."""
    (residual,), (threshold,) = drawn(random, 1, lower=-4, upper=4), drawn(random, 1, lower=0.5, upper=2)
    found = huber_loss(torch.tensor(0.0, dtype=torch.float64), torch.tensor(residual, dtype=torch.float64), threshold)
    return {"r": residual, r"\tilde r": max(-threshold, min(residual, threshold))}, found.item()


@formula(
    "eq:mixture-nll",
    r"\ell = -\log \sum_{m=1}^{M} \frac{w_m}{\sqrt{2 \pi v_m}} \, e^{-(y - \mu_m)^2 / (2 v_m)}",
)
def mixture_of_three(random: Random) -> Case:
    """The loss of a mixture of three Gaussians."""
    w, mu, s, (y,) = shares(random, 3), drawn(random, 3), drawn(random, 3), drawn(random, 1)
    found = mixture_nll(doubles(w).log(), doubles(mu), doubles(s), torch.tensor(y, dtype=torch.float64)).item()
    return {"M": 3, "w": w, r"\mu": mu, "v": doubles(s).exp().tolist(), "y": y}, found
