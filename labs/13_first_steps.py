# %% [markdown]
# # Lab 13.1: the first step from a learned start
#
# Each task is a sine curve of which ten points are known. Four starts are compared: one found by MAML, one by its
# first-order form, one by Reptile, and one by pretraining on all curves at once. From each, new curves are fitted by
# gradient descent.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
from notes.experiment.figures import show
from notes.meta_learning.experiments import STARTS, STEPS, first_steps
from notes.meta_learning.figures import curves
from notes.plotting import display

# %% [markdown]
# ## One run
#
# The seed sets the random weights, the training tasks and the new tasks, on which the mean squared error is taken.

# %%
run = first_steps(0)
figure = curves(
    {name: [run[f"{name} after {step}"] for step in STEPS] for name in STARTS},
    STEPS,
    steps="inner steps",
    loss="mean squared error",
)
display(
    figure,
    alt="Loss on new curves against inner steps, one run: after one step MAML is lowest",
)

# %% [markdown]
# ## Many runs

# %%
show(first_steps)

# %% [markdown]
# Before any step no start knows the curve. What MAML has learnt shows after a step. The first-order form gains less
# from the first step than the full one, and Reptile less again: so it is on average, and so the expansions of the
# chapter have it. Ten steps are not one step ten times: only the first was trained for.
