"""Two fits that reach every noisy target: one does little harm, the other much."""

import torch
from torch import Generator

from notes.experiment import always, difference, experiment
from notes.generalization.benign_overfitting import excess_error, interpolating_weights, spiked_variances
from notes.generalization.ridge import ridge_weights

SAMPLES, LARGE, TOTAL = 60, 5, 6.0
TAILS = {"many": 3000, "few": 75}


@experiment(
    "Noise that is interpolated is harmless in 3,000 small directions and harmful in 75 of the same total variance",
    always("both fits reach every target", lambda run: max(run["misfit many"], run["misfit few"]) == 0),
    always("with 3,000 the excess error is below the noise", lambda run: run["many"] < 1),
    always("with 75 it is above the noise", lambda run: run["few"] > 1),
    difference("few", "many", above=1.0),
    always("the fit with 3,000 is within 0.1 of ridge", lambda run: abs(run["many"] - run["ridge"]) < 0.1),
    panels={"excess error, in units of the noise variance": ("many", "ridge", "few")},
)
def benign(seed: int) -> dict[str, float]:
    """Excess errors of minimum-norm fits to 60 samples, and of ridge on the large ones; misfits to nine digits."""
    generator, numbers = Generator().manual_seed(seed), {}
    for name, small in TAILS.items():
        variances = spiked_variances(LARGE, small, TOTAL)
        inputs = variances.sqrt() * torch.randn(SAMPLES, LARGE + small, generator=generator, dtype=torch.float64)
        truth = (variances == 1).double()
        targets = inputs @ truth + torch.randn(SAMPLES, generator=generator, dtype=torch.float64)
        weights = interpolating_weights(inputs, targets)
        numbers[name] = excess_error(weights, truth, variances).item()
        numbers[f"misfit {name}"] = round((inputs @ weights - targets).abs().max().item(), 9)
        if name == "many":
            penalised = ridge_weights(inputs[:, :LARGE], targets, TOTAL)
            numbers["ridge"] = excess_error(penalised, truth[:LARGE], variances[:LARGE]).item()
    return numbers
