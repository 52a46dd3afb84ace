# %% [markdown]
# # Lab 12.1: fewer units, less time
#
# Zeros in a matrix are multiplied like other numbers. Whole units that are gone are not. A network with two hidden
# layers of 512 units is cut to 64 units each and trained on. How many multiplications and how much time does it take,
# and what does it cost in accuracy? And what if as many weights are removed one by one?

# %%
import timeit
from dataclasses import replace

import torch
from torch.nn.functional import avg_pool2d

from notes.compression.figures import seeds_by_name
from notes.compression.lottery import full_masks
from notes.compression.pruning import global_masks, magnitude_saliency
from notes.compression.stacked import Networks, accuracies, joined, random_networks
from notes.compression.structure import multiplications, narrowed
from notes.compression.study import masked_training
from notes.data import mnist, split
from notes.networks.mlp import MultilayerPerceptron
from notes.plotting import display

SEEDS = range(3)
WIDE, NARROW = (196, 512, 512, 10), (196, 64, 64, 10)

# %%
whole = mnist()
small = avg_pool2d(whole.inputs[:, None], 2).flatten(1)
random = torch.Generator().manual_seed(0)
train, test = split(replace(whole, inputs=small), 0.8, random)
start = random_networks(WIDE, len(SEEDS), random)
training = masked_training(train, random, steps=100)
dense = training(start, full_masks(start))

# %% [markdown]
# ## Cut
#
# `narrowed` keeps in each hidden layer the units with the largest product of norms, of their incoming and of their
# outgoing weights.


# %%
def one(networks: Networks, seed: int) -> MultilayerPerceptron:
    weights = [weight[seed] for weight in networks.weights]
    return MultilayerPerceptron(weights, [bias[seed] for bias in networks.biases])


def stack(model: MultilayerPerceptron) -> Networks:
    parts = (model.weights, model.biases)
    return Networks(*(tuple(p.detach()[None] for p in part) for part in parts))


models = [one(dense, seed) for seed in SEEDS]
cut = joined([stack(narrowed(model, NARROW[1:-1])) for model in models])
retrained = training(cut, full_masks(cut))
fresh = random_networks(NARROW, len(SEEDS), random)
longer = masked_training(train, random, steps=200)
scratch = longer(fresh, full_masks(fresh))

# %% [markdown]
# ## Multiplications, weights, accuracy
#
# For comparison the same share of weights is removed one by one, by magnitude. And a network that was small from the
# beginning is trained for as many steps as the large one and its cut version together.

# %%
share = multiplications(NARROW) / multiplications(WIDE)
print(f"multiplications: {multiplications(WIDE)} -> {multiplications(NARROW)}")
masks = global_masks(magnitude_saliency(dense), 1 - share)
sparse = training(dense, masks)
results = {
    "whole": accuracies(dense, test),
    "cut": accuracies(cut, test),
    "cut, retrained": accuracies(retrained, test),
    "small, from start": accuracies(scratch, test),
    "sparse, retrained": accuracies(sparse, test),
}
for name, values in results.items():
    print(f"{name:18} {values.min():.2f} to {values.max():.2f}")

# %%
assert multiplications(NARROW) * 20 < multiplications(WIDE)
assert (results["cut, retrained"] > results["cut"]).all()
assert (results["cut, retrained"] > results["whole"] - 0.06).all()

# %% [markdown]
# ## Time
#
# The least of thirty measurements of one forward pass over all test digits. The sparse network is multiplied as the
# dense one is, with its zeros.


# %%
def seconds(model: MultilayerPerceptron) -> float:
    with torch.no_grad():
        return min(timeit.repeat(lambda: model(test.inputs), number=1, repeat=30))


quotients = {
    "cut": [seconds(one(retrained, s)) / seconds(one(dense, s)) for s in SEEDS],
    "sparse": [seconds(one(sparse, s)) / seconds(one(dense, s)) for s in SEEDS],
}
cheaper, as_dear = (max(quotients["cut"]) < 0.5, min(quotients["sparse"]) > 0.5)
print(f"cut: less than half of the time: {cheaper}")
print(f"sparse: less than half of the time: {not as_dear}")
assert cheaper
assert as_dear

# %%
columns = {name.replace(", ", ",\n"): values for name, values in results.items()}
display(
    seeds_by_name(columns, "network", "accuracy on held-out digits"),
    alt="Accuracy of three seeds each: the whole network, the cut one before and after retraining, a network small "
    "from the start, and a sparse one; the cut one falls and is repaired by retraining.",
)

# %% [markdown]
# ## What to keep in mind
#
# - The multiplications are counted, the time is measured; their quotients differ, because small matrices use a
#   processor less well, and because reading the input costs the same.
# - With equal training in all, the small network from the start is the honest rival of the cut one. Where the two are
#   close, what pruning has found is a *size*, not weights.
# - The sparse network has as few weights, and as a dense matrix it saves neither time nor bytes. After the few steps of
#   this lab it has recovered less than the cut one, at the same number of weights; nothing says that it always would.
#
# ## Further reading
#
# - H. Li, A. Kadav, I. Durdanovic, H. Samet and H. P. Graf, *Pruning Filters for Efficient ConvNets*, ICLR 2017.
# - Z. Liu, M. Sun, T. Zhou, G. Huang and T. Darrell, *Rethinking the Value of Network Pruning*, ICLR 2019.
