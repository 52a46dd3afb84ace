# %% [markdown]
# # Lab 5.1: double descent in networks that are trained
#
# The chapter's page fits random features, exactly. Here all weights are learned: networks with one hidden layer are
# trained by Adam on MNIST-1D, from four hidden units to four hundred, and one question is asked of each: how many of
# the clean test labels does it get wrong? There are 250 training samples, and 15% of their labels have been drawn
# anew.
#
# The networks have ten outputs and are trained by squared error on one-hot labels, because then it is clear how many
# equations there are to satisfy: ten for each sample, 2,500 in all. A network of $h$ hidden units has $51 h + 10$
# parameters, so parameters meet equations at $h = 49$. Everything is done for three seeds at once, each with its own
# training samples, wrong labels and initial weights.

# %%
import os

import torch
from rich.progress import track

from notes.generalization.double_descent import CLASSES, corrupted_labels, mnist1d_split
from notes.generalization.ensembles import (
    ShallowEnsemble,
    ensemble_error,
    trained_ensemble,
)
from notes.plotting import BLUE, GREY, ORANGE, axes, display

SEEDS, SAMPLES, STEPS = range(3), 250, 1500
WIDTHS = (4, 12, 20, 30, 49, 70, 150, 400)

split = mnist1d_split(train=2000, test=2000)
chosen, noisy = [], []
for seed in SEEDS:
    generator = torch.Generator().manual_seed(seed)
    chosen.append(torch.randperm(2000, generator=generator)[:SAMPLES])
    noisy.append(corrupted_labels(split.train_labels[chosen[-1]], 0.15, generator))
inputs, labels = split.train_inputs[torch.stack(chosen)].float(), torch.stack(noisy)
targets = torch.nn.functional.one_hot(labels, CLASSES).float()
test_inputs = split.test_inputs.float().expand(len(SEEDS), -1, -1)
test_labels = split.test_labels.expand(len(SEEDS), -1)
print(
    f"wrong labels a seed: {[int((n != split.train_labels[c]).sum()) for c, n in zip(chosen, noisy, strict=True)]}"
)

# %% [markdown]
# ## The sweep
#
# Each width is trained for 1,500 steps on the full batch, with a learning rate that falls to zero along a cosine, so
# that the wide networks end at the bottom. The output weights start at half of He's scale: what a network computes
# before training stays in what it computes afterwards, and a wide one has less need to unlearn it. In a terminal a
# bar shows the progress.


# %%
def squared_error(networks):
    return (networks(inputs) - targets).square().sum(2).mean(1)


def trained(width, scale):
    networks = ShallowEnsemble(
        len(SEEDS), 40, width, CLASSES, torch.Generator().manual_seed(1)
    )
    with torch.no_grad():
        networks.outer *= scale
    return trained_ensemble(networks, squared_error, STEPS)


train_errors, test_errors, losses, parameters = [], [], [], []
for width in track(WIDTHS, "Training widths", disable=not os.isatty(2)):
    networks = trained(width, scale=0.5)
    with torch.no_grad():
        train_errors.append(ensemble_error(networks(inputs), labels))
        test_errors.append(ensemble_error(networks(test_inputs), test_labels))
        losses.append(squared_error(networks))
    parameters.append(networks.parameters_each)
train, test, loss = (
    torch.stack(train_errors),
    torch.stack(test_errors),
    torch.stack(losses),
)

print(
    "width  parameters/equations  training loss  training error  test error (lowest to highest seed)"
)
for row, (width, count) in enumerate(zip(WIDTHS, parameters, strict=True)):
    spread = f"{test[row].min():.2f} to {test[row].max():.2f}"
    share = count / (CLASSES * SAMPLES)
    print(
        f"{width:5}{share:22.2f}{loss[row].mean():15.3f}{train[row].mean():16.2f}{spread:>24}"
    )

# %% [markdown]
# ## What it shows
#
# For every seed: the test error falls, rises to a peak, and falls below its first minimum.

# %%
ratio = torch.tensor(parameters) / (CLASSES * SAMPLES)
narrow, threshold, wide = ratio < 0.7, (ratio >= 0.7) & (ratio < 2), ratio > 4
first_minimum, peak, last = (
    part.amin(0) for part in (test[narrow], -test[threshold], test[wide])
)
peak = -peak
for seed in SEEDS:
    print(
        f"seed {seed}: first minimum {first_minimum[seed]:.3f}, peak {peak[seed]:.3f}, beyond {last[seed]:.3f}"
    )

assert (peak > first_minimum + 0.02).all()
assert (last < peak - 0.04).all()
assert (last < first_minimum - 0.01).all()
assert (loss[ratio >= 4] < 0.01).all()
assert (loss[ratio < 0.7] > 0.05).all()

# %%
figure, (left, right) = axes(1, 2, width=8, height=3.4)
left.plot(ratio, test, color=BLUE, linewidth=0.7, alpha=0.5)
left.plot(ratio, test.mean(1), "o-", color=BLUE, label="test")
left.plot(ratio, train.mean(1), color=GREY, label="training")
right.plot(ratio, loss.clamp(min=1e-6), color=GREY, linewidth=0.8)
for panel in (left, right):
    panel.axvline(1, color=ORANGE, linestyle=":", label="as many as equations")
    panel.set(xscale="log", xlabel="parameters over equations")
left.set(ylabel="share of wrong labels")
right.set(ylabel="training loss", yscale="log")
left.legend()
display(
    figure,
    alt="Left: share of wrong labels against parameters over equations. The test error falls, rises to a peak near one "
    "and falls to its lowest values at the right end; the training error reaches zero before the peak. Right: the "
    "training loss, which drops to zero at one.",
)

# %% [markdown]
# - The peak is where the training *loss* reaches zero, not where the training *error* does: labels are right long
#   before the scores are exact. Squared error on ten outputs asks for ten numbers a sample.
# - The peak is low, three to five points of error above the first minimum, and the curves of single seeds are rugged.
#   Three seeds agree on its place only roughly. The exact fits of the page show the same thing without the
#   ruggedness.
#
# ## How much hangs on the start
#
# The same widest network, its output weights started at He's full scale:

# %%
at_full_scale = ensemble_error(trained(WIDTHS[-1], scale=1.0)(test_inputs), test_labels)
for seed in SEEDS:
    print(
        f"seed {seed}: full scale {at_full_scale[seed]:.3f}, half scale {test[-1, seed]:.3f}"
    )
assert (at_full_scale > test[-1] + 0.01).all()

# %% [markdown]
# At full scale the second descent ends higher, for every seed, and not below the first minimum for all of them. The
# fit is as perfect; what differs is which of the many perfect fits is found. **That a wide network generalises is not
# a matter of its width alone**, but of the solution that training picks, and a small start favours small solutions,
# as the minimum norm does on the page.
#
# The half scale was chosen after the sweep had first been run at full scale and had not ended below its first minimum;
# read the second descent below the first as something that can be had at this size, not as what had to happen.
#
# ## Further reading
#
# - M. Belkin, D. Hsu, S. Ma and S. Mandal, *Reconciling Modern Machine-Learning Practice and the Classical
#   Bias-Variance Trade-Off*, PNAS, 2019.
# - P. Nakkiran, G. Kaplun, Y. Bansal, T. Yang, B. Barak and I. Sutskever, *Deep Double Descent: Where Bigger Models
#   and More Data Hurt*, ICLR 2020.
