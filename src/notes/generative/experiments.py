"""Experiments of chapter 9: modes that generators cover, and what autoencoders learn.

Sizes and numbers of steps were chosen so that a run takes seconds; step sizes were not searched.
"""

import math
from itertools import pairwise

import torch
from torch import Generator, Tensor

from notes.data import digits, split
from notes.experiment import always, experiment, mean, often, order
from notes.generative.autoencoder import SparseAutoencoder, best_denoised, denoising_loss, sparse_loss
from notes.generative.inference import importance_weighted_bound
from notes.generative.players import network
from notes.generative.training import CLIPPED, GAN, critic_gain, gradient_penalty, trained_on_ring
from notes.generative.vae import evidence_bound, log_evidence_by_grid, log_weights, trained_vae
from notes.losses.training import trained

RECIPES = {"GAN": (GAN, 2700), "clipped": (CLIPPED, 900)}


@experiment(
    "Modes of the ring that a GAN and a clipped Wasserstein GAN cover, after equally many updates",
    always("the clipped Wasserstein GAN ends with more than seven modes", lambda run: run["clipped"] > 7),
    often("the GAN ends with fewer than eight", lambda run: run["GAN"] < 8),
    often("the GAN loses a mode on the way", lambda run: run["GAN lost"] > 0),
    order("clipped", "GAN"),
    panels={
        "modes covered of eight, mean of the last two looks": ("GAN", "clipped"),
        "modes lost from one look to the next, summed": ("GAN lost", "clipped lost"),
    },
)
def modes(seed: int) -> dict[str, float]:
    """Modes covered at the end, and lost on the way, with ten looks and 5,400 updates of both players together."""
    numbers = {}
    for name, (recipe, steps) in RECIPES.items():
        course = trained_on_ring(recipe, steps, Generator().manual_seed(seed), 64, looks=10)
        covered = [looks[0] for looks in course.covered]
        numbers[name] = sum(covered[-2:]) / 2
        numbers[f"{name} lost"] = sum(max(before - after, 0) for before, after in pairwise(covered))
    return numbers


def mean_bound(weights: Tensor, draws: int) -> float:
    """Mean over images of the bound with some draws each, the draws being taken in groups."""
    groups = [importance_weighted_bound(group).mean() for group in weights.split(draws)]
    return torch.stack(groups).mean().item()


@experiment(
    "The evidence bound, what more draws add, and the log evidence itself",
    order("evidence", "100 draws", "10 draws", "1 draw"),
    always("ten draws are better than one", lambda run: run["10 draws"] > run["1 draw"]),
    always("a hundred draws are better than ten", lambda run: run["100 draws"] > run["10 draws"]),
    always("the second step is the smaller", lambda run: run["100 draws"] + run["1 draw"] < 2 * run["10 draws"]),
    always("the gap to the evidence is below five nats", lambda run: run["evidence"] < run["1 draw"] + 5),
    panels={"log evidence and its bounds, nats an image": ("1 draw", "10 draws", "100 draws", "evidence")},
)
def draws(seed: int) -> dict[str, float]:
    """Means over a hundred held-out digits, for an autoencoder with two latent coordinates after 250 steps."""
    random = Generator().manual_seed(seed)
    train, test = split(digits(), 0.8, random)
    model = trained_vae(train.inputs.flatten(1).float(), 2, random, steps=250)
    held_out = test.inputs[:100].flatten(1).float()
    with torch.no_grad():
        noise = torch.randn(100, 100, 2, generator=random)
        weights = log_weights(model, held_out, noise)
        numbers = {"bound": torch.stack([evidence_bound(model, held_out, one) for one in noise[:20]]).mean().item()}
        numbers |= {f"{n} draw" + "s" * (n > 1): mean_bound(weights, n) for n in (1, 10, 100)}
        numbers["evidence"] = log_evidence_by_grid(model, held_out).mean().item()
    return numbers


def circle() -> Tensor:
    """Sixty points on a circle of radius one."""
    angles = torch.arange(60) * math.pi / 30
    return torch.stack([angles.cos(), angles.sin()], -1)


@experiment(
    "A network trained to denoise comes near the best denoiser",
    often("its squared distance is below two hundredths of the move", lambda run: run["distance"] < 0.02),
    panels={"squared distance from the best answer, as a share of the squared move": ("distance",)},
)
def denoising(seed: int) -> dict[str, float]:
    """Squared distance of a trained denoiser from the best one at noisy points, as a share of the squared move."""
    random, data = Generator().manual_seed(seed), circle().repeat(8, 1)
    fit = trained(network(2, 2, random), lambda f: denoising_loss(f, data, 0.3, random), steps=500)
    noisy = data + 0.3 * torch.randn(data.shape, generator=random)
    best = best_denoised(noisy, circle(), 0.3)
    with torch.no_grad():
        return {"distance": ((fit(noisy) - best).square().mean() / (best - noisy).square().mean()).item()}


def sparse_autoencoder(images: Tensor, weight: float, seed: int) -> SparseAutoencoder:
    """A hundred code units trained for 200 steps with a penalty for a rate of 0.05, from the weights of a seed."""

    def loss(model: torch.nn.Module) -> Tensor:
        assert isinstance(model, SparseAutoencoder)
        return sparse_loss(model, images, 0.05, weight)

    model = trained(SparseAutoencoder(64, 100, Generator().manual_seed(seed)), loss, steps=200, learning_rate=0.02)
    assert isinstance(model, SparseAutoencoder)
    return model


@experiment(
    "A penalty makes a code sparse, and reconstruction a little worse",
    often(
        "with the penalty fewer than half as many units are active",
        lambda run: run["active with penalty"] < run["active without"] / 2,
    ),
    always("the error grows", lambda run: run["growth of the error"] > 1),
    mean("growth of the error", above=1.1, below=1.5),
    panels={
        "active units of a hundred, mean over images": ("active without", "active with penalty"),
        "error with the penalty over that without": ("growth of the error",),
        "units more active than twice the target": ("above twice the target",),
    },
)
def sparsity(seed: int) -> dict[str, float]:
    """A hundred code units on 400 digits, trained with and without the penalty from the same weights."""
    images, active, errors = digits().inputs[:400].flatten(1).float(), [], []
    for weight in (0.0, 0.05):
        model = sparse_autoencoder(images, weight, seed)
        with torch.no_grad():
            code = model.code(images)
            active.append((code > 0.5).float().sum(1).mean().item())
            errors.append((model(images) - images).square().mean().item())
    numbers = {"active without": active[0], "active with penalty": active[1]}
    numbers["growth of the error"] = errors[1] / errors[0]
    return numbers | {"above twice the target": (code.mean(0) > 0.1).sum().item()}


@experiment(
    "A penalised critic finds more than the distance",
    always("it gains more than the distance", lambda run: run["gain"] > 2),
    often("within a twentieth of what the weight predicts", lambda run: abs(run["gain"] / 2.2 - 1) < 0.05),
    panels={"gain of the critic at the distance 2": ("gain",)},
)
def overestimation(seed: int) -> dict[str, float]:
    """Gain of a critic with a penalty of weight 10 between two samples at distance two; 2.2 is predicted."""
    random = Generator().manual_seed(seed)
    noise = torch.randn(64, 1, generator=random)

    def loss(f: torch.nn.Module) -> Tensor:
        return 10 * gradient_penalty(f, noise + 2, noise, random) - critic_gain(f, noise + 2, noise)

    critic = trained(network(1, 1, random, 16), loss, steps=300, learning_rate=0.02)
    return {"gain": critic_gain(critic, noise + 2, noise).item()}
