"""Two routes to a convolution, and what a small convolutional network learns in forty batches."""

import torch
from torch import Generator
from torch.nn.functional import cross_entropy

from notes.convolution.circulant import circulant_matrix
from notes.convolution.lenet import LeNet
from notes.convolution.spectral import spectral_convolution
from notes.convolution.training import fitted
from notes.data import mnist, split
from notes.experiment import always, experiment, mean


@experiment(
    "The two routes agree to the rounding of 32 bits",
    always(
        "both routes differ from 64 bits by less than a hundred-thousandth of the largest entry",
        lambda run: max(run.values()) < -5,
    ),
    mean("spatial 2048"),
    mean("spectral 2048"),
    panels={
        "largest error over largest entry (power of ten)": tuple(
            f"{route} {size}" for size in (16, 256, 2048) for route in ("spatial", "spectral")
        )
    },
)
def routes(seed: int) -> dict[str, float]:
    """Errors in 32 bits of the matrix and of the Fourier transforms, for random signals and kernels."""
    generator, numbers = Generator().manual_seed(seed), {}
    for size in (16, 256, 2048):
        x, w = (torch.rand(size, generator=generator) for _ in range(2))
        exact = spectral_convolution(x.double(), w.double())
        for name, found in (("spatial", circulant_matrix(w) @ x), ("spectral", spectral_convolution(x, w))):
            error = (found - exact).abs().max() / exact.abs().max()
            numbers[f"{name} {size}"] = error.clamp(min=1e-9).log10().item()
    return numbers


@experiment(
    "LeNet reads digits after forty batches",
    always("twice as many unseen digits are right as by guessing", lambda run: run["accuracy"] > 0.2),
    mean("accuracy", above=0.7),
    panels={"share of unseen digits that are right": ("accuracy",)},
)
def first_digits(seed: int) -> dict[str, float]:
    """Accuracy of LeNet on 1,000 unseen MNIST digits after forty batches of 32."""
    generator = Generator().manual_seed(seed)
    train, test = split(mnist(), 0.2, generator)
    examples = (train.inputs[:, None], train.targets)
    found = fitted(LeNet(generator), cross_entropy, examples, generator, batch=32, steps=40)
    with torch.no_grad():
        right = found.network(test.inputs[:1000, None]).argmax(1) == test.targets[:1000]
    return {"accuracy": right.double().mean().item()}
