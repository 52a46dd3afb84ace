# %% [markdown]
# # Lab 6.1: the depth problem
#
# A deeper network can do whatever a shallower one can: its additional layers only have to be identities. Does training
# find that? Plain and residual networks of three depths learn small handwritten digits, all with the same few steps of
# the same optimiser, and we compare their **training** loss. Nothing here is about new images.
#
# The networks have three stages of blocks with few channels and batch normalisation after every convolution. The two
# kinds have the same number of parameters; in one run they have the same first weights and see the same batches. The
# shortcuts add no parameters.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
from notes.convolution.experiments.depths import depth, gradients
from notes.experiment.figures import show

# %% [markdown]
# ## One run
#
# The loss at the end, for each kind and number of layers, and the *price* of depth: the loss of the deepest minus
# that of the shallowest. One who guesses has the loss of the logarithm of ten.

# %%
run = depth(0)
for name, value in run.items():
    print(f"{name:14} {value:5.2f}")

# %% [markdown]
# ## All runs
#
# Each dot is a run, with its own first weights and batches; the bar is the mean with its interval.

# %%
show(depth)

# %% [markdown]
# - **Plain networks train worse the deeper they are**, in every run. The deepest have learnt next to nothing.
# - **Residual networks pay too, but less.** The deepest ends above the one of twenty layers on average, and below the
#   *plain* one of twenty in every run. The price of the plain networks is even understated: one cannot do much worse
#   than guess.
#
# ## Before any training
#
# The gradient of the loss by the weights of a convolution, over the size of these weights, at the first layer and at
# the last: by how many powers of ten does it grow from output to input? For the residual networks the activation stands
# after the sum of branch and shortcut or before the branch.

# %%
show(gradients)

# %% [markdown]
# In the deep plain network the gradient is far larger at the input than at the output, though every convolution is
# followed by batch normalisation. It holds the activations at one scale and not the gradients.
#
# ## What to keep in mind
#
# - This is the start of training, at a scale of seconds: small images, a handful of channels, a few steps. With more of
#   them, smaller rates or a warm-up the plain networks do learn; the claim is about equal effort.
# - He and others saw the gap at the end of long training on CIFAR-10, with forward and backward signals they found
#   healthy. Our gradients are not healthy. That deep plain networks with batch normalisation have exploding gradients
#   at initialisation was shown later, by Yang and others. That the one is the reason of the other is not shown here.
# - The batch's statistics are used throughout, so the loss is that of the network as it is trained.
#
# ## Further reading
#
# - K. He, X. Zhang, S. Ren and J. Sun, [*Deep Residual Learning for Image Recognition*](../bibliography.md#he-2016),
#   CVPR 2016.
# - G. Yang, J. Pennington, V. Rao, J. Sohl-Dickstein and S. S. Schoenholz, [*A Mean Field Theory of Batch
#   Normalization*](../bibliography.md#yang-2019), ICLR 2019.
