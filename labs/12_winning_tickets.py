# %% [markdown]
# # Lab 12.2: winning tickets on handwritten digits
#
# A network with one hidden layer is trained on digits of MNIST, averaged over squares of two by two pixels. Its
# smallest weights are removed, at once or in rounds, and those that stay get their first values back. Is the ticket
# as good as the whole network, as the hypothesis has it? Is it better than the same mask on new weights, and than as
# many first weights in other places? And does it learn as fast?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.compression.experiments.digits import TICKET_WIDTHS, rewinding, tickets
from notes.compression.lottery import round_sparsities, shuffled_masks
from notes.compression.pruning import global_masks, magnitude_saliency, sparsities
from notes.compression.stacked import random_networks
from notes.experiment.figures import show

# %% [markdown]
# ## Shares and controls
#
# Each round keeps the same share of what is left. The control in other places keeps as many weights in every layer.

# %%
left = [1 - share for share in round_sparsities(0.98, 4)]
print("left after each round:", *(f"{share:.0%}" for share in left))
networks = random_networks(TICKET_WIDTHS, 1, torch.Generator().manual_seed(0))
mask = global_masks(magnitude_saliency(networks), 0.98)
elsewhere = shuffled_masks(mask, torch.Generator().manual_seed(0))
assert sparsities(mask) == sparsities(elsewhere)

# %% [markdown]
# ## All recorded runs
#
# Every run has a split, first weights and batches of its own. The whole network, its tickets and their controls train
# for equally many steps. Both controls of a share belong to the mask that was found in rounds. At last the whole
# network, a ticket and its mask on new weights get a third of the steps: the hypothesis speaks of speed, too.

# %%
show(tickets)

# %% [markdown]
# ## Where the ticket starts
#
# One mask of a deeper network on smaller digits starts from three points of the run that made it: from its first
# weights, from those after twenty steps, and from those at its end, which is plain retraining.

# %%
show(rewinding)

# %% [markdown]
# ## What to keep in mind
#
# - A ticket is found by training the whole network, once for every round. It saves nothing in training.
# - The controls share the training, the data and the number of weights of each layer with the tickets; what differs is
#   which weights, and with which values.
# - For deep convolutional networks the weights have to be rewound to an early step rather than to the start.
#
# ## Further reading
#
# - J. Frankle and M. Carbin, [*The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural
#   Networks*](../bibliography.md#frankle-carbin-2019), ICLR 2019.
# - J. Frankle, G. K. Dziugaite, D. M. Roy and M. Carbin, [*Linear Mode Connectivity and the Lottery Ticket
#   Hypothesis*](../bibliography.md#frankle-2020), ICML 2020.
