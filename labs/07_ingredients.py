# %% [markdown]
# # Lab 7.2: three ingredients, measured
#
# Contrastive learning is said to need strong augmentation, large batches and hard negatives. Each is varied here alone.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.self_supervision.collapse import relative_spread
from notes.self_supervision.experiments import ingredients, triplets
from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.metric import recall_at_k
from notes.self_supervision.metric_training import (
    hard_triplet_loss,
    metric_encoder,
    unsquared_hard_triplet_loss,
)
from notes.self_supervision.study import small_digits

# %% [markdown]
# ## Augmentation and batch size
#
# SimCLR, judged by a logistic regression with ten labels a class. At strength 0 both views are the image itself. A
# larger batch is compared with a small one at the same number of steps.

# %%
show(ingredients)

# %% [markdown]
# Without augmentation SimCLR gains nothing on its first weights: finding an image among others is easy when it is shown
# twice, and needs no shape. Views that go too far are worse than views at full strength, for they make different digits
# alike. The larger batch has also seen more images: that it helps says nothing of the number of negatives.

# %% [markdown]
# ## Hard negatives
#
# Now with labels: embeddings of length one, judged by whether the nearest neighbour in the test set has the same class,
# and by overlap, the share of same-class pairs that are farther apart than the nearest stranger. One run first: the
# hardest triplet of every anchor, once in squared distances and once in distances.

# %%
digits = small_digits(torch.Generator().manual_seed(0))
recall, spread = {}, {}
for loss in (hard_triplet_loss, unsquared_hard_triplet_loss):
    generator = torch.Generator().manual_seed(0)
    encoder = metric_encoder(digits.images, digits.labels, loss, generator)
    found = frozen_features(encoder, digits.test_images)
    recall[loss] = recall_at_k(found, digits.test_labels, 1)
    spread[loss] = relative_spread(found).item()
better = recall[unsquared_hard_triplet_loss] > recall[hard_triplet_loss]
print("distances find more than their squares:", better)
print("both lie in a narrow heap:", max(spread.values()) < 0.1)

# %%
show(triplets)

# %% [markdown]
# Semi-hard triplets are ahead of random ones, and mostly of the pixels. The hardest ones depend on the square. With the
# farthest positive and the nearest negative of each anchor, the quickest way to make their difference small is to make
# all distances small; a squared distance has a gradient that vanishes there, and a distance has not. So both embeddings
# shrink to a heap, and the one without the square goes on to order it. A narrow heap is no proof that nothing was
# learnt.
