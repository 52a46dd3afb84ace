"""How the test error of a small network falls with the number of digits, and what a line through it foretells."""

import torch
from torch import Generator, Tensor

from notes.experiment import difference, experiment, mean, often
from notes.generalization.ensembles import ShallowEnsemble, ensemble_cross_entropy, ensemble_error, trained_ensemble
from notes.generalization.experiments.remedies import shuffled_digits
from notes.generalization.power_law import power_law

SIZES = (30, 60, 120, 240, 480, 960)
STUDENT = 3.182  # 97.5 % point of Student's t with three degrees of freedom, for five sizes and a line


def errors_by_size(seed: int) -> Tensor:
    """Test errors of networks of 100 hidden units, each trained for 100 steps on the first digits of one order."""
    generator, errors = Generator().manual_seed(seed), []
    images, labels = shuffled_digits(generator)
    inputs, classes = images.flatten(1)[None], labels[None]
    for size in SIZES:
        network = ShallowEnsemble(1, 64, 100, 10, generator)

        def loss(net: ShallowEnsemble, size: int = size) -> Tensor:
            return ensemble_cross_entropy(net(inputs[:, :size]), classes[:, :size])

        trained_ensemble(network, loss, 100)
        with torch.no_grad():
            errors.append(ensemble_error(network(inputs[:, SIZES[-1] :]), classes[:, SIZES[-1] :]).item())
    return torch.tensor(errors, dtype=torch.float64)


@experiment(
    "The test error falls nearly as a power of the number of digits; the line bends, and foretells fewer errors than "
    "there are",
    mean("exponent"),
    difference("exponent from 30 to 120", "exponent from 240 to 960"),
    difference("measured at 960", "foretold for 960"),
    often(
        "the interval of a single run reaches more than a tenth to either side",
        lambda run: run["half of the interval"] > 0.1,
    ),
    panels={
        "exponent of a line through errors": (
            *("exponent", "exponent from 30 to 120", "exponent from 240 to 960", "half of the interval"),
        ),
        "test error with 960 digits": ("measured at 960", "foretold for 960"),
    },
)
def digits_law(seed: int) -> dict[str, float]:
    """Exponents of power laws fitted to five sizes and to three, and what the first foretells for a sixth."""
    sizes, errors = torch.tensor(SIZES, dtype=torch.float64), errors_by_size(seed)
    law = power_law(sizes[:5], errors[:5])
    return {
        "exponent": law.exponent,
        "half of the interval": STUDENT * law.standard_error,
        "exponent from 30 to 120": power_law(sizes[:3], errors[:3]).exponent,
        "exponent from 240 to 960": power_law(sizes[3:], errors[3:]).exponent,
        "foretold for 960": law.error_at(float(SIZES[-1])),
        "measured at 960": errors[-1].item(),
    }
