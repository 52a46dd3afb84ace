# %% [markdown]
# # Lab 3.2: does a probability keep its word?
#
# Multiclass cross entropy makes a classifier predict a distribution over the classes. The probability of the class that
# it chooses is its *confidence*. Is it right 80 times in 100 when its confidence is 0.8? We train a network on a few
# handwritten digits until it makes no error on them, find that it promises more than it keeps, and mend that with one
# number.
#
# Needs the package of these notes; their start page says how to install it.

# %%
import torch

from notes.data import digits, split
from notes.experiment.figures import show
from notes.losses.calibration import reliability_diagram
from notes.losses.categorical import categorical_nll, softmax
from notes.losses.experiments import logits, reliability, temperature
from notes.losses.figures import reliability as diagram
from notes.losses.training import trained
from notes.networks.mlp import random_mlp
from notes.plotting import display

# %% [markdown]
# ## One run
#
# The images are divided in three: 150 to train on, 400 to calibrate with, the rest to judge by. A network with one
# hidden layer is trained with cross entropy, until it makes no error on its 150.

# %%
generator = torch.Generator().manual_seed(0)
train, others = split(digits(), 150 / 1797, generator)
calibration, test = split(others, 400 / len(others), generator)
network = trained(
    random_mlp([64, 64, 10], generator),
    lambda model: categorical_nll(logits(model, train), train.targets).mean(),
    steps=200,
    learning_rate=0.05,
)

# %% [markdown]
# *Temperature scaling* divides all logits by one temperature $T$, chosen to make the negative log likelihood of the
# calibration part least. The largest logit stays the largest, so no decision changes; a temperature above one only
# makes every confidence smaller. We search for $\log T$, which may be any number.

# %%
with torch.no_grad():
    scores, held_out = logits(network, test), logits(network, calibration)
found = temperature(held_out, calibration.targets)


def bins(scores):
    confidences, choices = softmax(scores).max(dim=-1)
    return reliability_diagram(confidences, choices == test.targets)


display(
    diagram(bins(scores)),
    alt="Reliability diagram as trained: accuracy against confidence, a dot for each bin of predictions, with the "
    "number of predictions in each bin below.",
)

# %%
display(
    diagram(bins(scores / found)),
    alt="Reliability diagram after temperature scaling, drawn like the one before: the predictions are spread over "
    "more bins.",
)

# %% [markdown]
# Each dot is a bin of predictions; below the diagonal a bin promises more than it keeps. Bins with few predictions,
# counted below, say little.
#
# ## Many runs
#
# The calibration error is the mean distance between confidence and accuracy over ten bins, on images that neither
# training nor calibration has seen.

# %%
show(reliability)

# %% [markdown]
# - The network makes no error on the images it was trained on, so cross entropy can only fall by making the logits
#   larger. It keeps doing so: **the network is trained into overconfidence.**
# - On new images its confidence exceeds its accuracy, and its errors are expensive, because they are made with
#   confidence.
# - The temperature mends most of that and changes no decision. That the likelihood improves while the accuracy stays
#   says that the two measure different things.
#
# ## What to keep in mind
#
# - The calibration error depends on the bins. With few predictions it is above zero even for perfect probabilities,
#   because in every bin chance moves the accuracy away from the confidence; compare it only at the same bins and the
#   same number of examples.
# - A classifier that always gives the shares of the classes is perfectly calibrated and useless. Calibration is judged
#   together with the likelihood, which also rewards telling the classes apart.
# - The temperature is fitted to data from the same source. On images of another kind it promises nothing.
#
# ## Further reading
#
# - M. H. DeGroot and S. E. Fienberg, [*The Comparison and Evaluation of
#   Forecasters*](../bibliography.md#degroot-fienberg-1983), The Statistician, 1983.
# - A. Niculescu-Mizil and R. Caruana, [*Predicting Good Probabilities with Supervised
#   Learning*](../bibliography.md#niculescu-mizil-caruana-2005), ICML 2005.
# - C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, [*On Calibration of Modern Neural
#   Networks*](../bibliography.md#guo-2017), ICML 2017.
