# %% [markdown]
# # Lab 4.1: a race, and ways out of a local minimum
#
# Two claims about optimisers are repeated everywhere: that momentum and Adam are faster than plain gradient
# descent, and that stochastic gradient descent escapes local minima. Here both are put to the test on the Gabor
# loss, whose two parameters let us see everything. What holds is narrower than the slogans.
#
# Needs the package of these notes; their start page says how to install it.

# %%
from notes.experiment.figures import show, tell
from notes.training.experiments.minima import escape, large_rates, race, random_starts

# %% [markdown]
# ## The race
#
# Every run has a data set of its own, and on it twenty random starts near the true parameters, where the valley of
# the best minimum can be reached downhill. It counts the steps until the loss stays within 0.001 of the lowest that
# any of its paths has seen, and takes the median over the starts. Every rule runs with several constant rates: a
# comparison at one rate each would compare our luck in choosing them.

# %%
show(race)

# %% [markdown]
# - **Plain descent lives in a narrow window.** A rate a little above its best one, and it does not settle.
# - **Momentum does not win here.** At the best rate of each, plain descent is mostly as good or better: near the
#   minimum this loss is a round enough bowl. The advantage of momentum is in narrow valleys (see the chapter's
#   page).
# - **Nesterov momentum wins on average**, and in most runs.
# - **Adam forgives.** Over rates that differ by a factor of 33, its steps differ by a small one.
#
# ## The way out
#
# From $(-2, 5)$ full-batch descent at a small rate ends in a poor local minimum. Stochastic runs with batches of
# five start at the same place. A hundred of them in every run, with other batches:

# %%
tell(escape)

# %% [markdown]
# From the first start every run leaves. From the second, with the same noise, none gets to the best minimum. So is
# noise a good bet on the whole? A hundred random starts on a data set of their own, with and without noise, and
# without noise at ten times the rate:

# %%
tell(random_starts)

# %% [markdown]
# Noise carries some runs into the good valley and shakes others out of it: the share that ends well rises by a few
# points at most. The mean loss is a little lower, because the worst of the local minima are shallow and are left.
# On this loss, **stochastic gradient descent trades bad minima for middling ones.** Long steps without noise leave
# minima as well, and lead to the best one less often.
#
# ## What holds full-batch descent
#
# Not that it is full-batch, but the rate. On the parabola of curvature $\lambda$ the distance to the minimum
# shrinks only if $\alpha < 2/\lambda$. Every run looks for the minima of a loss of its own, computes the largest
# curvature of each, and starts a thousandth beside it, at nine and at eleven tenths of its $2/\lambda$:

# %%
tell(large_rates)

# %% [markdown]
# Below the bound a minimum holds whatever begins near it; above, nothing. A large rate chooses among minima: only
# those that are flat enough can hold it. In networks training often runs right at this bound, the *edge of
# stability*.
#
# ## Further reading
#
# - B. T. Polyak, [*Some Methods of Speeding up the Convergence of Iteration
#   Methods*](../bibliography.md#polyak-1964), 1964.
# - N. S. Keskar et al., [*On Large-Batch Training for Deep Learning: Generalization Gap and Sharp
#   Minima*](../bibliography.md#keskar-2017), ICLR 2017.
# - J. Cohen et al., [*Gradient Descent on Neural Networks Typically Occurs at the Edge of
#   Stability*](../bibliography.md#cohen-2021), ICLR 2021.
