# %% [markdown]
# # Lab 15.2: whose selection?
#
# Small-loss selection trains a network on the examples it finds easy. Co-teaching trains it on those that another
# network finds easy. Is the crossed selection cleaner? And can the transition matrix, from which selection needs the
# noise rate, be found without clean labels?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.noisy_labels import estimation
from notes.noisy_labels.experiments import crossing, estimates
from notes.noisy_labels.figures import selection_precisions, transition_matrices
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.methods import WARM_UP, co_teaching, small_loss
from notes.noisy_labels.study import out_of_sample
from notes.noisy_labels.task import digits_task
from notes.noisy_labels.transition import pair_flip_noise
from notes.plotting import display

# %% [markdown]
# ## Own and crossed, epoch by epoch
#
# Two networks for each, with the same first weights and the same data, under pair flip. Only the exchange differs.

# %%
task = digits_task([pair_flip_noise(10, 0.4)], seeds=[0]).repeated(2)
histories = {
    "own selection": training_history(small_loss, task, hidden=64, every=5),
    "co-teaching": training_history(co_teaching, task, hidden=64, every=5),
}
display(
    selection_precisions(histories, task, WARM_UP),
    alt="Precision of the selection and test accuracy against the epoch under pair flip, for own and for crossed "
    "selection, in one run.",
)

# %% [markdown]
# Does crossing help? Either way in single runs, and little on average.

# %%
show(crossing)

# %% [markdown]
# ## The matrix, estimated
#
# An early-stopped network scores images that it was not trained on, and two methods read a matrix off its scores.

# %%
true = pair_flip_noise(10, 0.3)
noisy = digits_task([true], seeds=[0], examples=1000)
scores, labels = out_of_sample(noisy, torch.Generator().manual_seed(0))
matrices = {
    "true": true,
    "anchor points": estimation.anchor_point_estimate(scores[0]),
    "confident learning": estimation.confident_learning_estimate(scores[0], labels[0]),
}
display(
    transition_matrices(matrices),
    alt="The true matrix of pair flip and two estimates of it, in one run, as coloured squares.",
)

# %%
show(estimates)

# %% [markdown]
# ## What to keep in mind
#
# - Precision can be drawn only because the true labels are known here. In practice nobody sees this curve.
# - The two networks see the same data and may come to make the same mistakes; then there is nothing to exchange.
# - The mean error of an entry hides single ones: a class-dependent rate of a per cent is below it, and so is lost in
#   the network's own errors.
#
# ## Further reading
#
# - B. Han et al., [*Co-teaching: Robust Training of Deep Neural Networks with Extremely Noisy
#   Labels*](../bibliography.md#han-2018), 2018.
# - C. G. Northcutt, L. Jiang and I. L. Chuang, [*Confident Learning: Estimating Uncertainty in Dataset
#   Labels*](../bibliography.md#northcutt-2021), 2021.
