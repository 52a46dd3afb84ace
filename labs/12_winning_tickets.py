# %% [markdown]
# # Lab 12.2: winning tickets on handwritten digits
#
# A network with one hidden layer is trained on 4,000 digits. Its smallest weights are removed, at once or in rounds,
# and those that stay get their first values back. Is the ticket better than the same mask on new weights, and than as
# many first weights in random places? And does it learn as fast as the whole network?

# %%
from dataclasses import replace

import torch
from torch.nn.functional import avg_pool2d

from notes.compression.figures import accuracy_by_sparsity
from notes.compression.lottery import (
    full_masks,
    iterative_masks,
    one_shot_masks,
    round_sparsities,
    shuffled_masks,
)
from notes.compression.stacked import accuracies, random_networks
from notes.compression.study import masked_accuracies, masked_training
from notes.data import mnist, split
from notes.plotting import display

SEEDS = range(5)
WIDTHS, ROUNDS, LAST = (196, 64, 10), 5, 0.98

# %% [markdown]
# ## Data and training
#
# The images are averaged over squares of two by two pixels. One training is 200 steps of 100 digits.

# %%
whole = mnist()
small = avg_pool2d(whole.inputs[:, None], 2).flatten(1)
random = torch.Generator().manual_seed(0)
train, test = split(replace(whole, inputs=small), 0.8, random)
start = random_networks(WIDTHS, len(SEEDS), random)
training = masked_training(train, random, steps=200)
dense = accuracies(training(start, full_masks(start)), test)
print(f"the whole network: {dense.min():.2f} to {dense.max():.2f}")

# %% [markdown]
# ## Tickets and controls
#
# Five networks with weights of their own; each mask is that of its network.

# %%
shares = round_sparsities(LAST, ROUNDS)
rounds = iterative_masks(start, training, LAST, ROUNDS)
once = [one_shot_masks(start, training, share) for share in shares]
fresh = random_networks(WIDTHS, len(SEEDS), random)
elsewhere = [shuffled_masks(mask, random) for mask in once]
conditions = {
    "in rounds": (start, rounds),
    "one shot": (start, once),
    "reinitialised": (fresh, once),
    "random mask": (start, elsewhere),
}
curves = {
    name: masked_accuracies(networks, masks, test, training)
    for name, (networks, masks) in conditions.items()
}
for name, values in curves.items():
    cells = [f"{v.mean():.2f} ({v.min():.2f}-{v.max():.2f})" for v in values]
    print(f"{name:14}", *cells)

# %%
tickets, controls = curves["one shot"], (curves["reinitialised"], curves["random mask"])
for control in controls:
    assert (tickets[2:] > control[2:]).all()
assert (curves["in rounds"][-1] > curves["one shot"][-1]).all()
assert (curves["in rounds"][1] > dense - 0.03).all()

# %% [markdown]
# For every seed, from the third sparsity on, the ticket is better than both controls; with two per cent of the weights
# the ticket found in rounds is better than the one found at once; and with a fifth of the weights it is as good as the
# whole network, to three points.

# %%
display(
    accuracy_by_sparsity(shares, curves),
    alt="Accuracy against the share of weights left, mean and range of five seeds: tickets in rounds on top, one-shot "
    "tickets below, reinitialised tickets and random masks far below once few weights are left.",
)

# %% [markdown]
# ## Sooner?
#
# The hypothesis speaks of the number of steps, too. Here the tickets with a fifth of the weights and the whole network
# get a quarter of the steps.

# %%
short = masked_training(train, random, steps=50)
soon = {
    "whole": accuracies(short(start, full_masks(start)), test),
    "in rounds": masked_accuracies(start, [rounds[1]], test, short)[0],
    "reinitialised": masked_accuracies(fresh, [rounds[1]], test, short)[0],
}
for name, values in soon.items():
    print(f"{name:14} {values.min():.2f} to {values.max():.2f}")
assert (soon["in rounds"] > soon["reinitialised"]).all()

# %% [markdown]
# ## What to keep in mind
#
# - A ticket is found by training the whole network, here five times over. It saves nothing in training.
# - The controls share the training, the data and the number of weights of each layer with the tickets; what differs is
#   which weights, and with which values. Both matter.
# - Small fully connected networks are where the hypothesis holds most plainly. For deep convolutional ones the weights
#   have to be rewound to an early step rather than to the start.
#
# ## Further reading
#
# - J. Frankle and M. Carbin, *The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks*, ICLR 2019.
# - J. Frankle, G. K. Dziugaite, D. M. Roy and M. Carbin, *Linear Mode Connectivity and the Lottery Ticket Hypothesis*,
#   ICML 2020.
