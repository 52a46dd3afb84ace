# %% [markdown]
# # Lab 4.2: fifty layers
#
# The theory of the chapter predicts what fifty layers of rectified units do to a signal: each multiplies its
# expected power by $D \sigma_\Omega^2 / 2$. First that is measured, for five weight variances. Then we see what it
# means for training.
#
# Needs the package of these notes; their start page says how to install it.

# %%
from notes.experiment.figures import show, tell
from notes.training.experiments.networks import SHARES, powers, thirty_layers
from notes.training.initialization import he_variance
from notes.training.signal import expected_powers

# %% [markdown]
# ## What is predicted
#
# The change of the expected power over fifty layers, as a power of ten:

# %%
for name, share in SHARES.items():
    expected = expected_powers([100] * 50, [share * he_variance(100)] * 50, power=1.0)
    print(f"{name:5} {(expected[-1] / expected[0]).log10().item():6.1f}")

# %% [markdown]
# ## Many networks
#
# The experiment draws networks anew in every run, and measures three things: the change of the power forward and
# backward; the gradients of the *weights*, of the first layer against the last; and, for forty networks with
# variance $2/D$, the mean and the median of the change.

# %%
show(powers)

# %% [markdown]
# A wrong variance costs what the formula says, give or take the wandering of a single network. The mean over
# networks is what the formula predicts; the typical network, the median, has lost power, because a few networks
# with a lot make up for many with little.
#
# The second panel shows something that is easy to get wrong. What vanishes or explodes on the way back is the
# gradient by the *pre-activations*. A layer's weight gradient is the product of that with the signal that came
# forward, and what the one has lost the other has not yet: so **the weight gradients of all layers vanish or
# explode together.**
#
# ## What it means for training
#
# Networks of thirty hidden layers learn the digits by plain stochastic gradient descent, with the same batches and,
# up to their scale, the same first weights. Each variance is tried with four learning rates, and shown with one of
# them and with its best. (The best is chosen on the held-out digits themselves, for all alike, which flatters all
# alike.)

# %%
tell(thirty_layers)

# %% [markdown]
# Ten classes: guessing gives a tenth. At half and at twice of $2/D$ none of the four rates teaches the network
# anything. Nearer to it there is something to be had, and $2/D$ is no needle's eye: a quarter more comes close with
# a rate of its own. That is worth remembering when somebody compares methods at one rate for all.
#
# The trainings are short, and a deep plain network is hard to train all the same: the right start is necessary, and
# not sufficient. Chapter 6 takes this up.
#
# ## Further reading
#
# - X. Glorot and Y. Bengio, [*Understanding the Difficulty of Training Deep Feedforward Neural
#   Networks*](../bibliography.md#glorot-bengio-2010), AISTATS 2010.
# - K. He, X. Zhang, S. Ren and J. Sun, [*Delving Deep into Rectifiers*](../bibliography.md#he-2015), ICCV 2015.
# - B. Hanin, [*Which Neural Net Architectures Give Rise to Exploding and Vanishing
#   Gradients?*](../bibliography.md#hanin-2018), NeurIPS 2018: why the scatter grows with depth over width.
