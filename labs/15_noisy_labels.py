# %% [markdown]
# # Lab 15.1: a dozen answers to wrong labels
#
# Digits whose labels are wrong, and every method of the chapter on the same data, for the same number of epochs. What
# counts is the accuracy on clean test labels after the last epoch. The noise is symmetric, moderate and strong, and
# then of another kind: each class is taken for the next one. The runs of a method are trained at once, as one stack of
# networks.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
from notes.experiment.figures import show
from notes.noisy_labels.experiments import memorising, pair_flip, symmetric
from notes.noisy_labels.figures import memorisation
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.methods import cross_entropy
from notes.noisy_labels.task import digits_task
from notes.noisy_labels.transition import pair_flip_noise, symmetric_noise
from notes.plotting import display

# %% [markdown]
# ## First the pattern, then the noise
#
# Cross entropy under symmetric noise, in one run. Right labels are learned at once. The wrongly labelled digits are
# first read as what they show; then their labels are learned by heart.

# %%
task = digits_task([symmetric_noise(10, 0.4)], seeds=[0])
display(
    memorisation(training_history(cross_entropy, task, epochs=120, every=3), task),
    alt="Left: shares of training examples against the epoch. Of the wrong labels most are first seen through, later "
    "memorised. Right: the test accuracy has its best moment in between.",
)

# %%
show(memorising)

# %% [markdown]
# The same under pair flip at the same rate. Here the wrong labels of a class are all alike, and they are a pattern too.
# Watch how early they are memorised.

# %%
task = digits_task([pair_flip_noise(10, 0.4)], seeds=[0])
display(
    memorisation(training_history(cross_entropy, task, epochs=120, every=3), task),
    alt="The same two panels under pair flip, in one run.",
)

# %% [markdown]
# ## Symmetric noise
#
# Truncation, early-learning regularisation, small-loss selection and co-teaching use what the network believed before
# it memorised. So does early stopping, which is told when to stop by a withheld part of the noisy labels.

# %%
show(symmetric)

# %% [markdown]
# Two results are less welcome. An ensemble of networks that memorised the same labels helps little. And the trusted
# examples, used alone, do better under strong noise than reweighting the noisy ones with their help.

# %% [markdown]
# ## What forgives symmetric noise need not forgive pairs
#
# Each class is taken for the next one. The proof of robustness needs symmetric noise. Does the ranking survive? Forward
# correction, which is told the matrix, now has something that the others lack.

# %%
show(pair_flip)

# %% [markdown]
# ## What to keep in mind
#
# - One small data set, one architecture, no tuning beyond the defaults: the groups are clear, the order inside a group
#   is not.
# - Selection and co-teaching were told the noise rate, the corrections the matrix. In practice both are estimated.
# - Forward and backward correction are right about the minimiser of the risk. With so few examples for so wide a
#   network the empirical risk is another function.
# - "After the last epoch" is hard on methods that peak early. Under symmetric noise withheld noisy labels tell roughly
#   when to stop; under pair flip they do not.
#
# ## Further reading
#
# - Z. Zhang and M. R. Sabuncu, [*Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy
#   Labels*](../bibliography.md#zhang-sabuncu-2018), 2018.
# - S. Liu, J. Niles-Weed, N. Razavian and C. Fernandez-Granda, [*Early-Learning Regularization Prevents Memorization
#   of Noisy Labels*](../bibliography.md#liu-2020), 2020.
