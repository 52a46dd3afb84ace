# %% [markdown]
# # Lab 13.1: the first step from a learned start
#
# Each task is a sine curve of which ten points are known. Three starts are compared: one found by MAML, one by its
# first-order form, and one by pretraining on all curves at once. From each, new curves are fitted by gradient descent.

# %%
import torch

from notes.meta_learning import maml
from notes.meta_learning.figures import repeated_curves
from notes.plotting import display

SEEDS = range(3)
STEPS, RATE = (0, 1, 5, 10), 0.02
STARTS = {
    "MAML": (maml.outer_gradient, RATE),
    "first order": (maml.first_order_gradient, RATE),
    "pretrained": (maml.outer_gradient, 0.0),
}

# %% [markdown]
# ## Three seeds each
#
# The seed sets the random weights, the training tasks and the new tasks, on which the mean squared error is taken.

# %%
runs = {name: [] for name in STARTS}
for seed in SEEDS:
    for name, (gradient, rate) in STARTS.items():
        torch.manual_seed(seed)
        network = maml.curve_network()
        generator = torch.Generator().manual_seed(seed)
        phi = maml.meta_trained(network, gradient, generator, rate=rate, steps=500)
        new = torch.Generator().manual_seed(100 + seed)
        runs[name].append(maml.losses_after(network, phi, new, rate=RATE, steps=STEPS))
losses = {name: torch.tensor(found) for name, found in runs.items()}
for name, found in losses.items():
    low, high = found.amin(0), found.amax(0)
    spread = [f"{a:.1f} to {b:.1f}" for a, b in zip(low, high, strict=True)]
    print(f"{name}, after {STEPS} steps: " + ", ".join(spread))

# %%
full, first, plain = losses.values()
assert (full[:, 1] < 0.6 * full[:, 0]).all()
assert (full[:, 1] < 0.6 * plain[:, 1]).all()
assert (full[:, 3] < 0.5 * plain[:, 3]).all()
assert (first[:, 3] < 0.6 * plain[:, 3]).all()

# %%
figure = repeated_curves(
    {name: found.tolist() for name, found in losses.items()},
    STEPS,
    steps="inner steps",
    loss="mean squared error",
)
display(
    figure,
    alt="Loss on new curves, three seeds: MAML falls in one step, pretraining hardly",
)

# %% [markdown]
# Before any step the three starts are equally good, for none of them knows the curve. What MAML has learnt shows only
# after a step. The first-order form is slower in the first step, and catches up in ten. Ten steps are not one
# step ten times: only the first was trained for.
