# %% [markdown]
# # Lab 3.1: noise that grows
#
# The Gaussian of least squares gives every example the same variance. Here is a data set for which that is wrong: a
# sine whose noise is ten times as strong on the right as on the left. We fit two networks by negative log likelihood.
# They have the same hidden layers and the same training; they differ only in whose variance they predict.
#
# - **One variance** (homoscedastic): a mean for every input, one variance for all. Its mean is the least-squares fit.
# - **Variances** (heteroscedastic): a mean and a variance for every input.
#
# Two numbers judge them on data that they have not seen. The *negative log likelihood* says how much probability they
# gave to what happened. The *coverage* of the band of two standard deviations says whether they keep their word: if the
# predicted Gaussians are right, 95.4% of all targets lie in it, wherever we look.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.losses.calibration import gaussian_coverage
from notes.losses.experiments import growing_noise
from notes.losses.figures import mean_and_band
from notes.losses.heteroscedastic import (
    HeteroscedasticNetwork,
    HomoscedasticNetwork,
    fitted,
    noisy_sine,
)
from notes.losses.recipe import HETEROSCEDASTIC_GAUSSIAN
from notes.plotting import display

print(f"coverage to expect: {gaussian_coverage(2):.3f}")

# %% [markdown]
# ## One run
#
# 800 examples to train on, of which the picture shows 150.

# %%
generator = torch.Generator().manual_seed(0)
train = noisy_sine(800, generator)
grid = torch.linspace(0, 1, 81).unsqueeze(-1)
fits = [
    fitted(network(generator), train, steps=200)
    for network in (HomoscedasticNetwork, HeteroscedasticNetwork)
]
with torch.no_grad():
    bands = [HETEROSCEDASTIC_GAUSSIAN.predictive(fit, grid) for fit in fits]
display(
    mean_and_band(train.inputs[:150], train.targets[:150], grid, *bands),
    alt="Data around a sine with noise that grows to the right, twice, with a fitted mean and a band of two standard "
    "deviations. Left, the band has a constant width. Right, it widens with the noise.",
)

# %% [markdown]
# ## Many runs
#
# Every seed draws its own data and its own initial parameters, and 3,000 examples to judge by. The thirds are thirds of
# the input's range; the noise is weakest in the left one. A third network is the extreme case of a fault that the loss
# has: the gradient that reaches the mean is divided by the predicted variance, so where the variance is large the mean
# hardly moves. Its mean can only be a *straight* line, and its variance is as flexible as before.

# %%
show(growing_noise)

# %% [markdown]
# - The predicted variances give the held-out targets more probability.
# - Over the whole range both bands hold about as many targets as they should. One number for all inputs cannot tell
#   them apart: **overall calibration is not enough.** By thirds they differ: the single variance is too wide where the
#   noise is weak and too narrow where it is strong.
# - The predicted variances are nearly right in every third on average; a single fit may be off by some per cent.
# - Their mean is farther from the true one on average, after as many steps: where the noise is held to be strong, the
#   mean is pulled less. What the second output buys is not a better prediction but an honest doubt.
# - The straight mean has a band nearly as well calibrated, although the mean is far off: **the variance has explained
#   the error of the mean away as noise.** A calibrated band says that the doubt has the right size, not that it comes
#   from the data. The held-out likelihood does see the difference: a needlessly wide band gives away probability.
#
# Remedies are to fit the mean first by least squares, or to weight each example's loss by a power of its predicted
# variance (Seitzer and others).
#
# ## Further reading
#
# - D. A. Nix and A. S. Weigend, [*Estimating the Mean and Variance of the Target Probability
#   Distribution*](../bibliography.md#nix-weigend-1994), ICNN 1994.
# - T. Gneiting, F. Balabdaoui and A. E. Raftery, [*Probabilistic Forecasts, Calibration and
#   Sharpness*](../bibliography.md#gneiting-2007), JRSS B, 2007.
# - M. Seitzer, A. Tavakoli, D. Antic and G. Martius, [*On the Pitfalls of Heteroscedastic Uncertainty Estimation
#   with Probabilistic Neural Networks*](../bibliography.md#seitzer-2022), ICLR 2022.
