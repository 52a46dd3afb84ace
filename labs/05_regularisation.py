# %% [markdown]
# # Lab 5.2: which regulariser helps, and when
#
# Small networks on few handwritten digits are a place where regularisation matters and an experiment takes seconds.
# Every run draws its own training digits and tests on all the others; what is compared within a run starts from the
# same weights.
#
# Needs the package of these notes; their start page says how to install it.

# %%
from notes.experiment.figures import show, tell
from notes.generalization.experiments.remedies import (
    dropout_sizes,
    hundred_digits,
    loud_and_quiet,
    stopping,
)

# %% [markdown]
# ## Augmentation and dropout on a hundred digits
#
# Noise of standard deviation 0.2 on every pixel, rotations by up to 15 degrees, shifts by up to one pixel, and
# dropout of half of the hidden units, each on its own, in a training of 200 steps.

# %%
show(hundred_digits)

# %% [markdown]
# The spread from run to run is as large as the differences, which is why a comparison on one seed would prove
# nothing: what can be compared is the same digits with and without.
#
# Shifts do harm here. The digits of this data set are centred, so a shift of a pixel, an eighth of the image, asks
# the network for something that the test never asks, and in a short training the detour costs more than it gives.
#
# ## Does dropout need many samples?
#
# The source says so. Here is the error with and without it for thirty digits and for three hundred.

# %%
tell(dropout_sizes)

# %% [markdown]
# With three hundred digits dropout helps on average, and it saves a larger share of the error than with thirty. So
# there is something in the source's remark: with thirty digits what is missing is information, and no regulariser
# supplies it.
#
# ## Early stopping against wrong labels
#
# 180 digits, of whose labels 30% have been drawn anew. A network that trains on learns the wrong labels by heart.
# One stops when the loss on 300 held-out digits has not improved for twenty checks; another does so too, but its
# held-out labels are as wrong as those it trains on, which is what one would have in practice; the third takes all
# steps.

# %%
tell(stopping)

# %% [markdown]
# Stopping is worth more here than anything above, and even wrong labels can tell when to stop. It costs the
# held-out digits, which the network that takes all steps has no use for here, and could have trained on.
#
# ## L2 and weight decay under Adam
#
# Two weights, whose gradients are pure noise, a hundred times louder for the first. With weight decay both shrink
# by the factor $(1 - \alpha\kappa)^{1500} \approx e^{-3}$, up to the random walk that the noise makes.

# %%
tell(loud_and_quiet)

# %% [markdown]
# ## Further reading
#
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, [*Dropout: A Simple Way to Prevent
#   Neural Networks from Overfitting*](../bibliography.md#srivastava-2014), Journal of Machine Learning Research,
#   2014.
# - I. Loshchilov and F. Hutter, [*Decoupled Weight Decay
#   Regularization*](../bibliography.md#loshchilov-hutter-2019), ICLR 2019.
# - L. Prechelt, [*Early Stopping - But When?*](../bibliography.md#prechelt-1998), in Neural Networks: Tricks of the
#   Trade, 1998.
