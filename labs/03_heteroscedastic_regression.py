# %% [markdown]
# # Lab 3.1: noise that grows
#
# The Gaussian of least squares gives every example the same variance. Here is a data set for which that is wrong: a
# sine whose noise is ten times as strong on the right as on the left. We fit two networks by negative log likelihood.
# They have the same hidden layers and the same training; they differ only in whose variance they predict.
#
# - **Homoscedastic**: a mean for every input, one variance for all. Its mean is the least-squares fit.
# - **Heteroscedastic**: a mean and a variance for every input.
#
# Two numbers judge them on data that they have not seen. The *negative log likelihood* says how much probability they
# gave to what happened. The *coverage* of the band of two standard deviations says whether they keep their word: if the
# predicted Gaussians are right, 95.4% of all targets lie in it, wherever we look.

# %%
import torch

from notes.losses.calibration import band_coverage, gaussian_coverage
from notes.losses.figures import mean_and_band
from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    fitted,
    noisy_sine,
    true_mean,
)
from notes.losses.likelihood import negative_log_likelihood
from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN
from notes.plotting import display

SEEDS = range(3)
print(f"coverage to expect: {gaussian_coverage(2):.3f}")

# %% [markdown]
# ## Three seeds
#
# Every seed draws its own data and its own initial parameters: 800 examples to train on, 3,000 held out. The thirds are
# thirds of the input's range; the noise is weakest in the left one.


# %%
def verdict(network, held_out):
    predicted = HETEROSCEDASTIC_GAUSSIAN.predictive(network, held_out.inputs)
    third = (3 * held_out.inputs.squeeze(-1)).long().clamp(max=2)
    inside = [
        band_coverage(
            predicted.mean[part], predicted.stddev[part], held_out.targets[part]
        )
        for part in (third >= 0, third == 0, third == 1, third == 2)
    ]
    nll = negative_log_likelihood(predicted, held_out.targets) / len(held_out.targets)
    error = (predicted.mean - true_mean(held_out.inputs)).square().mean().sqrt()
    return torch.stack([nll, *inside, error])


networks = {
    "homoscedastic": HomoscedasticNetwork,
    "heteroscedastic": HeteroscedasticNetwork,
}
fits, rows = {}, {name: [] for name in networks}
with torch.no_grad():
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        train, held_out = noisy_sine(800, generator), noisy_sine(3000, generator)
        for name, network in networks.items():
            with torch.enable_grad():
                fits[name] = fitted(network(generator), train, steps=400)
            rows[name].append(verdict(fits[name], held_out))
results = {name: torch.stack(row) for name, row in rows.items()}

columns = [
    "NLL in nats",
    "coverage",
    "left third",
    "middle",
    "right third",
    "error of mean",
]
print(" " * 16 + "".join(f"{column:>15}" for column in columns))
for name, result in results.items():
    spread = [
        f"{low:.2f} to {high:.2f}"
        for low, high in zip(result.amin(0), result.amax(0), strict=True)
    ]
    print(f"{name:16}" + "".join(f"{cell:>15}" for cell in spread))

# %% [markdown]
# Each cell is the range over the seeds. What it shows holds for every one of them:

# %%
homoscedastic, heteroscedastic = results["homoscedastic"], results["heteroscedastic"]
expected = gaussian_coverage(2)

assert (heteroscedastic[:, 0] < homoscedastic[:, 0] - 0.1).all()
assert ((homoscedastic[:, 1] - expected).abs() < 0.05).all()
assert (homoscedastic[:, 2] > 0.99).all()
assert (homoscedastic[:, 4] < 0.90).all()
assert ((heteroscedastic[:, 1:5] - expected).abs() < 0.05).all()
gain = homoscedastic[:, 0] - heteroscedastic[:, 0]
print(f"nats gained per example, at least: {gain.min():.1f}")

# %% [markdown]
# - The heteroscedastic network gives the held-out targets more probability, under every seed.
# - Over the whole range both bands hold about 95% of the targets. One number for all inputs cannot tell them apart:
#   **overall calibration is not enough.**
# - By thirds they differ. The single variance is too wide where the noise is weak (everything is inside) and too narrow
#   where it is strong (more than one target in ten is outside). The predicted variance is right in every third.
# - The means are about equally good. What the second head buys is not a better prediction but an honest doubt.
#
# The picture is that of the last seed, with the first 150 of its examples.

# %%
grid = torch.linspace(0, 1, 81).unsqueeze(-1)
with torch.no_grad():
    bands = [
        HETEROSCEDASTIC_GAUSSIAN.predictive(network, grid) for network in fits.values()
    ]
figure = mean_and_band(train.inputs[:150], train.targets[:150], grid, *bands)
display(
    figure,
    alt="Data around a sine with noise that grows to the right, twice. Left, a band of constant width, too wide on the "
    "left side and too narrow on the right side. Right, a band that widens with the noise. Both means follow the sine.",
)

# %% [markdown]
# ## What calibration does not see
#
# The loss has two ways to lower the price of a residual: move the mean, or admit a larger variance. The gradient that
# reaches the mean is divided by the predicted variance, so where the variance is large the mean hardly moves. Here is
# the extreme case: a mean that can only be a straight line, with a variance as flexible as before.


# %%
class StraightMean(torch.nn.Module):
    def __init__(self, generator):
        super().__init__()
        self.mean = torch.nn.Parameter(torch.zeros(2))
        self.spread = HeteroscedasticNetwork(generator)

    def forward(self, inputs):
        mean = self.mean[0] + self.mean[1] * inputs
        return torch.cat([mean, self.spread(inputs)[:, 1:]], dim=-1)


lines = []
for seed in SEEDS:
    generator = torch.Generator().manual_seed(seed)
    train, held_out = noisy_sine(800, generator), noisy_sine(3000, generator)
    line = fitted(StraightMean(generator), train, steps=400)
    with torch.no_grad():
        lines.append(verdict(line, held_out))
straight = torch.stack(lines)
for column, low, high in zip(columns, straight.amin(0), straight.amax(0), strict=True):
    print(f"{column:>14}: {low:.2f} to {high:.2f}")

assert ((straight[:, 1:5] - expected).abs() < 0.06).all()
assert (straight[:, 5] > 4 * heteroscedastic[:, 5]).all()
assert (straight[:, 0] > heteroscedastic[:, 0] + 0.3).all()

# %% [markdown]
# Its band is nearly as well calibrated as before, in every third, although the mean is far off: **the variance has
# explained the error of the mean away as noise.** A calibrated band says that the doubt has the right size, not that it
# comes from the data. The held-out likelihood does see the difference: a needlessly wide band gives away probability.
#
# Less extreme forms of this happen to flexible networks too, early in training, when a poor fit is first declared to
# be noise and then never improved. Remedies are to fit the mean first by least squares, or to weight each example's
# loss by a power of its predicted variance.
#
# ## Further reading
#
# - D. A. Nix and A. S. Weigend, *Estimating the Mean and Variance of the Target Probability Distribution*, ICNN 1994.
# - T. Gneiting, F. Balabdaoui and A. E. Raftery, *Probabilistic Forecasts, Calibration and Sharpness*, JRSS B, 2007.
# - M. Seitzer, A. Tavakoli, D. Antic and G. Martius, *On the Pitfalls of Heteroscedastic Uncertainty Estimation with
#   Probabilistic Neural Networks*, ICLR 2022.
