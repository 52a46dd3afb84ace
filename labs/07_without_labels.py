# %% [markdown]
# # Lab 7.1: learning without labels, judged with few
#
# Six methods train the same encoder on the same images without looking at a label. Then a logistic regression on the
# frozen features is given ten labels of each digit. What have the methods learnt, against the weights that they
# started from, against supervised training on those labels, and against each other?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.self_supervision.collapse import relative_spread
from notes.self_supervision.experiments import collapse, without_labels
from notes.self_supervision.methods import SimCLR, WithoutPredictor
from notes.self_supervision.siamese import digit_encoder
from notes.self_supervision.study import (
    accuracies,
    frozen_projections,
    pretrained,
    small_digits,
)

# %% [markdown]
# ## One method, one run
#
# First weights, batches and views come from one seed. The encoder is judged before and after a short training.

# %%
digits = small_digits(torch.Generator().manual_seed(0))
first = digit_encoder(torch.Generator().manual_seed(0))
method = SimCLR(torch.Generator().manual_seed(0))
generator = torch.Generator().manual_seed(0)
trained = pretrained(method, digits.images, generator, steps=30, batch=64).network
before = accuracies(first, digits, (10,)).item()
after = accuracies(trained.encoder, digits, (10,)).item()
print("SimCLR ends above the first weights:", after > before)

# %% [markdown]
# ## All methods, many runs
#
# Encoder, projector, optimiser, batches, views and number of steps are the same for all; so are the first weights of
# the encoder, for each seed. Beside them stands the same encoder with a linear layer, all of it trained on the labelled
# images, as they are or in views. The trainings are short, so that there can be many: what is told here is how the
# methods begin, and not how they end.

# %%
show(without_labels)

# %% [markdown]
# SimCLR has left its first weights behind after so few steps, in every run. What compares views without negatives
# takes longer to start. The supervised network that sees views of its few images has an advantage over the one that
# sees the images only: what a digit looks like when it is turned and moved a little can be told by views, with labels
# as well as without.

# %% [markdown]
# ## Agreement that collapses
#
# Views can agree because everything is the same. Taken away are the predictor, the moving average, and the stopped
# gradient. What is measured is how far the directions of the projections spread.

# %%
generator = torch.Generator().manual_seed(0)
model = WithoutPredictor(torch.Generator().manual_seed(0))
collapsed = pretrained(model, digits.images, generator, steps=30, batch=32).network
start, end = (
    relative_spread(frozen_projections(each, digits.test_images)).item()
    for each in (model, collapsed)
)
print("the spread has fallen to less than half:", end < start / 2)

# %%
show(collapse)

# %% [markdown]
# The moving average is not what BYOL needs most, but it is not idle either: without a predictor it keeps more spread
# than nothing does, over these few steps. The accuracies tell the collapsed variants hardly apart from the first
# weights, and the loss praises them.
