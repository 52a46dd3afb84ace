"""Formulas of chapter 7 that the code implements, compared with it on random inputs."""

import math
from random import Random

import torch

from notes.reading.formula import Case, Numbers, doubles, drawn, formula
from notes.self_supervision.angular import psi
from notes.self_supervision.contrastive import contrastive_loss, triplet_loss
from notes.self_supervision.redundancy import cross_correlation


@formula(
    "eq:contrastive-loss",
    r"\ell = \mathbb{1}[y = y']\, d^2 + \mathbb{1}[y \ne y'] \max(0, m - d)^2",
    notation={r"\mathbb{1}[y = y']": "s", r"\mathbb{1}[y \ne y']": "(1 - s)"},
)
def contrast_of_a_pair(random: Random) -> Case:
    """The contrastive loss of a pair, from its distance and whether it is of one class."""
    left, right, same = drawn(random, 3), drawn(random, 3), random.randint(0, 1)
    alike, margin = torch.tensor([same == 1]), random.uniform(1, 5)
    found = contrastive_loss(doubles([left]), doubles([right]), alike, margin=margin)
    return {"s": same, "d": math.dist(left, right), "m": margin}, found.item()


@formula(
    "eq:triplet-loss",
    r"\ell = \max\big( 0,\ \|z - z^+\|_2^2 - \|z - z^-\|_2^2 + m \big)",
    notation={
        r"\|z - z^+\|_2^2": r"\sum_{k=1}^{3} (z_k - z^+_k)^2",
        r"\|z - z^-\|_2^2": r"\sum_{k=1}^{3} (z_k - z^-_k)^2",
    },
)
def loss_of_a_triplet(random: Random) -> Case:
    """The triplet loss of three embeddings."""
    anchor, positive, negative = (drawn(random, 3) for _ in range(3))
    found = triplet_loss(doubles([anchor]), doubles([positive]), doubles([negative]), margin=2.0)
    return {"z": anchor, "z^+": positive, "z^-": negative, "m": 2}, found.item()


@formula(
    "eq:twin-correlation",
    r"C_{ij} = \frac{\sum_b z^A_{b,i}\, z^B_{b,j}}{\sqrt{\sum_b (z^A_{b,i})^2}\, \sqrt{\sum_b (z^B_{b,j})^2}}",
    notation={r"\sum_b #1": r"\sum_{b=1}^{5} #1"},
)
def correlation_of_two_units(random: Random) -> Case:
    """The correlation of a unit of one view with a unit of the other, both centred."""
    first, second = (doubles([drawn(random, 2) for _ in range(5)]) for _ in range(2))
    first, second = first - first.mean(0), second - second.mean(0)
    values: dict[str, Numbers] = {"i": 1, "j": 2, "z^A": first.tolist(), "z^B": second.tolist()}
    return values, cross_correlation(first, second)[0, 1].item()


@formula("eq:psi", r"\psi(\theta) = (-1)^k \cos(\mu \theta) - 2k")
def psi_of_an_angle(random: Random) -> Case:
    """SphereFace's replacement of the cosine, in the piece of the half turn that the angle lies in."""
    angle, multiplier = random.uniform(0, 3.14), random.randint(1, 4)
    piece = math.floor(multiplier * angle / math.pi)
    return {r"\theta": angle, r"\mu": multiplier, "k": piece}, psi(doubles([angle]), multiplier).item()
