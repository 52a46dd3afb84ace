# %% [markdown]
# # Lab 12.1: fewer units, less time
#
# Zeros in a matrix are multiplied like other numbers. Whole units that are gone are not. A network with two hidden
# layers is cut to an eighth of their units and trained on. How many multiplications and how much time does it take,
# and what does it cost in accuracy? And what if as many weights are removed one by one?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import timeit

import torch

from notes.compression.experiments.digits import NARROW, WIDE, narrowing
from notes.compression.pruning import kept
from notes.compression.structure import multiplications, narrowed
from notes.experiment.figures import show
from notes.networks.mlp import random_mlp

# %% [markdown]
# ## Multiplications
#
# `narrowed` keeps in each hidden layer the units with the largest product of norms, of their incoming and of their
# outgoing weights. Its multiplications are counted.

# %%
print(f"multiplications: {multiplications(WIDE)} -> {multiplications(NARROW)}")
assert multiplications(NARROW) * 15 < multiplications(WIDE)

# %% [markdown]
# ## Accuracy, in all recorded runs
#
# The images are digits of MNIST, averaged over squares of two by two pixels. The whole network is trained, then cut
# and trained on for as many steps. For comparison the same share of weights is removed one by one, by magnitude, and
# the rest is trained on. And a network that was small from the beginning is trained for as many steps as the large
# one and its cut version together.

# %%
show(narrowing)

# %% [markdown]
# ## Time
#
# The least of thirty measurements of one forward pass of a thousand images, for networks of these sizes with random
# weights. The sparse network is multiplied as the dense one is, with its zeros.

# %%
random = torch.Generator().manual_seed(0)
dense, images = (
    random_mlp(WIDE, random),
    torch.rand(1000, WIDE[0], generator=random, dtype=torch.float64),
)
cut, sparse = narrowed(dense, NARROW[1:-1]), random_mlp(WIDE, random)
share = 1 - multiplications(NARROW) / multiplications(WIDE)
for weight in sparse.weights:
    weight.data *= kept(weight.detach().abs().view(1, -1), share).view_as(weight)


def seconds(model) -> float:
    with torch.no_grad():
        return min(timeit.repeat(lambda: model(images), number=1, repeat=30))


print("cut: less than half of the time:", seconds(cut) < seconds(dense) / 2)
print("sparse: less than half of the time:", seconds(sparse) < seconds(dense) / 2)

# %% [markdown]
# ## What to keep in mind
#
# - The multiplications are counted, the time is measured; their quotients differ, because small matrices use a
#   processor less well, and because reading the input costs the same.
# - The small network from the start, with as many steps in all, is the honest rival of the cut one. Where the two are
#   close, what pruning has found is a *size*, not weights.
# - The sparse network has as few weights, and as a dense matrix it saves neither time nor bytes.
#
# ## Further reading
#
# - H. Li, A. Kadav, I. Durdanovic, H. Samet and H. P. Graf, [*Pruning Filters for Efficient
#   ConvNets*](../bibliography.md#li-2017), ICLR 2017.
# - Z. Liu, M. Sun, T. Zhou, G. Huang and T. Darrell, [*Rethinking the Value of Network
#   Pruning*](../bibliography.md#liu-2019), ICLR 2019.
