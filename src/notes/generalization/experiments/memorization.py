"""One network, one rule, right labels or random ones: both are learned, and only one of them tells of new digits."""

import torch
from torch import Generator

from notes.experiment import always, experiment
from notes.generalization.double_descent import corrupted_labels
from notes.generalization.ensembles import ShallowEnsemble, ensemble_cross_entropy, ensemble_error, trained_ensemble
from notes.generalization.experiments.remedies import shuffled_digits

SIZE = 300
LABELS = ("right labels", "random labels")


@experiment(
    "The same training fits right labels and random labels without an error; on new digits the second guesses",
    always("both fit every training label", lambda run: all(run[f"training {name}"] == 0 for name in LABELS)),
    always("after right labels at most a tenth of new digits are wrong", lambda run: run["new right labels"] <= 0.1),
    always("after random labels at least 0.8 are", lambda run: run["new random labels"] >= 0.8),
    panels={
        "share of wrong labels": tuple(f"{part} {name}" for part in ("training", "new") for name in LABELS),
    },
)
def random_labels(seed: int) -> dict[str, float]:
    """Errors of two networks of 200 hidden units and one start, 300 steps on 300 digits, by what the labels are."""
    generator = Generator().manual_seed(seed)
    images, labels = shuffled_digits(generator)
    inputs = images.flatten(1).expand(2, -1, -1)
    drawn = corrupted_labels(labels[:SIZE], 1.0, generator)
    fitted, right = torch.stack([labels[:SIZE], drawn]), labels[SIZE:].expand(2, -1)
    networks = ShallowEnsemble(2, 64, 200, 10, generator)
    with torch.no_grad():
        for parameter in networks.parameters():
            parameter.copy_(parameter[:1].clone())
    trained_ensemble(networks, lambda net: ensemble_cross_entropy(net(inputs[:, :SIZE]), fitted), 300)
    with torch.no_grad():
        training = ensemble_error(networks(inputs[:, :SIZE]), fitted).tolist()
        new = ensemble_error(networks(inputs[:, SIZE:]), right).tolist()
    return {
        f"{part} {name}": error
        for part, errors in (("training", training), ("new", new))
        for name, error in zip(LABELS, errors, strict=True)
    }
