# %% [markdown]
# # Lab 10.1: what neighbours are good for
#
# A graph of three communities, features that hardly tell them apart, and eight labels for each. We ask how much the
# neighbours help, how many layers of listening are good, and what a filter on a graph costs.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.graphs.classification import communities
from notes.graphs.experiments import filters, layers, neighbours, smoothing

# %% [markdown]
# ## With neighbours and without
#
# The same network of two layers, once with the identity for a graph, so that every node is alone, and once with the
# renormalised adjacency matrix. It is asked about the nodes whose label it has not seen. Here is one such task:

# %%
task = communities(torch.Generator().manual_seed(0))
print(len(task.blocks), "nodes,", int(task.known.sum()), "with a label")
print(f"{task.adjacency.sum(0).mean():.0f} neighbours a node")
run = neighbours(0)
print("listening is better than being alone:", run["listening"] > run["alone"])

# %%
show(neighbours)

# %% [markdown]
# One third is guessing. In every run the neighbours make the difference: each node averages its faint features with
# those of others, most of which are of its own community.
#
# ## How deep?
#
# Plain networks of up to 32 layers, and two to which the columns of the first layer are added again in every layer.

# %%
show(layers)

# %% [markdown]
# - Four layers are better than two on average: with about eight friends of its own kind, a node hears the community in
#   a few hops.
# - With 32 layers the plain network is near guessing. In between it depends on the run.
# - With the columns of the first layer added again, depth does no such harm. The means of four plain layers and of the
#   deep network with the addition lie close together: depth is no merit in itself here.
#
# ## Is it the smoothing?
#
# Gathering without weights makes the columns of neighbours alike. A network has weights. Here is one matrix, chosen by
# hand and used once, that projects out what gathering would leave.

# %%
show(smoothing)

# %% [markdown]
# So gathering alone smooths by powers of ten, and one matrix of weights is enough to prevent it. That training finds
# such weights is not said. The graphs need not be connected: what gathering leaves is one wave for each part.
#
# ## What a filter costs
#
# A filter of degree three, by recursion on a sparse matrix and through the eigenvectors, on random graphs with about
# eight neighbours a node. What is counted are the multiplications with stored entries; that the eigenvectors have to be
# found first is not counted.

# %%
show(filters)

# %% [markdown]
# ## What to keep in mind
#
# - The communities are made to be found: links within them are twelve times as likely as between them. Where linked
#   nodes tend to differ, averaging over neighbours may hurt.
# - A plain network of 32 layers suffers from over-smoothing and from gradients that vanish. The addition of the first
#   layer acts on both, and this experiment does not tell them apart.
#
# ## Further reading
#
# - Q. Li, Z. Han and X.-M. Wu, [*Deeper Insights into Graph Convolutional Networks for Semi-Supervised
#   Learning*](../bibliography.md#li-2018), AAAI 2018.
# - K. Oono and T. Suzuki, [*Graph Neural Networks Exponentially Lose Expressive Power for Node
#   Classification*](../bibliography.md#oono-suzuki-2020), ICLR 2020.
# - M. Chen, Z. Wei, Z. Huang, B. Ding and Y. Li, [*Simple and Deep Graph Convolutional
#   Networks*](../bibliography.md#chen-2020), ICML 2020.
