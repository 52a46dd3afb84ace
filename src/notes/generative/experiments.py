"""Experiments of chapter 9: modes that generators cover, and what autoencoders learn.

Sizes and numbers of steps were chosen so that a run takes seconds; step sizes were not searched, but for a look at
one other seed each for `rivals`. The claims of `rivals` and `judged_digits` were written down when a part of their rows
had been seen; two claims of `copies` were dropped when its table had been seen.
"""

import math
from itertools import pairwise
from typing import cast

import torch
from torch import Generator, Tensor
from torch.nn.functional import one_hot

from notes.data import digits, split
from notes.experiment import always, experiment, mean, often, order
from notes.generative.autoencoder import (
    Autoencoder,
    SparseAutoencoder,
    best_denoised,
    denoising_loss,
    linear_reconstruction,
    sparse_loss,
)
from notes.generative.diffusion import TimedNetwork, cosine_signal, diffusion_loss, diffusion_samples
from notes.generative.flow_matching import flow_matching_loss, flow_matching_samples
from notes.generative.flows import Flow, flow_log_density
from notes.generative.inference import importance_weighted_bound
from notes.generative.judging import energy_distance, frechet_distance, precision
from notes.generative.players import network
from notes.generative.ring import ring
from notes.generative.training import CLIPPED, GAN, critic_gain, gradient_penalty, trained_on_ring
from notes.generative.vae import evidence_bound, log_evidence_by_grid, log_weights, trained_vae
from notes.losses.training import trained

RATES = {"flow": 5e-3, "diffusion": 1e-2, "flow matching": 1e-2}
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
        numbers[name] = sum(course.covered[-2:]) / 2
        numbers[f"{name} lost"] = sum(max(before - after, 0) for before, after in pairwise(course.covered))
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


def flow_on_ring(random: Generator) -> Flow:
    """Six coupling layers, trained on the ring by maximum likelihood for 220 steps."""
    model = trained(
        Flow(2, 6, random, 32),
        lambda f: -flow_log_density(cast(Flow, f), ring(256, random)).mean(),
        steps=220,
        learning_rate=RATES["flow"],
    )
    return cast(Flow, model)


def denoiser_on_ring(signal: Tensor, random: Generator) -> torch.nn.Module:
    """A denoiser for all times, trained on the ring for 600 steps."""
    start = TimedNetwork(2, random)
    loss = lambda f: diffusion_loss(f, ring(256, random), signal, random)  # noqa: E731
    return trained(start, loss, steps=600, learning_rate=RATES["diffusion"])


def velocity_on_ring(random: Generator) -> torch.nn.Module:
    """A velocity from noise to the ring, trained for 600 steps."""
    start = TimedNetwork(2, random)
    loss = lambda f: flow_matching_loss(f, ring(256, random), random)  # noqa: E731
    return trained(start, loss, steps=600, learning_rate=RATES["flow matching"])


def drawn_on_ring(random: Generator) -> dict[str, Tensor]:
    """A thousand samples of each of three generators, trained for about as long, from the same noise."""
    noise, signal = torch.randn(1000, 2, generator=random), cosine_signal(20)
    flow, denoiser, velocity = flow_on_ring(random), denoiser_on_ring(signal, random), velocity_on_ring(random)
    with torch.no_grad():
        return {
            "flow": flow.inverse(noise),
            "diffusion": diffusion_samples(denoiser, signal, noise, random),
            "flow matching": flow_matching_samples(velocity, noise, 20),
        }


@experiment(
    "Samples of a flow, of diffusion and of flow matching on the ring, after about equally long training",
    order("flow", "diffusion", "flow matching", "data"),
    order("data precision", "flow matching precision", "flow precision"),
    order("flow recall", "flow matching recall", "diffusion recall"),
    panels={
        "energy distance from held-out data": ("flow", "diffusion", "flow matching", "data"),
        "precision": ("flow precision", "diffusion precision", "flow matching precision", "data precision"),
        "recall": ("flow recall", "diffusion recall", "flow matching recall", "data recall"),
    },
)
def rivals(seed: int) -> dict[str, float]:
    """Energy distance, precision and recall of a thousand samples of each, and of as many data."""
    random = Generator().manual_seed(seed)
    held_out, numbers = ring(1000, random), {}
    for name, samples in (drawn_on_ring(random) | {"data": ring(1000, random)}).items():
        numbers[name] = energy_distance(held_out, samples).item()
        numbers[f"{name} precision"] = precision(held_out, samples).item()
        numbers[f"{name} recall"] = precision(samples, held_out).item()
    return numbers


def digit_denoiser(images: Tensor, labels: Tensor, signal: Tensor, random: Generator) -> torch.nn.Module:
    """A denoiser of digits, told the time and the class, trained for 600 steps on batches of 128."""

    def loss(model: torch.nn.Module) -> Tensor:
        chosen = torch.randint(len(images), (128,), generator=random)
        return diffusion_loss(lambda x, t: model(x, t, labels[chosen]), images[chosen], signal, random)

    return trained(TimedNetwork(64, random, 128, known=10), loss, steps=600, learning_rate=0.01)


def drawn_digits(model: torch.nn.Module, labels: Tensor, signal: Tensor, random: Generator) -> Tensor:
    """Digits of the wanted classes, drawn by a denoiser that was trained for it."""
    noise = torch.randn(len(labels), 64, generator=random)
    return diffusion_samples(lambda x, t: model(x, t, labels), signal, noise, random)


@experiment(
    "Digits drawn by class with diffusion, and by a variational autoencoder, judged beside real ones",
    always("nine in ten drawn digits are nearest to a real one of the class asked for", lambda run: run["right"] > 0.9),
    always("next to no real digit lies among those drawn by diffusion", lambda run: run["diffusion recall"] < 0.05),
    order("VAE", "diffusion", "real"),
    order("diffusion precision", "real precision", "VAE precision"),
    panels={
        "precision": ("VAE precision", "diffusion precision", "real precision"),
        "recall": ("VAE recall", "diffusion recall", "real recall"),
        "Fréchet distance from held-out digits": ("VAE", "diffusion", "real"),
        "nearest to a real digit of the class asked for": ("right",),
    },
)
def judged_digits(seed: int) -> dict[str, float]:
    """Three measures against 899 held-out digits, of as many that were drawn in two ways, and of 898 real ones."""
    random, signal = Generator().manual_seed(seed), cosine_signal(30)
    train, test = split(digits(), 0.5, random)
    images, held_out = (2 * part.inputs.flatten(1).float() - 1 for part in (train, test))
    asked = test.targets
    model = digit_denoiser(images, one_hot(train.targets, 10).float(), signal, random)
    drawn = drawn_digits(model, one_hot(asked, 10).float(), signal, random)
    nearest = train.targets[torch.cdist(drawn, images).argmin(1)]
    vae = trained_vae((images + 1) / 2, 2, random, steps=300)
    with torch.no_grad():
        decoded = 2 * vae.decoder(torch.randn(len(asked), 2, generator=random)) - 1
    numbers = {"right": (nearest == asked).float().mean().item()}
    for name, samples in {"VAE": decoded, "diffusion": drawn, "real": images}.items():
        numbers[name] = frechet_distance(held_out, samples).item()
        numbers[f"{name} precision"] = precision(held_out, samples).item()
        numbers[f"{name} recall"] = precision(samples, held_out).item()
    return numbers


def reconstructing(model: torch.nn.Module, images: Tensor, random: Generator, rate: float) -> torch.nn.Module:
    """An autoencoder trained for 300 steps on batches of 256 to give back its input."""

    def loss(model: torch.nn.Module) -> Tensor:
        batch = images[torch.randint(len(images), (256,), generator=random)]
        return (model(batch) - batch).square().sum(-1).mean()

    return trained(model, loss, steps=300, learning_rate=rate)


def linear_autoencoder(units: int, random: Generator) -> torch.nn.Sequential:
    """An encoder and a decoder for 64 pixels, one linear layer each."""
    model = torch.nn.Sequential(torch.nn.Linear(64, units), torch.nn.Linear(units, 64))
    for layer in model:
        torch.nn.init.xavier_uniform_(layer.weight, generator=random)  # type: ignore[arg-type]
        torch.nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
    return model


def noise_like(images: Tensor, count: int, random: Generator) -> Tensor:
    """Gaussian noise with the mean and the covariance of images."""
    root = torch.linalg.cholesky(images.T.cov() + 1e-6 * torch.eye(images.shape[1]))
    return images.mean(0) + torch.randn(count, images.shape[1], generator=random) @ root.T


@experiment(
    "What autoencoders give back: held-out digits, and noise with the mean and the covariance of digits",
    always("64 linear units give back noise as well as digits", lambda run: run["64 on noise"] < 1.1 * run["64"]),
    order("2 on noise", "2"),
    panels={
        "squared error a pixel, 64 linear units": ("64", "64 on noise"),
        "squared error a pixel, 2 units": ("best plane", "2", "2 on noise"),
    },
)
def copies(seed: int) -> dict[str, float]:
    """Squared errors of a linear autoencoder with 64 units, of a deep one with two, and of the principal plane."""
    random = Generator().manual_seed(seed)
    train, test = split(digits(), 0.8, random)
    images, held_out = (part.inputs.flatten(1).float() for part in (train, test))
    noise = noise_like(images, len(held_out), random)
    wide = reconstructing(linear_autoencoder(64, random), images, random, 0.01)
    deep = reconstructing(Autoencoder(64, 2, random, 128), images, random, 0.01)
    plane = linear_reconstruction(held_out, 2)
    with torch.no_grad():
        errors = {"64": wide(held_out) - held_out, "64 on noise": wide(noise) - noise, "best plane": plane - held_out}
        errors |= {"2": deep(held_out) - held_out, "2 on noise": deep(noise) - noise}
    return {name: error.square().mean().item() for name, error in errors.items()}
