# %% [markdown]
# # Lab 4.1: a race, and ways out of a local minimum
#
# Two claims about optimisers are repeated everywhere: that momentum and Adam are faster than plain gradient
# descent, and that stochastic gradient descent escapes local minima. Here both are put to the test on the Gabor
# loss, whose two parameters let us see everything. What holds is narrower than the slogans.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.training.descent import GradientDescent, optimizer_path
from notes.training.experiments.minima import escape, large_rates, race, random_starts
from notes.training.figures import escapes
from notes.training.gabor import gabor_data, gabor_gradient
from notes.training.minibatch import shuffled_batches, stochastic_gradient
from notes.training.schedules import cosine_annealing

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
# five start at the same place. One run of the experiment, with the data set of the chapter's page:

# %%
data = gabor_data(28, 0.1, torch.Generator().manual_seed(4))
start, rates = (
    torch.tensor([-2.0, 5.0], dtype=torch.float64),
    cosine_annealing(2.0, 600),
)
batches = shuffled_batches(28, 5, torch.Generator().manual_seed(0), runs=100)
noisy = stochastic_gradient(gabor_gradient, *data, batches)
display(
    escapes(
        data,
        optimizer_path(
            GradientDescent(), lambda phi: gabor_gradient(phi, *data), start, rates
        ),
        optimizer_path(GradientDescent(), noisy, start.expand(100, 2), rates),
    ),
    alt="Left: the Gabor landscape with four noisy paths from one start to their ends. Right: a histogram of the final "
    "losses of a hundred runs in two heaps, all below that of full-batch descent.",
)

# %%
show(escape)

# %% [markdown]
# From the first start every run leaves. From the second, with the same noise, none gets to the best minimum. So is
# noise a good bet on the whole? A hundred random starts on a data set of their own, with and without noise, and
# without noise at ten times the rate:

# %%
show(random_starts)

# %% [markdown]
# Noise carries some runs into the good valley and shakes others out of it: the share that ends well rises by a few
# points at most. The mean loss is a little lower, because the worst of the local minima are shallow and are left. On
# this loss, **stochastic gradient descent trades bad minima for middling ones.** Long steps without noise leave minima
# as well, and lead to the best one less often.
#
# ## What holds full-batch descent
#
# Not that it is full-batch, but the rate. On the parabola of curvature $\lambda$ the distance to the minimum
# shrinks only if $\alpha < 2/\lambda$. Every run looks for the minima of a loss of its own, computes the largest
# curvature of each, and starts a thousandth beside it, at nine and at eleven tenths of its $2/\lambda$:

# %%
show(large_rates)

# %% [markdown]
# Below the bound a minimum holds whatever begins near it; above, nothing. A large rate chooses among minima: only
# those that are flat enough can hold it. In networks training often runs right at this bound, the *edge of
# stability*.
#
# ## Further reading
#
# - B. T. Polyak, *Some Methods of Speeding up the Convergence of Iteration Methods*, 1964.
# - N. S. Keskar et al., *On Large-Batch Training for Deep Learning: Generalization Gap and Sharp Minima*, ICLR
#   2017.
# - J. Cohen et al., *Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability*, ICLR 2021.
